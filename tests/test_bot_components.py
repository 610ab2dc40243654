"""The tokenizer: how sentences are cut, and what travels with the model."""

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.tokenizer import PolicyJiebaTokenizer

CONTEXT = ExecutionContext(GraphSchema({}))


@pytest.fixture
def storage(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage(folder)


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "jieba"
    folder.mkdir()
    (folder / "words.txt").write_text("产假津贴 20000\n田家庵区 20000\n二孩 20000\n三孩 20000\n", encoding="utf-8")
    (folder / "README").write_text("不是词典", encoding="utf-8")
    return {
        **PolicyJiebaTokenizer.get_default_config(),
        "dictionary_path": str(folder),
        "tmp_dir": str(tmp_path / "var"),
    }


def trained(config, storage):
    tokenizer = PolicyJiebaTokenizer.create(config, storage, Resource("tokenizer"), CONTEXT)
    tokenizer.train(TrainingData())
    return tokenizer


def words(tokenizer, text):
    return [token.text for token in tokenizer.tokenize(Message.build(text), "text")]


CUTS = [
    pytest.param("田家庵区产假津贴", ["田家庵区", "产假津贴"], id="own-words-stay-whole"),
    pytest.param("三孩有补贴吗", ["三孩", "有", "补贴", "吗"], id="no-guessed-words"),
    pytest.param("二孩, 民乐的?", ["二孩", "民乐", "的"], id="no-punctuation"),
    pytest.param("?!", ["?!"], id="nothing-said"),
]


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_words_of_a_trained_and_of_a_reloaded_tokenizer(config, storage, text, expected):
    tokenizer = trained(config, storage)
    reloaded = PolicyJiebaTokenizer.load(config, storage, Resource("tokenizer"), CONTEXT)
    assert words(tokenizer, text) == words(reloaded, text) == expected


def test_a_token_knows_its_place(config, storage):
    for token in trained(config, storage).tokenize(Message.build("我在田家庵区, 二孩"), "text"):
        assert "我在田家庵区, 二孩"[token.start : token.end] == token.text


def test_jieba_is_ready_before_the_first_message(config, storage):
    assert trained(config, storage)._jieba.initialized


def test_the_words_of_one_tokenizer_stay_its_own(config, storage):
    trained(config, storage)
    plain = PolicyJiebaTokenizer.create({**config, "dictionary_path": None}, storage, Resource("plain"), CONTEXT)
    assert "产假津贴" not in words(plain, "产假津贴")


def test_a_changed_dictionary_is_a_reason_to_train(config, tmp_path):
    before = PolicyJiebaTokenizer.fingerprint_addon(config)
    (tmp_path / "jieba" / "words.txt").write_text("产假津贴 1\n", encoding="utf-8")
    assert before != PolicyJiebaTokenizer.fingerprint_addon(config)


@pytest.mark.parametrize("folder", [None, "no/such/folder"])
def test_no_dictionary_is_no_error(config, storage, folder):
    config = {**config, "dictionary_path": folder}
    assert PolicyJiebaTokenizer.fingerprint_addon(config) is None
    assert words(trained(config, storage), "产假") == ["产假"]


def test_a_tokenizer_without_dictionaries_survives_the_cache_of_rasa(config, storage, tmp_path):
    """Rasa's cache loses an empty folder, and the next training would fail."""
    trained({**config, "dictionary_path": None}, storage)
    with storage.read_from(Resource("tokenizer")) as folder:
        assert list(folder.iterdir())
