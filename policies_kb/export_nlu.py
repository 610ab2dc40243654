"""Words of the knowledge base for Rasa: lookup tables for its training data, a dictionary for jieba.

The same sources give the same files, byte for byte.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from policies_kb.normalise import normalise
from policies_kb.regions import NATION, Region, official_names, official_regions
from policies_kb.settings import ROOT
from policies_kb.source import read_vocabulary

LOOKUP = ROOT / "data" / "nlu" / "generated_lookup.yml"
DICTIONARY = ROOT / "build" / "nlu" / "jieba" / "policy.txt"
HEADER = """# Written by `python -m policies_kb export-nlu`. Do not edit: add the word in policies_kb/documents or in
# policies_kb/vocabulary (benefits.yml, region_names.yml) and run the command again.
version: "3.1"

nlu:
"""
LONGEST_WORD = 6
FREQUENCY = 20000
BRACKETS = "[](){}"


def benefit_words(documents: Iterable[dict], benefits: Mapping[str, dict]) -> set[str]:
    """Return everything that people say for a benefit or for one measure."""
    words = {word for benefit in benefits.values() for word in benefit["words"]}
    return usable(
        words
        | {alias for document in documents for measure in document["measures"] for alias in measure.get("aliases", [])}
    )


def place_names(documents: Iterable[dict]) -> set[str]:
    """Return the names of all provinces and cities, and of the counties in every province that has a document."""
    regions = official_regions()
    wanted = {region.code for region in regions if region.level in ("province", "city")}
    provinces = {document["region"][:2] for document in documents if document["region"] != NATION}
    wanted |= {region.code for region in regions if _in(region, provinces)}
    return usable(name for name, codes in official_names(regions).items() if wanted.intersection(codes))


def _in(region: Region, provinces: set[str]) -> bool:
    return region.level != "nation" and region.code[:2] in provinces


def usable(words: Iterable[str]) -> set[str]:
    """Return the words in the form in which messages reach Rasa, without single characters and words with brackets.

    A one-character lookup entry matches inside everything; brackets mean an annotation in Rasa's training data.
    """
    normal = {normalise(word) for word in words}
    return {word for word in normal if len(word) > 1 and not any(mark in word for mark in BRACKETS)}


def lookup_text(documents: Iterable[dict], benefits: Mapping[str, dict]) -> str:
    """Return the text of data/nlu/generated_lookup.yml: longest words first, so that the longest one matches."""
    documents = list(documents)
    tables = {"benefit": benefit_words(documents, benefits), "place": place_names(documents)}
    return HEADER + "\n".join(_table(name, words) for name, words in tables.items())


def _table(name: str, words: Iterable[str]) -> str:
    lines = [f"    - {word}" for word in sorted(words, key=lambda word: (-len(word), word))]
    return "\n".join([f"- lookup: {name}", "  examples: |", *lines, ""])


def dictionary_text(documents: Iterable[dict], benefits: Mapping[str, dict]) -> str:
    """Return the text of the jieba dictionary: words of two to six characters without spaces, one a line."""
    documents, synonyms = list(documents), read_vocabulary("synonyms")["synonyms"]
    words = usable([*synonyms, *(variant for variants in synonyms.values() for variant in variants)])
    words |= benefit_words(documents, benefits) | place_names(documents)
    words |= usable(benefit["name"] for benefit in benefits.values())
    short = sorted(word for word in words if len(word) <= LONGEST_WORD and not any(mark.isspace() for mark in word))
    return "".join(f"{word} {FREQUENCY} n\n" for word in short)


def export(
    documents: list[dict], benefits: Mapping[str, dict], lookup: Path = LOOKUP, dictionary: Path = DICTIONARY
) -> list[Path]:
    """Write both files and return their paths."""
    for path, text in ((lookup, lookup_text(documents, benefits)), (dictionary, dictionary_text(documents, benefits))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [lookup, dictionary]


def is_current(documents: list[dict], benefits: Mapping[str, dict], lookup: Path = LOOKUP) -> bool:
    """Return whether the lookup file is what would be written now."""
    return lookup.is_file() and lookup.read_text(encoding="utf-8") == lookup_text(documents, benefits)
