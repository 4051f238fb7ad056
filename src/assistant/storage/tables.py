"""Every table. A change here needs a migration; a test compares the two.

`seq` keeps the order of insertion where two rows may carry the same moment.
JSON, not JSONB: it keeps the order of keys.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Table,
    false,
    text,
)

from assistant.storage import (  # noqa: F401 -- of the same metadata
    change_tables,
    checkout_tables,
    desk_tables,
    learning_tables,
    model_use,
)
from assistant.storage.columns import PlainText, UtcDateTime
from assistant.storage.metadata import metadata
from assistant.storage.metadata import seq as _seq
from assistant.storage.metadata import text_column as _text

shop_state = Table(
    "shop_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("live_index", PlainText),
    Column("documents_version", BigInteger, nullable=False, server_default="0"),
)

products = Table(
    "products",
    metadata,
    Column("handle", PlainText, primary_key=True),
    _text("title"),
    _text("category"),
    _text("vendor"),
    _text("description"),
    Column("tags", JSON, nullable=False),
    Column("attributes", JSON, nullable=False),
    _text("image"),
    _text("url"),
    _text("source"),
    Column("version", BigInteger, nullable=False, server_default="0", index=True),
    Column("digest", PlainText),
)

removed_products = Table(
    "removed_products",
    metadata,
    Column("handle", PlainText, primary_key=True),
    Column("version", BigInteger, nullable=False, index=True),
)

variants = Table(
    "variants",
    metadata,
    Column("sku", PlainText, primary_key=True),
    Column("handle", PlainText, ForeignKey(products.c.handle, ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("options", JSON, nullable=False),
    _text("currency"),
    Column("price_minor", BigInteger, nullable=False),
    Column("compare_at_minor", BigInteger),
    Column("stock", Integer, nullable=False),
    Column("stated", Integer),
    Column("weight_grams", Integer),
    _text("image"),
    _text("barcode"),
)

revisions = Table(
    "revisions",
    metadata,
    _seq(),
    Column("at", UtcDateTime, nullable=False),
    _text("source"),
    _text("live_index"),
    Column("index_before", PlainText),
    Column("products", JSON, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("stock", JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never used twice, not even after a rollback
)

former_items = Table(
    "former_items",
    metadata,
    Column("revision", BigInteger, ForeignKey(revisions.c.seq, ondelete="CASCADE"), primary_key=True),
    Column("kind", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("content", PlainText),
)

documents = Table(
    "documents",
    metadata,
    Column("id", PlainText, primary_key=True),
    _text("title"),
    _text("text"),
    _text("url"),
    _text("kind"),
    _text("source"),
    Column("template", PlainText, nullable=False, server_default=text("''")),
)

carts = Table(
    "carts",
    metadata,
    Column("owner", PlainText, primary_key=True),
    Column("contents", JSON, nullable=False),
    Column("history", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("id", PlainText, primary_key=True),
    _text("name"),
    _text("email"),
    Column("normal_email", PlainText, nullable=False, server_default=text("''"), index=True),
    Column("person", PlainText, nullable=False, server_default=text("''"), index=True),
    Column("address", JSON(none_as_null=True)),
    Column("payment_methods", JSON(none_as_null=True)),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("fed", PlainText),
)

orders = Table(
    "orders",
    metadata,
    Column("number", PlainText, primary_key=True),
    _text("email"),
    _text("normal_email", index=True),
    Column("customer_id", PlainText, index=True),
    _text("status"),
    Column("placed_at", UtcDateTime, nullable=False),
    _text("currency"),
    Column("shipping_minor", BigInteger, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("refunded_minor", BigInteger),
    Column("fulfilments", JSON, nullable=False),
    _text("note"),
    Column("address", JSON(none_as_null=True)),
    Column("payments", JSON(none_as_null=True)),
    Column("cancel_reason", PlainText, nullable=False, server_default=text("''")),
    Column("items_changed", Boolean, nullable=False, server_default=false()),
    Column("returned", JSON(none_as_null=True)),
    Column("exchanged", JSON(none_as_null=True)),
    Column("discount_minor", BigInteger),
    Column("tax_minor", BigInteger),
    Column("version", BigInteger, nullable=False, server_default="0"),
    Column("fed", PlainText),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("number", PlainText, ForeignKey(orders.c.number, ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _text("sku"),
    _text("title"),
    Column("quantity", Integer, nullable=False),
    Column("unit_minor", BigInteger, nullable=False),
    Column("handle", PlainText, nullable=False, server_default=text("''")),
    Column("options", JSON(none_as_null=True)),
    Column("paid_minor", BigInteger),
)

challenges = Table(
    "challenges",
    metadata,
    _seq(),
    _text("id", unique=True),
    _text("conversation_id", index=True),
    _text("number", index=True),
    _text("email"),
    _text("code_hash"),
    Column("matches", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used", Boolean, nullable=False),
    Column("customer_id", PlainText),
    Column("subject", PlainText, nullable=False, server_default=text("''"), index=True),
    Column("network", PlainText, nullable=False, server_default=text("''"), index=True),
)

mail = Table(
    "mail",
    metadata,
    _seq(),
    _text("id", unique=True),
    Column("to", PlainText),
    _text("subject"),
    _text("body"),
    Column("at", UtcDateTime, nullable=False),
    _text("status", index=True),
    Column("attempts", Integer, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", PlainText, primary_key=True),
    _text("token_hash"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("proof_email", PlainText),
    Column("proof_customer_id", PlainText),
    Column("proof_read_only", Boolean, nullable=False, server_default=false()),
    Column("asked_order", PlainText),
    Column("asked_email", PlainText),
    Column("asked_name", PlainText),
    Column("asked_postcode", PlainText),
    Column("asked_proof", Boolean, nullable=False, server_default=false()),
    Column("page", PlainText, nullable=False, server_default=text("''")),
)

turns = Table(
    "turns",
    metadata,
    _seq(),
    _text("id", unique=True),
    Column(
        "conversation_id", PlainText, ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", UtcDateTime, nullable=False),
    _text("text"),
    Column("reply", JSON(none_as_null=True)),
    _text("error"),
)
