"""A copy of the records brings everything back, into either database, or nothing at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.records import add, ids, of_folder, of_postgres
from web import records as command
from web.storage import FullRecords, Records, RecordsError, migrating
from web.storage.copies import back_up, restore
from web.storage.migrating import steps
from web.storage.tables import WORDINGS


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
