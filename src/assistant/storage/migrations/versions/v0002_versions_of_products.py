"""Say of each product at which version of the shop it changed, and keep a digest of what it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shop_state", _version("documents_version"))
    op.add_column("products", _version("version"))
    op.add_column("products", sa.Column("digest", sa.Text()))
    op.create_index("ix_products_version", "products", ["version"])
    op.create_table(
        "removed_products",
        sa.Column("handle", sa.Text(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_removed_products_version", "removed_products", ["version"])


def downgrade() -> None:
    op.drop_table("removed_products")
    op.drop_index("ix_products_version", "products")
    op.drop_column("products", "digest")
    op.drop_column("products", "version")
    op.drop_column("shop_state", "documents_version")


def _version(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
