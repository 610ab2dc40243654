"""Questions counted, questions kept with their words, and what people thought of the answers."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

TABLES = sa.MetaData()

sa.Table(
    "questions",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("answer_id", sa.String(32), unique=True),
    sa.Column("session", sa.String(64), index=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("region", sa.String(6)),
    sa.Column("measure", sa.String(120)),
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("kb_version", sa.String(80)),
)
sa.Table(
    "wordings",
    TABLES,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
    sa.Column("why", sa.String(16), index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
)
sa.Table(
    "feedback",
    TABLES,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
sa.Table(
    "wechat_talks",
    TABLES,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("options", sa.JSON, nullable=False),
    sa.Column("rest", sa.Text, nullable=False),
)


def upgrade(connection: Connection) -> None:
    """Make the tables as they were first."""
    TABLES.create_all(connection, checkfirst=False)
