"""Keep each cart whole in one row, by its owner: lines, what is saved for later, notes, and changes to take back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    carts = op.create_table(
        "carts",
        sa.Column("owner", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("contents", "history", "notices")),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_carts_touched_at", "carts", ["touched_at"])
    lines = sa.text("SELECT * FROM cart_lines ORDER BY conversation_id, seq")
    rows = op.get_bind().execute(lines).mappings().all()
    whole = [_cart(key, list(own)) for key, own in groupby(rows, key=lambda row: row["conversation_id"])]
    if whole:
        op.bulk_insert(carts, whole)
    op.drop_table("cart_lines")


def downgrade() -> None:
    """Lines go back; what only a whole cart has is lost."""
    lines = op.create_table(
        "cart_lines",
        sa.Column("seq", SEQ, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("seen_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.UniqueConstraint("conversation_id", "sku", name="uq_cart_lines_conversation_id_sku"),
    )
    rows = op.get_bind().execute(sa.text("SELECT owner, contents FROM carts")).all()
    apart = [line for row in rows for line in _lines(row.owner, row.contents)]
    if apart:
        op.bulk_insert(lines, apart)
    op.drop_table("carts")


def _cart(conversation_id: str, rows: list[Any]) -> dict[str, Any]:
    lines = [
        {
            "sku": row["sku"],
            "quantity": row["quantity"],
            "seen_price": {"minor": row["seen_price_minor"], "currency": row["currency"]},
            "seen_stock": row["quantity"],
            "name": "",
            "message": "",
        }
        for row in rows
    ]
    return {
        "owner": f"conversation:{conversation_id}",
        "contents": {"lines": lines, "saved": [], "message": ""},
        "history": [],
        "notices": [],
        "touched_at": datetime.now(UTC),
        "version": 1,
    }


def _lines(owner: str, contents: Any) -> Iterator[dict[str, Any]]:
    kind, _, conversation_id = owner.partition(":")
    held = json.loads(contents) if isinstance(contents, str) else contents
    for line in held["lines"] if kind == "conversation" else ():
        yield {
            "conversation_id": conversation_id,
            "sku": line["sku"],
            "quantity": line["quantity"],
            "seen_price_minor": line["seen_price"]["minor"],
            "currency": line["seen_price"]["currency"],
        }
