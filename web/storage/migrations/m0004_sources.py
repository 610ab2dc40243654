"""What standing the documents had when they were last seen, and what changed of it."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def upgrade(connection: Connection) -> None:
    """Make the two tables."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["accounts"])
    sa.Table(
        "document_states",
        tables,
        sa.Column("document", sa.String(60), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
    )
    sa.Table(
        "status_changes",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("document", sa.String(60), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("after", sa.String(32), nullable=False),
        sa.Column("kb_version", sa.String(80), nullable=False),
        sa.Column("ticked_by", sa.ForeignKey("accounts.id")),
        sa.Column("ticked_at", sa.DateTime, index=True),
    )
    tables.create_all(connection)
