"""The trained model on sentences that it was not trained on: what must not be confused, and how often it is right."""

import asyncio
from pathlib import Path

import pytest
import yaml

from policies_kb.normalise import normalise

ROOT = Path(__file__).parent.parent
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "intents.yml").read_text(encoding="utf-8"))
SENTENCES = [(intent, sentence) for intent, sentences in CASES.items() for sentence in sentences]
# Within a group a wrong intent does little harm: the knowledge base decides what a question is about.
GROUPS = {
    "danger": {"emergency"},
    "people": {"human", "complaint"},
    "elsewhere": {"out_of_scope", "insult"},
    "chat": {"affirm", "deny", "greet", "thank", "goodbye", "bot_challenge", "restart"},
}
SURE_OF_DANGER = 0.6  # from here on the assistant takes the model's word for an emergency

# Rasa and TensorFlow warn of their own old ways while they load; that is theirs to mend
pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def group(intent):
    return next((name for name, intents in GROUPS.items() if intent in intents), "question")


@pytest.fixture(scope="module")
def agent():
    from rasa.core.agent import Agent

    return Agent.load(str(ROOT / "build" / "models" / "shanyutong.tar.gz"))


@pytest.fixture(scope="module")
def read(agent):
    """Return (expected intent, sentence, what Rasa says) for all cases."""

    async def parse_all():
        return [(intent, line, await agent.parse_message(normalise(line))) for intent, line in SENTENCES]

    return asyncio.run(parse_all())


def first(parsed):
    """Return the best intent and its confidence before the threshold turns it into nlu_fallback."""
    best = next(item for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback")
    return best["name"], best["confidence"]


def share(values):
    values = list(values)
    return sum(values) / len(values)


def test_the_intent_is_right_in_nine_of_ten(read):
    wrong = [(line, intent, first(parsed)[0]) for intent, line, parsed in read if first(parsed)[0] != intent]
    assert len(wrong) <= len(read) / 10, wrong


def test_a_wrong_group_is_rare(read):
    wrong = [
        (line, intent, parsed["intent"]["name"])
        for intent, line, parsed in read
        if parsed["intent"]["name"] != "nlu_fallback" and group(parsed["intent"]["name"]) != group(intent)
    ]
    assert len(wrong) <= len(read) * 0.04, wrong


def test_danger_is_recognised(read):
    assert share(first(parsed)[0] == "emergency" for intent, _, parsed in read if intent == "emergency") >= 0.9


def test_no_question_is_surely_taken_for_danger(read):
    sure = [
        line
        for intent, line, parsed in read
        if intent != "emergency" and first(parsed)[0] == "emergency" and first(parsed)[1] >= SURE_OF_DANGER
    ]
    assert sure == []


@pytest.mark.parametrize(
    ("line", "entity", "value"),
    [
        pytest.param("我在重庆开州区上班产假几天", "place", "开州", id="place-inside-a-sentence"),
        pytest.param("想问产假津贴怎么算", "benefit", "产假津贴", id="the-longest-word-wins"),
    ],
)
def test_words_are_found_inside_sentences(agent, line, entity, value):
    found = asyncio.run(agent.parse_message(line))["entities"]
    assert any(item["entity"] == entity and value in item["value"] for item in found)


def test_numbers_alone_are_facts(agent):
    for line in ("8500", "6000", "35"):
        assert asyncio.run(agent.parse_message(line))["intent"]["name"] == "inform"
