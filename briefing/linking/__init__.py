"""Linking: which entry of the ledger each item of a day is, by a model.

Called between a day's page and its recording. The ledger shows what may concern the day (`briefing.ledger.Ledger
.linkable`), a model says what is what, and the ledger derives statuses, changes and running stories from that.
"""

from briefing.linking._asking import STAGE, link_day, messages_for_part
from briefing.linking._estimating import estimate_linking
from briefing.linking._parts import parts_of
from briefing.linking._schema import link_schema

__all__ = ["STAGE", "estimate_linking", "link_day", "link_schema", "messages_for_part", "parts_of"]
