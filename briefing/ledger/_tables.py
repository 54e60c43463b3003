"""The tables of the ledger, as of the latest migration."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

days = Table(
    "ledger_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("digest", String(64), nullable=False),
)

stories = Table(
    "ledger_stories",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("opened", Date, nullable=False),
)

story_days = Table(
    "ledger_story_days",
    metadata,
    Column("story", Integer, ForeignKey("ledger_stories.number", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, ForeignKey("ledger_days.day", ondelete="CASCADE"), primary_key=True),
    Column("title", Text, nullable=False),
)

entries = Table(
    "ledger_entries",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("story", Integer, ForeignKey("ledger_stories.number"), nullable=False, index=True),
    Column("party", Text),
    Column("party_side", Text, index=True),
    Column("other", Text),
    Column("other_side", Text, index=True),
    Column("answers", Integer),
)

_ENTRY = ("ledger_entries.kind", "ledger_entries.number")

states = Table(
    "ledger_states",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, ForeignKey("ledger_days.day", ondelete="CASCADE"), primary_key=True),
    Column("status", String(24), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("reason", Text),
    Column("reported", Boolean, nullable=False),
    Column("conditions", JSON, nullable=False),
    Column("outlets", JSON, nullable=False),
    Column("origins", JSON, nullable=False),
    ForeignKeyConstraint(["kind", "number"], _ENTRY, ondelete="CASCADE"),
)

evidence = Table(
    "ledger_evidence",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("article", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("piece", JSON, nullable=False),
    ForeignKeyConstraint(
        ["kind", "number", "day"],
        ["ledger_states.kind", "ledger_states.number", "ledger_states.day"],
        ondelete="CASCADE",
    ),
)
