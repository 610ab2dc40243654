"""What cannot be rebuilt is kept: through kills, changes of the tables, backups, and under both databases."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from policies_kb.errors import SettingError
from policies_kb.settings import ROOT, read_settings
from web import records as command
from web.storage import FullRecords, NewerRecords, Records, RecordsError, migrating, open_records
from web.storage.copies import back_up, count_rows, restore
from web.storage.migrating import STEPS_TABLE, steps, version
from web.storage.tables import FEEDBACK, QUESTIONS, TABLES, WORDINGS

POSTGRES = os.environ.get("POLICY_TEST_POSTGRES", "")
NOW = datetime(2026, 11, 22, 8, 30)


def question(**changes: object) -> dict:
    told = {"answer_id": "a1", "session": "s1", "at": NOW, "day": date(2026, 11, 22), "channel": "chat"}
    return told | {"kind": "answer", "milliseconds": 12} | changes


def of_folder(folder: Path) -> Records:
    return open_records(read_settings({"POLICY_VAR": str(folder)}))


def of_postgres() -> Records:
    """Return the empty records of the database set for tests."""
    if not POSTGRES:
        pytest.skip("POLICY_TEST_POSTGRES names no PostgreSQL database for tests")
    found = open_records(read_settings({"POLICY_RECORDS_URL": POSTGRES}))
    with found.writing() as connection:
        for table in reversed(TABLES.sorted_tables):
            connection.execute(table.delete())
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    found = of_folder(tmp_path / "var") if request.param == "sqlite" else of_postgres()
    yield found
    found.close()


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Records]:
    found = of_folder(tmp_path / "var")
    yield found
    found.close()


def add(records: Records, **changes: object) -> int:
    with records.writing() as connection:
        return connection.execute(QUESTIONS.insert(), question(**changes)).inserted_primary_key[0]


def ids(records: Records) -> list[str]:
    with records.reading() as connection:
        return list(connection.execute(sa.select(QUESTIONS.c.answer_id).order_by(QUESTIONS.c.id)).scalars())


def test_what_was_written_is_read(records: Records) -> None:
    number = add(records)
    with records.writing() as connection:
        connection.execute(WORDINGS.insert(), {"question_id": number, "text": "产假", "answer": {"数": [1, None]}})
    with records.reading() as connection:
        [row] = connection.execute(sa.select(QUESTIONS, WORDINGS).join(WORDINGS)).mappings()
    assert (row["at"], row["day"], row["answer"]) == (NOW, date(2026, 11, 22), {"数": [1, None]})


def test_a_block_that_fails_leaves_nothing(records: Records) -> None:
    with pytest.raises(ZeroDivisionError), records.writing() as connection:
        connection.execute(QUESTIONS.insert(), question())
        1 / 0  # noqa: B018
    assert ids(records) == []


def test_what_hangs_on_a_question_goes_with_it(records: Records) -> None:
    number = add(records)
    with records.writing() as connection:
        connection.execute(FEEDBACK.insert(), {"question_id": number, "at": NOW, "verdict": "useful", "reason": ""})
        connection.execute(QUESTIONS.delete())
    with records.reading() as connection:
        assert set(count_rows(connection).values()) == {0}
    with pytest.raises(sa.exc.IntegrityError), records.writing() as connection:
        connection.execute(WORDINGS.insert(), {"question_id": 999, "text": "", "answer": {}})


def test_writers_wait_for_each_other(in_file: Records) -> None:
    def write(name: int) -> None:
        for number in range(10):
            add(in_file, answer_id=f"{name}-{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids(in_file)) == 80


def test_a_reader_waits_for_no_writer(in_file: Records) -> None:
    add(in_file)
    with in_file.writing() as connection:
        connection.execute(QUESTIONS.delete())
        assert ids(in_file) == ["a1"]
    assert ids(in_file) == []


def columns(tables: sa.MetaData) -> set[tuple]:
    return {
        (table.name, column.name, str(column.type), column.nullable, column.primary_key, bool(column.foreign_keys))
        for table in tables.sorted_tables
        for column in table.columns
    }


def test_the_steps_lead_to_the_tables_that_the_program_uses(in_file: Records) -> None:
    found = sa.MetaData()
    found.reflect(
        in_file.engine, only=[name for name in sa.inspect(in_file.engine).get_table_names() if name != "migrations"]
    )
    assert columns(found) == columns(TABLES)
    assert {(t.name, i.name) for t in found.sorted_tables for i in t.indexes} == {
        (t.name, i.name) for t in TABLES.sorted_tables for i in t.indexes
    }


def test_steps_are_numbered_without_gaps() -> None:
    assert list(steps()) == list(range(1, len(steps()) + 1))


def test_each_step_is_taken_once(records: Records) -> None:
    assert records.migrate() == []
    with records.reading() as connection:
        assert version(connection) == max(steps())


def test_a_step_that_fails_leaves_the_tables_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(connection: sa.engine.Connection) -> None:
        connection.exec_driver_sql("create table half_done (a int)")
        raise RuntimeError("no space left")

    of_folder(tmp_path).close()
    real = steps()
    monkeypatch.setattr(migrating, "steps", lambda: real | {max(real) + 1: ("m9999_bad", fails)})
    with pytest.raises(RuntimeError):
        of_folder(tmp_path)
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as file:
        assert file.execute("select count(*) from sqlite_master where name = 'half_done'").fetchone() == (0,)
        assert file.execute("select max(number) from migrations").fetchone() == (max(real),)


def test_newer_records_are_refused(in_file: Records, tmp_path: Path) -> None:
    with in_file.writing() as connection:
        connection.execute(STEPS_TABLE.insert(), {"number": max(steps()) + 1, "name": "future", "at": NOW})
    with pytest.raises(NewerRecords, match="请用新版的程序打开"):
        of_folder(tmp_path / "var")


def test_records_are_for_the_owner_only(in_file: Records, tmp_path: Path) -> None:
    add(in_file)
    back_up(in_file, tmp_path / "copy.sqlite")
    for path in [*(tmp_path / "var").glob("records.sqlite*"), tmp_path / "copy.sqlite"]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_copy_brings_everything_back(records: Records, tmp_path: Path) -> None:
    number = add(records, region="420800", measure="jingmen.child_allowance")
    with records.writing() as connection:
        connection.execute(
            WORDINGS.insert(), {"question_id": number, "why": "handoff", "text": "人", "answer": {"a": 1}}
        )
    assert back_up(records, tmp_path / "copy.sqlite") == 2
    add(records, answer_id="later")
    with pytest.raises(FullRecords):
        restore(records, tmp_path / "copy.sqlite")
    assert ids(records) == ["a1", "later"]
    assert restore(records, tmp_path / "copy.sqlite", replace=True) == 2
    assert ids(records) == ["a1"]
    with records.reading() as connection:
        assert connection.execute(sa.select(WORDINGS.c.answer)).scalar_one() == {"a": 1}
    assert add(records, answer_id="new") > number


def test_a_copy_of_one_database_fits_the_other(in_file: Records, tmp_path: Path) -> None:
    add(in_file)
    back_up(in_file, tmp_path / "copy.sqlite")
    elsewhere = of_postgres()
    restore(elsewhere, tmp_path / "copy.sqlite")
    assert ids(elsewhere) == ["a1"]
    elsewhere.close()


def test_an_older_copy_is_brought_up_to_date(in_file: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(in_file)
    back_up(in_file, tmp_path / "copy.sqlite")
    real = steps()

    def adds(connection: sa.engine.Connection) -> None:
        connection.exec_driver_sql("alter table questions add column mood text default 'calm'")

    monkeypatch.setattr(migrating, "steps", lambda: real | {max(real) + 1: ("m9999_mood", adds)})
    in_file.migrate()
    restore(in_file, tmp_path / "copy.sqlite", replace=True)
    with in_file.reading() as connection:
        assert connection.exec_driver_sql("select answer_id, mood from questions").all() == [("a1", "calm")]


def test_tables_of_others_are_left_alone(in_file: Records, tmp_path: Path) -> None:
    with in_file.writing() as connection:
        connection.exec_driver_sql("create table events (a int)")
        connection.exec_driver_sql("insert into events values (1)")
    back_up(in_file, tmp_path / "copy.sqlite")
    restore(in_file, tmp_path / "copy.sqlite", replace=True)
    with in_file.reading() as connection:
        assert connection.exec_driver_sql("select a from events").all() == [(1,)]


@pytest.mark.parametrize("content", [b"", b"no database at all", None], ids=["empty", "text", "missing"])
def test_what_is_no_copy_is_refused(in_file: Records, tmp_path: Path, content: bytes | None) -> None:
    add(in_file)
    path = tmp_path / "copy.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordsError, match=r"copy\.sqlite"):
        restore(in_file, path, replace=True)
    assert ids(in_file) == ["a1"]


def test_a_copy_never_overwrites_a_file(in_file: Records, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(RecordsError, match="换一个文件名"):
        back_up(in_file, tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_what_was_removed_is_nowhere_in_the_files(in_file: Records, tmp_path: Path) -> None:
    secret = "我家的秘密三个字" * 20
    number = add(in_file)
    with in_file.writing() as connection:
        connection.execute(WORDINGS.insert(), {"question_id": number, "text": secret, "answer": {}})
    with in_file.writing() as connection:
        connection.execute(WORDINGS.delete())
    in_file.scrub()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("records.sqlite*"))
    assert kept and "我家的秘密三个字".encode() not in kept


WRITER = """
import sys
from policies_kb.settings import read_settings
from tests.test_web_storage import add
from web.storage import open_records
records = open_records(read_settings({"POLICY_VAR": sys.argv[1]}))
for number in range(1_000_000):
    add(records, answer_id=f"{sys.argv[2]}-{number}")
    print(number, flush=True)
"""


@pytest.mark.slow
def test_no_acknowledged_record_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    written = []
    for round_number in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(round_number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        for line in writer.stdout:
            if int(line) == 40 + 17 * round_number:
                writer.send_signal(signal.SIGKILL)
            written.append(f"{round_number}-{line.strip()}")
        writer.stdout.close()
        writer.wait()
    found = of_folder(tmp_path)
    assert len(written) > 5 * 40
    assert set(written) <= set(ids(found))
    assert len(ids(found)) <= len(written) + 5  # at most the one that was not yet told of
    found.close()
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as file:
        assert file.execute("pragma integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    "url",
    ["nonsense", "postgresql://a:secret@127.0.0.1:9/x", "nothing://a:secret@x/y", "sqlite:////proc/no/records.sqlite"],
)
def test_a_database_that_cannot_be_used_gets_a_sentence(url: str) -> None:
    with pytest.raises(SettingError, match="POLICY_RECORDS_URL") as caught:
        open_records(read_settings({"POLICY_RECORDS_URL": url}))
    assert "secret" not in str(caught.value)


def test_the_command_tells_and_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("POLICY_RECORDS_URL", raising=False)
    assert command.main(["migrate"]) == command.main(["backup", str(tmp_path / "copy")]) == 0
    assert command.main(["status"]) == command.main(["restore", str(tmp_path / "copy")]) == 0
    told = capsys.readouterr().out
    assert f"第 {max(steps())} 版" in told and "questions" in told and "备份了 0 条记录" in told
    assert command.main(["backup", str(tmp_path / "copy")]) == 1
    assert "已经有了" in capsys.readouterr().err
