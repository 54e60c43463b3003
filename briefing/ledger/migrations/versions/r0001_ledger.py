"""Days, stories and their tellings, entries, their states, the sources and the evidence of each."""

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
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_ledger_days"),
    )
    op.create_table(
        "ledger_stories",
        sa.Column("id", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_stories"),
    )
    op.create_table(
        "ledger_tellings",
        sa.Column("story", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("sides", sa.JSON, nullable=False),
        sa.Column("articles", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("story", "day", name="pk_ledger_tellings"),
        sa.ForeignKeyConstraint(["story"], ["ledger_stories.id"], "fk_ledger_tellings_story_ledger_stories"),
        sa.ForeignKeyConstraint(["day"], ["ledger_days.day"], "fk_ledger_tellings_day_ledger_days", ondelete="CASCADE"),
    )
    _create_entries()
    _create_states()
    _create_evidence()


def _create_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("story", sa.String(16), nullable=False),
        sa.Column("party", sa.Text),
        sa.Column("party_side", sa.Text),
        sa.Column("other", sa.Text),
        sa.Column("other_side", sa.Text),
        sa.Column("answers", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_entries"),
        sa.ForeignKeyConstraint(["story"], ["ledger_stories.id"], "fk_ledger_entries_story_ledger_stories"),
        sa.ForeignKeyConstraint(
            ["answers"],
            ["ledger_entries.id"],
            "fk_ledger_entries_answers_ledger_entries",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    for column in ("story", "party_side", "other_side"):
        op.create_index(f"ix_ledger_entries_{column}", "ledger_entries", [column])


def _create_states() -> None:
    op.create_table(
        "ledger_states",
        sa.Column("entry", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reported", sa.Boolean, nullable=False),
        sa.Column("by", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("entry", "day", name="pk_ledger_states"),
        sa.ForeignKeyConstraint(["entry"], ["ledger_entries.id"], "fk_ledger_states_entry_ledger_entries"),
        sa.ForeignKeyConstraint(["day"], ["ledger_days.day"], "fk_ledger_states_day_ledger_days", ondelete="CASCADE"),
    )
    for column in ("day", "status"):
        op.create_index(f"ix_ledger_states_{column}", "ledger_states", [column])


def _create_evidence() -> None:
    op.create_table(
        "ledger_sources",
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published", sa.Text),
        sa.PrimaryKeyConstraint("article", name="pk_ledger_sources"),
    )
    op.create_table(
        "ledger_evidence",
        sa.Column("entry", sa.String(16), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("place", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("match", sa.String(16), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("also_at", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("entry", "day", "place", name="pk_ledger_evidence"),
        sa.ForeignKeyConstraint(["article"], ["ledger_sources.article"], "fk_ledger_evidence_article_ledger_sources"),
        sa.ForeignKeyConstraint(
            ["entry", "day"],
            ["ledger_states.entry", "ledger_states.day"],
            "fk_ledger_evidence_entry_ledger_states",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_ledger_evidence_article", "ledger_evidence", ["article"])


def downgrade() -> None:
    for table in ("evidence", "sources", "states", "entries", "tellings", "stories", "days"):
        op.drop_table(f"ledger_{table}")
