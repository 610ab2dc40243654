"""Cuts Chinese with jieba and the knowledge base's own words.

Differs from Rasa's JiebaTokenizer: a private jieba instance (Rasa's one is global to the process), no guessing of
unknown words (HMM merges 三孩有), no tokens of mere punctuation or white space, a changed dictionary retrains
(`fingerprint_addon`), and jieba is ready before the first message instead of after it.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import repairs

DICTIONARY = "*.txt"
SAYS_SOMETHING = re.compile(r"\w")

repairs.install()


def dictionary_files(folder: str | Path | None) -> list[Path]:
    """Return the dictionary files of a folder in a stable order; none when the folder is not given or not there."""
    return sorted(Path(folder).glob(DICTIONARY)) if folder else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class PolicyJiebaTokenizer(Tokenizer):
    """Tokenizer with its own dictionary, which travels inside the trained model."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        """See parent class."""
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        """See parent class."""
        return ["jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See parent class."""
        return {
            "dictionary_path": None,  # folder with jieba dictionaries (*.txt); may be absent
            "tmp_dir": None,  # folder for jieba's cache; the system's own when None
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the dictionaries, so that an edited dictionary is a reason to train; None without any."""
        files = dictionary_files(config.get("dictionary_path"))
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest() if files else None

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, files: list[Path]) -> None:
        """Make jieba ready with these dictionary files."""
        super().__init__(config)
        self._storage = storage
        self._resource = resource
        self._jieba = self._ready_jieba(config.get("tmp_dir"), files)

    @staticmethod
    def _ready_jieba(tmp_dir: str | None, files: list[Path]) -> jieba.Tokenizer:
        jieba.setLogLevel("WARNING")
        tokenizer = jieba.Tokenizer()
        if tmp_dir:
            Path(tmp_dir).mkdir(parents=True, exist_ok=True)
            tokenizer.tmp_dir = str(Path(tmp_dir).resolve())
        tokenizer.initialize()
        for file in files:
            with file.open("rb") as lines:
                tokenizer.load_userdict(lines)
        return tokenizer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PolicyJiebaTokenizer":
        """See parent class; reads the dictionaries that config.yml names."""
        return cls(config, model_storage, resource, dictionary_files(config["dictionary_path"]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "PolicyJiebaTokenizer":
        """See parent class; reads the dictionaries that were there at training."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, dictionary_files(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Put the dictionaries into the model; there is nothing else to learn."""
        files = dictionary_files(self._config["dictionary_path"])
        with self._storage.write_to(self._resource) as folder:  # never empty: Rasa's cache loses an empty folder
            (folder / "words.txt").write_bytes(b"\n".join(file.read_bytes() for file in files))
        return self._resource

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of an attribute with their places; punctuation and white space are left out.

        A text of nothing else is one token: without any, the classifier has no features to look at and raises.
        """
        text = message.get(attribute)
        return self._apply_token_pattern(list(self._words(text)) or [Token(text, 0)])

    def _words(self, text: str) -> Iterator[Token]:
        for word, start, _ in self._jieba.tokenize(text, HMM=False):
            if SAYS_SOMETHING.search(word):
                yield Token(word, start)
