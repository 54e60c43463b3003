"""Where an offer stands, from all that its reports and the answers to it say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefing.schema.brief import Offer
from briefing.schema.briefing import StoryOffer, StoryResponse
from briefing.schema.terms import BROUGHT, OfferStatus, Stance
from briefing.schema.verdict import Evidence, Standing
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Member, Report, trusted


class ShownRule(StrEnum):
    """Why one version is shown. The engine's judgement, never a fact of a source."""

    OWN_STATEMENT = "the named party's own statement outranks a reporter's summary"
    LATER = "the later report is shown"
    MORE_ORIGINS = "the version of more independent origins is shown"
    FIRST = "nothing decides between the sources; the first report is shown"
    WORDS = "the words differ, the thing reported does not"


_ANSWERED: Mapping[Stance, OfferStatus] = {**BROUGHT, Stance.PENDING: OfferStatus.OPEN}

_ACKNOWLEDGED = re.compile(
    r"\b(?:tak(?:e|en|ing|es) (?:\w+ ){0,2}(?:into account|note)|took note|acknowledg\w+"
    r"|(?:has|have|had|been|was|were) (?:noted|received)"
    r"|(?:is|are|was|were|will|would|to|be) (?:consider|study|review|examin|weigh|look)(?:e|ing)?)\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\b(?:in|into|began|begun|started|hold(?:s|ing)?|resumed|ongoing) (?:\w+ ){0,2}"
    r"(?:talks|negotiations|discussions|consultations)\b|\b(?:is|are|were|was) (?:negotiating|discussing)\b",
    re.IGNORECASE,
)
UNDER_WAY = "under negotiation"


@dataclass(frozen=True, slots=True)
class StatusClaim:
    """What one report says about where an offer stands. ``said`` is a status in words, or `UNDER_WAY`."""

    said: str
    status: OfferStatus
    evidence: Evidence
    report: Report
    own: bool
    """The passage speaks of an answer of the party that was asked; else a reporter sums up."""
    trusted: bool
    by: str | None = None
    """The side whose answer it is."""

    @property
    def rank(self) -> tuple[bool, bool, bool, date]:
        """What was confirmed first, then own statements, then whatever says more than "open", then the later
        report."""
        return (self.trusted, self.own, self.status is not OfferStatus.OPEN, self.report.day or date.min)


@dataclass(frozen=True, slots=True)
class Settled:
    """The status shown, why, and the claims that it rests on and that differ from it."""

    status: OfferStatus
    reason: str | None
    shown: StatusClaim | None
    differing: tuple[StatusClaim, ...]
    rule: ShownRule


def settle(
    offer: StoryOffer,
    cluster: Sequence[Member[Offer]],
    responses: Iterable[StoryResponse],
    reports: Mapping[str, Report],
    cast: StoryCast,
) -> Settled:
    """Decide where an offer stands.

    An answer of the party that was asked outranks what a reporter makes of it, a later one an earlier. Two claims
    of different articles differ when their words for the status do and the one is no later step of the other. Where
    one of several parties accepts and another rejects, and the reports differ on what that makes, it is rejected: it
    would have taken the consent of all.
    """
    claims = [*_answers(offer, responses, reports, cast), *_summaries(cluster)]
    claims.sort(key=lambda claim: claim.report.order)
    stated = [claim for claim in claims if claim.own or claim.said != OfferStatus.OPEN.words]
    if not stated:
        return Settled(offer.status, None, None, (), ShownRule.FIRST)
    shown = max(stated, key=lambda claim: claim.rank)
    if _parted(stated) and len({member.item.status for member in cluster}) > 1:
        refusals = (claim for claim in stated if claim.own and claim.status is OfferStatus.REJECTED)
        shown = max(refusals, key=lambda claim: claim.rank)
    differing = tuple(claim for claim in stated if _differs(claim, shown))
    own_decides = shown.own and any(not claim.own for claim in differing)
    rule = ShownRule.OWN_STATEMENT if own_decides else ShownRule.LATER if _later(shown, differing) else ShownRule.FIRST
    return Settled(shown.status, _reason(shown), shown, differing, rule)


def _parted(claims: Iterable[StatusClaim]) -> bool:
    """Whether one party accepted and another rejected."""
    accepting, rejecting = (
        {claim.by for claim in claims if claim.own and claim.by and claim.status is status}
        for status in (OfferStatus.ACCEPTED, OfferStatus.REJECTED)
    )
    return bool(accepting and rejecting) and accepting.isdisjoint(rejecting)


def _answers(
    offer: StoryOffer, responses: Iterable[StoryResponse], reports: Mapping[str, Report], cast: StoryCast
) -> Iterator[StatusClaim]:
    for response in responses:
        side = cast.side[response.responder]
        if (
            offer.id not in response.offers
            or not _asked(side, offer, response, cast)
            or response.stance not in _ANSWERED
        ):
            continue
        status = _ANSWERED[response.stance]
        if response.stance is Stance.PENDING and _notes(response):
            status = OfferStatus.ACKNOWLEDGED
        for piece in response.evidence:
            yield StatusClaim(
                status.words,
                status,
                piece,
                reports[piece.article],
                own=answers_plainly(piece),
                trusted=_sure(response),
                by=side,
            )


def _asked(side: str, offer: StoryOffer, response: StoryResponse, cast: StoryCast) -> bool:
    """Whether a party's answer settles where an offer stands.

    Where no source says whom it is made to, only an article that tells both the offer and the answer does: words that
    are alike in two articles may be about two things.
    """
    if offer.addressees:
        return side in {cast.side[each] for each in offer.addressees}
    telling = {member.article for member in offer.members}
    return any(member.article in telling for member in response.members)


def _sure(response: StoryResponse) -> bool:
    return response.standing in (Standing.QUOTED, Standing.CONFIRMED)


def _notes(response: StoryResponse) -> bool:
    return any(_ACKNOWLEDGED.search(text) for text in (response.what, *(p.quote for p in response.evidence)))


def _summaries(cluster: Sequence[Member[Offer]]) -> Iterator[StatusClaim]:
    for member in cluster:
        for piece in member.item.evidence:
            said = member.item.status.words
            if member.item.status is OfferStatus.OPEN and _UNDER_WAY.search(piece.quote):
                said = UNDER_WAY
            yield StatusClaim(said, member.item.status, piece, member.report, own=False, trusted=trusted(member.item))


def _differs(claim: StatusClaim, shown: StatusClaim) -> bool:
    if claim.said == shown.said or claim.report.article.id == shown.report.article.id:
        return False
    return not _step(claim, shown)


_BEFORE_AN_ANSWER = frozenset({OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED, OfferStatus.PLANNED})


def _step(earlier: StatusClaim, later: StatusClaim) -> bool:
    """Whether the second claim merely follows the first in time: an offer that was open is answered next day."""
    day, next_day = earlier.report.day, later.report.day
    if day is None or next_day is None or next_day <= day:
        return False
    return earlier.status in _BEFORE_AN_ANSWER and later.own


def _later(shown: StatusClaim, others: Sequence[StatusClaim]) -> bool:
    return all((shown.report.day or date.min) > (c.report.day or date.min) for c in others)


def _reason(shown: StatusClaim) -> str:
    day = f" {shown.report.day.isoformat()}" if shown.report.day else ""
    if shown.status is OfferStatus.OPEN:
        return f"no answer yet, {shown.report.outlet}{day}"
    who = "answer of the party asked" if shown.own else "as reported"
    return f"{who}, {shown.report.outlet}{day}"


_ANSWERING = re.compile(
    r"\b(?:respon[ds]|answer|repl(?:y|ie)|reject|refus|accept|agre|declin|welcom|sa(?:id|ys?)\b|told\b|den(?:y|ie)"
    r"|turn(?:ed|s)? down|rul(?:ed|es) out|approv|dismiss|not(?:e|ed) (?:that|the)\b|tak(?:en?|ing) note|into account"
    r"|counter|propos|acknowledg|sign(?:ed|s)\b|back(?:ed|s)\b|consider|stud(?:y|ied))\w*",
    re.IGNORECASE,
)


def answers_plainly(piece: Evidence) -> bool:
    """Whether a passage speaks of an answer, given or not, rather than of what somebody's conduct may mean."""
    return _ANSWERING.search(piece.quote) is not None
