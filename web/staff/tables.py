"""The console's tables, beside those of the public side in web/storage/tables.py: see there for times and days."""

import sqlalchemy as sa

from web.storage.tables import TABLES

ACCOUNTS = sa.Table(
    "accounts",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("login", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),  # argon2id
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    sa.Column("locked_until", sa.DateTime),
    sa.Column("stamp", sa.Integer, nullable=False),  # a session holds it; another one ends all sessions
    sa.Column("takes_chats", sa.Boolean, nullable=False, server_default=sa.false()),  # a supervisor allows it
    sa.Column("at", sa.DateTime, nullable=False),
)
"""Who may log in to the console."""

AUDIT_TRAIL = sa.Table(
    "audit_trail",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("login", sa.String(40), nullable=False, index=True),
    sa.Column("action", sa.String(60), nullable=False),  # the endpoint
    sa.Column("object", sa.String(120), nullable=False),  # which record, account, notice …
    sa.Column("status", sa.Integer, nullable=False),  # of HTTP
    sa.Column("address", sa.String(64), nullable=False),
)
"""Who saw or changed what. The database refuses to change or delete a row."""

CALLS = sa.Table(
    "calls",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("day", sa.Date, nullable=False, index=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("category", sa.String(6), nullable=False, index=True),
    sa.Column("region", sa.String(6)),
    sa.Column("question", sa.Text, nullable=False),  # masked
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("note", sa.Text, nullable=False),  # masked
    sa.Column("measures", sa.JSON, nullable=False),  # ids that were told
    sa.Column("kb_version", sa.String(80), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),  # the day that the answer held for
    sa.Column("seconds", sa.Integer, nullable=False),
)
"""One finished call."""

FAULTS = sa.Table(
    "faults",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("measure", sa.String(120), nullable=False),
    sa.Column("kb_version", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # masked
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Column("handled_by", sa.ForeignKey("accounts.id")),
    sa.Column("handled_at", sa.DateTime),
)
"""What staff think is wrong in the knowledge base, and what became of it."""

NEEDS = sa.Table(
    "needs",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("way", sa.String(16), nullable=False),  # alias, training, missing, dropped
    sa.Column("target", sa.String(120), nullable=False),  # a measure, an intent, or nothing
    sa.Column("region", sa.String(6)),
    sa.Column("texts", sa.JSON, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
)
"""What a group of questions that were not answered became."""

NEED_QUESTIONS = sa.Table(
    "need_questions",
    TABLES,
    sa.Column("question_id", sa.ForeignKey("questions.id", ondelete="cascade"), primary_key=True),
    sa.Column("need_id", sa.ForeignKey("needs.id"), nullable=False, index=True),
)
"""The questions that a need has taken out of the queue."""

NOTICES = sa.Table(
    "notices",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("region", sa.String(6)),  # null: everywhere
    sa.Column("benefit", sa.String(60)),
    sa.Column("document", sa.String(60)),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False, index=True),  # the last day
    sa.Column("ended", sa.Boolean, nullable=False),
)
"""An urgent wording that stands on top of every answer that it matches."""

TAKEOVERS = sa.Table(
    "takeovers",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("session", sa.String(64), index=True),  # null once the conversation was removed
    sa.Column("region", sa.String(6)),
    sa.Column("state", sa.String(8), nullable=False, index=True),  # waiting, taken, ended
    sa.Column("asked_at", sa.DateTime, nullable=False, index=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), index=True),
    sa.Column("taken_at", sa.DateTime),
    sa.Column("ended_at", sa.DateTime),
    sa.Column("ended_by", sa.String(8)),
    sa.Column("person_seen_at", sa.DateTime, nullable=False),
    sa.Column("operator_seen_at", sa.DateTime),
)
"""Chats in which a person of the office was wanted: see web/takeover/line.py."""

TAKEOVER_LINES = sa.Table(
    "takeover_lines",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("takeover_id", sa.ForeignKey("takeovers.id", ondelete="cascade"), nullable=False, index=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.String(8), nullable=False),  # person, operator
    sa.Column("text", sa.Text, nullable=False),  # the person's is masked
)
"""What the two said to each other."""

DOCUMENT_STATES = sa.Table(
    "document_states",
    TABLES,
    sa.Column("document", sa.String(60), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("status", sa.String(32), nullable=False),
)
"""The standing of every document when a knowledge base with it was last opened."""

STATUS_CHANGES = sa.Table(
    "status_changes",
    TABLES,
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
"""A standing that changed, until somebody has looked at what hangs on it."""
