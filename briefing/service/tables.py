"""The tables of the service, as of the latest migration. They stand beside those of the ledger, in one database."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, String, Table, Text, UniqueConstraint

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
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
