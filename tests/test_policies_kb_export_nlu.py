"""Words for Rasa: generated, the same every time, in the form in which messages arrive."""

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from policies_kb.export_nlu import (
    DICTIONARY,
    LOOKUP,
    dictionary_text,
    export,
    is_current,
    lookup_text,
    place_names,
    usable,
)
from policies_kb.normalise import normalise
from policies_kb.source import read_vocabulary
from tests.knowledge import source_documents

BENEFITS = read_vocabulary("benefits")["benefits"]


@lru_cache(maxsize=1)
def tables() -> dict[str, list[str]]:
    data = yaml.safe_load(lookup_text(source_documents(), BENEFITS))
    return {item["lookup"]: [line.removeprefix("- ") for line in item["examples"].splitlines()] for item in data["nlu"]}


def test_the_lookup_file_is_up_to_date() -> None:
    assert is_current(list(source_documents()), BENEFITS), "运行 python -m policies_kb export-nlu"


def test_the_same_sources_give_the_same_files(tmp_path: Path) -> None:
    first = export(list(source_documents()), BENEFITS, tmp_path / "a.yml", tmp_path / "a.txt")
    second = export(list(reversed(source_documents())), BENEFITS, tmp_path / "b.yml", tmp_path / "b.txt")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("name", ["benefit", "place"])
def test_words_are_usable_and_the_longest_come_first(name: str) -> None:
    words = tables()[name]
    assert len(set(words)) == len(words) > 500
    assert all(len(word) > 1 and normalise(word) == word and not set(word) & set("[]()") for word in words)
    assert [len(word) for word in words] == sorted((len(word) for word in words), reverse=True)


def test_what_people_say_is_in_the_lookup() -> None:
    words = set(tables()["benefit"])
    assert {"产假", "陪产假", "育儿补贴"} <= words
    said = {
        normalise(alias)
        for document in source_documents()
        for measure in document["measures"]
        for alias in measure.get("aliases", [])
    }
    assert {alias for alias in said if not set(alias) & set("[](){}")} <= words


@pytest.mark.parametrize(
    "name", ["民乐", "民乐县", "荆门", "掇刀区", "开州", "开县", "青海", "西宁", "大通", "田家庵", "内蒙古", "深圳市"]
)
def test_places_by_the_names_people_use(name: str) -> None:
    assert name in place_names(source_documents())


def test_the_dictionary_is_what_jieba_reads() -> None:
    for line in dictionary_text(source_documents(), BENEFITS).splitlines():
        word, frequency, kind = line.split(" ")
        assert 2 <= len(word) <= 6
        assert (frequency, kind) == ("20000", "n")


def test_single_characters_and_brackets_are_left_out() -> None:
    assert usable(["假", "产假", "假（产假）", "[产假](benefit)", "ＨＰＶ疫苗"]) == {"产假", "HPV疫苗"}


def test_an_old_lookup_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "generated_lookup.yml"
    assert not is_current(list(source_documents()), BENEFITS, path)
    path.write_text("version: '3.1'\n", encoding="utf-8")
    assert not is_current(list(source_documents()), BENEFITS, path)


def test_a_hand_written_sentence_is_annotated_with_each_table() -> None:
    text = (LOOKUP.parent / "ask_policy.yml").read_text(encoding="utf-8")
    assert "](benefit)" in text
    assert "](place)" in text


def test_the_dictionary_stands_where_the_pipeline_looks_for_it() -> None:
    config = yaml.safe_load((LOOKUP.parents[2] / "config.yml").read_text(encoding="utf-8"))
    folders = [item["dictionary_path"] for item in config["pipeline"] if "dictionary_path" in item]
    assert folders == [DICTIONARY.parent.relative_to(LOOKUP.parents[2]).as_posix()]
