"""The training sentences keep the rules that Rasa does not check itself."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from policies_kb.normalise import normalise
from tests.knowledge import load_cases

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))
ANNOTATION = re.compile(r"\[([^\]]+)\]\((\w+)\)")
NUMBER = re.compile(r"[0-9.]+")
ENOUGH = defaultdict(lambda: 25, ask_policy=250, inform=120, emergency=80) | {
    name: 60
    for name in (
        "ask_who",
        "ask_how_to_apply",
        "ask_status",
        "ask_basis",
        "ask_list",
        "ask_more",
        "ask_compare",
        "calculate",
    )
}
SENTENCES = [
    (entry["intent"], line.removeprefix("- "), file.name)
    for file in FILES
    for entry in load_cases(file)["nlu"]
    if "intent" in entry
    for line in entry["examples"].splitlines()
]


def domain():
    return yaml.safe_load((ROOT / "bot" / "domain.yml").read_text(encoding="utf-8"))


def intents():
    return [name for intent in domain()["intents"] for name in intent]


def plain(sentence):
    return ANNOTATION.sub(r"\1", sentence)


@pytest.mark.parametrize("intent", intents())
def test_an_intent_has_enough_sentences(intent):
    assert Counter(name for name, _, _ in SENTENCES)[intent] >= ENOUGH[intent]


def test_the_sentences_are_of_the_intents_in_the_domain():
    assert {name for name, _, _ in SENTENCES} == set(intents())


def test_sentences_look_as_messages_do_when_they_reach_rasa():
    assert [line for _, line, _ in SENTENCES if normalise(plain(line)) != plain(line)] == []


def test_no_sentence_stands_twice():
    counts = Counter(re.sub(r"\W", "", plain(line)) for _, line, _ in SENTENCES)
    assert [line for line, count in counts.items() if count > 1] == []


def test_bare_numbers_stand_in_inform_only():
    assert [line for name, line, _ in SENTENCES if NUMBER.fullmatch(line) and name != "inform"] == []


def test_chit_chat_holds_no_numbers_at_all():
    """Rasa makes one word of all numbers: with 88 in goodbye, 8500 becomes a farewell."""
    chat = {"affirm", "deny", "greet", "thank", "goodbye", "insult", "restart"}
    assert [line for name, line, _ in SENTENCES if name in chat and re.search(r"\b[0-9]+\b", line)] == []


def test_every_entity_is_annotated_and_no_other():
    """A lookup table counts only when its entity is annotated somewhere."""
    found = {name for _, line, _ in SENTENCES for _, name in ANNOTATION.findall(line)}
    assert found == set(domain()["entities"])


def test_brackets_are_annotations():
    assert [line for _, line, _ in SENTENCES if re.search(r"[\[\]()]", ANNOTATION.sub("", line))] == []


def test_every_intent_leads_to_an_action_of_the_domain():
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    led = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(led) == {*intents(), "nlu_fallback"} - {"restart"}  # Rasa itself maps restart to action_restart
    assert {*led.values(), "action_restart", "action_default_fallback"} == set(domain()["actions"])


def test_the_cases_of_intents_are_not_trained_on():
    cases = yaml.safe_load((ROOT / "tests" / "cases" / "intents.yml").read_text(encoding="utf-8"))
    trained = {plain(line) for _, line, _ in SENTENCES}
    assert [line for lines in cases.values() for line in lines if normalise(line) in trained] == []
