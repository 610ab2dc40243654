"""The word index ranks as SQLite's own full-text search does."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb import wordindex
from policies_kb.wordindex import WordIndex

SQLITE_SATURATION = 1.2
ROWS = [("a", ["产假 天数", "母亲 产假"]), ("b", ["育儿 补贴", "孩子 三孩 补贴"]), ("c", ["产假 工资", ""])]
WORD = st.sampled_from(["产假", "补贴", "三孩", "工资", "托育", "孩子"])
ROW = st.lists(WORD, min_size=1, max_size=6).map(" ".join)


def by_sqlite(rows: list[tuple[str, list[str]]], weights: list[float], words: list[str]) -> dict[str, float]:
    with sqlite3.connect(":memory:") as base:
        base.execute("create virtual table t using fts5(id unindexed, one, two, tokenize='unicode61')")
        base.executemany("insert into t values (?,?,?)", [[owner, *columns] for owner, columns in rows])
        sql = f"select id, -bm25(t, 0.0, {weights[0]}, {weights[1]}) from t where t match ?"
        found: dict[str, float] = {}
        for owner, score in base.execute(sql, (" OR ".join(words),)):
            found[owner] = max(score, found.get(owner, 0.0))
        return found


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.tuples(ROW, ROW)), min_size=1, max_size=8), st.sets(WORD, min_size=1)
)
def test_scores_are_those_of_sqlite(rows: list, words: set[str]) -> None:
    rows = [(owner, list(columns)) for owner, columns in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wordindex, "SATURATION", SQLITE_SATURATION)
        found = WordIndex(rows, [2.0, 1.0]).search(sorted(words), 50)
    assert found == pytest.approx(by_sqlite(rows, [2.0, 1.0], sorted(words)), rel=1e-4, abs=1e-4)


def test_the_best_come_first_and_no_more_than_wanted() -> None:
    index = WordIndex(ROWS, [1.0, 1.0])
    found = index.search(["产假"], 1)
    assert list(found) == ["a"]
    assert next(iter(index.search(["产假", "工资"], 3))) == "c"


def test_unknown_words_and_no_words_find_nothing() -> None:
    index = WordIndex(ROWS, [1.0, 1.0])
    assert index.search(["天气"], 5) == index.search([], 5) == {}
