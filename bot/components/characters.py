"""Character n-grams of the whole sentence.

Rasa joins tokens with spaces before counting characters, so its n-grams end at (or straddle) jieba's word borders:
the same phrase cut differently gives different features. Here the sentence is put together again first, between two
marks: 不 as a whole message is a refusal, 不 at the end of a sentence asks, 不 inside it does neither.
"""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from scipy.sparse import spmatrix

AttributeTokens = dict[str, list[list[str]]]
Features = list[spmatrix | None]


def sentence_of(tokens: list[str]) -> str:
    """Return the tokens put together without spaces, between a mark for the beginning and one for the end."""
    return f"^{''.join(tokens)}$"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterFeaturizer(CountVectorsFeaturizer):
    """CountVectorsFeaturizer over the sentence without spaces; use with `analyzer: char`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See parent class; characters, one to three together."""
        return {**CountVectorsFeaturizer.get_default_config(), "analyzer": "char", "min_ngram": 1, "max_ngram": 3}

    def _convert_attribute_tokens_to_texts(self, attribute_tokens: AttributeTokens) -> dict[str, list[str]]:
        """See parent class; the words of a sentence are put together without spaces."""
        return {attribute: list(map(sentence_of, sentences)) for attribute, sentences in attribute_tokens.items()}

    def _create_features(self, attribute: str, all_tokens: list[list[str]]) -> tuple[Features, Features]:
        """See parent class; one row a word, as Rasa wants it, and the sentence counted as a whole."""
        words, sentences = super()._create_features(attribute, all_tokens)
        counter = self.vectorizers.get(attribute)
        whole = [
            sentence if sentence is None else counter.transform([sentence_of(tokens)]).tocoo()
            for tokens, sentence in zip(all_tokens, sentences, strict=True)
        ]
        return words, whole
