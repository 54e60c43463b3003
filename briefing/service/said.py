"""What people say of the items of accepted pages: by the ledger as it stands, and so of earlier pages too."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.errors import UsageError
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction, is_struck, said_of
from briefing.service.shelf import Shelf


class PeopleSay:
    """The corrections that stand, by the id of what they are about."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._made = tuple(corrections)

    def of(self, *idents: str) -> tuple[Correction, ...]:
        """What is said of any of these, once each, in the order in which it was said."""
        found = {each.number: each for ident in idents for each in said_of(self._made, ident)} if self._made else {}
        return tuple(found[number] for number in sorted(found))

    def struck(self, *idents: str) -> bool:
        """Whether one of these is held to be wrong."""
        return is_struck(self.of(*idents))


NOBODY = PeopleSay()


class SaidNow:
    """What people say by now, read once for all pages of an answer."""

    def __init__(self, shelf: Shelf) -> None:
        try:
            with shelf.ledger() as ledger:
                self._now: PeopleSay | None = PeopleSay(ledger.corrections())
        except UsageError:  # none is kept
            self._now = None

    def on(self, page: BriefingData) -> PeopleSay:
        """What is said of the items of a page; of one that is in no ledger nothing, for its ids are its own.

        Where no ledger is at hand, what the page itself keeps.
        """
        if page.known is None:
            return NOBODY
        return PeopleSay(page.known.corrections) if self._now is None else self._now
