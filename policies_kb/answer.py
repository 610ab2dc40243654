"""The Answer: the one result object (schema policy-answer/1) that every surface reads."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from policies_kb.assessing import Assessment, missing_facts
from policies_kb.guard import guarded
from policies_kb.store import KnowledgeBase
from policies_kb.work import Step

SCHEMA = "policy-answer/1"
HOTLINE = {"name": "政务服务便民热线", "phone": "12345"}


def make_answer(
    kind: str,
    text: Iterable[str],
    base: KnowledgeBase,
    today: date,
    region: str | None = None,
    assessments: Iterable[Assessment] = (),
    missing: Iterable[str] = (),
    buttons: Iterable[tuple[str, str]] = (),
    suggestions: Iterable[str] = (),
    contacts: Iterable[dict[str, str]] = (HOTLINE,),
) -> dict[str, Any]:
    """Return an Answer. `text` are its lines; `buttons` are (title, message); see the contract for the rest."""
    chosen = list(assessments)
    lines, right = guarded(text, chosen)
    return {
        "schema": SCHEMA,
        "kind": kind if right else "error",
        "as_of": today.isoformat(),
        "kb_version": base.version,
        "region": {"code": region, "name": base.regions.name(region)} if region else None,
        "text": "\n".join(lines),
        "measures": [measure_part(assessment) for assessment in chosen],
        "calculation": calculation_part(chosen),
        "missing_facts": list(dict.fromkeys([*missing, *missing_facts(chosen)])),
        "suggestions": list(suggestions),
        "contacts": list(contacts),
        "buttons": [{"title": title, "message": message} for title, message in buttons],
    }


def put_around(
    answer: dict[str, Any],
    before: Iterable[str],
    behind: Iterable[str],
    assessments: Iterable[Assessment],
    told: Iterable[str] = (),
    contacts: Iterable[dict[str, str]] = (),
) -> dict[str, Any]:
    """Return an Answer with lines in front of and behind its text, and contacts in front of its own.

    `told` are words of the person that the lines quote. Lines with a figure of nobody's are left out.
    """
    chosen, quoted = list(assessments), list(told)
    sides = [guarded(lines, chosen, quoted) for lines in (before, behind)]
    first, last = [lines if right else [] for lines, right in sides]
    phones = [*contacts, *answer["contacts"]]
    unlike = [one for number, one in enumerate(phones) if one not in phones[:number]]
    return answer | {"text": "\n".join([*first, answer["text"], *last]), "contacts": unlike}


def measure_part(assessment: Assessment) -> dict[str, Any]:
    """Return one measure in the contract's shape."""
    measure, judgement = assessment.measure, assessment.judgement
    document = measure.document
    reasons = judgement.failed if judgement.outcome is False else judgement.met
    return {
        "id": measure.id,
        "title": measure.title,
        "summary": measure.summary,
        "document": document.id,
        "document_title": document.title,
        "clause": measure.clause,
        "region": document.region,
        "status": document.status,
        "wording": measure.wording,
        "eligibility": assessment.eligibility,
        "reasons": [*([assessment.version_gap] if assessment.version_gap else []), *reasons],
        "missing_facts": list(dict.fromkeys(fact for fact, _ in judgement.missing)),
        "figures": [figure.as_dict() for figure in [*assessment.work.printed, *assessment.work.results]],
        "departments": list(measure.departments),
        "checked_on": document.checked_on,
        "for_institutions": measure.for_institutions,
        "unstated": list(measure.data.get("unstated", [])),
        "status_note": document.status_note,
        "needs_checking": measure.needs_checking,
        "past_target": assessment.past_target,
        "steps": [_step_part(step) for step in assessment.work.steps],
        "assumptions": list(assessment.work.assumptions),
        "alternatives": list(assessment.alternatives),
    }


def calculation_part(assessments: list[Assessment]) -> dict[str, Any] | None:
    """Return the working of the first measure that computed something; None when nothing was computed."""
    for assessment in assessments:
        work = assessment.work
        if work.steps:
            return {
                "name": assessment.measure.title,
                "inputs": dict(work.inputs),
                "steps": [_step_part(step) for step in work.steps],
                "results": [figure.as_dict() for figure in work.results],
                "assumptions": list(work.assumptions),
            }
    return None


def _step_part(step: Step) -> dict[str, Any]:
    return {key: value for key, value in vars(step).items() if value is not None}
