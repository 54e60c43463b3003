"""The ledger: what was offered, answered and asked over days, in a database, with each status dated and evidenced.

    with open_ledger("ledger.db") as ledger:
        report = ledger.record(day, stories)

The database library is imported when a ledger is opened, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefing.ledger._query import LedgerQuery

if TYPE_CHECKING:
    from briefing.ledger._store import Ledger


def open_ledger(where: str | Path) -> Ledger:
    """Open the ledger in a file (SQLite) or at a database URL, creating or migrating it as needed.

    Raises:
        UsageError: the URL is not understood, or its driver is not installed.
        DataError: the database can't be opened, or was written by a newer version.
    """
    from briefing.ledger._store import Ledger

    return Ledger.open(where)


__all__ = ["LedgerQuery", "open_ledger"]
