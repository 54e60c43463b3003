"""When a page was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_pages", sa.Column("withdrawn", sa.Float, nullable=True))


def downgrade() -> None:
    op.drop_column("service_pages", "withdrawn")
