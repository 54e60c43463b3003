"""The password that a session was begun with, so that a new one ends it; sessions of before end now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_sessions", sa.Column("password", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("service_sessions", "password")
