"""Who may take over chats, which chats were taken over, and what was said there."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def upgrade(connection: Connection) -> None:
    """Add the right to the accounts and make the tables."""
    connection.execute(sa.text("alter table accounts add column takes_chats boolean not null default false"))
    tables = sa.MetaData()
    sa.Table("accounts", tables, autoload_with=connection)
    made = [_takeovers(tables), _lines(tables)]
    tables.create_all(connection, tables=made, checkfirst=False)


def _takeovers(tables: sa.MetaData) -> sa.Table:
    return sa.Table(
        "takeovers",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("session", sa.String(64), index=True),
        sa.Column("region", sa.String(6)),
        sa.Column("state", sa.String(8), nullable=False, index=True),
        sa.Column("asked_at", sa.DateTime, nullable=False, index=True),
        sa.Column("account_id", sa.ForeignKey("accounts.id"), index=True),
        sa.Column("taken_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_by", sa.String(8)),
        sa.Column("person_seen_at", sa.DateTime, nullable=False),
        sa.Column("operator_seen_at", sa.DateTime),
    )


def _lines(tables: sa.MetaData) -> sa.Table:
    return sa.Table(
        "takeover_lines",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("takeover_id", sa.ForeignKey("takeovers.id", ondelete="cascade"), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
