"""Questions about a document itself: is it in force, is it a draft, which number and date does it have."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.finding import Finder, Question
from policies_kb.model import Document
from policies_kb.places import coverage_lead, place_buttons
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import document_lines

Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def answer_about_document(turn: Turn, base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer what a document's standing is: the one last talked about, the one named, else the nearest of the place."""
    document = _document(turn, base, finder)
    context = Context(turn.region, dict(turn.facts), turn.question, "ask_status", turn.context.measures, [], document is None)
    if document is None:
        answer = make_answer("clarify", ["您问的是哪里的文件？"], base, today, None, (), ["region"], place_buttons())
        return answer, context, {}
    region = document.region if not turn.region else turn.region
    lines = [*coverage_lead(base, turn.region), *document_lines(document)]
    return make_answer("answer", lines, base, today, region), context, {"document": document.id}


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
    hits = [(len(word), document) for document in documents for word in (*document.words, document.title) if len(word) > 5 and word in text]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None
