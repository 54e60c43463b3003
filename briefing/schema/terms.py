"""The closed lists of the domain: kinds, statuses, stances. Drafts and briefs share them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    """A government acting for its country."""
    GROUP = "group"
    """Unorganised: protesters, families; or a loose set of states."""


class OfferStatus(StrEnum):
    """Where an offer stands at the end of the article (or of the day)."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    COUNTERED = "countered"
    CONDITIONAL = "conditional"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    PLANNED = "planned"

    @property
    def words(self) -> str:
        """As people say it."""
        return _STATUS_WORDS.get(self, self.value)


_STATUS_WORDS = {
    OfferStatus.ACKNOWLEDGED: "acknowledged, no answer",
    OfferStatus.PARTLY_ACCEPTED: "accepted in part",
    OfferStatus.COUNTERED: "answered by a counter-offer",
    OfferStatus.CONDITIONAL: "accepted on conditions",
    OfferStatus.PLANNED: "planned, not made yet",
}


class Stance(StrEnum):
    """How a response answers."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"
    """No answer yet, still considering, no comment: reported silence."""
    COUNTER_OFFER = "counter_offer"
    CONDITIONAL = "conditional"
    PARTIAL = "partial"
    OTHER = "other"


BROUGHT: Mapping[Stance, OfferStatus] = MappingProxyType(
    {
        Stance.ACCEPTED: OfferStatus.ACCEPTED,
        Stance.REJECTED: OfferStatus.REJECTED,
        Stance.COUNTER_OFFER: OfferStatus.COUNTERED,
        Stance.CONDITIONAL: OfferStatus.CONDITIONAL,
        Stance.PARTIAL: OfferStatus.PARTLY_ACCEPTED,
    }
)
"""The status that an answer brings to the offer it answers. Silence brings none, nor does what decides nothing."""


class QuotationKind(StrEnum):
    """What words inside quotation marks really are."""

    DIRECT = "direct"
    EDITED = "edited"
    """Direct, with the outlet's insertions or omissions."""
    INDIRECT = "indirect_in_quotation_marks"
    """A report in the third person that is printed inside quotation marks."""
    CUT = "cut"
    """Broken off by a paywall or a teaser."""


class Section(StrEnum):
    """The parts of a brief, by the name of their field."""

    HEADLINE = "headline"
    GIST = "gist"
    ACTORS = "actors"
    OFFERS = "offers"
    RESPONSES = "responses"
    OPEN_QUESTIONS = "open_questions"
    QUOTATIONS = "quotations"
