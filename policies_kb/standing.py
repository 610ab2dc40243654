"""Questions about a document itself: is it in force, is it a draft, which number and date does it have."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import Assessment, assess
from policies_kb.finding import Finder, Question
from policies_kb.model import Document
from policies_kb.places import coverage_lead, holding_region, place_buttons
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import document_lines, headline, source_line

NAMED_PLAINLY = 0.6
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_about_document(turn: Turn, base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer what a document's standing is: the one last talked about, the one named, else the nearest of the place."""
    document = _document(turn, base, finder)
    context = Context(
        turn.region, dict(turn.facts), turn.question, "ask_status", turn.context.measures, [], document is None
    )
    if document is None:
        answer = make_answer("clarify", ["您问的是哪里的文件？"], base, today, None, (), ["region"], place_buttons())
        return answer, context, {}
    region = holding_region(base, turn.region) if turn.region else document.region
    lines = [*coverage_lead(base, turn.region), *document_lines(document)]
    measures = _measures_asked_about(turn, document, base, finder, today)
    for item in measures:
        lines += [
            headline(item.measure),
            *("提醒：" + note for note in item.measure.data.get("notes", [])),
            source_line(item.measure),
        ]
    return make_answer("answer", lines, base, today, region, measures), context, {"document": document.id}


def _measures_asked_about(
    turn: Turn, document: Document, base: KnowledgeBase, finder: Finder, today: date
) -> list[Assessment]:
    """Return the measure whose standing is asked about; none when the document as a whole is meant."""
    if max(turn.named.values(), default=0.0) < NAMED_PLAINLY:
        return []
    found = [
        item
        for item in finder.rank(Question(turn.question, turn.region, turn.facts)).here
        if item.measure.document is document
    ]
    return [assess(found[0].measure, turn.facts, base, today)] if found and found[0].sure else []


def _document(turn: Turn, base: KnowledgeBase, finder: Finder) -> Document | None:
    named = _named(turn.text, list(base.documents.values()))
    if named:
        return named
    if turn.named or (not turn.reading.region and turn.context.measures):
        found = finder.rank(Question(turn.question, turn.region, turn.facts), 1).here
        if turn.follows and turn.context.measures and turn.context.measures[0] in base.measures:
            return base.measures[turn.context.measures[0]].document
        if found and found[0].sure and turn.region:
            return found[0].measure.document
    local = base.local_documents(turn.region) if turn.region else []
    return local[0] if local else None


def _named(text: str, documents: Sequence[Document]) -> Document | None:
    hits = [
        (len(word), document)
        for document in documents
        for word in (*document.words, document.title)
        if len(word) > 5 and word in text
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None
