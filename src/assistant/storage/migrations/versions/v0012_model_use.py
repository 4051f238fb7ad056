"""Count what hosted models are used for, by conversation, address and day."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_use",
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("tokens_in", "tokens_out", "micros")),
    )
    op.create_index("ix_model_use_day", "model_use", ["day"])


def downgrade() -> None:
    op.drop_table("model_use")
