"""Keep how much was proved, who was asked for by name, and by what a code was asked for."""

import sqlalchemy as sa
from alembic import op

from assistant.shop.customers import person_key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", _empty("person"))
    op.create_index("ix_customers_person", "customers", ["person"])
    for column in (sa.Column("customer_id", sa.Text()), _empty("subject"), _empty("network")):
        op.add_column("challenges", column)
    for name in ("subject", "network"):
        op.create_index(f"ix_challenges_{name}", "challenges", [name])
    for name in ("asked_name", "asked_postcode"):
        op.add_column("conversations", sa.Column(name, sa.Text()))
    for name in ("proof_read_only", "asked_proof"):
        op.add_column("conversations", _false(name))
    _fill_persons()


def _empty(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _false(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _fill_persons() -> None:
    customers = sa.table(
        "customers",
        sa.column("id", sa.Text),
        sa.column("name", sa.Text),
        sa.column("address", sa.JSON),
        sa.column("person"),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(customers.c.id, customers.c.name, customers.c.address)).all():
        person = person_key(row.name, (row.address or {}).get("postcode") or "")
        connection.execute(sa.update(customers).where(customers.c.id == row.id).values(person=person))


def downgrade() -> None:
    for name in ("asked_proof", "asked_postcode", "asked_name", "proof_read_only"):
        op.drop_column("conversations", name)
    for name in ("subject", "network"):
        op.drop_index(f"ix_challenges_{name}", "challenges")
    for name in ("subject", "network", "customer_id"):
        op.drop_column("challenges", name)
    op.drop_index("ix_customers_person", "customers")
    op.drop_column("customers", "person")
