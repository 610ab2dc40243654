"""The family timeline: every day that the knowledge base holds for a child, from the due date or the birth on.

Nothing is dated here: the days come from the date rules of the measures (see date_rules.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.assessing import derive, is_past_target, version_gap
from policies_kb.calendar import parse_day
from policies_kb.conditions import Judgement, conditions_in_words, judge
from policies_kb.date_rules import BIRTH, DAY, LEAVE, spans_of
from policies_kb.model import STATUS, Measure
from policies_kb.store import KnowledgeBase
from policies_kb.wording import DRAFT_LEAD, WORDING_NOTE, cite

FOLLOWS_FROM_THE_DAY = frozenset({"child_age", "years_since_birth", BIRTH})
NOT_ISSUED = "，还没有正式印发"
TO_DO = ("deadline", "window", "start")


@dataclass(frozen=True)
class Event:
    """One day or span of the timeline; kind is deadline, window, start or end.

    estimated: counted from a due date; assumptions: in plain words, what has to be met or was assumed; after: it is the
    day after a span; hangs_on: the facts that decide whether it holds at all.
    """

    date: date
    until: date | None
    title: str
    kind: str
    measure: Measure
    estimated: bool
    past: bool
    assumptions: tuple[str, ...] = ()
    after: bool = False
    hangs_on: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """The last day of the event."""
        return self.until or self.date

    def act_by(self, today: date) -> date:
        """Return the day that matters next: the first one of what is to come, the last one of what is under way."""
        return self.date if self.date > today else self.last

    def as_dict(self) -> dict[str, Any]:
        """Return the event in the contract's shape."""
        document = self.measure.document
        return {
            "date": self.date.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "title": self.title,
            "kind": self.kind,
            "measure": self.measure.id,
            "clause": self.measure.clause,
            "source": cite(document, self.measure.clause),
            "status": document.status,
            "estimated": self.estimated,
            "past": self.past,
            "assumptions": list(self.assumptions),
        }


def timeline(region: str, facts: Mapping[str, Any], today: date, base: KnowledgeBase) -> list[Event]:
    """Return the events of a family in order of date; empty when the child's birth or due date is not known to the day.

    facts: child_birth_date (later than today: a due date), and leave_start_date, child_order … where told.
    """
    chain = base.regions.chain(region)
    found: list[Event] = []
    for measure in base.measures.values():
        if "dates" in measure.data and measure.document.region in chain:
            found += _events_of(measure, facts, today, base)
    return sorted(_nearest(found, chain), key=lambda event: (event.date, event.last))


def next_event(events: Iterable[Event], today: date) -> Event | None:
    """Return what is to be done next: of the events that are not over, the one whose day comes first."""
    open_ones = [event for event in events if not event.past and event.kind in TO_DO]
    return min(open_ones, key=lambda event: event.act_by(today), default=None)


def _events_of(measure: Measure, facts: Mapping[str, Any], today: date, base: KnowledgeBase) -> Iterator[Event]:
    known = derive(facts, today)
    judgement = judge(measure.data.get("who"), _without_ages(known), base.regions)
    if judgement.outcome is False or version_gap(measure, known, today) or is_past_target(measure, today):
        return
    born = parse_day(facts.get(BIRTH))
    estimated = born is not None and born > today
    conditions = _conditions(measure, judgement)
    gaps = tuple(dict.fromkeys(fact for fact, _ in judgement.missing))
    for rule in measure.data["dates"]:
        if rule.get("before") and not (estimated and LEAVE not in facts):
            continue
        also = (rule["say"],) if "say" in rule else ()
        counted = estimated and not (rule.get("from") == LEAVE and LEAVE in facts)
        for span in spans_of(rule, measure, known, base.measure):
            words = tuple(dict.fromkeys((*conditions, *span.said, *also)))
            last = span.until or span.first
            past = last < today
            yield Event(span.first, span.until, rule["title"], rule["kind"], measure, counted, past, words, False, gaps)
            if "next_day" in rule:
                after = last + DAY
                yield Event(after, None, rule["next_day"], "start", measure, counted, after < today, after=True)


def _without_ages(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts without the child's age: an age is what the days follow from, not a condition for today."""
    return {name: value for name, value in known.items() if name == BIRTH or name not in FOLLOWS_FROM_THE_DAY}


def _conditions(measure: Measure, judgement: Judgement) -> tuple[str, ...]:
    """Return what still has to be met, how binding it is, and that the document is no settled one."""
    unsure = [say for fact, say in judgement.missing if fact not in FOLLOWS_FROM_THE_DAY] + judgement.silent
    lines = [line for line in conditions_in_words(measure.data.get("who")) if any(say in line for say in unsure)]
    words = ["要符合：" + "；".join(lines)] if lines else []
    if measure.wording in WORDING_NOTE:
        words.append(WORDING_NOTE[measure.wording])
    status = measure.document.status
    if status != "in_force":
        words.append(STATUS[status] + NOT_ISSUED * (status in DRAFT_LEAD))
    return tuple(words)


def _nearest(events: list[Event], chain: list[str]) -> Iterator[Event]:
    """Yield of each benefit and kind what holds nearest to the family, documents in force first.

    What a nearer document that is not in force says stays beside it where it names other days.
    """
    groups: dict[tuple[str, str, bool], dict[str, list[Event]]] = {}
    for event in events:
        group = groups.setdefault((event.measure.benefit.id, event.kind, event.after), {})
        group.setdefault(event.measure.document.id, []).append(event)
    for group in groups.values():
        ordered = sorted(group.values(), key=lambda found: _standing(found[0], chain))
        place, chosen = chain.index(ordered[0][0].measure.document.region), list(ordered[0])
        for others in ordered[1:]:
            nearer = chain.index(others[0].measure.document.region) <= place
            days = {(event.date, event.until) for event in chosen}
            chosen += [event for event in others if nearer and (event.date, event.until) not in days]
        yield from chosen


def _standing(event: Event, chain: list[str]) -> tuple[bool, int]:
    document = event.measure.document
    return document.status != "in_force", chain.index(document.region)
