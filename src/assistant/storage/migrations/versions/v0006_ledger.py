"""Keep proposals of changes, the trail of what became of them, the shop's rules, and what a feed said last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END",
    "CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END",
    # INSERT OR REPLACE deletes without a trigger
    """CREATE TRIGGER trail_no_replace BEFORE INSERT ON trail
    WHEN EXISTS (SELECT 1 FROM trail WHERE seq = NEW.seq OR id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trail only grows'; END $$""",
    """CREATE TRIGGER trail_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_trail()""",
)


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Text(), primary_key=True),
        *_texts("conversation_id", "shopper", "kind", "digest", "words", "state"),
        *_moments("created_at", "expires_at"),
        *_maybe("number", "customer_id"),
    )
    op.create_index("ix_proposals_conversation_id", "proposals", ["conversation_id"])
    _trail()
    op.create_table(
        "shop_rules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("rules", sa.JSON(), nullable=False),
    )
    for table in ("customers", "orders"):
        op.add_column(table, sa.Column("fed", sa.Text()))


def _trail() -> None:
    op.create_table(
        "trail",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        *_texts("id", "actor", "event", "kind", "words", "shopper"),
        *_moments("at"),
        *_maybe("conversation_id", "number", "customer_id", "proposal_id"),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.UniqueConstraint("id", name="uq_trail_id"),
    )
    op.create_index("ix_trail_number", "trail", ["number"])
    op.create_index("ix_trail_customer_id", "trail", ["customer_id"])
    for statement in POSTGRESQL if _on_postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    for table in ("customers", "orders"):
        op.drop_column(table, "fed")
    for table in ("shop_rules", "trail", "proposals"):
        op.drop_table(table)
    if _on_postgresql():
        op.execute("DROP FUNCTION refuse_change_of_trail")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]
