"""Records to test with: in a folder, or in the PostgreSQL database that POLICY_TEST_POSTGRES names."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from policies_kb.settings import read_settings
from web.storage import Records, open_records
from web.storage.tables import QUESTIONS

POSTGRES = os.environ.get("POLICY_TEST_POSTGRES", "")
NOW = datetime(2026, 11, 22, 8, 30)


def question(**changes: object) -> dict:
    told = {"answer_id": "a1", "session": "s1", "at": NOW, "day": date(2026, 11, 22), "channel": "chat"}
    return told | {"kind": "answer", "milliseconds": 12} | changes


def of_folder(folder: Path) -> Records:
    return open_records(read_settings({"POLICY_VAR": str(folder)}))


def of_postgres() -> Records:
    """Return new and empty records in the database set for tests."""
    return open_records(read_settings(postgres_settings()))


def postgres_settings() -> dict[str, str]:
    """Return the settings of an empty place in the database set for tests: a schema for each process of the tests.

    Made anew, not emptied: the audit trail refuses to be.
    """
    if not POSTGRES:
        pytest.skip("POLICY_TEST_POSTGRES names no PostgreSQL database for tests")
    schema = f"tests_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine = sa.create_engine(POSTGRES, future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"drop schema if exists {schema} cascade")
        connection.exec_driver_sql(f"create schema {schema}")
    engine.dispose()
    url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    return {"POLICY_RECORDS_URL": url.render_as_string(hide_password=False)}


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
