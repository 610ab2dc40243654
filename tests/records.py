"""Records to test with: in a folder, or in the PostgreSQL database that POLICY_TEST_POSTGRES names."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from policies_kb.settings import read_settings
from web.storage import Records, open_records
from web.storage.tables import QUESTIONS, TABLES

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
            if table.name != "audit_trail":  # which the database itself lets nobody delete from
                connection.execute(table.delete())
    return found


def add(records: Records, **changes: object) -> int:
    with records.writing() as connection:
        return connection.execute(QUESTIONS.insert(), question(**changes)).inserted_primary_key[0]


def ids(records: Records) -> list[str]:
    with records.reading() as connection:
        return list(connection.execute(sa.select(QUESTIONS.c.answer_id).order_by(QUESTIONS.c.id)).scalars())


def rows(records: Records, table: sa.Table) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    with records.reading() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]
