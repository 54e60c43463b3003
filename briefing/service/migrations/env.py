"""Where alembic meets the connection that the service opened."""

from __future__ import annotations

from alembic import context

from briefing.service.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # one transaction of the service's own, behind its lock
)
context.run_migrations()
