"""Keep what a feed or push stated last as a variant's stock, beside what is free to sell."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("variants", sa.Column("stated", sa.Integer()))
    op.execute("UPDATE variants SET stated = stock")


def downgrade() -> None:
    op.drop_column("variants", "stated")
