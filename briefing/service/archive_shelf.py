"""The service's own archive as a shelf: one tenant's pages, and that tenant's ledger."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from briefing.api import Briefing
from briefing.errors import UsageError
from briefing.service.archive import MOST, Archive
from briefing.service.shelf import unchanged

if TYPE_CHECKING:
    from briefing.ledger import Ledger
    from briefing.service.ledgers import Ledgers

_KEPT = 16


class ArchiveShelf:
    """The accepted pages of a tenant, each in its latest revision."""

    def __init__(self, archive: Archive, tenant: str, ledgers: Ledgers) -> None:
        self._archive = archive
        self._tenant = tenant
        self._ledgers = ledgers
        self._read: OrderedDict[int, Briefing] = OrderedDict()
        self._lock = Lock()

    def days(self) -> tuple[date, ...]:
        """The days of which the tenant has a page."""
        found: list[date] = []
        while heads := self._archive.days(self._tenant, before=found[-1] if found else None, limit=MOST):
            found += [head.day for head in heads]
        return tuple(reversed(found))

    def page(self, day: date) -> Briefing:
        """The latest revision of a day."""
        head = self._archive.head(self._tenant, day)
        if head is None:
            raise UsageError(f"there is no page of {day}")
        with self._lock:
            if head.id in self._read:
                return self._read[head.id]
        stored = self._archive.by_id(self._tenant, head.id)
        if stored is None:
            raise UsageError(f"there is no page of {day}")
        page = unchanged(stored.briefing(), day)
        with self._lock:
            self._read[head.id] = page
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return page

    def ledger(self) -> AbstractContextManager[Ledger]:
        """The tenant's ledger, which stays open for the next who asks."""
        found = self._ledgers.of(self._tenant)
        if found is None:
            raise UsageError("no ledger is kept")
        return nullcontext(found)
