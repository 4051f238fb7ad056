"""Keep how far outside tools were told of the log of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_cursors",
        sa.Column("name", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("seq", "tries", "given_up")),
    )


def downgrade() -> None:
    op.drop_table("desk_cursors")
