"""Drafts of the chunks of one article, merged into one without doubling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.terms import OfferStatus

MAX_GIST = 3


def merge_drafts(drafts: Sequence[BriefDraft]) -> BriefDraft:
    """One draft from those of consecutive chunks, in reading order.

    Chunks overlap, so the same item may come twice. Actors are one where a name or alias is the same, regardless of
    case; offers and responses where the parties are the same and they share a quote or the same words; questions
    and quotations where they share a quote. The first occurrence stays and takes over what the later one adds. The
    headline is the first chunk's. Ids are given anew.

    Raises:
        ValueError: there is no draft.
    """
    if not drafts:
        raise ValueError("nothing to merge: an article needs at least one draft")
    if len(drafts) == 1:
        return drafts[0]
    merged = _Merged()
    for draft in drafts:
        merged.add(draft)
    return BriefDraft(
        headline=drafts[0].headline,
        gist=_gist(drafts),
        actors=tuple(merged.actors),
        offers=tuple(merged.offers),
        responses=tuple(merged.responses),
        open_questions=_unique_questions(q for draft in drafts for q in draft.open_questions),
        quotations=tuple(merged.quotations),
    )


class _Merged:
    """The lists of the merged draft while they grow."""

    def __init__(self) -> None:
        self.actors: list[DraftActor] = []
        self.offers: list[DraftOffer] = []
        self.responses: list[DraftResponse] = []
        self.quotations: list[DraftQuotation] = []

    def add(self, draft: BriefDraft) -> None:
        actor_ids = {actor.id: self._actor(actor) for actor in draft.actors}
        offer_ids = {offer.id: self._offer(offer, actor_ids) for offer in draft.offers}
        for response in draft.responses:
            self._response(response, actor_ids, offer_ids)
        for quotation in draft.quotations:
            speaker = actor_ids.get(quotation.speaker or "", quotation.speaker)
            if not any(_share(quotation.quotes, known.quotes) for known in self.quotations):
                self.quotations.append(quotation.model_copy(update={"speaker": speaker}))

    def _actor(self, actor: DraftActor) -> str:
        forms = _forms(actor)
        for index, known in enumerate(self.actors):
            if forms & _forms(known):
                extra = tuple(a for a in (actor.name, *actor.aliases) if a not in (known.name, *known.aliases))
                self.actors[index] = known.model_copy(update={"aliases": (*known.aliases, *extra)})
                return known.id
        new = actor.model_copy(update={"id": f"a{len(self.actors) + 1}"})
        self.actors.append(new)
        return new.id

    def _offer(self, offer: DraftOffer, actor_ids: dict[str, str]) -> str:
        offerer = actor_ids.get(offer.offerer, offer.offerer)
        recipient = actor_ids.get(offer.recipient, offer.recipient) if offer.recipient else None
        for index, known in enumerate(self.offers):
            if known.offerer == offerer and (_share(offer.quotes, known.quotes) or _same(offer.what, known.what)):
                self.offers[index] = known.model_copy(
                    update={
                        "recipient": known.recipient or recipient,
                        "conditions": tuple(dict.fromkeys((*known.conditions, *offer.conditions))),
                        # A later part of the article knows more about where the offer stands.
                        "status": offer.status if offer.status is not OfferStatus.OPEN else known.status,
                    }
                )
                return known.id
        new = offer.model_copy(update={"id": f"o{len(self.offers) + 1}", "offerer": offerer, "recipient": recipient})
        self.offers.append(new)
        return new.id

    def _response(self, response: DraftResponse, actor_ids: dict[str, str], offer_ids: dict[str, str]) -> None:
        responder = actor_ids.get(response.responder, response.responder)
        for known in self.responses:
            same = _share(response.quotes, known.quotes) or _same(response.what, known.what)
            if known.responder == responder and same:
                return
        self.responses.append(
            response.model_copy(
                update={
                    "id": f"r{len(self.responses) + 1}",
                    "responder": responder,
                    "offer": offer_ids.get(response.offer, response.offer) if response.offer else None,
                }
            )
        )


def _gist(drafts: Sequence[BriefDraft]) -> tuple[DraftStatement, ...]:
    """The first sentence of each chunk's gist in turn, so that a long article is not summed up by its opening."""
    longest = max(len(draft.gist) for draft in drafts)
    ranked = [draft.gist[rank] for rank in range(longest) for draft in drafts if rank < len(draft.gist)]
    unique: list[DraftStatement] = []
    for statement in ranked:
        if not any(_same(statement.text, known.text) or _share(statement.quotes, known.quotes) for known in unique):
            unique.append(statement)
    return tuple(unique[:MAX_GIST])


def _unique_questions(questions: Iterable[DraftOpenQuestion]) -> tuple[DraftOpenQuestion, ...]:
    unique: list[DraftOpenQuestion] = []
    for question in questions:
        if not any(_share(question.quotes, q.quotes) or _same(question.question, q.question) for q in unique):
            unique.append(question)
    return tuple(unique)


def _forms(actor: DraftActor) -> set[str]:
    return {_fold(form) for form in (actor.name, *actor.aliases)}


def _share(quotes: Sequence[str], others: Sequence[str]) -> bool:
    return bool({_fold(q) for q in quotes} & {_fold(q) for q in others})


def _same(text: str, other: str) -> bool:
    return _fold(text) == _fold(other)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
