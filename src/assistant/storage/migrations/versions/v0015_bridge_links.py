"""Keep which conversation of an outside tool stands for which hand-off."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bridge_links",
        sa.Column("handoff_id", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("remote", sa.BigInteger(), nullable=False, unique=True),
        sa.Column("last_message", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_bridge_links_conversation_id", "bridge_links", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("bridge_links")
