"""Build of kb.sqlite from the YAML sources: made whole beside the old one, then swapped in."""

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from policies_kb.compile import load_sources
from policies_kb.encoder import Encoder
from policies_kb.errors import SourceError
from policies_kb.indexing import write_index
from policies_kb.learning import Progress, write_meanings
from policies_kb.regions import official_names, official_regions
from policies_kb.source import DOCUMENTS, FOLDER, read_vocabulary

FORMAT = 1
DOCUMENT_FIELDS = (
    "id",
    "region",
    "title",
    "status",
    "status_note",
    "settled_by",
    "checked_on",
    "review_by",
    "title_printed",
    "issuer",
    "number",
    "issued_on",
)


def content_version() -> str:
    """Return the hash of all that the knowledge base is made from: sources, vocabulary, this package's code."""
    digest = hashlib.sha256()
    for path in sorted([*FOLDER.rglob("*.yml"), *FOLDER.glob("*.py")]):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def is_current(target: Path) -> bool:
    """Return whether target was built from just these sources by just this code."""
    if not target.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as connection:
            row = connection.execute("select value from meta where name='version'").fetchone()
    except sqlite3.DatabaseError:
        return False
    return row is not None and row[0] == content_version()


def build(
    target: Path,
    folder: Path = DOCUMENTS,
    encoder: Encoder | None = None,
    progress: Progress = lambda done, of: None,
    before: Path | None = None,
) -> dict[str, int]:
    """Build the knowledge base into target and return the number of rows of each table.

    Without an encoder measures will be found by their words only. Sentences that `before` (the target, when not given)
    holds are not encoded again. Raises SourceError with every problem when any source is wrong; target is then left as
    it was.
    """
    sources, problems = load_sources(folder)
    if problems:
        raise SourceError(problems)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".building")
    fresh.unlink(missing_ok=True)
    database = Database(fresh)
    _write_documents(database, [source.data for source in sources.documents])
    _write_vocabulary(database)
    _write_regions(database)
    documents = [source.data for source in sources.documents]
    write_index(database, documents, sources.asked)
    database["meta"].insert_all(
        [{"name": "version", "value": content_version()}, {"name": "format", "value": str(FORMAT)}]
    )
    if encoder:
        write_meanings(database, documents, sources.asked, encoder, before or target, progress)
    counts = {
        name: database[name].count
        for name in ("documents", "clauses", "measures", "figures", "aliases", "benefits", "regions")
    }
    database.close()
    os.replace(fresh, target)
    return counts


def _write_documents(database: Database, documents: list[dict]) -> None:
    for document in documents:
        words = json.dumps(document.get("words", []), ensure_ascii=False)
        row = {field: document.get(field) for field in DOCUMENT_FIELDS} | {"words": words}
        database["documents"].insert(row, pk="id")
        clauses = (
            {"document": document["id"], "clause": clause, "position": n, "without_measure": _reason(document, clause)}
            for n, clause in enumerate(document["clauses"])
        )
        database["clauses"].insert_all(
            clauses, pk=("document", "clause"), foreign_keys=[("document", "documents", "id")]
        )
        for measure in document["measures"]:
            _write_measure(database, document["id"], measure)


def _write_measure(database: Database, document: str, measure: dict) -> None:
    full = f"{document}/{measure['id']}"
    plain = {name: measure[name] for name in ("clause", "title", "benefit", "wording")}
    row = {"id": full, "document": document, **plain, "data": json.dumps(measure, ensure_ascii=False)}
    database["measures"].insert(row, pk="id", foreign_keys=[("document", "documents", "id")])
    to_measure = [("measure", "measures", "id")]
    aliases = ({"measure": full, "words": alias} for alias in measure.get("aliases", []))
    database["aliases"].insert_all(aliases, foreign_keys=to_measure)
    figures = ({"measure": full} | figure for figure in printed_figures(measure))
    database["figures"].insert_all(figures, foreign_keys=to_measure)


def _reason(document: dict, clause: str) -> str | None:
    return next((item["reason"] for item in document.get("without_measure", []) if item["clause"] == clause), None)


def printed_figures(measure: dict) -> list[dict]:
    """Return every figure of a measure that stands in its text: label, value, unit, printed."""
    amount, found = measure.get("amount", {}), []
    unit = amount.get("unit")
    holders = [amount, *amount.get("rows", []), *amount.get("parts", [])]
    for holder in holders:
        value = holder.get(
            "value",
            next((holder[n] for n in ("percent", "multiple", "per_thousand", "divide", "add") if n in holder), None),
        )
        if "printed" in holder and isinstance(value, int | float):
            found.append(
                {
                    "label": amount.get("label", measure["title"]),
                    "value": value,
                    "unit": unit,
                    "printed": holder["printed"],
                }
            )
    for name, value in (("cap_printed", "cap"), ("printed_base", "base")):
        if name in amount:
            found.append({"label": measure["title"], "value": amount[value], "unit": unit, "printed": amount[name]})
    payout = measure.get("payout", {})
    for name, value in (("per_month_printed", "per_month"), ("most_printed", "most")):
        if name in payout:
            found.append({"label": measure["title"], "value": payout[value], "unit": unit, "printed": payout[name]})
    cutoff = measure.get("cutoff")
    if cutoff:
        day = f"{cutoff['month']:02}-{cutoff['day']:02}"
        found.append({"label": cutoff["label"], "value": day, "unit": "月日", "printed": cutoff["printed"]})
    return found + [
        {name: figure[name] for name in ("label", "value", "unit", "printed")} for figure in measure.get("figures", [])
    ]


def _write_vocabulary(database: Database) -> None:
    vocabulary = read_vocabulary("benefits")
    database["topics"].insert_all(({"id": key, "name": name} for key, name in vocabulary["topics"].items()), pk="id")
    database["benefits"].insert_all(
        (
            {"id": key, "data": json.dumps(benefit, ensure_ascii=False)}
            for key, benefit in vocabulary["benefits"].items()
        ),
        pk="id",
    )
    database["facts"].insert_all(
        ({"id": key, "data": json.dumps(fact, ensure_ascii=False)} for key, fact in read_vocabulary("facts").items()),
        pk="id",
    )


def _write_regions(database: Database) -> None:
    regions = official_regions()
    database["regions"].insert_all(
        ({"code": r.code, "name": r.name, "parent": r.parent, "level": r.level} for r in regions), pk="code"
    )
    database["places"].insert_all(
        ({"code": code, "name": name} for code, name in read_vocabulary("places").items()), pk="code"
    )
    database["region_names"].insert_all(
        ({"name": name, "code": code} for name, codes in official_names(regions).items() for code in codes)
    )
