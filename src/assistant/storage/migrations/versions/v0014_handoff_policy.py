"""Keep the owner's policy of when a person is called."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoff_policy",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("policy", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("handoff_policy")
