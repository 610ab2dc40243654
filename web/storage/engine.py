"""The one engine of an application, and the two ways into it: reading and writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from policies_kb.errors import SettingError
from policies_kb.settings import Settings
from web.storage import migrating

FILE = "records.sqlite"
BUSY_SECONDS = 30
WRITES = "writes"  # the execution option that `writing` sets


class Records:
    """The records of one application. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the records and waits for no writer."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all stored when the block ends, or none when it fails."""
        with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    def migrate(self, until: int | None = None) -> list[int]:
        """Bring the tables up to date (or to a step); return the steps taken. NewerRecords when they are newer."""
        with self.writing() as connection:
            return migrating.migrate(connection, until)

    def scrub(self) -> None:
        """Make sure that what was deleted is not left over in SQLite's file of changes; others need nothing."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def records_url(settings: Settings) -> URL:
    """Return POLICY_RECORDS_URL, or the SQLite file in POLICY_VAR; SettingError when it is no address."""
    text = settings.text("POLICY_RECORDS_URL")
    try:
        return make_url(text) if text else file_url(settings.path("POLICY_VAR") / FILE)
    except ArgumentError:
        raise SettingError(
            "设置 POLICY_RECORDS_URL 不能用：要写成 postgresql://用户:密码@主机/库名 这样的地址"
        ) from None


def file_url(path: Path) -> URL:
    """Return the address of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def open_records(settings: Settings) -> Records:
    """Return the records with their tables up to date; SettingError or RecordsError when they cannot be used."""
    url = records_url(settings)
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            Path(url.database).touch(mode=0o600)
        records = Records(make_engine(url))
        records.migrate()
    except (SQLAlchemyError, OSError, ImportError) as error:
        shown = url.render_as_string(hide_password=True)
        raise SettingError(
            f"记录用的数据库 {shown} 打不开（{type(error).__name__}）：检查设置 POLICY_RECORDS_URL"
        ) from None
    return records


def make_engine(url: URL) -> Engine:
    """Return an engine; SQLite gets foreign keys, a log of changes, and waits for other writers."""
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, future=True, pool_pre_ping=True)
    waits = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = sa.create_engine(url, future=True, poolclass=QueuePool, connect_args=waits)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # sqlite3 would begin transactions by itself, and not before a `create table`
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")  # what was acknowledged outlives a power cut
    connection.execute("pragma foreign_keys=on")
    connection.execute("pragma secure_delete=on")  # what is deleted is overwritten


def _begin(connection: Connection) -> None:
    """Begin as a writer where one is wanted: who reads first and writes later could not wait for another writer."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
