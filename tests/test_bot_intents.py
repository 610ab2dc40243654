"""The intent classifier: what it looks at; it learns the same each time, and what Rasa's own pipeline learns."""

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.regex_featurizer import RegexFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.nlu.utils import pattern_utils
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intents import Lookups, PolicyIntentClassifier, features

CONTEXT = ExecutionContext(GraphSchema({}), node_name="one")
PLACES = {"name": "place", "elements": ["荆门", "青海", "Minle"]}
LEARNT = [
    ("荆门 三孩 补贴 多少", "ask_policy"),
    ("青海 产假 多少 天", "ask_policy"),
    ("产假 有 多少 天", "ask_policy"),
    ("你好", "greet"),
    ("您好 呀", "greet"),
    ("hello", "greet"),
    ("8500", "inform"),
    ("一 个月 6000 元", "inform"),
    ("我 在 荆门", "inform"),
]
ASKED = ["青海 三孩 补贴", "HELLO", "35", "好 的 产假", "荆门", "minle", "从 没 见过 的 字", "?", "产假 产假 2.5 天"]


def messages(lines):
    tokenizer = WhitespaceTokenizer({**WhitespaceTokenizer.get_default_config(), "token_pattern": None})
    made = []
    for text, intent in lines:
        message = Message.build(text, intent)
        message.set("text_tokens", tokenizer.tokenize(message, "text") if text != "?" else [])
        made.append(message)
    return made


def data(lines=LEARNT):
    return TrainingData(messages(lines), lookup_tables=[PLACES])


@pytest.fixture
def storage(tmp_path):
    return LocalModelStorage(tmp_path)


def made(component, storage, name, **config):
    return component.create({**component.get_default_config(), **config}, storage, Resource(name), CONTEXT)


def trained(storage, lines=LEARNT, name="own"):
    classifier = made(PolicyIntentClassifier, storage, name)
    classifier.train(data(lines))
    return classifier


def ranked(classifier, texts=ASKED):
    return [message.get("intent_ranking") for message in classifier.process(messages([(t, None) for t in texts]))]


def scores(rankings):
    return [[item["confidence"] for item in sorted(ranking, key=lambda item: item["name"])] for ranking in rankings]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["好"], ["word:好", " ", "好", " ", " 好", "好 ", " 好 "], id="one-character"),
        pytest.param(["8500"], [*features(["__number__"])], id="any-number-is-one-word"),
        pytest.param(["OK"], [*features(["ok"])], id="letters-become-small"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_features_of_words(words, expected):
    assert features(words) == expected


def test_no_feature_is_longer_than_four_characters_and_all_stay_within_a_word():
    parts = [part for part in features(["产假津贴", "多少"]) if not part.startswith("word:")]
    assert max(map(len, parts)) == 4 and "产假津贴" in parts and "贴多" not in parts and "贴 多" not in parts


def test_a_word_of_a_lookup_table_counts_wherever_it_stands():
    lookups = Lookups({"place": ["荆门", "Minle"], "benefit": ["产假", "荆门"]})
    assert lookups.names("我在荆门工作") == {"place", "benefit"}
    assert lookups.names("MINLE") == {"place"}
    assert lookups.names("门") == set()


def test_it_ranks_as_rasas_own_pipeline_does(storage):
    learnt, asked = data(), messages([(text, None) for text in ASKED if text != "?"])
    regexes = made(RegexFeaturizer, storage, "regex", use_word_boundaries=False, case_sensitive=False)
    regexes.known_patterns = pattern_utils.extract_patterns(learnt, use_word_boundaries=False)
    words = made(CountVectorsFeaturizer, storage, "words")
    characters = made(CountVectorsFeaturizer, storage, "chars", analyzer="char_wb", min_ngram=1, max_ngram=4)
    for featurizer in (words, characters):
        featurizer.train(learnt)
    for featurizer in (regexes, words, characters):
        featurizer.process_training_data(learnt)
        featurizer.process(asked)
    rasas = made(LogisticRegressionClassifier, storage, "rasa", max_iter=300)
    rasas.train(learnt)
    expected = scores(message.get("intent_ranking") for message in rasas.process(asked))
    own = scores(ranked(trained(storage), [text for text in ASKED if text != "?"]))
    assert np.abs(np.array(own) - np.array(expected)).max() < 0.002  # both stop when the next step is small enough


def test_it_says_the_same_when_trained_again_and_when_loaded(storage):
    first = ranked(trained(storage))
    config = PolicyIntentClassifier.get_default_config()
    loaded = PolicyIntentClassifier.load(config, storage, Resource("own"), CONTEXT)
    assert ranked(loaded) == first == ranked(trained(storage, name="again"))


def test_a_ranking_is_sorted_sums_to_one_and_has_plain_numbers(storage):
    for ranking in ranked(trained(storage)):
        values = [item["confidence"] for item in ranking]
        assert values == sorted(values, reverse=True) and sum(values) == pytest.approx(1)
        assert {type(value) for value in values} == {float}


def test_two_intents_are_enough(storage):
    two = [line for line in LEARNT if line[1] != "inform"]
    assert [ranking[0]["name"] for ranking in ranked(trained(storage, two), ["你好", "产假 多少 天"])] == [
        "greet",
        "ask_policy",
    ]


def test_without_examples_a_message_is_left_as_it_is(storage):
    trained(storage, [])
    loaded = PolicyIntentClassifier.load(PolicyIntentClassifier.get_default_config(), storage, Resource("own"), CONTEXT)
    assert ranked(loaded, ["你好"]) == [None]


def test_an_edited_component_is_a_reason_to_train():
    assert len(PolicyIntentClassifier.fingerprint_addon({})) == 64
