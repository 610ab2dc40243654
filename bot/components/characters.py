"""Character n-grams of the whole sentence.

Rasa joins tokens with spaces before counting characters, so its n-grams end at (or straddle) jieba's word borders:
the same phrase cut differently gives different features. Here the sentence is put together again first.
"""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterFeaturizer(CountVectorsFeaturizer):
    """CountVectorsFeaturizer over the sentence without spaces; use with `analyzer: char`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See parent class; characters, one to four together."""
        return {**CountVectorsFeaturizer.get_default_config(), "analyzer": "char", "min_ngram": 1, "max_ngram": 4}

    def _get_processed_message_tokens_by_attribute(self, message: Message, attribute: str = "text") -> list[str]:
        """See parent class; the tokens come back as one."""
        tokens = super()._get_processed_message_tokens_by_attribute(message, attribute)
        return ["".join(tokens)] if tokens else []
