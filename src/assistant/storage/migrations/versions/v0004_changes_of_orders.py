"""Keep with an order and a customer what a change needs: addresses, payments, what was bought, versions."""

import sqlalchemy as sa
from alembic import op

from assistant.shop.orders import normal_email

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("normal_email", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("address", sa.JSON()),
        sa.Column("payment_methods", sa.JSON()),
        _version(),
    ):
        op.add_column("customers", column)
    op.create_index("ix_customers_normal_email", "customers", ["normal_email"])
    for column in (
        sa.Column("address", sa.JSON()),
        sa.Column("payments", sa.JSON()),
        sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("items_changed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("returned", sa.JSON()),
        sa.Column("exchanged", sa.JSON()),
        _version(),
    ):
        op.add_column("orders", column)
    op.add_column("order_lines", sa.Column("handle", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("order_lines", sa.Column("options", sa.JSON()))
    _fill_normal_emails()


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger(), nullable=False, server_default="0")


def _fill_normal_emails() -> None:
    customers = sa.table("customers", sa.column("id", sa.Text), sa.column("email", sa.Text), sa.column("normal_email"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(customers.c.id, customers.c.email)).all():
        same = customers.c.id == row.id
        connection.execute(sa.update(customers).where(same).values(normal_email=normal_email(row.email)))


def downgrade() -> None:
    for name in ("handle", "options"):
        op.drop_column("order_lines", name)
    for name in ("address", "payments", "cancel_reason", "items_changed", "returned", "exchanged", "version"):
        op.drop_column("orders", name)
    op.drop_index("ix_customers_normal_email", "customers")
    for name in ("normal_email", "address", "payment_methods", "version"):
        op.drop_column("customers", name)
