"""The index behind the search box: a script that assigns data, so that it works from a plain file."""

import json
from collections import Counter
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Any

from policies_kb.model import Measure
from policies_kb.regions import NATION
from policies_kb.source import read_vocabulary
from web.faq.asking import question_of, search_words
from web.faq.comparisons import compare_path, compared
from web.faq.pages import measure_path, place_path
from web.faq.site import Site

LARGEST = 150 * 1000
INDEX = "search-index.js"
OPENING, CLOSING = "globalThis.faqSearch=", ";\n"
MOST_WORDS, MOST_ASKED = 40, 4  # characters for a benefit, words for a measure
Row = tuple[str, str, str, str]
"""A question, its page, its place, and the words by which it is found."""


def write_index(folder: Path, site: Site) -> int:
    """Write the index into a folder and return its rows; the rows that come first stay where not all fit."""
    synonyms = [[word, _longest_first(said)] for word, said in read_vocabulary("synonyms")["synonyms"].items()]
    data: dict[str, Any] = {"synonyms": synonyms, "places": [], "rows": []}
    places: dict[str, int] = {}
    size = len(_text(data).encode())
    for question, path, place, words in _rows(site):
        row = [question, path.removesuffix(".html"), places.get(place, len(places)), words]
        more = len(_text(row).encode()) + 1 + (0 if place in places else len(_text(place).encode()) + 1)
        if size + more > LARGEST:
            break
        places.setdefault(place, len(places))
        size += more
        data["rows"].append(row)
    data["places"] = list(places)
    (folder / INDEX).write_text(f"{OPENING}{_text(data)}{CLOSING}", encoding="utf-8")
    return len(data["rows"])


def _longest_first(said: list[str]) -> list[str]:
    return sorted(said, key=len, reverse=True)


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _rows(site: Site) -> Iterator[Row]:
    """Yield the rows: places and topics, comparisons, then the measures, the larger places first."""
    library = site.library
    for code in library.places:
        yield f"{library.name(code)}：全部问题", place_path(code), library.name(code), ""
    for topic, name in site.topics.items():
        yield name, f"topics/{topic}.html", library.name(NATION), ""
    for benefit in library.base.benefits.values():
        if compared(library, benefit.id):
            words = " ".join(benefit.words)[:MOST_WORDS]
            yield f"{benefit.name}：各地对照", compare_path(benefit.id), library.name(NATION), words
    often = _how_often(site) if len(library.base.documents) < len(library.base.benefits) else Counter()
    for code in sorted(library.documents, key=lambda one: (one not in library.base.covered, one)):
        for measure in library.measures_of(code):
            yield _measure_row(site, measure, often)


def _measure_row(site: Site, measure: Measure, often: Counter[str]) -> Row:
    question = question_of(measure)
    words = " ".join(one for one in search_words(measure) if one not in question)
    asked = _telling(site, measure, often, question + words)
    place = site.library.name(measure.document.region)
    return question, measure_path(measure.id), place, f"{words} {asked}".strip()


def _how_often(site: Site) -> Counter[str]:
    """Return of how many measures each word is said by those who ask."""
    rows = site.library.base.connection.execute(
        "select measure, group_concat(words, ' ') from asked_words group by measure"
    )
    return Counter(word for _, words in rows for word in set(words.split()))


def _telling(site: Site, measure: Measure, often: Counter[str], known: str) -> str:
    """Return the words that people say for this measure more than for others, and that it does not say itself."""
    rows = site.library.base.connection.execute("select words from asked_words where measure = ?", (measure.id,))
    said = Counter(word for (words,) in rows for word in words.split() if len(word) == 2 and word not in known)
    weight = {word: times * log(1 + 1000 / often[word]) for word, times in said.items() if often[word]}
    return " ".join(sorted(weight, key=lambda word: -weight[word])[:MOST_ASKED])
