"""The desk: the one box, the call and its household, the answer with its renderings, and the source beside it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request

from policies_kb.places import short_name
from policies_kb.source import read_vocabulary
from web.errors import ApiError
from web.renderings.full import full
from web.renderings.short import short
from web.renderings.spoken import spoken
from web.replies import NOT_PUBLIC
from web.staff import showing
from web.staff.bodies import names_in, read_body, text_in
from web.staff.caller import Caller, listen, place_named, read_caller
from web.staff.calls import OUTCOMES
from web.staff.desk import Desk, Library
from web.staff.judging import MOST_MEASURES, Judged, answer_measures, answer_words, family_list, still_to_ask
from web.staff.neighbours import easily_confused, everywhere, levels, places
from web.staff.notices import matching
from web.staff.services import staff

blueprint = Blueprint("desk", __name__)
LONGEST_QUESTION = 500
MOST_MORE = 12
KINDS = ("document", "department")


@blueprint.get("/")
def page() -> str:
    """Return the desk itself."""
    library = _library()
    return render_template(
        "staff/desk.html",
        places=read_vocabulary("places"),
        fields=showing.fact_fields(Caller(), [], library.base),
        other=showing.other_facts(Caller(), [], library.base),
        categories=staff().categories,
        outcomes=OUTCOMES,
    )


@blueprint.post("/desk/find")
def find() -> dict[str, Any]:
    """Return what the line in the box means: {"text", "caller"} → {"hits", "html"}."""
    library, body = _library(), read_body(request)
    caller = read_caller(body.get("caller"), library.base)
    text = text_in(body, "text", LONGEST_QUESTION, empty=True)
    return _hits(library.box.find(text, caller, _desk().today()), library)


@blueprint.post("/desk/within")
def within() -> dict[str, Any]:
    """Return all measures of a document or a department: {"kind", "name"} → {"hits", "html"}."""
    library, body = _library(), read_body(request)
    kind = text_in(body, "kind", 20)
    if kind not in KINDS:
        raise ApiError(400, "kind_unknown", "只能看一份文件或一个部门的。")
    return _hits(library.box.within(kind, text_in(body, "name", 100)), library)


@blueprint.post("/desk/call")
def call() -> dict[str, Any]:
    """Answer what the caller says: {"text", "caller"} → the answer, its renderings, what is still to ask."""
    library, body = _library(), read_body(request)
    caller = read_caller(body.get("caller"), library.base)
    text = text_in(body, "text", LONGEST_QUESTION)
    return _judged(answer_words(text, caller, library.assistant, _desk().today()), library)


@blueprint.post("/desk/judge")
def judge() -> dict[str, Any]:
    """Judge chosen measures for the household: {"measures", "beside", "caller"} → as above."""
    library, body = _library(), read_body(request)
    caller = read_caller(body.get("caller"), library.base)
    leading, beside = (names_in(body, name, MOST_MEASURES) for name in ("measures", "beside"))
    if not leading:
        raise ApiError(400, "measures_missing", "没有说要看哪一条。")
    for name in (*leading, *beside):
        library.measure(name)
    return _judged(answer_measures(leading, beside, caller, library.base, _desk().today()), library)


@blueprint.post("/desk/hear")
def hear() -> dict[str, Any]:
    """Return what a line of words says of the household: {"text", "caller"} → {"caller"}."""
    library, body = _library(), read_body(request)
    caller = read_caller(body.get("caller"), library.base)
    heard = listen(text_in(body, "text", LONGEST_QUESTION, empty=True), caller, library.base, _desk().today())
    return {"caller": heard.as_dict()}


@blueprint.post("/desk/facts")
def facts() -> dict[str, Any]:
    """Return the household pane alone, with fields for more facts: {"caller", "more"} → {"caller", "html"}."""
    library, body = _library(), read_body(request)
    caller = read_caller(body.get("caller"), library.base)
    more = [{"fact": name} for name in names_in(body, "more", MOST_MORE)]
    return {"caller": caller.as_dict(), "html": {"facts": _facts(caller, more, library)}}


@blueprint.post("/desk/family")
def family() -> dict[str, Any]:
    """Return what the household can get: {"caller"} → {"sure", "open", "missed", "ask", "html"}."""
    library = _library()
    caller = read_caller(read_body(request).get("caller"), library.base)
    if caller.region is None:
        raise ApiError(400, "region_missing", "先问来电人在哪里。")
    judged, ask = family_list(caller, library.base, _desk().today())
    groups = {"sure": judged.sure, "open": judged.open, "missed": judged.missed}
    rows = {
        name: [(item, showing.line_of(item.measure, library.base, _desk().today())) for item in items]
        for name, items in groups.items()
    }
    html = render_template("staff/_family.html", rows=rows, ask=ask)
    return {name: [item.measure.id for item in items] for name, items in groups.items()} | {"ask": ask, "html": html}


@blueprint.post("/desk/place")
def place() -> dict[str, str]:
    """Return the place that was typed: {"text"} → {"code", "name"}."""
    base = _library().base
    code = place_named(text_in(read_body(request), "text", 40), base)
    return {"code": code, "name": short_name(base, code)}


@blueprint.post("/desk/compare")
def compare() -> dict[str, Any]:
    """Set a measure beside the city's, the province's and the nation's, or beside other places': {"html"}."""
    library, body = _library(), read_body(request)
    measure = library.measure(body.get("measure"))
    caller = read_caller(body.get("caller"), library.base)
    others = [place_named(name, library.base) for name in names_in(body, "places", 3)]
    beside = list(dict.fromkeys([caller.region or measure.document.region, *others]))
    columns = places(measure, beside, library.base) if others else levels(measure, caller.region, library.base)
    shown = [(column, [_line(one, library) for one in column.measures]) for column in columns]
    national = [_line(one, library) for one in everywhere(measure, library.base)] if others else []
    return {
        "columns": [{"name": column.name, "measures": [m.id for m in column.measures]} for column in columns],
        "html": render_template("staff/_compare.html", columns=shown, benefit=measure.benefit.name, national=national),
    }


def _judged(judged: Judged, library: Library) -> dict[str, Any]:
    answer, caller, base = judged.answer, judged.caller, library.base
    ask = still_to_ask(answer, caller, base)
    cards = showing.cards_of(answer, judged.leading, caller.facts, base, _desk().today())
    said = {"spoken": spoken(answer), "short": short(answer), "full": full(answer)}
    first = library.measure(cards[0].part["id"]) if cards else None
    html = {
        "card": render_template(
            "staff/_answer.html",
            answer=answer,
            cards=cards,
            ask=ask,
            said=said,
            near=_near(first, library),
            notices=matching(staff().notices.running(), answer, base),
        ),
        "source": _source(first, library) if first else "",
        "facts": _facts(caller, ask, library),
    }
    return {
        "answer": {key: value for key, value in answer.items() if key not in NOT_PUBLIC} | {"text": answer["text"]},
        "caller": caller.as_dict(),
        "measures": list(judged.leading),
        "beside": list(judged.beside),
        "ask": ask,
        "said": said,
        "category": staff().categories.of_topic(first.benefit.topic) if first else None,
        "html": html,
    }


def _near(measure: Any, library: Library) -> list[tuple[Any, str]]:
    if measure is None:
        return []
    return [(_line(one.measure, library), one.why) for one in easily_confused(measure, library.base)]


def _source(measure: Any, library: Library) -> str:
    document = measure.document
    return render_template(
        "staff/_source.html",
        measure=measure,
        document=document,
        place=short_name(library.base, document.region),
        line=_line(measure, library),
        overdue=document.review_by < _desk().today().isoformat(),
        pieces=library.originals.clause_of(measure),
        wording=showing.WORDING[measure.wording],
    )


def _facts(caller: Caller, ask: list[Mapping[str, Any]], library: Library) -> str:
    fields = showing.fact_fields(caller, [item["fact"] for item in ask], library.base)
    return render_template(
        "staff/_facts.html",
        fields=fields,
        other=showing.other_facts(caller, fields, library.base),
        region=caller.region,
        region_name=short_name(library.base, caller.region) if caller.region else "",
        asked={item["fact"] for item in ask},
        places=read_vocabulary("places"),
    )


def _hits(hits: list[Any], library: Library) -> dict[str, Any]:
    lines = showing.lines_of(hits, library.base, _desk().today())
    return {
        "hits": [{"kind": line.kind, "id": line.id, "title": line.title} for line in lines],
        "html": render_template("staff/_hits.html", lines=lines),
    }


def _line(measure: Any, library: Library) -> showing.Line:
    return showing.line_of(measure, library.base, _desk().today())


def _desk() -> Desk:
    return staff().desk


def _library() -> Library:
    return staff().desk.library
