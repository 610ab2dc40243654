"""The supervisor's queues: what was not answered, what is said to be wrong, what is due for review."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from policies_kb.finding import Question
from policies_kb.model import cite
from policies_kb.places import short_name
from web.errors import ApiError
from web.staff import gate
from web.staff.bodies import NUMBER, WRONG, field
from web.staff.faults import STATES
from web.staff.grouping import Group, group
from web.staff.needs import WAYS, Need
from web.staff.patches import cleaned, letters, trained
from web.staff.services import staff
from web.staff.showing import Line, line_of
from web.staff.sources import Change

blueprint = Blueprint("queues", __name__)
MOST_GROUPS = 40
MOST_NEAR = 3
MOST_TEXTS = 8
TAKEN = "这一组已经有人处理了。"
INTENTS = {
    "ask_policy": "问政策",
    "ask_list": "问能享受哪些",
    "ask_who": "问找谁",
    "ask_how_to_apply": "问怎么办",
    "ask_status": "问文件是否有效",
    "calculate": "要算",
    "human": "要找人",
    "complaint": "投诉",
    "out_of_scope": "不归这里管",
    "emergency": "紧急求助",
}
REASONS = {
    "not_covered": "没有收录",
    "clarify": "反复没听明白",
    "handoff": "要找人",
    "withheld": "数字没核上",
    "useless": "说没用",
    "broken": "出错",
}
CHANNELS = {"chat": "网页", "wechat": "微信", "console": "坐席台"}


@blueprint.get("/queues")
def page() -> str:
    """Return the queue of what was not answered, one row for each need."""
    groups = _groups()
    rows = [(found, _near(found), _why(found)) for found in groups[:MOST_GROUPS]]
    return render_template(
        "staff/queue.html",
        rows=rows,
        more=len(groups) - len(rows),
        intents=INTENTS,
        ways=WAYS,
        place=_place,
        missing=staff().needs.open("missing"),
        **_counts(len(groups)),
    )


@blueprint.post("/queues/decide")
def decide() -> AnyResponse:
    """Turn a group into an alias, training sentences, missing knowledge, or drop it."""
    form = request.form
    found = next((one for one in _groups() if str(one.questions[0].id) == form.get("head")), None)
    if found is None:
        flash(TAKEN, WRONG)
        return redirect(url_for("staff.queues.page"))
    way, texts = form.get("way", ""), [text for text in form.getlist("texts") if text in found.texts]
    target = _target(way, form.get("measure", ""), form.get("intent", ""))
    texts = texts or found.texts[:MOST_TEXTS]
    if way in ("alias", "training"):
        texts = [text for text in dict.fromkeys(map(cleaned, texts)) if text]
    if wrong := _wrong(way, target, texts):
        flash(wrong, WRONG)
        return redirect(url_for("staff.queues.page"))
    taken = staff().needs.decide(found, current_user.id, way, target, texts)
    _write_patch()
    gate.about(way=way, target=target, need=taken)
    flash(*((f"记下了：{WAYS[way]}。",) if taken else (TAKEN, WRONG)))
    return redirect(url_for("staff.queues.page"))


@blueprint.post(f"/queues/needs/<{NUMBER}>/close")
def close(number: int) -> AnyResponse:
    """Say that missing knowledge has been added."""
    staff().needs.close(number)
    flash("记下了，已补上。")
    return redirect(url_for("staff.queues.page"))


@blueprint.get("/queues/knowledge.patch")
def patches() -> Response:
    """Return the patch that the queues ask for, to be read and applied by hand."""
    headers = {"Content-Disposition": "attachment; filename=knowledge.patch"}
    return Response(_write_patch(), content_type="text/x-diff; charset=utf-8", headers=headers)


@blueprint.get("/queues/faults")
def faults() -> str:
    """Return the reports of wrong knowledge that wait, and behind them those that are done."""
    store, library = staff().faults, staff().desk.library
    waiting, done = store.in_states("open", "accepted"), store.in_states("fixed", "rejected")
    rows = [(fault, library.base.measures.get(fault.measure)) for fault in [*waiting, *done[:MOST_GROUPS]]]
    rows = [(fault, measure, cite(measure.document, measure.clause) if measure else "") for fault, measure in rows]
    return render_template("staff/faults.html", rows=rows, states=STATES, **_counts())


@blueprint.post(f"/queues/faults/<{NUMBER}>")
def answer_fault(number: int) -> AnyResponse:
    """Say what became of a report; the reporter sees it at the desk."""
    state = request.form.get("state", "")
    staff().faults.answer(number, current_user.id, state, field(request.form, "reply")[:500])
    gate.about(state=state)
    return redirect(url_for("staff.queues.faults"))


@blueprint.get("/queues/reviews")
def reviews() -> str:
    """Return the documents by the day of their next review, overdue ones first."""
    base, today = staff().desk.library.base, staff().desk.today().isoformat()
    documents = sorted(base.documents.values(), key=lambda document: document.review_by)
    rows = [(document, short_name(base, document.region), document.review_by < today) for document in documents]
    changed = [(change, base.documents.get(change.document), _figures(change)) for change in staff().sources.changes()]
    return render_template("staff/reviews.html", rows=rows, changed=changed, **_counts())


@blueprint.post(f"/queues/changes/<{NUMBER}>/tick")
def tick(number: int) -> AnyResponse:
    """Say that a changed standing has been looked at."""
    flash("记下了，看过了。" if staff().sources.tick(number, current_user.id) else "这一条已经有人看过了。")
    return redirect(url_for("staff.queues.reviews"))


def _figures(change: Change) -> list[Line]:
    """Return the measures with figures of a document whose standing changed: what is said of them changes, too."""
    base, today = staff().desk.library.base, staff().desk.today()
    return [
        line_of(measure, base, today)
        for measure in base.measures.values()
        if measure.document.id == change.document and measure.has_figure
    ]


def _groups() -> list[Group]:
    return group(staff().needs.waiting(), staff().desk.library.base)


def _near(found: Group) -> list[Any]:
    finder = staff().desk.library.assistant.finder
    ranking = finder.rank(Question(found.texts[0], found.region, {}), MOST_NEAR).here
    return [item.measure for item in ranking if item.score > 0]


def _why(found: Group) -> str:
    reasons = dict.fromkeys(REASONS.get(one.why, one.why) for one in found.questions)
    channels = dict.fromkeys(CHANNELS.get(one.channel, one.channel) for one in found.questions)
    return f"{'、'.join(reasons)}（{'、'.join(channels)}）"


def _place(code: str | None) -> str:
    return short_name(staff().desk.library.base, code) if code else "没有说"


def _target(way: str, measure: str, intent: str) -> str:
    """Return what a decision points to; ApiError 400 when the way is none, or points to nothing that exists."""
    if way == "alias":
        return staff().desk.library.measure(measure).id
    if way == "training" and intent not in INTENTS:
        raise ApiError(400, "intent_unknown", "没有这个意图。")
    if way not in WAYS:
        raise ApiError(400, "way_unknown", "没有这种处理办法。")
    return intent if way == "training" else ""


def _wrong(way: str, target: str, texts: list[str]) -> str:
    """Return why these words cannot become what is wanted; empty when they can."""
    if not texts:
        return "没有记：这些说法里没有能用的字。"
    measure = staff().desk.library.base.measures.get(target) if way == "alias" else None
    if measure is None:
        return ""
    for text in texts:
        if text in measure.benefit.words:
            return f"没有记：“{text}”是{measure.benefit.name}的通用叫法，不能只归一条措施。"
        for other in staff().desk.library.base.measures.values():
            if other is not measure and other.document is measure.document and text in other.aliases:
                return f"没有记：“{text}”已经是“{other.title}”的叫法，一种叫法只能归一条措施。"
    asked_for = {text: need.target for need in staff().needs.open("alias") for text in need.texts}
    for text in texts:
        if asked_for.get(text, target) != target and asked_for[text].partition("/")[0] == measure.document.id:
            return f"没有记：“{text}”已经要加给同一份文件的另一条措施，先处理补丁。"
    return ""


def _write_patch() -> str:
    base, wanted, known = staff().desk.library.base, staff().needs.open("alias", "training"), trained()
    for need in wanted:
        if _held(need) if need.way == "alias" else {letters(text) for text in need.texts} <= known:
            staff().needs.close(need.id)
    aliases = _texts(need for need in wanted if need.way == "alias" and need.target in base.measures)
    return staff().patches.write(aliases, _texts(need for need in wanted if need.way == "training"))


def _held(need: Need) -> bool:
    """Whether the knowledge base has all that a need asks for: it was taken over."""
    measure = staff().desk.library.base.measures.get(need.target)
    return measure is not None and set(need.texts) <= set(measure.aliases)


def _texts(needs: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for need in needs:
        found.setdefault(need.target, []).extend(need.texts)
    return found


def _counts(groups: int | None = None) -> dict[str, int]:
    """Return how much waits in each queue."""
    base, today = staff().desk.library.base, staff().desk.today().isoformat()
    overdue = sum(document.review_by < today for document in base.documents.values())
    return {
        "waiting_groups": len(_groups()) if groups is None else groups,
        "waiting_faults": len(staff().faults.in_states("open")),
        "to_review": overdue + len(staff().sources.changes()),
    }
