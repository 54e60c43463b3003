"""The ledger: what was offered, answered and asked over days, in a database, with each status dated and evidenced.

    with Ledger.open("ledger.db") as ledger:
        page = ledger.record(page)

`_store` is the door. `_day` reads a day's page, `_concerned` looks up what it may depend on, `_placing` says what its
items and stories are (by `_linking`, `_running` or whoever was asked), `_entering` and `_reckoning` what it adds and
changes, `_writing` writes that, and `_pages` tells the page with it. Rules stand in `_offers`, `_parties`, `_matching`
and `_statuses`. Who is who over days: `_names`, `_identifying`, `_identities`; what editors change: `_editing`,
`_correcting`, `_actors`.

Importing this package imports the database library: callers do so where they open a ledger, not before.
"""

from briefing.ledger._book import LedgerQuery
from briefing.ledger._database import is_there
from briefing.ledger._linkable import Linkable
from briefing.ledger._pages import retell
from briefing.ledger._store import Ledger
from briefing.ledger._wikidata import read_wikidata

__all__ = ["Ledger", "LedgerQuery", "Linkable", "is_there", "read_wikidata", "retell"]
