"""The console: accounts, the audit trail, calls, faults, needs and notices."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

REFUSE = "the audit trail only grows"
SQLITE = [
    f"create trigger audit_trail_{verb} before {verb} on audit_trail begin select raise(abort, '{REFUSE}'); end"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "create or replace function refuse_change() returns trigger as "
    f"$$ begin raise exception '{REFUSE}'; end $$ language plpgsql",
    "create trigger audit_trail_append_only before update or delete or truncate on audit_trail "
    "for each statement execute function refuse_change()",
]


def upgrade(connection: Connection) -> None:
    """Make the tables, and let the database itself keep the audit trail append-only."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["questions"])
    for add in (_accounts, _calls, _faults, _needs, _notices):
        add(tables)
    tables.create_all(connection)
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def _accounts(tables: sa.MetaData) -> None:
    """Accounts and what they did."""
    sa.Table(
        "accounts",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("login", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("stamp", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    sa.Table(
        "audit_trail",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("login", sa.String(40), nullable=False, index=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object", sa.String(120), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
    )


def _calls(tables: sa.MetaData) -> None:
    """The calls that they took."""
    sa.Table(
        "calls",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("category", sa.String(6), nullable=False, index=True),
        sa.Column("region", sa.String(6)),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("measures", sa.JSON, nullable=False),
        sa.Column("kb_version", sa.String(80), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
    )


def _faults(tables: sa.MetaData) -> None:
    """What is said to be wrong in the knowledge."""
    sa.Table(
        "faults",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
        sa.Column("measure", sa.String(120), nullable=False),
        sa.Column("kb_version", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("handled_by", sa.ForeignKey("accounts.id")),
        sa.Column("handled_at", sa.DateTime),
    )


def _needs(tables: sa.MetaData) -> None:
    """What is missing in it, and the questions behind that."""
    sa.Table(
        "needs",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("target", sa.String(120), nullable=False),
        sa.Column("region", sa.String(6)),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
    )
    sa.Table(
        "need_questions",
        tables,
        sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
        sa.Column("need_id", sa.ForeignKey("needs.id"), nullable=False, index=True),
    )


def _notices(tables: sa.MetaData) -> None:
    """What is urgent."""
    sa.Table(
        "notices",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("region", sa.String(6)),
        sa.Column("benefit", sa.String(60)),
        sa.Column("document", sa.String(60)),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False, index=True),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
