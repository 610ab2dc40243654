"""The tables as the program uses them now. A change here needs a step in migrations/; a test compares the two.

Times are UTC without a zone; days are those of Shanghai.
"""

import sqlalchemy as sa

TABLES = sa.MetaData()

QUESTIONS = sa.Table(
    "questions",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("answer_id", sa.String(32), unique=True),  # null once the conversation was removed
    sa.Column("session", sa.String(64), index=True),  # likewise
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),  # chat, wechat
    sa.Column("kind", sa.String(16), nullable=False),  # of the Answer
    sa.Column("region", sa.String(6)),
    sa.Column("measure", sa.String(120)),  # the first one of the Answer
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("kb_version", sa.String(80)),
)
"""One row for each question answered, without its words: what statistics count."""

WORDINGS = sa.Table(
    "wordings",
    TABLES,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
    sa.Column("why", sa.String(16), index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
)
"""The masked words of a question and the essentials of its Answer. `why` says why the staff should look at it (see
web/journal.py); null waits a day for feedback and is then removed."""

FEEDBACK = sa.Table(
    "feedback",
    TABLES,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("verdict", sa.String(8), nullable=False),  # useful, useless
    sa.Column("reason", sa.Text, nullable=False),  # masked; may be empty
)

WECHAT_TALKS = sa.Table(
    "wechat_talks",
    TABLES,
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("options", sa.JSON, nullable=False),
    sa.Column("rest", sa.Text, nullable=False),
)
"""What the last WeChat message of a conversation offered by number, and what of it did not fit."""
