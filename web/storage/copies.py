"""Copies of all records: always an SQLite file, whatever database they come from and go to."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from web.storage import migrating
from web.storage.engine import Records, file_url
from web.storage.errors import FullRecords, RecordsError

ROWS_AT_ONCE = 500


def back_up(records: Records, path: Path) -> int:
    """Write a copy of one state of the records to a new file; return its rows. RecordsError when the file exists."""
    if path.exists():
        raise RecordsError(f"{path} 已经有了：换一个文件名")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    try:
        with records.reading() as source, _opened(path) as target, target.begin():
            return _copy(source, target)
    except BaseException:
        path.unlink()
        raise


def restore(records: Records, path: Path, replace: bool = False) -> int:
    """Put a copy in the place of the records, all or nothing, and bring it up to date; return its rows.

    FullRecords when there are records and `replace` was not said; RecordsError when the file is no such copy.
    """
    with _opened(path) as source, records.writing() as target:
        if not _is_copy(source):
            raise RecordsError(f"{path} 不是 python -m web.records backup 写出的备份")
        if any(count_rows(target).values()) and not replace:
            raise FullRecords("这里已经有记录：确定要用备份换掉它们，就加上 --replace")
        _ours(target).drop_all(target)
        migrating.STEPS_TABLE.drop(target, checkfirst=True)
        rows = _copy(source, target)
        migrating.migrate(target)
    return rows


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table of the records holds, by its name."""
    counts = {table.name: sa.select(sa.func.count()).select_from(table) for table in _ours(connection).sorted_tables}
    return {name: connection.execute(count).scalar_one() for name, count in counts.items()}


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    engine = sa.create_engine(file_url(path), future=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _is_copy(connection: Connection) -> bool:
    try:
        return migrating.version(connection) > 0
    except DatabaseError:
        return False


def _copy(source: Connection, target: Connection) -> int:
    """Make the target's tables as they were at the source's step, then copy all rows in an order for foreign keys."""
    migrating.migrate(target, until=migrating.version(source))
    into = _ours(target).tables
    rows = 0
    for table in _ours(source).sorted_tables:
        for batch in source.execute(sa.select(table)).mappings().partitions(ROWS_AT_ONCE):
            target.execute(into[table.name].insert(), [dict(row) for row in batch])
            rows += len(batch)
        _number_on(target, into[table.name])
    return rows


def _number_on(connection: Connection, table: sa.Table) -> None:
    """Let PostgreSQL number new rows after the copied ones; SQLite does so by itself."""
    for column in table.columns:
        if connection.dialect.name != "postgresql" or "nextval" not in str(getattr(column.server_default, "arg", "")):
            continue
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(sa.select(sa.func.setval(sequence, sa.func.max(column))))


def _ours(connection: Connection) -> sa.MetaData:
    """Return the tables that the steps taken have made, as the database describes them; there may be others beside."""
    found = sa.MetaData()
    found.reflect(connection, only=_names(migrating.version(connection)))
    return found


@cache
def _names(until: int) -> list[str]:
    """Return the names of the tables after a step: what an empty database holds once it was brought there."""
    with sa.create_engine("sqlite://", future=True).connect() as connection:
        migrating.migrate(connection, until)
        return [name for name in sa.inspect(connection).get_table_names() if name != migrating.STEPS_TABLE.name]
