"""出生一件事: what a family does in which order, from before the pregnancy to school, by the dates of the measures."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from policies_kb.calendar import add_months, years_since
from policies_kb.date_rules import BIRTH
from policies_kb.entitlements import BOUNDS
from policies_kb.figures import Figure
from policies_kb.model import Measure
from policies_kb.regions import NATION
from policies_kb.source import read_vocabulary
from policies_kb.timeline import Event, timeline
from web.faq.pages import Page, measure_path, place_path
from web.faq.site import Site, line_of

STAGES = {
    "planning": "备孕和怀孕前",
    "pregnant": "怀孕以后",
    "baby": "出生以后的头一年",
    "toddler": "会走路以后，上幼儿园以前",
    "kindergarten": "上幼儿园",
    "school": "上小学以后",
}
DUE_IN_MONTHS = 3  # the child of the example, so that most of the days lie ahead
GUIDE = "birth"


def birth_page(site: Site, code: str, measures: list[Measure]) -> Page:
    """Return the guide of a place; measures are all that hold there, nearest first."""
    library = site.library
    due = add_months(date(library.today.year, library.today.month, 1), DUE_IN_MONTHS)
    events = timeline(code, {BIRTH: due.isoformat()}, library.today, library.around(measures))
    dated = list(_dated(events, due))
    told = {event.measure.benefit.id for event in events}
    undated = list(_undated(measures, told))
    stages = [
        {
            "id": stage,
            "name": name,
            "dated": [event for event in dated if event["stage"] == stage],
            "undated": [line_of(site.entries.of(one.id)) for at, one in undated if at == stage],
        }
        for stage, name in STAGES.items()
    ]
    name = library.name(code)
    return site.page(
        place_path(code, GUIDE),
        "birth.html",
        f"出生一件事：{name}",
        f"从怀孕到上学，{name}的家庭按先后该办哪些事、最晚到哪天，每件都注明依据。",
        [*site.crumbs_to(code), ("出生一件事", place_path(code, GUIDE))],
        code=code,
        name=name,
        stages=[stage for stage in stages if stage["dated"] or stage["undated"]],
        example_day=_day(due),
        chat=library.chat_link(code, "帮我列个时间表"),
        national=code == NATION,
    )


def _dated(events: Iterable[Event], born: date) -> Iterator[dict[str, Any]]:
    """Yield the events with their stage; of those that come back every year the first, with the day of the last."""
    last = {(event.measure.id, event.title): event for event in events}
    seen = set()
    for event in events:
        once = event.measure.id, event.title
        if once in seen:
            continue
        seen.add(once)
        again = last[once]
        yield {
            "stage": _stage(event.date, born),
            "when": _when(event),
            "more": f"以后每年一次，最后一次到{_day(again.last)}" if again.last > event.last else "",
            "title": event.title,
            "path": measure_path(event.measure.id),
            "source": event.as_dict()["source"],
            "said": list(event.assumptions),
        }


def _undated(measures: Iterable[Measure], told: set[str]) -> Iterator[tuple[str, Measure]]:
    """Yield (stage, measure): what a family can claim without a day for it, at its first stage.

    Of each benefit it is the nearest measure; those of `told` have days.
    """
    stages = read_vocabulary("stages")
    first = {benefit: stage for stage in reversed(STAGES) for benefit in stages[stage]}
    found: dict[str, Measure] = {}
    for measure in measures:
        claimed = measure.data.get("entitlement") and not measure.for_institutions
        if claimed and measure.benefit.id in first and measure.benefit.id not in told:
            found.setdefault(measure.benefit.id, measure)
    for benefit, measure in found.items():
        yield first[benefit], measure


def _stage(day: date, born: date) -> str:
    if day < born:
        return "pregnant"
    return next((name for bound, name in BOUNDS if years_since(born, day) < bound), "school")


def _when(event: Event) -> str:
    if event.until:
        return f"{_day(event.date)}～{_day(event.until)}"
    return f"{'最晚' if event.kind == 'deadline' else ''}{_day(event.date)}{'起' if event.kind == 'start' else ''}"


def _day(day: date) -> str:
    return str(Figure("", day.isoformat(), "date"))


def guides(site: Site) -> list[Mapping[str, str]]:
    """Return the guides of the places that have documents of their own, for the home page."""
    held = [code for code in site.library.places if code in site.library.base.covered]
    return [{"name": site.library.name(code), "path": place_path(code, GUIDE)} for code in [NATION, *held]]
