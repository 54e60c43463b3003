"""Where alembic meets the connection that the ledger opened."""

from __future__ import annotations

from alembic import context

from briefing.ledger._tables import metadata, version

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=version.name,
    # The ledger's own transaction holds: its lock keeps two processes from migrating at once.
    transactional_ddl=False,
)
context.run_migrations()
