"""Checks of the days that a measure puts on the timeline: each rests on a figure that the measure holds."""

from datetime import date

from policies_kb.checks import Sources, check

COUNTED = ("天", "月", "年", "岁", "date")
COMMON_YEAR = 2001


@check("dates-figure")
def days_of_the_timeline_rest_on_a_figure(sources: Sources) -> None:
    """A date rule names one figure of its measure that counts days, months or years, or takes the payout's."""
    for source, index, measure in sources.measures():
        figures = [figure["label"] for figure in measure.get("figures", []) if figure["unit"] in COUNTED]
        for number, rule in enumerate(measure.get("dates", [])):
            told = figures.count(rule["figure"]) == 1 if "figure" in rule else _needs_none(rule, measure)
            if not told:
                source.add(
                    "dates-figure",
                    ("measures", index, "dates", number),
                    "这个日子没有一个数可以算",
                    "figure 写本措施 figures 里一个以天、月、年、岁或日期为单位的名字，或者补上 payout",
                )


def _needs_none(rule: dict, measure: dict) -> bool:
    return "payout" in measure or rule["kind"] == "start"


@check("dates-other")
def measures_named_by_dates_hold_what_is_taken_from_them(sources: Sources) -> None:
    """`within` names a measure whose payout ends at an age, `autumn` one with a cutoff."""
    needed = {"within": "until_age", "autumn": "cutoff"}
    holders = {f"{s.data['id']}/{m['id']}": {*m, *m.get("payout", {})} for s, _, m in sources.measures()}
    for source, index, measure in sources.measures():
        for number, rule in enumerate(measure.get("dates", [])):
            for name, key in needed.items():
                other = rule.get(name)
                if isinstance(other, dict) and key not in holders.get(other["measure"], {key}):
                    source.add(
                        "dates-other",
                        ("measures", index, "dates", number, name),
                        f"{other['measure']} 里没有 {key}",
                        "改成有它的措施",
                    )


@check("cutoff-day")
def cutoffs_exist_every_year(sources: Sources) -> None:
    """A cutoff is a day of every year."""
    for source, index, measure in sources.measures():
        cutoff = measure.get("cutoff")
        if not cutoff:
            continue
        try:
            date(COMMON_YEAR, cutoff["month"], cutoff["day"])
        except ValueError:
            source.add("cutoff-day", ("measures", index, "cutoff"), "不是每年都有这一天", "写一个每年都有的日子")
