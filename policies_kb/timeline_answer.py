"""Answering with the family timeline: is it asked for, what is missing for it, and how it reads."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import assess
from policies_kb.calendar import date_span
from policies_kb.date_rules import BIRTH
from policies_kb.figures import Figure
from policies_kb.places import coverage_lead, holding_region, place_buttons, short_name
from policies_kb.questions import suggestion
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase
from policies_kb.timeline import Event, next_event, timeline
from policies_kb.turns import ASKS, MORE, Context, Turn
from policies_kb.wording import cite, status_words

TIMELINE = "timeline"
NAMES_ONE = 0.6
MOST_PAST = 3
MOST_AHEAD = 9  # events of one message; asked for more, all the others
ALL = "后面的都列出来"
RARE = ("child_order",)
"""Facts on which so much hangs that what needs one is told apart while it is not known."""
YEAR, MONTH = 4, 7  # length of YYYY and of YYYY-MM
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def asks_for_timeline(turn: Turn) -> bool:
    """Whether a message asks for the timeline, or tells what the last question about it was waiting for."""
    vocabulary = read_vocabulary("timeline")
    words, papers = vocabulary["asked"], vocabulary["any_papers"]
    if turn.context.intent == TIMELINE and asks_on(turn):
        return True
    one_thing = any(score >= NAMES_ONE for benefit, score in turn.named.items() if benefit not in papers)
    if re.search(words["plainly"], turn.text) and not one_thing:
        return True
    if turn.context.intent == TIMELINE and not turn.named and _only_tells(turn):
        return True
    asked = re.search(words["generally"], turn.text) or (
        BIRTH in turn.reading.facts and not turn.named and re.search(words["with_birth"], turn.text)
    )
    return bool(asked) and not one_thing


def asks_on(turn: Turn) -> bool:
    """Whether the rest of a timeline is asked for that has been told in part."""
    return bool(MORE.search(turn.text) or ALL in turn.text) and not turn.named and not turn.reading.facts


def _only_tells(turn: Turn) -> bool:
    told = turn.reading.region or turn.reading.facts or turn.reading.loose_date
    return bool(told) and (turn.context.pending or not ASKS.search(turn.text.removesuffix("呢")))


def answer_with_timeline(turn: Turn, base: KnowledgeBase, today: date) -> Outcome:
    """Answer with everything that has a day; asks for the place and the day first where they are not known."""
    facts = dict(turn.facts)
    if turn.reading.loose_date:
        facts[BIRTH] = turn.reading.loose_date
    told = str(facts.get(BIRTH, ""))
    context = Context(turn.region, facts, turn.question, TIMELINE)
    words = read_vocabulary("timeline")
    if turn.region is None or len(told) <= YEAR:
        context.pending = True
        return _ask(turn.region is None, len(told) <= YEAR, words, base, today), context, {}
    exact = facts | {BIRTH: date_span(told)[0]}
    events = timeline(turn.region, exact, today, base)
    following = next_event(events, today)
    surely, perhaps = _apart(events)
    shown = _shown(surely)
    page = [event for event in shown if not event.past][MOST_AHEAD:] if asks_on(turn) else _page(shown)
    lines = [
        *coverage_lead(base, turn.region),
        _heading(turn.region, date.fromisoformat(exact[BIRTH]), today, base),
        *([words["only_month"]] if len(told) == MONTH else []),
        f"下一个该办的是：{_line(following)}。" if following else words["nothing"],
        *_listed(page, surely, [*page, *perhaps]),
        *_on_condition(perhaps, [*page, *perhaps]),
        *_remarks(page),
        *_sources([*page, *perhaps]),
        words["closing"],
    ]
    more = [ALL] if page and page[-1] is not shown[-1] else []
    return _answer(turn, events, following, lines, more, exact, base, today), context, {"facts": facts}


def _answer(
    turn: Turn,
    events: Sequence[Event],
    following: Event | None,
    lines: Iterable[str],
    more: list[str],
    facts: Mapping[str, Any],
    base: KnowledgeBase,
    today: date,
) -> dict[str, Any]:
    measures = {event.measure.id: event.measure for event in events}
    assessments = [assess(measure, facts, base, today) for measure in measures.values()]
    more += [suggestion(following.measure, turn.region, short_name(base, turn.region))] if following else []
    answer = make_answer(
        "answer",
        lines,
        base,
        today,
        holding_region(base, turn.region),
        assessments,
        (),
        [(text, text) for text in more],
        more,
    )
    return answer | {"timeline": [event.as_dict() for event in events]}


def _ask(place: bool, day: bool, words: Mapping[str, Any], base: KnowledgeBase, today: date) -> dict[str, Any]:
    name = "ask_both" if place and day else "ask_place" if place else "ask_date"
    missing = [fact for fact, lacks in (("region", place), (BIRTH, day)) if lacks]
    return make_answer("clarify", [words[name]], base, today, None, (), missing, place_buttons() if place else ())


def _heading(region: str, born: date, today: date, base: KnowledgeBase) -> str:
    if born > today:
        return f"{short_name(base, region)}，按预产期{_day(born)}算，日子都是预计的；生了以后说一声出生日期，再算一遍。"
    return f"{short_name(base, region)}，孩子{_day(born)}出生，按时间排是这样："


def _apart(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """Return the events, and apart from them those that hang on a rare fact which nobody has told yet."""
    perhaps = [event for event in events if set(event.hangs_on) & set(RARE)]
    return [event for event in events if event not in perhaps], perhaps


def _page(shown: Sequence[Event]) -> list[Event]:
    """Return what one message tells: what is over only lately, and the nearest of what lies ahead."""
    past = [event for event in shown if event.past]
    return [*past, *[event for event in shown if not event.past][:MOST_AHEAD]]


def _listed(page: Sequence[Event], events: Sequence[Event], cited: Sequence[Event]) -> list[str]:
    """Return a line for every event of a page, how many are over and left out, and how many follow."""
    shown = _shown(events)
    left_out = len({_once(event) for event in events} - {_once(event) for event in shown})
    lines = [f"（更早的{left_out}件已经过了，不列了。）"] if left_out and any(event.past for event in page) else []
    for event in page:
        last = next(one for one in reversed(events) if _once(one) == _once(event))
        more = f"；以后每年一次，最后一次到{_day(last.last)}" if last.last > event.last else ""
        lines.append(f"· {'（已过）' if event.past else ''}{_line(event)}{more} {_mark(event, cited)}")
    behind = len(shown) - shown.index(page[-1]) - 1 if page else 0
    return [*lines, f"（往后还有{behind}件，说“{ALL}”接着看。）"] if behind else lines


def _on_condition(perhaps: Sequence[Event], cited: Sequence[Event]) -> list[str]:
    """Return what holds only for some families, with its condition in front of it."""
    lines = []
    for event in _shown(perhaps):
        lines.append(f"· {event.assumptions[0]}，才有：{_line(event)} {_mark(event, cited)}")
    return ["看情况，不是家家有：", *lines] if lines else []


def _once(event: Event) -> tuple[str, str]:
    """Return what an event that comes back every year has in common with its other years."""
    return event.measure.id, event.title


def _shown(events: Sequence[Event]) -> list[Event]:
    """Return the events to be told: of those that come back the first not over, of what is over only the latest."""
    again: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        again.setdefault(_once(event), []).append(event)
    told = [next((one for one in group if not one.past), group[-1]) for group in again.values()]
    told.sort(key=lambda event: (event.date, event.last))
    over = [event for event in told if event.past]
    return [event for event in told if event not in over[:-MOST_PAST]]


def _line(event: Event) -> str:
    """Return an event, its day first."""
    when = _day(event.date)
    if event.until:
        return f"{when}～{_day(event.until)}　{event.title}"
    return f"{'最晚' if event.kind == 'deadline' else ''}{when}{'起' if event.kind == 'start' else ''}　{event.title}"


def _mark(event: Event, events: Sequence[Event]) -> str:
    return f"[{_cited(events).index((event.measure.document.id, event.measure.clause)) + 1}]"


def _cited(events: Sequence[Event]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((event.measure.document.id, event.measure.clause) for event in events))


def _remarks(events: Sequence[Event]) -> list[str]:
    """Return what has to be met or was assumed for what is not over, each event's in one line."""
    remarks: dict[str, list[str]] = {}
    for event in events:
        if event.assumptions and not event.past:
            titles = remarks.setdefault("；".join(event.assumptions), [])
            titles += [event.title] if event.title not in titles else []
    return ["要留意：", *(f"· {'／'.join(titles)}：{words}。" for words, titles in remarks.items())] if remarks else []


def _sources(events: Sequence[Event]) -> list[str]:
    """Return the numbered sources; where one is not in force, its standing is said once."""
    measures = {(event.measure.document.id, event.measure.clause): event.measure for event in events}
    lines: list[str] = []
    said: set[str] = set()
    for number, source in enumerate(_cited(events), 1):
        document = measures[source].document
        standing = "" if document.status == "in_force" or document.id in said else f"（{status_words(document)}）"
        said.add(document.id)
        lines.append(f"[{number}]{cite(document, measures[source].clause)}{standing}")
    return [f"依据（没有另外注明的现行有效）：{'；'.join(lines)}。"] if lines else []


def _day(day: date) -> str:
    return str(Figure("", day.isoformat(), "date"))
