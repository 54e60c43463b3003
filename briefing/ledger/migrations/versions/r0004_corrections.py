"""What people corrected, in a table of its own that no run writes to; all offers that a response answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_entries", sa.Column("also_answers", sa.JSON))
    op.create_table(
        "ledger_corrections",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("entry", sa.String(16), nullable=False),
        sa.Column("other", sa.String(16)),
        sa.Column("since", sa.Date),
        sa.Column("status", sa.String(24)),
        sa.Column("note", sa.Text),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone", sa.String(40)),
        sa.PrimaryKeyConstraint("number", name="pk_ledger_corrections"),
    )


def downgrade() -> None:
    op.drop_table("ledger_corrections")
    op.drop_column("ledger_entries", "also_answers")
