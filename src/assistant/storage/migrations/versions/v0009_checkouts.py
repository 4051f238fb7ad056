"""Keep checkouts, the stock that they hold, payment pages, refunds, events, and answers to idempotency keys."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "order_numbers", "selling_rules", "answers", "events", "refunds", "payment_sessions", "discount_uses", "holds",
    "checkouts", "checkout_details",
)  # fmt: skip


def upgrade() -> None:
    op.create_table("checkout_details", _key("cart"), _json("details"), _big("version"))
    op.create_table(
        "checkouts",
        _seq(),
        *_texts("id", "conversation_id", "number", "state"),
        sa.Column("session_id", sa.Text()),
        _int("attempt"),
        *_moments("created_at", "held_until"),
        _json("agreed"),
        sa.UniqueConstraint("id", name="uq_checkouts_id"),
        sa.UniqueConstraint("number", name="uq_checkouts_number"),
    )
    _indexed("checkouts", "conversation_id", "state", "created_at")
    op.create_table("holds", _of_checkout(key=True), _key("sku"), _int("quantity"))
    op.create_table(
        "discount_uses", _of_checkout(key=True), _key("key"), *_texts("email"), sa.Column("customer_id", sa.Text())
    )
    op.create_table("payment_sessions", _key("id"), _of_checkout())
    _indexed("holds", "sku")
    _indexed("discount_uses", "key", "email", "customer_id")
    _indexed("payment_sessions", "checkout_id")
    _refunds_and_events()
    op.create_table(
        "answers",
        _key("caller"),
        _key("key"),
        *_texts("digest", "claim"),
        *_moments("at", "until"),
        sa.Column("answer", sa.JSON()),
    )
    op.create_table(
        "selling_rules", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False), _json("rules")
    )
    op.create_table("order_numbers", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False), _big("last"))
    _orders()


def _refunds_and_events() -> None:
    op.create_table(
        "refunds",
        _seq(),
        *_texts("id", "number", "session_id", "currency", "reason", "state"),
        _of_checkout(),
        *(_big("amount_minor"), _big("paid_minor"), _int("attempts")),
        *_moments("at"),
        sa.UniqueConstraint("id", name="uq_refunds_id"),
    )
    _indexed("refunds", "checkout_id", "session_id", "state")
    op.create_table(
        "events",
        _seq(),
        *_texts("id", "kind", "status"),
        *_moments("at"),
        *(_json("data"), _int("attempts")),
        sa.UniqueConstraint("id", name="uq_events_id"),
    )
    _indexed("events", "status")


def _orders() -> None:
    op.add_column("orders", sa.Column("discount_minor", sa.BigInteger()))
    op.add_column("orders", sa.Column("tax_minor", sa.BigInteger()))
    op.add_column("order_lines", sa.Column("paid_minor", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("order_lines", "paid_minor")
    op.drop_column("orders", "tax_minor")
    op.drop_column("orders", "discount_minor")
    for table in TABLES:
        op.drop_table(table)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _of_checkout(*, key: bool = False) -> sa.Column[str]:
    to = sa.ForeignKey("checkouts.id", ondelete="CASCADE")
    return sa.Column("checkout_id", sa.Text(), to, primary_key=key, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _big(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)
