"""A state says whether it turned its entry, and the last of an entry is looked up: neither is sought in all days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_states", sa.Column("turned", sa.Boolean, nullable=False, server_default=sa.true()))
    states = sa.table("ledger_states", *map(sa.column, ("entry", "day", "status", "turned")))
    before, last = states.alias("before"), states.alias("last")
    latest = sa.select(sa.func.max(last.c.day)).where(last.c.entry == states.c.entry, last.c.day < states.c.day)
    same = sa.select(before.c.entry).where(
        before.c.entry == states.c.entry,
        before.c.status == states.c.status,
        before.c.day == latest.correlate(states).scalar_subquery(),
    )
    op.execute(sa.update(states).where(sa.exists(same.correlate(states))).values(turned=sa.false()))
    op.create_index("ix_ledger_states_turned", "ledger_states", ["entry", "turned"])
    op.create_index("ix_ledger_states_reported", "ledger_states", ["entry", "reported", "day"])


def downgrade() -> None:
    op.drop_index("ix_ledger_states_reported", "ledger_states")
    op.drop_index("ix_ledger_states_turned", "ledger_states")
    op.drop_column("ledger_states", "turned")
