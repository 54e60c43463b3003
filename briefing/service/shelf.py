"""Finished pages and the ledger beside them, to read and never to write: what every answer of the service rests on."""

from __future__ import annotations

import re
from collections import OrderedDict
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from briefing.api import Briefing
from briefing.errors import DataError, UsageError

if TYPE_CHECKING:
    from briefing.ledger import Ledger

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.json")
MOST_BYTES = 200_000_000
"""A page file above this is none of ours."""
_KEPT = 16
"""Pages that stay in memory once they were read."""


class Shelf(Protocol):
    """Accepted pages by day, and the ledger that they were recorded in."""

    def days(self) -> tuple[date, ...]:
        """The days of which there is a page, in order."""
        ...

    def page(self, day: date) -> Briefing:
        """The accepted page of a day.

        Raises:
            UsageError: there is none.
            DataError: what there is is no page, or was changed since it was made.
        """
        ...

    def ledger(self) -> AbstractContextManager[Ledger]:
        """The ledger, open.

        Raises:
            UsageError: none is kept.
        """
        ...


class FolderShelf:
    """A folder that ``briefing generate --out`` writes to, and perhaps a ledger: no service is needed for it.

    The accepted page of a day is ``2022-01-13.json``; earlier versions, ``2022-01-13.1.json``, are not shown.
    """

    def __init__(self, folder: Path, ledger: str | None = None) -> None:
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder", hint="name the folder that `briefing generate --out` writes to")
        self._folder = folder
        self._ledger = ledger
        self._read: OrderedDict[tuple[date, int, int], Briefing] = OrderedDict()
        self._lock = Lock()

    def days(self) -> tuple[date, ...]:
        """The days of which the folder has a page."""
        named = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return tuple(sorted(day for name in named if name and (day := _day(name[1]))))

    def page(self, day: date) -> Briefing:
        """The page of a day, read again where its file changed."""
        path = self._folder / f"{day.isoformat()}.json"
        try:
            held = path.stat()
        except OSError as error:
            raise UsageError(f"there is no page of {day}", hint=_known(self.days())) from error
        key = (day, held.st_mtime_ns, held.st_size)
        with self._lock:
            if key in self._read:
                self._read.move_to_end(key)
                return self._read[key]
        if held.st_size > MOST_BYTES:
            raise DataError(f"the page of {day} is larger than a page can be")
        page = unchanged(Briefing.from_json(path.read_bytes()), day)
        with self._lock:
            self._read[key] = page
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return page

    def ledger(self) -> AbstractContextManager[Ledger]:
        """The ledger of the folder's owner."""
        if self._ledger is None:
            raise UsageError("no ledger is named", hint="pass --ledger FILE_OR_URL, or set BRIEFING_LEDGER")
        from briefing.ledger import Ledger

        return Ledger.open(self._ledger, create=False)


def unchanged(page: Briefing, day: date) -> Briefing:
    """The page, if it is of that day and is what its digest says.

    Raises:
        DataError: it is not.
    """
    if page.date != day:
        raise DataError(f"the page that is named {day} is of {page.date}", hint="generate it again")
    if page.run.digest != page.fingerprint():
        raise DataError(f"the page of {day} was changed after it was made", hint="generate it again, or restore it")
    return page


def latest(shelf: Shelf) -> Briefing:
    """The page of the latest day.

    Raises:
        UsageError: there is no page at all.
    """
    days = shelf.days()
    if not days:
        raise UsageError("there is no page yet", hint="`briefing generate` or a job of the service makes one")
    return shelf.page(days[-1])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _known(days: tuple[date, ...]) -> str:
    return f"days: {days[0]} to {days[-1]}, {len(days)} in all" if days else "there is no page yet"
