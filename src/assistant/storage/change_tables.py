"""Tables of changes after purchase."""

from sqlalchemy import JSON, Column, Integer, Table

from assistant.storage.columns import PlainText, UtcDateTime
from assistant.storage.metadata import metadata, seq, text_column

proposals = Table(
    "proposals",
    metadata,
    Column("id", PlainText, primary_key=True),
    text_column("conversation_id", index=True),
    text_column("shopper"),
    text_column("kind"),
    text_column("digest"),
    text_column("words"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    text_column("state"),
    Column("number", PlainText),
    Column("customer_id", PlainText),
)

# triggers of the migration refuse to change or delete its rows
trail = Table(
    "trail",
    metadata,
    seq(),
    text_column("id", unique=True),
    Column("at", UtcDateTime, nullable=False),
    text_column("actor"),
    text_column("event"),
    text_column("kind"),
    text_column("words"),
    Column("conversation_id", PlainText),
    text_column("shopper"),
    Column("number", PlainText, index=True),
    Column("customer_id", PlainText, index=True),
    Column("proposal_id", PlainText),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)

shop_rules = Table(
    "shop_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rules", JSON, nullable=False),
)
