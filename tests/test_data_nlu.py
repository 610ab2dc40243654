"""The training sentences keep the rules that Rasa does not check itself."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from policies_kb.normalise import normalise
from tests.nlu_lint import ANNOTATION, APART, CHECKS, TELLING, VOICES, alike, giveaway_words, read_sentences

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
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
SENTENCES = [(s.intent, s.line, s.file) for s in read_sentences(FILES)]


def domain():
    return yaml.safe_load((ROOT / "bot" / "domain.yml").read_text(encoding="utf-8"))


def intents():
    return [name for intent in domain()["intents"] for name in intent]


@pytest.mark.parametrize("intent", intents())
def test_an_intent_has_enough_sentences(intent):
    assert Counter(name for name, _, _ in SENTENCES)[intent] >= ENOUGH[intent]


def test_the_sentences_are_of_the_intents_in_the_domain():
    assert {name for name, _, _ in SENTENCES} == set(intents())


@pytest.mark.parametrize("check", CHECKS)
def test_the_sentences_pass_the_check(check):
    assert CHECKS[check](read_sentences(FILES)) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_broken_file_fails_its_check_and_no_other(check):
    broken = read_sentences([ROOT / "tests" / "cases" / "broken_nlu" / f"{check}.yml"])
    assert [name for name, find in CHECKS.items() if find(broken)] == [check]


def test_every_exception_is_still_needed():
    sentences = read_sentences(FILES)
    assert set(TELLING) <= set(giveaway_words(sentences))
    assert len(alike(sentences, allowed={})) == len(APART)


def test_every_voice_speaks_in_most_intents():
    intents_of = defaultdict(set)
    for sentence in read_sentences(FILES):
        intents_of[sentence.voice].add(sentence.intent)
    assert {voice: len(found) for voice, found in intents_of.items() if len(found) < 20} == {}
    assert set(intents_of) == set(VOICES)


def test_every_entity_is_annotated_and_no_other():
    """A lookup table counts only when its entity is annotated somewhere."""
    found = {name for _, line, _ in SENTENCES for _, name in ANNOTATION.findall(line)}
    assert found == set(domain()["entities"])


def test_every_intent_leads_to_an_action_of_the_domain():
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    led = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(led) == {*intents(), "nlu_fallback"} - {"restart"}  # Rasa itself maps restart to action_restart
    assert {*led.values(), "action_restart", "action_default_fallback"} == set(domain()["actions"])


def test_the_cases_of_intents_are_not_trained_on():
    cases = yaml.safe_load((ROOT / "tests" / "cases" / "intents.yml").read_text(encoding="utf-8"))
    trained = {s.text for s in read_sentences(FILES)}
    assert [line for lines in cases.values() for line in lines if normalise(line) in trained] == []
