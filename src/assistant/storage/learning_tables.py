"""Tables of what the shop learns from its chats."""

from sqlalchemy import Boolean, Column, Table, false

from assistant.storage.columns import PlainText, UtcDateTime
from assistant.storage.metadata import metadata
from assistant.storage.metadata import seq as _seq
from assistant.storage.metadata import text_column as _text

faqs = Table(
    "faqs",
    metadata,
    _seq(),
    _text("id", unique=True),
    _text("conversation_id"),
    _text("turn_id"),
    _text("asked"),
    _text("question"),
    _text("answer"),
    _text("by"),
    Column("at", UtcDateTime, nullable=False),
    _text("status"),
    _text("decided_by"),
    Column("decided_at", UtcDateTime),
    Column("pending", Boolean, nullable=False, server_default=false()),
    _text("fault"),
)

frozen_turns = Table(
    "frozen_turns",
    metadata,
    Column("turn_id", PlainText, primary_key=True),
    _text("conversation_id", index=True),
    _text("wrong"),
    _text("note"),
    _text("by"),
    Column("at", UtcDateTime, nullable=False),
)
