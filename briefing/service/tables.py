"""The tables of the service, as of the latest migration. They stand beside those of the ledger, in one database."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

VERSION_TABLE = "service_version"

metadata = MetaData()

# Every row has its tenant, and every query asks for one.
pages = Table(
    "service_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    # With its zone, as ISO 8601: SQLite knows none.
    Column("made_at", String(40), nullable=False),
    Column("job", String(40)),
    Column("articles", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("data", Text, nullable=False),
    # When it was taken back, and is shown to nobody. Its row stays: neither number nor revision comes again.
    Column("withdrawn", Float),
    UniqueConstraint("tenant", "day", "revision", name="uq_service_pages_day"),
    UniqueConstraint("tenant", "job", name="uq_service_pages_job"),
)

# What the search reads, of the latest revision of each day. In SQLite it is a table of FTS5, which knows no types.
texts = Table(
    "service_texts",
    metadata,
    Column("tenant", String(64)),
    Column("day", String(10)),
    Column("kind", String(16)),
    Column("ref", Text),
    Column("text", Text),
)

jobs = Table(
    "service_jobs",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("request", Text, nullable=False),
    # The caller's own key of the request, and the digest of what it was sent with.
    Column("idempotency", String(200)),
    Column("digest", String(64), nullable=False),
    Column("attempts", Integer, nullable=False),
    # The most articles that any attempt worked through, and the attempts in a row, this one too, that added none.
    Column("best", Integer, nullable=False, server_default="0"),
    Column("idle", Integer, nullable=False, server_default="0"),
    Column("worker", String(80)),
    # Seconds since 1970, by the database's readers alike.
    Column("lease_until", Float),
    Column("cancel", Boolean, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("page", Integer),
    Column("problem", Text),
    Column("created", Float, nullable=False),
    Column("changed", Float, nullable=False),
    UniqueConstraint("tenant", "idempotency", name="uq_service_jobs_idempotency"),
    # What decides whose turn it is, without reading the requests.
    Index("ix_service_jobs_line", "tenant", "state", "created", "id"),
)

keys = Table(
    "service_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float),
    Column("revoked", Float),
)

audit = Table(
    "service_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("who", Text, nullable=False),
    Column("did", String(64), nullable=False),
    Column("what", Text, nullable=False),
)

sessions = Table(
    "service_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("person", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    # What forms of the session have to send back, so that no other site's form is taken.
    Column("form_token", String(64), nullable=False),
    # The digest of the hash of the password that it was begun with; none of a session that an earlier release began.
    Column("password", String(64), nullable=False, server_default=""),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

schedules = Table(
    "service_schedules",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tenant", String(64), nullable=False),
    # As it was sent, as JSON; secrets of webhooks are in it, and no answer shows them.
    Column("asked", Text, nullable=False),
    # The next time; none where there is no other, or it rests.
    Column("due", Float),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("created", Float, nullable=False),
)

# Secrets of webhooks that sign beside those in their place, each until a time: one for each webhook.
former_secrets = Table(
    "service_former_secrets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("schedule", String(40), nullable=False),
    # Its place among the deliveries of the schedule.
    Column("target", Integer, nullable=False),
    Column("secret", Text, nullable=False),
    Column("until", Float, nullable=False),
    UniqueConstraint("tenant", "schedule", "target", name="uq_service_former_secrets_one"),
)

# Which time of a schedule became which job: a time is here once, whoever noticed it.
due_times = Table(
    "service_due",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("schedule", String(40), nullable=False),
    Column("due", Float, nullable=False),
    Column("job", String(40), nullable=False, unique=True),
    UniqueConstraint("tenant", "schedule", "due", name="uq_service_due_once"),
)

deliveries = Table(
    "service_deliveries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("tenant", String(64), nullable=False),
    Column("schedule", String(40), nullable=False),
    # Its place among the deliveries of the schedule.
    Column("target", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next", Float),
    Column("worker", String(80)),
    Column("lease_until", Float),
    Column("error", Text),
    Column("created", Float, nullable=False),
    Column("changed", Float, nullable=False),
    UniqueConstraint("tenant", "schedule", "target", "page", name="uq_service_deliveries_once"),
)

proposals = Table(
    "service_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("entry", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    # What the kind needs beside the entry, as JSON.
    Column("fields", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("decided_by", Text),
    Column("decided", Float),
)
