"""The tables of the ledger, as of the latest migration."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    true,
)

HEAD = "0007"
"""The revision that these tables are; `migrations/` leads there."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Kept apart, and as alembic makes it: it is alembic's, which writes there what it migrates to.
version = Table(
    "ledger_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="ledger_version_pkc"),
)

days = Table(
    "ledger_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("digest", String(64), nullable=False),
    # What was read of the day's page and what came of it, as JSON: for the page again, and to reckon the day anew.
    Column("record", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    # What the day was reckoned with, as JSON; none for days that an earlier release recorded.
    Column("known", Text),
)

stories = Table("ledger_stories", metadata, Column("id", String(16), primary_key=True))

# The highest number that was given, by the first letter of ids: none is given twice.
numbers = Table(
    "ledger_numbers",
    metadata,
    Column("letter", String(1), primary_key=True),
    Column("last", Integer, nullable=False),
)

tellings = Table(
    "ledger_tellings",
    metadata,
    Column("story", String(16), ForeignKey("ledger_stories.id"), primary_key=True),
    Column("day", Date, ForeignKey("ledger_days.day", ondelete="CASCADE"), primary_key=True, index=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("sides", JSON, nullable=False),
    Column("articles", JSON, nullable=False),
    # None where an earlier release told the story.
    Column("actors", JSON(none_as_null=True)),
)

entries = Table(
    "ledger_entries",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("story", String(16), ForeignKey("ledger_stories.id"), nullable=False, index=True),
    Column("party", Text),
    Column("party_side", Text, index=True),
    Column("other", Text),
    Column("other_side", Text, index=True),
    Column("answers", String(16), ForeignKey("ledger_entries.id", deferrable=True, initially="DEFERRED"), index=True),
    # None where an earlier release entered it.
    Column("forms", JSON(none_as_null=True)),
    Column("addressees", JSON(none_as_null=True)),
    Column("wordings", JSON(none_as_null=True)),
    Column("conditions", JSON(none_as_null=True)),
    Column("version_of", String(16), index=True),
    Column("perhaps", String(16)),
    Column("due", Date, index=True),
    Column("also_answers", JSON(none_as_null=True)),
)

states = Table(
    "ledger_states",
    metadata,
    Column("entry", String(16), ForeignKey("ledger_entries.id"), primary_key=True),
    Column("day", Date, ForeignKey("ledger_days.day", ondelete="CASCADE"), primary_key=True, index=True),
    Column("status", String(24), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("by", JSON, nullable=False),
    # Whether it is the first of its entry, or its status is not that of the state before.
    Column("turned", Boolean, nullable=False, server_default=true()),
    Index("ix_ledger_states_turned", "entry", "turned"),
    Index("ix_ledger_states_reported", "entry", "reported", "day"),
)

sources = Table(
    "ledger_sources",
    metadata,
    Column("article", Text, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("title", Text),
    Column("ref", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("published", Text),
)

corrections = Table(
    "ledger_corrections",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("entry", String(16), nullable=False),
    Column("other", String(16)),
    Column("since", Date),
    Column("status", String(24)),
    Column("note", Text),
    Column("day", Date, nullable=False),
    Column("by", Text, nullable=False),
    # With its zone, as ISO 8601: SQLite knows none.
    Column("made", String(40), nullable=False),
    Column("undone_by", Text),
    Column("undone", String(40)),
    Column("name", Text),
)

# Rows of identities stay, so that no number is given to somebody else.
actors = Table("ledger_actors", metadata, Column("number", Integer, primary_key=True, autoincrement=False))

mentions = Table(
    "ledger_mentions",
    metadata,
    Column("day", Date, ForeignKey("ledger_days.day", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    # Who it is, where that is sure.
    Column("actor", Integer, ForeignKey("ledger_actors.number"), index=True),
    # All of it, as JSON.
    Column("mention", Text, nullable=False),
)

facts = Table(
    "ledger_facts",
    metadata,
    Column("actor", Integer, ForeignKey("ledger_actors.number"), primary_key=True, autoincrement=False),
    Column("key", String(200), primary_key=True, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False, index=True),
)

evidence = Table(
    "ledger_evidence",
    metadata,
    Column("entry", String(16), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("article", Text, ForeignKey("ledger_sources.article"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("match", String(16), nullable=False),
    Column("score", Float, nullable=False),
    Column("also_at", JSON, nullable=False),
    ForeignKeyConstraint(["entry", "day"], ["ledger_states.entry", "ledger_states.day"], ondelete="CASCADE"),
)
