"""One message in its conversation: what it says itself, and what carries over from before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from policies_kb.carrying import carried_facts
from policies_kb.cues import cues_of
from policies_kb.finding import Finder, Question
from policies_kb.measure_facts import facts_used
from policies_kb.next_question import refuses, told_by_answer
from policies_kb.normalise import normalise
from policies_kb.reading import Reading, read
from policies_kb.regions import NATION
from policies_kb.store import KnowledgeBase

HUKOU_ROLES = {
    "mother_hukou",
    "father_hukou",
    "child_hukou",
    "hukou",
    "elsewhere",
    "work_place",
    "residence",
    "birth_place",
}
OTHER_PERSON = re.compile(
    r"我(自己|本人|朋友|同事|妹|姐|哥|弟|嫂|邻居|闺蜜|同学|亲戚|表)|另外一个|换(个|一个)人|帮我(?![列排理做])|来电人"
    r"|^下一?(个|位|通)[:：,， ]"
)
THAT = re.compile(r"^(这|那)(个|笔|份|种|样|些)?(钱|补贴|假|政策|东西|事)")
SOMEBODY_ELSES_PLACE = re.compile(
    r"(帮|替)(我)?的?(妹|姐|哥|弟|嫂|朋友|同事|邻居|闺蜜|同学|亲戚|表|别人|人家|她|他).{0,4}(问(?!的$)|查|看|算)"
    r"|换(个|一个)人(?!来|接|说|跟|工)"
)
INSTEAD = re.compile(r"^那?(要是|如果)?换")
OWN_SUBJECT = 0.4
BY_ITSELF = 3.2  # score of a measure from which a message needs no earlier question
NATION_MEANT = re.compile(r"(国家|中央|全国)(层面|统一|规定|政策|标准|法律|发|给|的|有|对|是|都)")
MORE = re.compile(r"还有|别的|其他|其它|另外|除了|更多|接着|继续|往下|后面|剩下")
LIST = "ask_list"
GOES_ON = ("question", "intent", "measures", "more", "asked", "pending")
LONGEST_FOLLOW_UP = 30
LEANING = {"inform", "ask_who", "ask_basis", "ask_how_to_apply", "calculate", "ask_more"}
ASKS = re.compile(r"[?？吗呢]|多少|几|还是[^,，]|怎么|咋|什么|啥|谁|哪|不$|没$|能不能|有没有|是不是|是否|真的吧")
CHANGES = re.compile(r"^(算了|好了|行了|不问(这个|了)|换个(问题|话题|别的))[,，。 ]*(不|问|说|讲|换|那|还)")
BACK_TO = re.compile(r"(说|讲|回|问)(回|到)|再(说|讲)|(刚才|前面|先前|开头|一开始)(那|问|说|的)")
BIRTHS = {"child_birth_date", "child_age"}
LIKELIEST = 2  # measures that tell what a text is about
REMEMBERED = 4  # earlier subjects


@dataclass
class Context:
    """What a conversation remembers; JSON-able through `as_dict` and `of`."""

    region: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    question: str | None = None
    intent: str | None = None
    measures: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    pending: bool = False
    misses: int = 0  # messages in a row for which nothing was found
    asked: str | None = None  # the fact that was asked for last
    declined: list[str] = field(default_factory=list)  # facts that the person will not tell
    paused: dict[str, Any] = field(default_factory=dict)  # a list left for another question: what goes on with it
    earlier: list[dict[str, Any]] = field(default_factory=list)  # subjects before this one: what goes on with them
    region_before: str | None = None  # the place that was asked about before this one
    children: list[dict[str, Any]] = field(default_factory=list)  # the facts of each, where several were told apart

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> "Context":
        """Return a context from what `as_dict` gave; unknown keys are dropped."""
        known = {key: value for key, value in (data or {}).items() if key in cls.__dataclass_fields__}
        return cls(**known)

    def pausing(self, before: "Context") -> "Context":
        """Return the context; where a list waited for a fact before, it holds what goes on with that list."""
        if self.intent != LIST and before.intent == LIST and before.asked:
            return replace(self, paused={name: getattr(before, name) for name in GOES_ON})
        return replace(self, paused={} if self.intent == LIST else before.paused)

    def remembering(self, before: "Context", children: list[dict[str, Any]]) -> "Context":
        """Return the context with what the conversation was about before: the subject, the place, the children told."""
        earlier = before.earlier
        if before.measures and self.measures and not set(before.measures) & set(self.measures):
            earlier = [*earlier, {name: getattr(before, name) for name in GOES_ON}][-REMEMBERED:]
        moved = before.region and self.region and before.region != self.region
        return replace(
            self,
            earlier=earlier,
            region_before=before.region if moved else before.region_before,
            children=self.children or children,
        )

    def back_to(self, topics: set[str], base: KnowledgeBase) -> "Context":
        """Return the context of the latest earlier subject of one of these topics; this one when there is none."""
        for subject in reversed(self.earlier):
            held = [base.measures[name] for name in subject["measures"] if name in base.measures]
            if topics & {measure.benefit.topic for measure in held}:
                return replace(self, **subject)
        return self

    def resumed(self) -> "Context":
        """Return the context of the list that was left, with what has been told since."""
        return replace(self, **self.paused, paused={})

    def as_dict(self) -> dict[str, Any]:
        """Return the context as plain data."""
        return dict(vars(self))


@dataclass(frozen=True)
class Turn:
    """A message read in its context.

    `question` is the text to search with; `follows` says whether it leans on the last one; `answers_asked` whether it
    tells the fact that was asked for; `declined` holds that fact when it is refused.
    """

    text: str
    question: str
    intent: str
    reading: Reading
    region: str | None
    facts: Mapping[str, Any]
    context: Context
    follows: bool
    answers_pending: bool
    named: Mapping[str, float]
    answers_asked: bool = False
    declined: tuple[str, ...] = ()

    @property
    def national_only(self) -> bool:
        """Whether the national rule itself is asked for."""
        return self.region == NATION


def read_turn(message: str, intent: str, context: Context, base: KnowledgeBase, finder: Finder, today: date) -> Turn:
    """Read a message against what the conversation already knows."""
    text = base.segmenter.spelled(normalise(message))
    reading = read(text, base.regions, today, base.covered)
    context = _context_meant(text, reading, context, base, finder)
    named = finder.benefits_named(reading.held)
    asks_other = bool(named and ASKS.search(text))
    told = {} if asks_other else _told_when_asked(text, reading, context, base)
    if set(told) <= set(reading.facts) and cues_of(text, {}).units:  # 住的是保租房，一年能取多少: a question, too
        told = {}
    if context.paused and not (asks_other or told):
        told = _told_when_asked(text, reading, context.resumed(), base)
        context = context.resumed() if told else context
    asked = None if asks_other else context.asked
    region = context.region if told and base.facts[asked]["type"] == "region" else _region(reading, context, base, text)
    if told and not _still_holds(context, region, base):  # 搞错了，我在青海上班: the question is asked again for there
        told = {}
    answers_pending = bool(told) or (context.pending and not named and bool(reading.region or reading.facts))
    bears_on = any(
        facts_used(base.measures[name]) & set(reading.facts) for name in context.measures if name in base.measures
    )
    follows = answers_pending or _follows(text, intent, context, named, bears_on)
    if follows and not told:
        follows = not (CHANGES.search(text) or _begins_anew(reading, text, context, finder, base))
    question = f"{reading.held} {context.question}" if follows and context.question else reading.held
    return Turn(
        text,
        question,
        intent,
        reading,
        region,
        _facts(reading, context, region, text, follows, base) | told,
        context,
        follows,
        answers_pending,
        named,
        bool(told),
        (asked,) if asked and not told and refuses(text) else (),
    )


def _context_meant(text: str, reading: Reading, context: Context, base: KnowledgeBase, finder: Finder) -> Context:
    """Return the context that a message speaks in: an earlier subject's where it goes back to one.

    Children told before are those of another family, or told anew, where it says so.
    """
    if context.earlier and BACK_TO.search(text):
        context = context.back_to(_topics(BACK_TO.sub(" ", text), context, finder), base)
    anew = OTHER_PERSON.search(text) or BIRTHS & set(reading.facts)
    return replace(context, children=[]) if anew else context


def _still_holds(context: Context, region: str | None, base: KnowledgeBase) -> bool:
    """Whether the measure of the last answer holds in the place that is spoken of now."""
    held = [base.measures[name].document.region for name in context.measures[:1] if name in base.measures]
    return region is None or not held or held[0] in base.regions.chain(region)


def _topics(text: str, context: Context, finder: Finder) -> set[str]:
    """Return the topics that a text is likely about."""
    here = finder.rank(Question(text, context.region, context.facts), LIKELIEST).here
    return {item.measure.benefit.topic for item in here}


def _told_when_asked(text: str, reading: Reading, context: Context, base: KnowledgeBase) -> dict[str, Any]:
    """Return the fact that was asked for, if the message tells it; else nothing."""
    if not context.asked or (_is_place(context.asked, base) and (ASKS.search(text) or reading.corrects)):
        return {}
    among = () if context.intent == LIST else context.measures[:1]
    return told_by_answer(context.asked, text, reading, context.region, base, among)


def _region(reading: Reading, context: Context, base: KnowledgeBase, text: str) -> str | None:
    if reading.region is None and SOMEBODY_ELSES_PLACE.search(text):
        return NATION if reading.national else None
    if reading.region is None:
        national = reading.national and (context.region is None or NATION_MEANT.search(text))
        return NATION if national else None if context.region in reading.denied_regions else context.region
    mention_roles = {mention.role for mention in reading.mentions}
    covered = bool(set(base.regions.chain(reading.region)[:-1]) & base.covered)
    if context.region and not covered and mention_roles and mention_roles <= HUKOU_ROLES:
        return context.region
    return reading.region


def _follows(text: str, intent: str, context: Context, named: Mapping[str, float], bears_on: bool) -> bool:
    """Whether a message leans on the last question: it says so, only adds facts, or names no subject of its own."""
    if not context.question:
        return False
    strongest, short = max(named.values(), default=0.0), len(text) <= LONGEST_FOLLOW_UP
    if short and ((bears_on and strongest < 0.8) or INSTEAD.search(text) or THAT.search(text)):
        return True
    if strongest >= OWN_SUBJECT:
        return False
    return short or intent in LEANING


def _begins_anew(reading: Reading, text: str, context: Context, finder: Finder, base: KnowledgeBase) -> bool:
    """Whether a message is a whole question by itself: it names a place, asks, and is about quite another thing."""
    if not (context.measures and reading.region and ASKS.search(text)):
        return False
    here = finder.rank(Question(reading.held, reading.region, reading.facts)).here
    before = {base.measures[name].benefit for name in context.measures if name in base.measures}
    return bool(here) and here[0].score >= BY_ITSELF and not any(item.measure.benefit in before for item in here)


def _facts(
    reading: Reading, context: Context, region: str | None, text: str, follows: bool, base: KnowledgeBase
) -> dict[str, Any]:
    moved = bool(context.region and region and region != context.region and not reading.corrects)
    abroad = moved and NATION not in (region, context.region)
    fresh_start = OTHER_PERSON.search(text) or (abroad and not follows)
    known = {name: value for name, value in context.facts.items() if not (abroad and _is_place(name, base))}
    return carried_facts({} if fresh_start else known, reading, follows, base.facts)


def _is_place(fact: str, base: KnowledgeBase) -> bool:
    return base.facts.get(fact, {}).get("type") == "region"
