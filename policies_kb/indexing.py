"""The search index: one row a measure with everything said of it, and one row for every way to ask for it."""

from collections.abc import Mapping

from sqlite_utils import Database

from policies_kb.conditions import conditions_in_words
from policies_kb.segment import Segmenter
from policies_kb.source import read_vocabulary


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
    """Write measure_search and asked_search from the documents and the ways people ask."""
    segmenter, benefits = make_segmenter(), read_vocabulary("benefits")["benefits"]
    database.execute(
        "create virtual table measure_search using fts5"
        "(id unindexed, title, aliases, benefit, summary, rest, asked, tokenize='unicode61')"
    )
    database.execute("create virtual table asked_search using fts5(id unindexed, words, tokenize='unicode61')")
    measures, sentences = [], []
    for document in documents:
        for measure in document["measures"]:
            full = f"{document['id']}/{measure['id']}"
            parts = [*_parts(measure, benefits[measure["benefit"]]), " ".join(asked.get(full, []))]
            measures.append([full, *(" ".join(segmenter.cut(part)) for part in parts)])
            ways = [measure["title"], *measure.get("aliases", []), *asked.get(full, [])]
            sentences += [[full, " ".join(segmenter.cut(way))] for way in ways]
    database.conn.executemany("insert into measure_search values (?,?,?,?,?,?,?)", measures)
    database.conn.executemany("insert into asked_search values (?,?)", sentences)
    database.conn.commit()


def _parts(measure: dict, benefit: dict) -> list[str]:
    """Return the texts of the columns title, aliases, benefit, summary, rest."""
    rest = [*conditions_in_words(measure.get("who")), *measure.get("notes", []), *measure.get("unstated", [])]
    return [
        measure["title"],
        " ".join(measure.get("aliases", [])),
        " ".join([benefit["name"], *benefit["words"]]),
        measure["summary"],
        " ".join([*rest, *measure["departments"].get("lead", [])]),
    ]
