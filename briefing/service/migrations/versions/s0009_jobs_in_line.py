"""An index of the jobs in line by tenant, as each is asked whether one before it is not over."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_service_jobs_line", "service_jobs", ["tenant", "state", "created", "id"])


def downgrade() -> None:
    op.drop_index("ix_service_jobs_line", "service_jobs")
