"""How far a job ever came, and how often in a row an attempt brought it no further."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_jobs", sa.Column("best", sa.Integer, nullable=False, server_default="0"))
    op.add_column("service_jobs", sa.Column("idle", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("service_jobs", "idle")
    op.drop_column("service_jobs", "best")
