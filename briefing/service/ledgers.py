"""The ledgers: one for each tenant, apart from all others.

The first tenant's is the one that the settings name, so that what the command line recorded is there. Others have a
file beside it, or a schema of their own on the same server.
"""

from __future__ import annotations

import threading
from pathlib import Path

from briefing import Ledger
from briefing.service.database import address
from briefing.service.keys import tenant_named

MAIN = "main"
"""The tenant whose ledger is the one that is named."""


class Ledgers:
    """Opens the ledger of a tenant once. Every call blocks."""

    def __init__(self, named: str | None) -> None:
        self._named = named
        self._lock = threading.Lock()
        self._open: dict[str, Ledger] = {}
        self._made: set[str] = set()

    def where(self, tenant: str) -> str | None:
        """Where the ledger of a tenant is, None where none is kept."""
        if self._named is None or tenant == MAIN:
            return self._named
        tenant = tenant_named(tenant)
        url = address(self._named)
        if url.get_backend_name() == "sqlite":
            path = Path(url.database or "ledger.db")
            return str(path.with_name(f"{path.stem}.{tenant}{path.suffix}"))
        schema = f"briefing_{tenant}"
        with self._lock:
            if schema not in self._made:
                self._make(schema)
                self._made.add(schema)
        return url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)

    def of(self, tenant: str) -> Ledger | None:
        """The ledger of a tenant, open; None where none is kept."""
        where = self.where(tenant)
        if where is None:
            return None
        with self._lock:
            if tenant not in self._open:
                self._open[tenant] = Ledger.open(where)
            return self._open[tenant]

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            for ledger in self._open.values():
                ledger.close()
            self._open.clear()

    def _make(self, schema: str) -> None:
        from sqlalchemy import create_engine, text

        engine = create_engine(address(self._named or ""))
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        engine.dispose()
