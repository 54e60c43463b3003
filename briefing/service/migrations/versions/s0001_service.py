"""Pages, what is searched in them, jobs, keys and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pages()
    _jobs()
    _keys()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE service_texts USING fts5("
            "tenant UNINDEXED, day UNINDEXED, kind UNINDEXED, ref UNINDEXED, text, tokenize='unicode61')"
        )
    else:
        op.create_table(
            "service_texts",
            sa.Column("tenant", sa.String(64), nullable=False),
            sa.Column("day", sa.String(10), nullable=False),
            sa.Column("kind", sa.String(16), nullable=False),
            sa.Column("ref", sa.Text, nullable=False),
            sa.Column("text", sa.Text, nullable=False),
        )
        op.create_index("ix_service_texts_day", "service_texts", ["tenant", "day"])
        op.execute("CREATE INDEX ix_service_texts_words ON service_texts USING gin (to_tsvector('simple', text))")


def _pages() -> None:
    op.create_table(
        "service_pages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("job", sa.String(40)),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.UniqueConstraint("tenant", "day", "revision", name="uq_service_pages_day"),
        sa.UniqueConstraint("tenant", "job", name="uq_service_pages_job"),
    )


def _jobs() -> None:
    op.create_table(
        "service_jobs",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("idempotency", sa.String(200)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(80)),
        sa.Column("lease_until", sa.Float),
        sa.Column("cancel", sa.Boolean, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("problem", sa.Text),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
        sa.UniqueConstraint("tenant", "idempotency", name="uq_service_jobs_idempotency"),
    )
    op.create_index("ix_service_jobs_waiting", "service_jobs", ["state", "created"])


def _keys() -> None:
    op.create_table(
        "service_keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("expires", sa.Float),
        sa.Column("revoked", sa.Float),
    )
    op.create_table(
        "service_audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("did", sa.String(64), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("texts", "audit", "keys", "jobs", "pages"):
        op.drop_table(f"service_{table}")
