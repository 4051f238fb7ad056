"""Create every table of the first release, and the one row of the shop's state."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _state()
    _catalogue()
    _carts_and_orders()
    _proof_and_mail()
    _conversations()
    _handoffs()


def downgrade() -> None:
    for table in (
        "handoffs", "turns", "conversations", "mail", "challenges", "order_lines", "orders", "customers", "cart_lines",
        "documents", "variants", "products", "shop_state",
    ):  # fmt: skip
        op.drop_table(table)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _amounts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]


def _state() -> None:
    state = op.create_table(
        "shop_state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        *_amounts("version"),
        sa.Column("live_index", sa.Text()),
    )
    op.bulk_insert(state, [{"id": 1, "version": 0, "live_index": None}])


def _catalogue() -> None:
    op.create_table(
        "products",
        _key("handle"),
        *_texts("title", "category", "vendor", "description", "image", "url", "source"),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
    )
    op.create_table(
        "variants",
        _key("sku"),
        *_texts("handle", "currency", "image", "barcode"),
        *_numbers("position", "stock"),
        *_amounts("price_minor"),
        sa.Column("compare_at_minor", sa.BigInteger()),
        sa.Column("weight_grams", sa.Integer()),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["handle"], ["products.handle"], name="fk_variants_handle", ondelete="CASCADE"),
    )
    op.create_index("ix_variants_handle", "variants", ["handle"])
    op.create_table("documents", _key("id"), *_texts("title", "text", "url", "kind", "source"))


def _carts_and_orders() -> None:
    op.create_table(
        "cart_lines",
        _seq(),
        *_texts("conversation_id", "sku", "currency"),
        *_numbers("quantity"),
        *_amounts("seen_price_minor"),
        sa.UniqueConstraint("conversation_id", "sku", name="uq_cart_lines_conversation_id_sku"),
    )
    op.create_table("customers", _key("id"), *_texts("name", "email"))
    op.create_table(
        "orders",
        _key("number"),
        *_texts("email", "normal_email", "status", "currency", "note"),
        sa.Column("customer_id", sa.Text()),
        *_moments("placed_at"),
        *_amounts("shipping_minor", "total_minor"),
        sa.Column("refunded_minor", sa.BigInteger()),
        sa.Column("fulfilments", sa.JSON(), nullable=False),
    )
    op.create_index("ix_orders_customer_id", "orders", ["customer_id"])
    op.create_index("ix_orders_normal_email", "orders", ["normal_email"])
    op.create_table(
        "order_lines",
        _key("number"),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        *_texts("sku", "title"),
        *_numbers("quantity"),
        *_amounts("unit_minor"),
        sa.ForeignKeyConstraint(["number"], ["orders.number"], name="fk_order_lines_number", ondelete="CASCADE"),
    )


def _proof_and_mail() -> None:
    op.create_table(
        "challenges",
        _seq(),
        *_texts("id", "conversation_id", "number", "email", "code_hash"),
        *_moments("created_at", "expires_at"),
        *_numbers("tries"),
        sa.Column("matches", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("id", name="uq_challenges_id"),
    )
    op.create_index("ix_challenges_conversation_id", "challenges", ["conversation_id"])
    op.create_index("ix_challenges_number", "challenges", ["number"])
    op.create_table(
        "mail",
        _seq(),
        *_texts("id", "subject", "body", "status"),
        sa.Column("to", sa.Text()),
        *_moments("at"),
        *_numbers("attempts"),
        sa.UniqueConstraint("id", name="uq_mail_id"),
    )
    op.create_index("ix_mail_status", "mail", ["status"])


def _conversations() -> None:
    op.create_table(
        "conversations",
        _key("id"),
        *_texts("token_hash"),
        *_moments("created_at"),
        *[sa.Column(name, sa.Text()) for name in ("proof_email", "proof_customer_id", "asked_order", "asked_email")],
    )
    op.create_table(
        "turns",
        _seq(),
        *_texts("id", "conversation_id", "text", "error"),
        *_moments("at"),
        sa.Column("reply", sa.JSON()),
        sa.UniqueConstraint("id", name="uq_turns_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_turns_conversation_id", "turns", ["conversation_id"])


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        _seq(),
        *_texts("id", "conversation_id", "reason", "evidence", "status"),
        *_moments("opened_at"),
        *[sa.Column(name, sa.JSON(), nullable=False) for name in ("transcript", "cart", "tried")],
        sa.UniqueConstraint("id", name="uq_handoffs_id"),
    )
    op.create_index("ix_handoffs_status", "handoffs", ["status"])
    still_open = sa.text("status <> 'closed'")
    op.create_index(
        "uq_handoffs_open_conversation",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
