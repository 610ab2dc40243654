"""The same question for two or more places, side by side."""

from datetime import date
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import assess
from policies_kb.finding import Finder, Question
from policies_kb.places import short_name
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, Turn
from policies_kb.wording import headline, source_line

MOST_PLACES = 3
Outcome = tuple[dict[str, Any], Context, dict[str, Any]]


def places_to_compare(turn: Turn) -> list[str]:
    """Return the covered places that a message sets side by side; fewer than two when it compares nothing."""
    if turn.region is None or not turn.reading.other_regions:
        return []
    return list(dict.fromkeys([turn.region, *turn.reading.other_regions]))[:MOST_PLACES]


def answer_comparing(turn: Turn, places: list[str], base: KnowledgeBase, finder: Finder, today: date) -> Outcome:
    """Answer a question for several places: the best measure of each, or that the place's documents have none."""
    lines, assessments = ["各说各的，两边的数不能混着用："], []
    for region in places:
        found = [item for item in finder.rank(Question(turn.question, region, turn.facts)).here if item.sure]
        local = {document.id for document in base.local_documents(region)}
        best = next((item for item in found if item.measure.document.id in local), None)
        if best is None:
            lines.append(f"{short_name(base, region)}：收录的文件里没有找到这一项。")
            continue
        assessments.append(assess(best.measure, turn.facts, base, today))
        lines += [f"{short_name(base, region)}：{headline(best.measure)}", source_line(best.measure)]
    context = Context(
        places[0], dict(turn.facts), turn.question, "ask_compare", [item.measure.id for item in assessments]
    )
    answer = make_answer("answer" if assessments else "not_covered", lines, base, today, places[0], assessments)
    return answer, context, {"places": places}
