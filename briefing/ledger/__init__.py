"""The ledger: what was offered, answered and asked over days, in a database, with each status dated and evidenced.

    with Ledger.open("ledger.db") as ledger:
        page = ledger.record(page)

Importing this package imports the database library: callers do so where they open a ledger, not before.
"""

from briefing.ledger._book import LedgerQuery
from briefing.ledger._database import is_there
from briefing.ledger._linkable import Linkable
from briefing.ledger._pages import retell
from briefing.ledger._store import Ledger
from briefing.ledger._wikidata import read_wikidata

__all__ = ["Ledger", "LedgerQuery", "Linkable", "is_there", "read_wikidata", "retell"]
