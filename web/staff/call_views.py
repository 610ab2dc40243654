"""The records of calls: the wrap-up, the list with its filters, and the export."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_login import current_user

from policies_kb.places import short_name
from web.errors import ApiError
from web.staff import gate
from web.staff.bodies import field, names_in, read_body, text_in
from web.staff.calls import LARGEST_EXPORT, OUTCOMES, Call, Filter
from web.staff.clock import local
from web.staff.exporting import as_csv, as_xlsx
from web.staff.needs import NOT_COVERED
from web.staff.rights import may
from web.staff.services import staff

blueprint = Blueprint("calls", __name__)
PAGE = 50
FILTERS = ("since", "until", "category", "outcome", "words")
LONGEST_NOTE = 1000
LONGEST_CALL = 4 * 60 * 60
MOST_MEASURES = 12
HEAD = [
    "编号",
    "时间",
    "坐席",
    "分类代码",
    "分类",
    "地区",
    "来电内容",
    "告知的条款",
    "结果",
    "备注",
    "通话秒数",
    "答复口径日期",
    "知识库版本",
]
KINDS = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "csv": ("text/csv; charset=utf-8", as_csv),
}


@blueprint.post("/calls")
def save() -> tuple[dict[str, Any], int]:
    """Store the record of a call → {"id"}."""
    body = read_body(request)
    base = staff().desk.library.base
    category, outcome, region = text_in(body, "category", 6), text_in(body, "outcome", 16), body.get("region")
    if category not in staff().categories.names or outcome not in OUTCOMES:
        raise ApiError(400, "record_incomplete", "分类和结果要选一个。")
    if region is not None and (not isinstance(region, str) or base.regions.get(region) is None):
        raise ApiError(400, "region_unknown", "没有这个地区。")
    seconds = body.get("seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise ApiError(400, "seconds_wrong", "通话秒数要是整数。")
    question = text_in(body, "question", 500)
    number = staff().calls.save(
        current_user.id,
        {
            "category": category,
            "region": region,
            "question": question,
            "outcome": outcome,
            "note": text_in(body, "note", LONGEST_NOTE, empty=True),
            "measures": [name for name in names_in(body, "measures", MOST_MEASURES) if name in base.measures],
            "kb_version": base.version,
            "as_of": staff().desk.today(),
            "seconds": seconds if 0 <= seconds <= LONGEST_CALL else 0,  # a clock that was set meanwhile loses no record
        },
    )
    if outcome == NOT_COVERED:
        staff().needs.ask(question, region, base.version)
    gate.about(number=number)
    return {"id": number}, 201


@blueprint.get("/calls")
def page() -> str:
    """Return the list of calls: one's own, or everybody's for who may see them."""
    wanted, store = _filter(), staff().calls
    found = store.count(wanted)
    last = max(1, -(-found // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    return render_template(
        "staff/calls.html",
        calls=[(call, _row(call)) for call in store.find(wanted, PAGE, (number - 1) * PAGE)],
        found=found,
        number=number,
        last=last,
        wanted=wanted,
        outcomes=OUTCOMES,
        categories=staff().categories.names,
        all_calls=may(current_user.role, "all_calls"),
        query={name: request.args[name] for name in FILTERS if name in request.args},
    )


@blueprint.get("/calls/export.<kind>")
def export(kind: str) -> Response:
    """Return the filtered calls as an XLSX or CSV file."""
    if kind not in KINDS:
        raise ApiError(404, "format_unknown", "只能导出 xlsx 或 csv。")
    media, write = KINDS[kind]
    rows = [list(_row(call).values()) for call in staff().calls.find(_filter(), LARGEST_EXPORT)]
    name = f"attachment; filename=calls-{staff().desk.today():%Y%m%d}.{kind}"
    return Response(write(HEAD, rows), content_type=media, headers={"Content-Disposition": name})


def _filter() -> Filter:
    asked = request.args
    everybody = may(current_user.role, "all_calls")
    return Filter(
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        category=field(asked, "category") or None,
        outcome=field(asked, "outcome") or None,
        account=None if everybody else current_user.id,
        words=field(asked, "words")[:60],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ApiError(400, "day_wrong", "日期要写成 2026-11-22 这样。") from None


def _row(call: Call) -> dict[str, Any]:
    base = staff().desk.library.base
    told = [base.measures[name].title if name in base.measures else name for name in call.measures]
    return {
        "id": call.id,
        "at": local(call.at).strftime("%Y-%m-%d %H:%M"),
        "operator": call.operator,
        "code": call.category,
        "category": staff().categories.names.get(call.category, ""),
        "region": short_name(base, call.region) if call.region else "",
        "question": call.question,
        "told": "；".join(told),
        "outcome": OUTCOMES.get(call.outcome, call.outcome),
        "note": call.note,
        "seconds": call.seconds,
        "as_of": call.as_of.isoformat(),
        "kb_version": call.kb_version[:12],
    }
