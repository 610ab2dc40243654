"""The assistant: one message and its context in, one Answer and the new context out.

The same path serves the chat, the command line and the staff. Rasa gives the intent (what the person does);
what it is about comes from the knowledge base.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policies_kb.answer import HOTLINE, SCHEMA, make_answer
from policies_kb.checking import answer_checked
from policies_kb.children import children_in
from policies_kb.comparing import answer_comparing, answer_sides, places_to_compare, sides_to_compare
from policies_kb.cues import cues_of
from policies_kb.danger import danger_in, without_exaggeration
from policies_kb.encoder import open_encoder
from policies_kb.finding import Finder, Question
from policies_kb.indexing import make_segmenter
from policies_kb.listing import answer_with_list, reminded
from policies_kb.listing_children import answer_child_by_child
from policies_kb.normalise import normalise
from policies_kb.questions import answer_question
from policies_kb.recourse import speaks_of_a_right, with_claim_and_recourse, without_planted_figures
from policies_kb.settings import Settings, read_settings
from policies_kb.several import answer_several, separate_questions
from policies_kb.small_words import answer_small_word
from policies_kb.source import read_vocabulary
from policies_kb.standing import answer_about_document
from policies_kb.store import KnowledgeBase
from policies_kb.timeline_answer import answer_with_timeline, asks_for_timeline
from policies_kb.turns import ASKS, MORE, Context, Turn, read_turn

Outcome = tuple[dict[str, Any], Context, dict[str, Any]]
TALK = {"greet", "thank", "goodbye", "bot_challenge", "insult", "out_of_scope", "affirm", "deny"}
PEOPLE = {"human", "complaint"}
NAMES_ONE = 0.6
SURE_QUESTION = 3.4
SURELY = 0.6  # confidence from which the intent alone decides
SURELY_SOMETHING_ELSE = 0.75  # confidence in another intent from which only words of danger still count
ILLNESS = re.compile(r"发烧|高烧|\d+度|咳|拉肚子|吐奶|疹|药|美林|退烧|黄疸|看病|打针|过敏")
DOUBTED = {"out_of_scope", "bot_challenge"}  # after an answer
NAMES_NOTHING = 0.4
EVERYTHING = re.compile(
    r"(领|拿|享受|得|申请|申领|补|办)(得?到|得)?[些点]?(啥|什么|哪些|哪几)(?!时候|材料|手续|证|东西要|条件)|(啥|什么|哪些)(政策|福利|待遇|好处|优惠|补贴)|(政策|福利|待遇|好处|优惠).{0,4}(有哪些|有啥|有什么)|享受.{0,4}(啥|什么|哪些)|能享受到?的[^,，]{0,10}(列|说|讲|捋|数)|了解.{0,4}(政策|福利|待遇)"
)
BARE_SUM = re.compile(
    r"^(那|我们?|我家|一共|总共|现在)*(能|可以|可|会)?(领|拿|得|补|给)(到|我|我们)?(多少|好多|几多)(钱)?(呢|啊|嘛|呀|哦)?[?？。]?$"
)
MONEY = re.compile(r"补贴|补助")
CLAUSES = re.compile(r"[,，。;；!！?？ ]+")
STANDING = re.compile(
    r"文件|方案|政策|稿|文号|正式|生效|执行|作废|废止|下文|批下|批了|定了|印发|有效|征求意见|草案|哪年|哪一年|什么时候出"
)
YES_OR_NO = re.compile(r"^(不|没|别|算了|好|嗯|是|对|行|可以|要|不要|不用|不是|没有)[的了吧啊呀嘛。!！]*$")


@dataclass(frozen=True)
class Reply:
    """An Answer (policy-answer/1 with text, buttons and trace) and the context to send with the next message."""

    answer: dict[str, Any]
    context: dict[str, Any]


class Assistant:
    """Answers messages over one knowledge base; `today` is asked at every message."""

    def __init__(self, base: KnowledgeBase, today: Callable[[], date]) -> None:
        self.base = base
        self.finder = Finder(base)
        self._today = today
        self._talk = read_vocabulary("talk")

    @classmethod
    def open(cls, settings: Settings | None = None) -> "Assistant":
        """Open the built knowledge base named by the settings; StoreError when it is not there."""
        settings = settings or read_settings()
        base = KnowledgeBase.open(settings.path("POLICY_KB"), make_segmenter(), open_encoder())
        return cls(base, settings.today)

    def reply(
        self,
        message: str,
        intent: str = "ask_policy",
        ranking: Sequence[Mapping[str, Any]] = (),
        context: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Answer one message. intent and ranking come from Rasa; an unknown intent is treated as a question."""
        before, today = Context.of(context), self._today()
        text = without_planted_figures(normalise(message))
        danger = danger_in(text, self.base.meaning.of(without_exaggeration(text)).dangers, _suspicion(intent, ranking))
        if danger:
            answer = make_answer(
                "emergency", [danger["say"]], self.base, today, contacts=[*danger["contacts"], HOTLINE]
            )
            heard = read_turn(text, intent, before, self.base, self.finder, today) if text else None
            after = replace(before, region=heard.region, facts=dict(heard.facts)) if heard else before
            return self._finish(answer, after, intent, ranking, {})
        if not text:
            return self._finish(self._say("smalltalk", "empty", today), before, intent, ranking, {})
        if intent == "restart":
            return self._finish(self._say("smalltalk", "restart", today), Context(), intent, ranking, {})
        turn = read_turn(text, intent, before, self.base, self.finder, today)
        answer, after, trace = self._respond(turn, ranking, today)
        after.declined = after.declined or before.declined
        after = after.pausing(before).remembering(before, turn.context.children)
        if after.paused and not before.paused:
            answer = reminded(answer, after, self.base)
        return self._finish(answer, after, intent, ranking, trace)

    def _respond(self, turn: Turn, ranking: Sequence[Mapping[str, Any]], today: date) -> Outcome:
        """Return what is answered to a message that was read, by the first thing that it can be."""
        if turn.answers_asked or turn.declined:
            listing = turn.context.intent == "ask_list"
            return (answer_with_list if listing else answer_checked)(turn, self.base, today)
        small = answer_small_word(turn, self.base, self.finder, today)
        if small:
            return small
        dated = asks_for_timeline(turn)
        asks, surely = dated or speaks_of_a_right(turn), _confidence(ranking) >= SURELY
        if turn.intent in PEOPLE and not asks and (surely or not self._finds_surely(turn)):
            return self._hand_over(turn.intent, turn, today), turn.context, {}
        if turn.intent in TALK and not (asks or self._asks_something(turn, turn.intent, ranking)):
            return self._talk_back(turn, today), turn.context, {}
        if dated:
            return answer_with_timeline(turn, self.base, today)
        return with_claim_and_recourse(self._answer(turn, today), turn, self.base, today)

    def _talk_back(self, turn: Turn, today: date) -> dict[str, Any]:
        outside = turn.intent == "out_of_scope"
        name = "illness" if outside and ILLNESS.search(turn.text) else turn.intent
        return self._say("not_covered" if outside else "smalltalk", name, today)

    def _asks_something(self, turn: Turn, intent: str, ranking: Sequence[Mapping[str, Any]]) -> bool:
        """Whether small talk holds a question after all: by its words, or because a measure fits it very well."""
        return _asks_something(turn, intent, _confidence(ranking)) or self._finds_surely(turn)

    def _finds_surely(self, turn: Turn) -> bool:
        """Whether a measure fits what was taken for small talk so well that it is a question after all."""
        here = self.finder.rank(Question(turn.text, turn.region, turn.facts), 1).here
        return bool(here) and here[0].score >= SURE_QUESTION

    def _answer(self, turn: Turn, today: date) -> Outcome:
        only_tells = turn.intent == "inform" or not ASKS.search(turn.text)
        asked = turn.context.intent if turn.answers_pending or (turn.follows and only_tells) else turn.intent
        if asked == "ask_status" and (turn.answers_pending or STANDING.search(turn.text)):
            return answer_about_document(turn, self.base, self.finder, today)
        if _asks_for_all(asked, turn, self.finder, self.base):
            children = children_in(turn.question, self.base, today) if turn.region else []
            if children and turn.intent != "ask_more":
                return answer_child_by_child(turn, children, self.base, today)
            return answer_with_list(turn, self.base, today)
        parts = [] if turn.answers_pending else separate_questions(turn, self.base, self.finder)
        if parts:
            return answer_several(turn, parts, self.base, today, lambda part: self._answer_one(part, asked, today))
        return self._answer_one(turn, asked, today)

    def _answer_one(self, turn: Turn, asked: str | None, today: date) -> Outcome:
        """Answer a single question; what it sets side by side is compared."""
        places = places_to_compare(turn)
        if len(places) > 1:
            return answer_comparing(turn, places, self.base, self.finder, today)
        sides = sides_to_compare(turn, self.base, today)
        if sides:
            return answer_sides(turn, sides, self.base, self.finder, today)
        return answer_question(turn, asked or "ask_policy", self.base, self.finder, today)

    def _say(self, kind: str, name: str, today: date) -> dict[str, Any]:
        return make_answer(kind, self._talk[name], self.base, today)

    def _hand_over(self, intent: str, turn: Turn, today: date) -> dict[str, Any]:
        contacts = [HOTLINE]
        lines = list(self._talk[intent])
        known = [self.base.measures[name] for name in turn.context.measures[:1] if name in self.base.measures]
        for measure in known:
            departments = measure.departments[:3]
            contacts += [{"name": name} for name in departments]
            if departments:
                lines.append(f"刚才问的“{measure.title}”，也可以直接找负责的部门：{'、'.join(departments)}。")
        return make_answer("handoff", lines, self.base, today, turn.context.region, contacts=contacts)

    def _finish(self, answer: dict, after: Context, intent: str, ranking: Sequence, trace: dict) -> Reply:
        answer["trace"] = {"intent": intent, "ranking": [dict(item) for item in ranking][:3]} | trace
        return Reply(answer, after.as_dict())


def _confidence(ranking: Sequence[Mapping[str, Any]]) -> float:
    return float(ranking[0].get("confidence", 1.0)) if ranking else 1.0


def _suspicion(intent: str, ranking: Sequence[Mapping[str, Any]]) -> float:
    """Return the confidence that a message cries for help; none where it surely is something else."""
    told = {item["name"]: float(item["confidence"]) for item in ranking}
    if intent != "emergency" and told.get(intent, 0.0) >= SURELY_SOMETHING_ELSE:
        return 0.0
    return told.get("emergency", 1.0 if intent == "emergency" else 0.0)


def _asks_for_all(asked: str | None, turn: Turn, finder: Finder, base: KnowledgeBase) -> bool:
    """Whether everything that a family can get is asked for, and nothing in particular."""
    if asked == "ask_more":
        nothing_new = MORE.search(turn.text) and not turn.reading.facts
        with_figure = any(base.measures[name].has_figure for name in turn.context.more if name in base.measures)
        return turn.context.intent == "ask_list" or (not with_figure and bool(nothing_new))
    if turn.region and not turn.context.measures and BARE_SUM.search(turn.text):
        return True
    asking = turn.question if turn.answers_pending else turn.text
    clauses = [part for part in CLAUSES.split(asking) if EVERYTHING.search(part)]
    # what is named beside the question tells of the household, unless money is asked for
    told_beside = clauses and clauses[-1] != asking and not MONEY.search(clauses[-1])
    plainly = max(finder.benefits_named(clauses[-1] if told_beside else asking).values(), default=0.0)
    general = asked == "ask_list" or (not turn.follows and plainly < NAMES_NOTHING and EVERYTHING.search(turn.text))
    return bool(general) and plainly < NAMES_ONE and not cues_of(turn.text, {}).money


def _asks_something(turn: Turn, intent: str, confidence: float) -> bool:
    """Whether small talk holds a question after all.

    It names a benefit, and a place, a fact or a unit beside it; or what was taken for yes or no is no such short word;
    or it asks on after an answer, and the intent is not sure.
    """
    if intent in DOUBTED and turn.follows and ASKS.search(turn.text) and confidence < SURELY:
        return True
    says_more = ASKS.search(turn.text) or turn.reading.facts or turn.reading.region
    if intent in ("affirm", "deny") and turn.context.question and says_more and not YES_OR_NO.match(turn.text):
        return True
    beside = turn.reading.region or turn.reading.national or turn.reading.facts or cues_of(turn.text, {}).units
    return max(turn.named.values(), default=0.0) >= 0.4 and bool(beside)


def apology() -> dict[str, Any]:
    """Return an Answer of kind error that needs no knowledge base: for the border where something broke."""
    return {
        "schema": SCHEMA,
        "kind": "error",
        "as_of": read_settings().today().isoformat(),
        "region": None,
        "text": read_vocabulary("talk")["apology"][0],
        "measures": [],
        "calculation": None,
        "missing_facts": [],
        "suggestions": [],
        "contacts": [HOTLINE],
        "buttons": [],
    }
