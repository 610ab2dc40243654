"""Figures at a glance: the page with its filters, and its numbers as a file."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from policies_kb.places import short_name
from web.errors import ApiError
from web.staff import figure_tables, figure_words
from web.staff.caller import place_named
from web.staff.exporting import Sheet, sheets_as_csv, sheets_as_xlsx
from web.staff.figure_panels import PATTERNS, Panel, calls_panels, questions_panels
from web.staff.figures import ANSWERED, USEFUL, Calls, Questions, Totals, Wanted
from web.staff.grouping import group
from web.staff.periods import EARLIEST, LATEST, LONGEST, Period
from web.staff.rights import may
from web.staff.services import staff
from web.storage.tables import QUESTIONS

blueprint = Blueprint("figures", __name__)
USUAL_DAYS = 30
SPANS = (7, 30, 90, 365)
FILTERS = ("since", "until", "channel", "place")
PHONE = "phone"
CHANNELS = {"chat": "网页", "wechat": "微信", PHONE: "电话"}
LONGEST_PLACE = 30
MOST_WANTS = 8
KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheets_as_xlsx),
    "csv": ("text/csv; charset=utf-8", sheets_as_csv),
}
Want = tuple[str, str, int]


@dataclass(frozen=True)
class Number:
    """One number in large type, what it is, and how it stands to the days before."""

    name: str
    value: str
    compared: str


@dataclass(frozen=True)
class Report:
    """All that was asked for: None where the channel leaves it out, or where the words are not for this role."""

    wanted: Wanted
    questions: Questions | None
    calls: Calls | None
    wants: list[Want] | None


@blueprint.get("/figures")
def page() -> str | tuple[str, int]:
    """Return the page; where a filter cannot be used, the filters with the sentence that says why."""
    try:
        wanted = _wanted()
    except ApiError as error:
        filters = _filters(request.args.get("since", ""), request.args.get("until", ""))
        return render_template("staff/figures_wrong.html", error=error.message, **filters), error.status
    report, period = _report(wanted), wanted.period
    asked, calls, wants = report.questions, report.calls, report.wants
    return render_template(
        "staff/figures.html",
        period=period,
        before=period.before(),
        region=staff().desk.library.base.regions.full_name(wanted.region) if wanted.region else "",
        headline=_headline(report),
        missing=figure_words.missing_words(asked.totals.outcomes) if asked else "",
        numbers=_numbers(asked, calls),
        panels=_panels(report),
        calls_panels=calls_panels(period, calls, staff().categories.names) if calls and calls.by_day else [],
        patterns=PATTERNS,
        asked=asked,
        calls=calls,
        wants=wants,
        **_filters(period.since, period.until),
    )


@blueprint.get("/figures/export.<kind>")
def export(kind: str) -> Response:
    """Return the numbers of the page as an XLSX or CSV file."""
    if kind not in KINDS:
        raise ApiError(404, "format_unknown", "只能导出 xlsx 或 csv。")
    media, write = KINDS[kind]
    wanted = _wanted()
    period = wanted.period
    name = f"attachment; filename=figures-{period.since:%Y%m%d}-{period.until:%Y%m%d}.{kind}"
    return Response(write(_sheets(_report(wanted))), content_type=media, headers={"Content-Disposition": name})


def _filters(since: date | str, until: date | str) -> dict[str, object]:
    """Return what the form of the filters needs."""
    today = staff().desk.today()
    return {
        "since": since,
        "until": until,
        "channels": CHANNELS,
        "spans": {f"近{days}天": today - timedelta(days=days - 1) for days in SPANS},
        "today": today,
        "query": {name: request.args[name] for name in FILTERS if name in request.args},
    }


def _report(wanted: Wanted) -> Report:
    words = may(current_user.role, "knowledge")
    assistant, phone = wanted.channel != PHONE, wanted.channel in (None, PHONE)
    return Report(
        wanted,
        staff().figures.questions(wanted) if assistant else None,
        staff().figures.calls(wanted) if phone else None,
        _wants(wanted) if assistant and words else None,
    )


def _wants(wanted: Wanted) -> list[Want]:
    """Return what is missed most: the commonest wording of each group, its place, and how often all of it came."""
    base = staff().desk.library.base
    common = staff().needs.commonest(*wanted.of(QUESTIONS))
    times = {one.id: count for one, count in common}
    found = [
        (one, sum(times[question.id] for question in one.questions))
        for one in group((asked for asked, _ in common), base)
    ]
    leading = sorted(found, key=lambda pair: -pair[1])[:MOST_WANTS]
    return [
        (
            max(one.questions, key=lambda question: times[question.id]).text,
            short_name(base, one.region) if one.region else figure_tables.NO_PLACE,
            count,
        )
        for one, count in leading
    ]


def _headline(report: Report) -> str:
    want, _, times = report.wants[0] if report.wants else ("", "", 0)
    asked, today = report.questions, staff().desk.today()
    return figure_words.headline(report.wanted.period, today, asked, want, times) if asked else ""


def _panels(report: Report) -> list[Panel]:
    asked, words = report.questions, report.wants is not None
    some = asked is not None and asked.totals.questions
    return questions_panels(report.wanted.period, asked, staff().desk.library.base, words) if asked and some else []


def _numbers(asked: Questions | None, calls: Calls | None) -> list[Number]:
    found = _question_numbers(asked.totals, asked.before) if asked and asked.totals.questions else []
    whole = sum(calls.outcomes.values()) if calls else 0
    if calls and whole:
        found.append(Number("通话", f"{whole:,}", figure_words.compared(whole, calls.before)))
    return found


def _question_numbers(now: Totals, before: Totals) -> list[Number]:
    direct, earlier = ((one.outcomes.get(ANSWERED, 0), one.questions) for one in (now, before))
    useful, once = ((one.verdicts.get(USEFUL, 0), sum(one.verdicts.values())) for one in (now, before))
    missed, missed_before = (figure_tables.unanswered(one.outcomes) for one in (now, before))
    opinions = f"{figure_tables.percent(*useful)}%" if useful[1] else "—"
    return [
        Number("提问", f"{now.questions:,}", figure_words.compared(now.questions, before.questions)),
        Number("直接答上", f"{figure_tables.percent(*direct)}%", figure_words.compared_shares(direct, earlier)),
        Number("没答上", f"{missed:,}", figure_words.compared(missed, missed_before)),
        Number(
            "一半的问题不超过",
            figure_words.spell(now.median or 0),
            figure_words.compared_times(now.times, before.times),
        ),
        Number("说有用", opinions, figure_words.compared_shares(useful, once) if useful[1] else "还没有人说"),
    ]


def _sheets(report: Report) -> list[Sheet]:
    period, base = report.wanted.period, staff().desk.library.base
    sheets = [_scope(report.wanted)]
    if report.questions:
        sheets += figure_tables.questions_sheets(period, report.questions, base)
    if report.questions and report.wants is not None:
        sheets += [figure_tables.reasons_sheet(report.questions), figure_tables.wants_sheet(report.wants)]
    if report.calls:
        sheets += figure_tables.calls_sheets(period, report.calls, staff().categories.names)
    return sheets


def _scope(wanted: Wanted) -> Sheet:
    """Return what the file is about."""
    place = staff().desk.library.base.regions.full_name(wanted.region) if wanted.region else "全部"
    period, before = wanted.period, wanted.period.before()
    rows = [["本期", f"{period.since} 到 {period.until}"], ["上期", f"{before.since} 到 {before.until}"]]
    channel = CHANNELS[wanted.channel] if wanted.channel else "全部"
    return Sheet("范围", ["项目", "内容"], [*rows, ["渠道", channel], ["地区", place]])


def _wanted() -> Wanted:
    """Return what the filters ask for; ApiError 400 says which of them cannot be used."""
    asked, base = request.args, staff().desk.library.base
    channel, place = asked.get("channel", ""), asked.get("place", "").strip()
    if channel and channel not in CHANNELS:
        raise ApiError(400, "channel_unknown", "没有这个渠道。")
    if len(place) > LONGEST_PLACE:
        raise ApiError(400, "place_unclear", "地区的名字太长了。")
    return Wanted(_period(), channel or None, place_named(place, base) if place else None)


def _period() -> Period:
    since, until = (_day(request.args.get(name, "")) for name in ("since", "until"))
    until = until or staff().desk.today()
    since = since or until - timedelta(days=USUAL_DAYS - 1)
    if since > until:
        raise ApiError(400, "period_wrong", "开始的日期在结束的日期后面，请换过来。")
    if (until - since).days >= LONGEST:
        raise ApiError(400, "period_too_long", "一次最多看三年，请把日期改近一些。")
    return Period(since, until)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        found = LATEST
    if found and not EARLIEST <= found < LATEST:
        raise ApiError(400, "day_wrong", f"日期要写成 2026-11-22 这样，从 {EARLIEST.year} 年起。")
    return found
