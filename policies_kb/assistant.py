"""The assistant: one message and its context in, one Answer and the new context out.

The same path serves the chat, the command line and the staff. Rasa gives the intent (what the person does);
what it is about comes from the knowledge base.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.answer import HOTLINE, SCHEMA, make_answer
from policies_kb.comparing import answer_comparing, places_to_compare
from policies_kb.cues import cues_of
from policies_kb.danger import danger_in
from policies_kb.encoder import open_encoder
from policies_kb.finding import Finder, Question
from policies_kb.indexing import make_segmenter
from policies_kb.listing import answer_with_list
from policies_kb.normalise import normalise
from policies_kb.questions import answer_question
from policies_kb.settings import Settings, read_settings
from policies_kb.several import answer_several, separate_questions
from policies_kb.source import read_vocabulary
from policies_kb.standing import answer_about_document
from policies_kb.store import KnowledgeBase
from policies_kb.timeline_answer import answer_with_timeline, asks_for_timeline
from policies_kb.turns import ASKS, Context, Turn, read_turn

TALK = {"greet", "thank", "goodbye", "bot_challenge", "insult", "out_of_scope", "affirm", "deny"}
PEOPLE = {"human", "complaint"}
NAMES_ONE = 0.6
SURE_QUESTION = 3.4
SURELY_OUTSIDE = 0.6
ILLNESS = re.compile(r"发烧|高烧|\d+度|咳|拉肚子|吐奶|疹|药|美林|退烧|黄疸|看病|打针|过敏")
NAMES_NOTHING = 0.4
EVERYTHING = re.compile(
    r"(啥|什么|哪些)(政策|福利|待遇|好处|优惠|补贴)|(政策|福利|待遇|好处|优惠).{0,4}(有哪些|有啥|有什么)|享受.{0,4}(啥|什么|哪些)|了解.{0,4}(政策|福利|待遇)"
)
MORE = re.compile(r"还有|别的|其他|其它|另外|除了|更多|接着|继续|往下|后面|剩下")
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
        text = normalise(message)
        danger = danger_in(text, self.base.meaning.of(text).dangers, _suspicion(intent, ranking))
        if danger:
            answer = make_answer(
                "emergency", [danger["say"]], self.base, today, contacts=[*danger["contacts"], HOTLINE]
            )
            return self._finish(answer, before, intent, ranking, {})
        if not text:
            return self._finish(self._say("smalltalk", "empty", today), before, intent, ranking, {})
        if intent == "restart":
            return self._finish(self._say("smalltalk", "restart", today), Context(), intent, ranking, {})
        turn = read_turn(text, intent, before, self.base, self.finder, today)
        if intent in PEOPLE:
            return self._finish(self._hand_over(intent, turn, today), before, intent, ranking, {})
        dated = asks_for_timeline(turn)
        if intent in TALK and not (
            dated or _asks_something(turn, intent, _confidence(ranking)) or self._finds_surely(turn)
        ):
            kind = "not_covered" if intent == "out_of_scope" else "smalltalk"
            name = "illness" if intent == "out_of_scope" and ILLNESS.search(text) else intent
            return self._finish(self._say(kind, name, today), before, intent, ranking, {})
        answer, after, trace = answer_with_timeline(turn, self.base, today) if dated else self._answer(turn, today)
        return self._finish(answer, after, intent, ranking, trace)

    def _finds_surely(self, turn: Turn) -> bool:
        """Whether a measure fits what was taken for small talk so well that it is a question after all."""
        here = self.finder.rank(Question(turn.text, turn.region, turn.facts), 1).here
        return bool(here) and here[0].score >= SURE_QUESTION

    def _answer(self, turn: Turn, today: date) -> tuple[dict, Context, dict]:
        only_tells = turn.intent == "inform" or not ASKS.search(turn.text)
        asked = turn.context.intent if turn.answers_pending or (turn.follows and only_tells) else turn.intent
        if asked == "ask_status" and (turn.answers_pending or STANDING.search(turn.text)):
            return answer_about_document(turn, self.base, self.finder, today)
        if _asks_for_all(asked, turn):
            return answer_with_list(turn, self.base, today)
        places = places_to_compare(turn)
        if len(places) > 1:
            return answer_comparing(turn, places, self.base, self.finder, today)
        parts = [] if turn.answers_pending else separate_questions(turn, self.base, self.finder)
        if parts:
            return answer_several(turn, parts, asked or "ask_policy", self.base, self.finder, today)
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
                lines.append(f"刚才问的“{measure.title}”，负责的部门：{'、'.join(departments)}。")
        return make_answer("handoff", lines, self.base, today, turn.context.region, contacts=contacts)

    def _finish(self, answer: dict, after: Context, intent: str, ranking: Sequence, trace: dict) -> Reply:
        answer["trace"] = {"intent": intent, "ranking": [dict(item) for item in ranking][:3]} | trace
        return Reply(answer, after.as_dict())


def _confidence(ranking: Sequence[Mapping[str, Any]]) -> float:
    return float(ranking[0].get("confidence", 1.0)) if ranking else 1.0


def _suspicion(intent: str, ranking: Sequence[Mapping[str, Any]]) -> float:
    """Return the confidence that a message cries for help."""
    told = {item["name"]: float(item["confidence"]) for item in ranking}
    return told.get("emergency", 1.0 if intent == "emergency" else 0.0)


def _asks_for_all(asked: str | None, turn: Turn) -> bool:
    """Whether everything that a family can get is asked for, and nothing in particular."""
    if asked == "ask_more":
        return turn.context.intent == "ask_list" or (not turn.context.more and bool(MORE.search(turn.text)))
    plainly = max(turn.named.values(), default=0.0)
    general = asked == "ask_list" or (not turn.follows and plainly < NAMES_NOTHING and EVERYTHING.search(turn.text))
    return bool(general) and plainly < NAMES_ONE and not cues_of(turn.text, {}).money


def _asks_something(turn: Turn, intent: str, confidence: float) -> bool:
    """Whether small talk holds a question after all.

    It names a benefit, and a place, a fact or a unit beside it; or what was taken for yes or no is no such short word;
    or it asks on after an answer, and the intent is not sure.
    """
    if intent == "out_of_scope" and turn.follows and ASKS.search(turn.text) and confidence < SURELY_OUTSIDE:
        return True
    if (
        intent in ("affirm", "deny")
        and turn.context.question
        and ASKS.search(turn.text)
        and not YES_OR_NO.match(turn.text)
    ):
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
