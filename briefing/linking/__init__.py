"""Linking: which entry of the ledger each item of a day is, by a model.

Called between a day's page and its recording. The ledger shows what may concern the day (`briefing.ledger.Ledger
.linkable`), a model says what is what, and the ledger derives statuses, changes and running stories from that.
"""

from briefing.linking._asking import estimate_linking, link_day
from briefing.linking._parts import parts_of

__all__ = ["estimate_linking", "link_day", "parts_of"]
