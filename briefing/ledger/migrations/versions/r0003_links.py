"""What entries are to each other, all names of their parties, deadlines, and the actors of stories by all their names.

What a day was reckoned with is now told in links: what earlier releases kept of it in their form is dropped.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ENTRIES = (
    ("forms", sa.JSON),
    ("addressees", sa.JSON),
    ("wordings", sa.JSON),
    ("version_of", sa.String(16)),
    ("perhaps", sa.String(16)),
    ("due", sa.Date),
)


def upgrade() -> None:
    for name, kind in _ENTRIES:
        op.add_column("ledger_entries", sa.Column(name, kind))
    op.add_column("ledger_tellings", sa.Column("actors", sa.JSON))
    op.execute("UPDATE ledger_days SET known = NULL")


def downgrade() -> None:
    op.drop_column("ledger_tellings", "actors")
    for name, _ in reversed(_ENTRIES):
        op.drop_column("ledger_entries", name)
    op.execute("UPDATE ledger_days SET known = NULL")
