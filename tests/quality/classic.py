"""Models beside Rasa, for comparison: scikit-learn on words or on words and characters, cut as config.yml cuts."""

from collections.abc import Callable, Mapping, Sequence

import jieba
import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from policies_kb.settings import ROOT
from tests.nlu_lint import Sentence
from tests.quality.scores import Guess

DICTIONARY = ROOT / "build" / "nlu" / "jieba"
SEED = 42
STAND_IN = "LR，词和字"  # what config.yml does, without Rasa and without lookup tables


def make_cutter() -> Callable[[str], str]:
    """Return a function that cuts a text into words with spaces between, with the knowledge base's dictionary."""
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for path in sorted(DICTIONARY.glob("*.txt")):
        with path.open("rb") as words:
            tokenizer.load_userdict(words)
    return lambda text: " ".join(word for word in tokenizer.cut(text.lower(), HMM=False) if word.strip())


def words() -> CountVectorizer:
    """Return the counts of words, as Rasa's CountVectorsFeaturizer makes them."""
    return CountVectorizer(token_pattern=r"(?u)\b\w+\b")


def words_and_characters() -> FeatureUnion:
    """Return the counts of words and of 1 to 4 characters within them, as in config.yml."""
    characters = CountVectorizer(analyzer="char_wb", ngram_range=(1, 4))
    return FeatureUnion([("words", words()), ("characters", characters)])


def models() -> Mapping[str, Callable[[], Pipeline]]:
    """Return what is compared: name → how to make an untrained one."""
    return {
        "LR，只有词": lambda: _pipeline(words(), LogisticRegression(max_iter=300, random_state=SEED)),
        "ComplementNB，词和字": lambda: _pipeline(words_and_characters(), ComplementNB()),
        "线性 SVM 校准，词和字": lambda: _pipeline(
            words_and_characters(), CalibratedClassifierCV(LinearSVC(C=0.1, random_state=SEED), cv=3)
        ),
        STAND_IN: lambda: _pipeline(words_and_characters(), LogisticRegression(max_iter=300, random_state=SEED)),
    }


def _pipeline(features: CountVectorizer | FeatureUnion, classifier: ClassifierMixin) -> Pipeline:
    return make_pipeline(features, classifier)


def guesses_of(
    make: Callable[[], Pipeline], cut: Callable[[str], str], train: Sequence[Sentence], held: Sequence[Sentence]
) -> list[Guess]:
    """Return what a fresh model, trained on `train`, says to the sentences of `held`."""
    model = make()
    model.fit([cut(s.text) for s in train], np.array([s.intent for s in train]))
    chances = model.predict_proba([cut(s.text) for s in held])
    best = chances.argmax(axis=1)
    return [
        Guess(s.text, s.intent, str(model.classes_[place]), float(row[place]))
        for s, place, row in zip(held, best, chances, strict=True)
    ]
