"""What the search looks through: one row a measure with everything said of it, and one for every way to ask for it."""

from collections.abc import Mapping

from sqlite_utils import Database

from policies_kb.conditions import conditions_in_words
from policies_kb.segment import Segmenter
from policies_kb.source import read_vocabulary

COLUMNS = {"title": 6.0, "aliases": 5.0, "benefit": 3.0, "summary": 2.0, "rest": 1.0, "asked": 4.0}
"""The columns of measure_words and how much a word in each counts."""


def make_segmenter() -> Segmenter:
    """Return the segmenter that both the index and the queries use, with the words of all vocabularies."""
    synonyms = read_vocabulary("synonyms")
    benefits = read_vocabulary("benefits")["benefits"]
    words = [word for benefit in benefits.values() for word in [benefit["name"], *benefit["words"]]]
    said = {variant: word for word, variants in synonyms["synonyms"].items() for variant in variants if variant != word}
    return Segmenter(
        [word for word in words if 2 <= len(word) <= 6], said, synonyms["stop_words"], synonyms["stop_characters"]
    )


def write_index(database: Database, documents: list[dict], asked: Mapping[str, list[str]]) -> None:
    """Write measure_words and asked_words, cut into words, from the documents and the ways people ask."""
    segmenter, benefits = make_segmenter(), read_vocabulary("benefits")["benefits"]
    measures, sentences = [], []
    for document in documents:
        for measure in document["measures"]:
            full = f"{document['id']}/{measure['id']}"
            parts = [*_parts(measure, benefits[measure["benefit"]]), " ".join(asked.get(full, []))]
            words = [" ".join(segmenter.cut(part)) for part in parts]
            measures.append({"measure": full} | dict(zip(COLUMNS, words, strict=True)))
            ways = [measure["title"], *measure.get("aliases", []), *asked.get(full, [])]
            sentences += [{"measure": full, "words": " ".join(segmenter.cut(way))} for way in ways]
    database["measure_words"].insert_all(measures)
    database["asked_words"].insert_all(sentences)


def _parts(measure: dict, benefit: dict) -> list[str]:
    """Return the texts of all columns but the last."""
    rest = [*conditions_in_words(measure.get("who")), *measure.get("notes", []), *measure.get("unstated", [])]
    return [
        measure["title"],
        " ".join(measure.get("aliases", [])),
        " ".join([benefit["name"], *benefit["words"]]),
        measure["summary"],
        " ".join([*rest, *measure["departments"].get("lead", [])]),
    ]
