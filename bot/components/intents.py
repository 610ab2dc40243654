"""Tells what a person wants by the characters and words of the message: logistic regression, scored with one sum.

The same model as Rasa's two CountVectorsFeaturizers (words; characters 1 to 4 long, within jieba's words) before its
LogisticRegressionClassifier, without the sparse matrices that these build, join and check again for every message: the
weights of the features that a message has are added up. Letters become small, a number one word whatever its size. That
a word of a lookup table occurs (a place, a benefit) is one more feature, as in RegexFeaturizer.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

LONGEST = 4  # characters of a feature
WORD, LOOKUP = "word:", "lookup:"  # longer than any feature of characters: no kind is taken for another
NUMBER = re.compile(r"\b[0-9]+\b")
WORDS = re.compile(r"\w+")
NAMES, NUMBERS = "names.json", "numbers.npz"


def features(words: Sequence[str]) -> list[str]:
    """Return the words of a message and the characters in them, each as often as it occurs."""
    text = " ".join(NUMBER.sub("__NUMBER__", word).lower() for word in words)
    return [WORD + word for word in WORDS.findall(text)] + [part for word in text.split() for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    marked = f" {word} "
    for length in range(1, min(LONGEST, len(marked)) + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


class Lookups:
    """Finds out which lookup tables have a word that occurs in a text."""

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        """tables are words by the name of their table."""
        self.tables = {name: sorted({word.lower() for word in words}) for name, words in tables.items()}
        self._names: dict[str, set[str]] = {}
        for name, words in self.tables.items():
            for word in words:
                self._names.setdefault(word, set()).add(name)
        self._lengths = sorted({len(word) for word in self._names})

    def names(self, text: str) -> set[str]:
        """Return the names of the tables; a word counts wherever it stands, and in large letters too."""
        text = text.lower()
        parts = (text[start : start + length] for start in range(len(text)) for length in self._lengths)
        return {name for part in parts for name in self._names.get(part, ())}


def _words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or ()]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PolicyIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents of a message by the sum of its features' weights."""

    @classmethod
    def required_components(cls) -> list[type]:
        """See parent class: the words come from a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """See parent class."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See parent class."""
        return {
            "max_iter": 300,  # steps of the training at most
            "random_state": 42,
            "ranking_length": 10,  # intents that are told
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of this file: Rasa looks at the class alone, and the features are read outside it."""
        return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin with nothing learnt; train() and load() put something in."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._lookups = Lookups({})
        self._learnt([], [], np.empty((0, 0)), np.empty(0))

    def _learnt(self, names: list[str], intents: list[str], weights: np.ndarray, start: np.ndarray) -> None:
        self._rows = {name: row for row, name in enumerate(names)}  # feature -> row of weights
        self._intents = intents
        self._weights = weights  # features × intents
        self._start = start  # of each intent, before any feature

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PolicyIntentClassifier":
        """See parent class."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "PolicyIntentClassifier":
        """See parent class; ValueError when nothing was learnt under this resource."""
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / NAMES).read_text("utf-8"))
            loaded._lookups = Lookups(names["lookups"])
            with np.load(folder / NUMBERS) as numbers:
                loaded._learnt(names["features"], names["intents"], numbers["weights"], numbers["start"])
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have an intent and a text, and put what was learnt into the model."""
        self._lookups = Lookups({table["name"]: table["elements"] for table in training_data.lookup_tables})
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        if examples:
            self._fit([self._features(example) for example in examples], [example.get(INTENT) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            names = {"features": list(self._rows), "intents": self._intents, "lookups": self._lookups.tables}
            (folder / NAMES).write_text(json.dumps(names, ensure_ascii=False), "utf-8")
            np.savez(folder / NUMBERS, weights=self._weights, start=self._start)
        return self._resource

    def _features(self, message: Message) -> list[str]:
        return features(_words(message)) + [LOOKUP + name for name in sorted(self._lookups.names(message.get(TEXT)))]

    def _fit(self, present: list[list[str]], intents: list[str]) -> None:
        counter = CountVectorizer(analyzer=list)  # they are features already
        model = LogisticRegression(
            solver="lbfgs",
            multi_class="multinomial",
            class_weight="balanced",
            max_iter=self._config["max_iter"],
            random_state=self._config["random_state"],
        ).fit(counter.fit_transform(present), intents)
        weights, start = model.coef_, model.intercept_
        if len(model.classes_) == 2:  # scikit-learn then keeps the second intent's weights only
            weights, start = np.vstack([-weights, weights]), np.concatenate([-start, start])
        names = counter.get_feature_names_out().tolist()
        self._learnt(names, model.classes_.tolist(), weights.T.astype(np.float32), start.astype(np.float32))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message; without anything learnt it is left as it is."""
        for message in messages:
            if ranking := self._ranking(self._features(message)):
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _ranking(self, present: list[str]) -> list[dict[str, Any]]:
        if not self._intents:
            return []
        rows = [row for row in map(self._rows.get, present) if row is not None]
        sums = self._start + self._weights[rows].sum(axis=0)
        shares = np.exp(sums - sums.max())
        shares /= shares.sum()
        order = np.argsort(-shares, kind="stable")
        return [{"name": self._intents[place], "confidence": float(shares[place])} for place in order]
