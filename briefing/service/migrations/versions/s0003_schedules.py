"""Schedules, the due times that became jobs, and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_schedules",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("due", sa.Float),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_index("ix_service_schedules_due", "service_schedules", ["due"])
    op.create_table(
        "service_due",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("schedule", sa.String(40), nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("job", sa.String(40), nullable=False, unique=True),
        sa.UniqueConstraint("tenant", "schedule", "due", name="uq_service_due_once"),
    )
    _deliveries()


def _deliveries() -> None:
    op.create_table(
        "service_deliveries",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("schedule", sa.String(40), nullable=False),
        sa.Column("target", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next", sa.Float),
        sa.Column("worker", sa.String(80)),
        sa.Column("lease_until", sa.Float),
        sa.Column("error", sa.Text),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
        sa.UniqueConstraint("tenant", "schedule", "target", "page", name="uq_service_deliveries_once"),
    )
    op.create_index("ix_service_deliveries_waiting", "service_deliveries", ["state", "next"])


def downgrade() -> None:
    for table in ("deliveries", "due", "schedules"):
        op.drop_table(f"service_{table}")
