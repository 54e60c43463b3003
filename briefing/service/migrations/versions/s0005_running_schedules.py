"""Schedules that rest, and secrets of webhooks that still sign beside their successors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_schedules", sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "service_former_secrets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("schedule", sa.String(40), nullable=False),
        sa.Column("target", sa.Integer, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
        sa.UniqueConstraint("tenant", "schedule", "target", name="uq_service_former_secrets_one"),
    )


def downgrade() -> None:
    op.drop_table("service_former_secrets")
    op.drop_column("service_schedules", "paused")
