"""One measure as the pages show it, as plain data. Its words and figures are those of the Answer in the chat."""

from functools import lru_cache
from typing import Any

from policies_kb.answer import make_answer
from policies_kb.assessing import assess
from policies_kb.conditions import conditions_in_words
from policies_kb.errors import KnowledgeBaseError
from policies_kb.figures import Figure
from policies_kb.model import STATUS, Measure
from policies_kb.wording import (
    CHECK_FIRST,
    DRAFT_LEAD,
    ask_line,
    caution_lines,
    headline,
    sentence,
    source_line,
    status_words,
)
from web.faq.asking import question_of
from web.faq.library import Library
from web.faq.pages import measure_path

KEPT = 512  # entries of one process: those of the nation and of a province come back for every county
Entry = dict[str, Any]


class StrayFigure(KnowledgeBaseError):
    """A page would show a figure that its measure does not carry."""


class Entries:
    """Makes the entries of one library and keeps those that come back."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.of = lru_cache(KEPT)(self._make)

    def _make(self, name: str) -> Entry:
        """Return the entry of a measure, given by its full id; StrayFigure when a figure of it is nobody's."""
        return entry_of(self.library.measures[name], self.library)


def entry_of(measure: Measure, library: Library) -> Entry:
    """Return the entry of a measure; StrayFigure when a figure of it is nobody's."""
    base, code = library.base, measure.document.region
    assessment = assess(measure, {}, base, library.today)
    words = {
        "headline": headline(measure),
        "cautions": [line.strip("（）") for line in caution_lines(assessment)],
        "conditions": conditions_in_words(measure.data.get("who")),
        "unstated": list(measure.data.get("unstated", [])),
        "notes": [sentence(note) for note in measure.data.get("notes", [])],
        "check_first": CHECK_FIRST.strip("（）") if measure.needs_checking else "",
        "source": source_line(measure).removeprefix("依据："),
        "ask": ask_line(measure).removeprefix("问谁："),
    }
    answer = make_answer("answer", _lines(words), base, library.today, code, [assessment])
    if answer["kind"] != "answer":
        raise StrayFigure(f"{measure.document.id}.yml 的 {measure.id}：页面上会有一个措施里没有的数，先改这条措施")
    part = answer["measures"][0]
    return {
        "id": measure.id,
        "path": measure_path(measure.id),
        "question": question_of(measure),
        "title": measure.title,
        "code": code,
        "place": library.name(code),
        "topic": measure.benefit.topic,
        "benefit": measure.benefit.id,
        "audience": list(measure.audience),
        "lead": DRAFT_LEAD.get(measure.document.status, ""),
        "summary": sentence(measure.summary),
        "status": measure.document.status,
        "standing": STATUS[measure.document.status],
        "status_words": status_words(measure.document),
        "figures": [figure | {"shown": shown(figure)} for figure in part["figures"]],
        "departments": part["departments"],
        "checked_on": part["checked_on"],
        "for_institutions": part["for_institutions"],
        "chat": library.chat_about(measure),
        **words,
    }


def shown(figure: dict[str, Any]) -> str:
    """Return a figure of an Answer as people read it: 每月500元, 至少200元."""
    return str(Figure(**figure))


def _lines(words: dict[str, Any]) -> list[str]:
    return [line for value in words.values() for line in ([value] if isinstance(value, str) else value) if line]
