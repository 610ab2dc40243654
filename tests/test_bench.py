"""The bench's arithmetic is right and both sides of it learn the same intents. The bench itself is `make bench`."""

import os
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from policies_kb.settings import ROOT
from tests.bench import sides
from tests.bench.load import conversation, copy_conversation
from tests.bench.report import LOADS, Sheet, aims, table
from tests.bench.sides import Group
from tests.bench.stats import Measured, percentile, pooled, times


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.05, 1), (0.5, 10), (0.95, 19), (0.951, 20), (1, 20)],
)
def test_a_percentile_is_the_smallest_value_not_exceeded_by_its_share(share: float, expected: int) -> None:
    assert percentile(list(range(20, 0, -1)), share) == expected


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1], 0), ([1], 1.1)])
def test_a_percentile_of_nothing_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_rounds_are_pooled_not_averaged() -> None:
    whole = pooled([Measured((0.010, 0.020), 1, 0.02), Measured((0.030, 0.5), 3, 0.06)])
    assert (whole.median_ms, whole.p95_ms, whole.per_second, whole.cpu_ms) == (pytest.approx(25), 500, 1, 20)


@pytest.mark.parametrize(("larger", "smaller", "expected"), [(10, 2, "5.0 ×"), (2, 10, "1/5.0"), (3, 3, "1.0 ×")])
def test_a_ratio_reads_in_both_directions(larger: float, smaller: float, expected: str) -> None:
    assert times(larger, smaller) == expected


def sheet(seconds: float) -> Sheet:
    return Sheet({load: Measured((seconds,) * 4, seconds * 4, seconds) for load in LOADS}, 1000 * seconds, 60, 10)


def test_the_table_has_a_ratio_in_each_row_and_the_aims_are_judged() -> None:
    lines = table(sheet(0.1), sheet(0.02))
    assert "| 1 client, turn 1 | 100 / 100, 10.0 per s | 20 / 20, 50.0 per s | 1/5.0 median, 5.0 × messages |" in lines
    assert {line.count("|") for line in lines} == {5}
    assert all(line.startswith("达到") for line in aims(sheet(0.1), sheet(0.02)))
    assert aims(sheet(0.1), sheet(0.05))[0].startswith("没有达到")


def test_trainings_are_compared_only_when_both_were_done_in_one_run() -> None:
    assert "| training, s | 60 | 60 | 1.0 × |" in table(sheet(0.1), sheet(0.02))
    assert "| training, s | 60 | 60 | not measured in one run |" in table(
        sheet(0.1), replace(sheet(0.02), trained_now=False)
    )


def test_a_group_is_weighed_with_all_that_it_started(tmp_path: Path) -> None:
    busy = f"exec {sys.executable} -c 'while True: pass'"
    with Group({"busy": f"{busy} & {busy}"}, dict(os.environ), tmp_path) as group:
        before, since = group.cpu_seconds(), time.monotonic()
        while (worked := group.cpu_seconds() - before) < 0.2:
            assert time.monotonic() - since < 30
        assert worked < 3 and group.megabytes() > 10
    assert group.cpu_seconds() == group.megabytes() == 0


def test_a_model_is_trained_again_only_when_what_it_learns_from_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sides, "OUT", tmp_path)
    side = sides.Side("toy", ("tests/cases/intents.yml",), f"echo x >> {tmp_path}/toy.tar.gz", {})
    trained = [sides.trained_seconds(side, tmp_path, again) for again in (False, False, True)]
    assert [now for _, now in trained] == [True, False, True]
    assert trained[0] == (trained[1][0], True)
    assert (tmp_path / "toy.tar.gz").read_text() == "x\nx\n"


def test_a_copied_conversation_has_the_same_events_in_the_same_order(tmp_path: Path) -> None:
    database = tmp_path / "tracker.sqlite"
    columns = "sender_id, type_name, timestamp, intent_name, action_name, data"
    with closing(sqlite3.connect(database)) as tracker, tracker:
        tracker.execute(f"create table events (id integer primary key, {columns})")
        tracker.executemany(
            f"insert into events ({columns}) values ('held', 'user', ?, 'greet', null, '好')", [(n,) for n in range(3)]
        )
    copy_conversation(database, "held", ["a", "b"])
    with closing(sqlite3.connect(database)) as tracker:
        rows = tracker.execute("select timestamp, data from events where sender_id = 'b' order by id").fetchall()
    assert rows == [(0, "好"), (1, "好"), (2, "好")]


def test_a_conversation_has_the_wanted_length() -> None:
    assert len(conversation(49)) == 49 and len(set(conversation(49))) > 10


def test_both_sides_know_the_same_intents_and_entities() -> None:
    ours = yaml.safe_load((ROOT / "bot/domain.yml").read_text("utf-8"))
    stock = yaml.safe_load((ROOT / "tests/bench/stock/domain.yml").read_text("utf-8"))
    assert stock["intents"] == [name for intent in ours["intents"] for name in intent]
    assert stock["entities"] == ours["entities"]
