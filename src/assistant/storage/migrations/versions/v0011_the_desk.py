"""Keep what becomes of each hand-off, who answers, what they write, and what happens in one order."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN_BEFORE, OPEN = sa.text("status <> 'closed'"), sa.text("status IN ('waiting', 'taken')")
INDEX = "uq_handoffs_open_conversation"
ADDED = ("queue", "owner", "former")
TABLES = ("staff_sessions", "staff", "ratings", "canned_replies", "conversation_tags", "staff_lines", "desk_events")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("handoffs", _text(name, sa.text("''")))
    op.add_column("handoffs", sa.Column("packet", sa.JSON()))
    for name in ("taken_at", "ended_at"):
        op.add_column("handoffs", sa.Column(name, sa.DateTime(timezone=True)))
    op.drop_index(INDEX, "handoffs")
    _only_one_open(OPEN)
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation_id"])
    op.add_column("conversations", _text("page", sa.text("''")))
    _logs()
    _books()
    _people()


def _only_one_open(where: sa.TextClause) -> None:
    op.create_index(INDEX, "handoffs", ["conversation_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _logs() -> None:
    op.create_table(
        "desk_events", _seq(), _text("conversation_id"), _text("kind"), _moment("at"), _json("payload"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_desk_events_conversation_id", "desk_events", ["conversation_id"])
    texts = ("id", "conversation_id", "handoff_id", "kind", "staff_id", "name", "text")
    op.create_table(
        "staff_lines", _seq(), *map(_text, texts), _moment("at"), sa.UniqueConstraint("id", name="uq_staff_lines_id")
    )
    op.create_index("ix_staff_lines_conversation_id", "staff_lines", ["conversation_id"])


def _books() -> None:
    op.create_table("conversation_tags", _key("conversation_id"), _json("tags"))
    op.create_table("canned_replies", _key("id"), _text("title"), _text("text"))
    op.create_table(
        "ratings", _key("handoff_id"), _text("conversation_id"), _int("stars"), _text("word"), _text("staff_id"),
        _moment("at"),
    )  # fmt: skip
    for name in ("conversation_id", "staff_id"):
        op.create_index(f"ix_ratings_{name}", "ratings", [name])


def _people() -> None:
    op.create_table(
        "staff",
        _key("id"),
        *map(_text, ("name", "email", "role", "password")),
        _json("skills"),
        _int("most"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("away", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )
    owner = sa.ForeignKey("staff.id", ondelete="CASCADE", name="fk_staff_sessions_staff_id")
    op.create_table(
        "staff_sessions", _key("token_hash"), sa.Column("staff_id", sa.Text(), owner, nullable=False), _moment("until")
    )
    for name in ("staff_id", "until"):
        op.create_index(f"ix_staff_sessions_{name}", "staff_sessions", [name])


def downgrade() -> None:
    """What people wrote is lost; what was given back counts as closed."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("conversations", "page")
    op.drop_index("ix_handoffs_conversation_id", "handoffs")
    op.drop_index(INDEX, "handoffs")
    op.execute("UPDATE handoffs SET status = 'closed' WHERE status = 'returned'")
    _only_one_open(OPEN_BEFORE)
    for name in ("ended_at", "taken_at", "packet", *reversed(ADDED)):
        op.drop_column("handoffs", name)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", SEQ, primary_key=True, autoincrement=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _text(name: str, default: sa.TextClause | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _json(name: str) -> sa.Column[sa.JSON]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
