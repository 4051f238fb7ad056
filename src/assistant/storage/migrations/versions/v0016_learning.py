"""Keep what the shop learns from its chats: suggested questions, and turns frozen as cases."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faqs",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "conversation_id", "turn_id", "asked")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("question", "answer", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.UniqueConstraint("id", name="uq_faqs_id"),
    )
    op.create_table(
        "frozen_turns",
        sa.Column("turn_id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("conversation_id", "wrong", "note", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_frozen_turns_conversation_id", "frozen_turns", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("frozen_turns")
    op.drop_table("faqs")
