"""Identities of actors over days: who was named on which day, and what is known of each; corrections with a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_corrections", sa.Column("name", sa.Text))
    op.create_table(
        "ledger_actors",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.PrimaryKeyConstraint("number", name="pk_ledger_actors"),
    )
    op.create_table(
        "ledger_mentions",
        sa.Column("day", sa.Date),
        sa.Column("place", sa.Integer, autoincrement=False),
        sa.Column("actor", sa.Integer),
        sa.Column("mention", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("day", "place", name="pk_ledger_mentions"),
        sa.ForeignKeyConstraint(
            ["day"], ["ledger_days.day"], name="fk_ledger_mentions_day_ledger_days", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.number"], name="fk_ledger_mentions_actor_ledger_actors"),
    )
    op.create_index("ix_ledger_mentions_actor", "ledger_mentions", ["actor"])
    op.create_table(
        "ledger_facts",
        sa.Column("actor", sa.Integer, autoincrement=False),
        sa.Column("key", sa.String(200)),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name="pk_ledger_facts"),
        sa.ForeignKeyConstraint(["actor"], ["ledger_actors.number"], name="fk_ledger_facts_actor_ledger_actors"),
    )
    op.create_index("ix_ledger_facts_key", "ledger_facts", ["key"])
    op.create_index("ix_ledger_facts_last", "ledger_facts", ["last"])


def downgrade() -> None:
    op.drop_table("ledger_facts")
    op.drop_table("ledger_mentions")
    op.drop_table("ledger_actors")
    op.drop_column("ledger_corrections", "name")
