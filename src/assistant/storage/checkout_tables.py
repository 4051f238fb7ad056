"""Tables of checkouts, held stock, payment pages, refunds, events and answers to idempotency keys."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, Table

from assistant.storage.columns import PlainText, UtcDateTime
from assistant.storage.metadata import metadata, seq, text_column

checkout_details = Table(
    "checkout_details",
    metadata,
    Column("cart", PlainText, primary_key=True),
    Column("details", JSON, nullable=False),
    Column("version", BigInteger, nullable=False),
)

# `agreed` is the checkout as it was placed; the columns beside it are what changes, and what is searched by
checkouts = Table(
    "checkouts",
    metadata,
    seq(),
    text_column("id", unique=True),
    text_column("conversation_id", index=True),
    text_column("number", unique=True),
    text_column("state", index=True),
    Column("session_id", PlainText),
    Column("attempt", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("held_until", UtcDateTime, nullable=False),
    Column("agreed", JSON, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("checkout_id", PlainText, ForeignKey(checkouts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("sku", PlainText, primary_key=True, index=True),
    Column("quantity", Integer, nullable=False),
)

discount_uses = Table(
    "discount_uses",
    metadata,
    Column("checkout_id", PlainText, ForeignKey(checkouts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", PlainText, primary_key=True, index=True),
    text_column("email", index=True),
    Column("customer_id", PlainText, index=True),
)

payment_sessions = Table(
    "payment_sessions",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("checkout_id", PlainText, ForeignKey(checkouts.c.id, ondelete="CASCADE"), nullable=False, index=True),
)

refunds = Table(
    "refunds",
    metadata,
    seq(),
    text_column("id", unique=True),
    Column("checkout_id", PlainText, ForeignKey(checkouts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    text_column("number"),
    text_column("session_id", index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("paid_minor", BigInteger, nullable=False),
    text_column("currency"),
    text_column("reason"),
    Column("at", UtcDateTime, nullable=False),
    text_column("state", index=True),
    Column("attempts", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    seq(),
    text_column("id", unique=True),
    text_column("kind"),
    Column("at", UtcDateTime, nullable=False),
    Column("data", JSON, nullable=False),
    text_column("status", index=True),
    Column("attempts", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("caller", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    text_column("digest"),
    text_column("claim"),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("answer", JSON(none_as_null=True)),
)

selling_rules = Table(
    "selling_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("rules", JSON, nullable=False),
)

order_numbers = Table(
    "order_numbers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
)
