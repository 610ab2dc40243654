"""Brings the tables from any older state to the present one, step by step, each step once and all in one transaction.

A step is a module `migrations/mNNNN_name.py` with `upgrade(connection)`. Steps are numbered without gaps, whichever
part of `web` they belong to, make tables but no rows, and are never changed once published: a change is a new step.
"""

import pkgutil
from collections.abc import Callable
from datetime import datetime, timezone
from importlib import import_module
from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from web.storage import migrations
from web.storage.errors import NewerRecords

STEPS_TABLE = sa.Table(
    "migrations",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)
LOCK = 7_203_411  # any number: writers that migrate the same PostgreSQL database wait for each other

Upgrade = Callable[[Connection], None]


def steps() -> dict[int, tuple[str, Upgrade]]:
    """Return the name and the function of every step, by number, in order."""
    found: list[ModuleType] = [
        import_module(f"{migrations.__name__}.{module.name}") for module in pkgutil.iter_modules(migrations.__path__)
    ]
    names = {int(module.__name__.rpartition(".m")[2][:4]): module for module in found}
    return {number: (names[number].__name__.rpartition(".")[2], names[number].upgrade) for number in sorted(names)}


def version(connection: Connection) -> int:
    """Return the number of the last step taken; 0 for an empty database."""
    if not sa.inspect(connection).has_table(STEPS_TABLE.name):
        return 0
    return connection.execute(sa.select(sa.func.coalesce(sa.func.max(STEPS_TABLE.c.number), 0))).scalar_one()


def migrate(connection: Connection, until: int | None = None) -> list[int]:
    """Take the steps that are missing, up to `until`; return their numbers. The caller ends the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    known, present = steps(), version(connection)
    newest = max(known, default=0)
    wanted = newest if until is None else until
    if max(present, wanted) > newest:
        raise NewerRecords(
            f"记录的数据库是第 {max(present, wanted)} 版，这个程序只认得第 {newest} 版：请用新版的程序打开它"
        )
    STEPS_TABLE.create(connection, checkfirst=True)
    missing = [number for number in known if present < number <= wanted]
    for number in missing:
        name, upgrade = known[number]
        upgrade(connection)
        at = datetime.now(timezone.utc).replace(tzinfo=None)
        connection.execute(STEPS_TABLE.insert(), {"number": number, "name": name, "at": at})
    return missing
