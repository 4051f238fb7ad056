"""Keep of the last ingests what was there before, so that they can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("live_index", sa.Text(), nullable=False),
        sa.Column("index_before", sa.Text()),
        *[sa.Column(name, sa.JSON(), nullable=False) for name in ("products", "documents", "stock")],
        sqlite_autoincrement=True,
    )
    op.create_table(
        "former_items",
        sa.Column("revision", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("content", sa.Text()),
        sa.ForeignKeyConstraint(["revision"], ["revisions.seq"], name="fk_former_items_revision", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("former_items")
    op.drop_table("revisions")
