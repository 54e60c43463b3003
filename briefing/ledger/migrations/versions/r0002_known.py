"""What each day was reckoned with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger_days", sa.Column("known", sa.Text))


def downgrade() -> None:
    op.drop_column("ledger_days", "known")
