"""Days, stories, entries, their states and the evidence of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_days",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_ledger_days"),
    )
    op.create_table(
        "ledger_stories",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("opened", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_ledger_stories"),
    )
    op.create_table(
        "ledger_story_days",
        sa.Column("story", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("story", "day", name="pk_ledger_story_days"),
        sa.ForeignKeyConstraint(
            ["story"], ["ledger_stories.number"], "fk_ledger_story_days_story_ledger_stories", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["day"], ["ledger_days.day"], "fk_ledger_story_days_day_ledger_days", ondelete="CASCADE"
        ),
    )
    _create_entries()
    _create_states()


def _create_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("story", sa.Integer, nullable=False),
        sa.Column("party", sa.Text),
        sa.Column("party_side", sa.Text),
        sa.Column("other", sa.Text),
        sa.Column("other_side", sa.Text),
        sa.Column("answers", sa.Integer),
        sa.PrimaryKeyConstraint("kind", "number", name="pk_ledger_entries"),
        sa.ForeignKeyConstraint(["story"], ["ledger_stories.number"], "fk_ledger_entries_story_ledger_stories"),
    )
    for column in ("story", "party_side", "other_side"):
        op.create_index(f"ix_ledger_entries_{column}", "ledger_entries", [column])


def _create_states() -> None:
    op.create_table(
        "ledger_states",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("reported", sa.Boolean, nullable=False),
        sa.Column("conditions", sa.JSON, nullable=False),
        sa.Column("outlets", sa.JSON, nullable=False),
        sa.Column("origins", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", "day", name="pk_ledger_states"),
        sa.ForeignKeyConstraint(["day"], ["ledger_days.day"], "fk_ledger_states_day_ledger_days", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["kind", "number"],
            ["ledger_entries.kind", "ledger_entries.number"],
            "fk_ledger_states_kind_ledger_entries",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_ledger_states_status", "ledger_states", ["status"])
    op.create_table(
        "ledger_evidence",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("piece", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", "day", "place", name="pk_ledger_evidence"),
        sa.ForeignKeyConstraint(
            ["kind", "number", "day"],
            ["ledger_states.kind", "ledger_states.number", "ledger_states.day"],
            "fk_ledger_evidence_kind_ledger_states",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    for table in ("evidence", "states", "entries", "story_days", "stories", "days"):
        op.drop_table(f"ledger_{table}")
