"""Tables of the people who answer: hand-offs, what they write, what happens, and who they are."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, false, text, true

from assistant.storage.columns import PlainText, UtcDateTime
from assistant.storage.metadata import metadata
from assistant.storage.metadata import seq as _seq
from assistant.storage.metadata import text_column as _text

OPEN_HANDOFF = text("status IN ('waiting', 'taken')")
NOTHING = text("''")


def _later(name: str) -> Column[str]:
    """A text that rows from before do not have."""
    return Column(name, PlainText, nullable=False, server_default=NOTHING)


handoffs = Table(
    "handoffs",
    metadata,
    _seq(),
    _text("id", unique=True),
    _text("conversation_id", index=True),
    _text("reason"),
    _text("evidence"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("transcript", JSON, nullable=False),
    Column("cart", JSON, nullable=False),
    Column("tried", JSON, nullable=False),
    _text("status", index=True),
    _later("queue"),
    Column("packet", JSON(none_as_null=True)),
    _later("owner"),
    _later("former"),
    Column("taken_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Index(
        "uq_handoffs_open_conversation",
        "conversation_id",
        unique=True,
        sqlite_where=OPEN_HANDOFF,
        postgresql_where=OPEN_HANDOFF,
    ),
)

desk_events = Table(
    "desk_events",
    metadata,
    _seq(),
    _text("conversation_id", index=True),
    _text("kind"),
    Column("at", UtcDateTime, nullable=False),
    Column("payload", JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never used twice: a reader may stand on one that was deleted
)

staff_lines = Table(
    "staff_lines",
    metadata,
    _seq(),
    _text("id", unique=True),
    _text("conversation_id", index=True),
    _text("handoff_id"),
    _text("kind"),
    _text("staff_id"),
    _text("name"),
    _text("text"),
    Column("at", UtcDateTime, nullable=False),
)

conversation_tags = Table(
    "conversation_tags",
    metadata,
    Column("conversation_id", PlainText, primary_key=True),
    Column("tags", JSON, nullable=False),
)

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", PlainText, primary_key=True),
    _text("title"),
    _text("text"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("handoff_id", PlainText, primary_key=True),
    _text("conversation_id", index=True),
    Column("stars", Integer, nullable=False),
    _text("word"),
    _text("staff_id", index=True),
    Column("at", UtcDateTime, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", PlainText, primary_key=True),
    _text("name"),
    _text("email", unique=True),
    _text("role"),
    _text("password"),
    Column("skills", JSON, nullable=False),
    Column("most", Integer, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("away", Boolean, nullable=False, server_default=false()),
    Column("seen_at", UtcDateTime),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", PlainText, primary_key=True),
    Column("staff_id", PlainText, ForeignKey(staff.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("until", UtcDateTime, nullable=False, index=True),
)

handoff_policy = Table(
    "handoff_policy",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("policy", JSON, nullable=False),
)
