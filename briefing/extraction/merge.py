"""Drafts of the chunks of one article, merged into one without doubling."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftOffer,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.terms import OfferStatus

MAX_GIST = 3

ItemT = TypeVar("ItemT")


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
        open_questions=_unique(
            (question for draft in drafts for question in draft.open_questions),
            lambda question: _words_or_quotes(question.question, question.quotes),
        ),
        quotations=tuple(merged.quotations),
    )


class _ItemPlaces:
    """Where a list holds an item by one of its keys: the first such item counts."""

    def __init__(self) -> None:
        self._first: dict[Hashable, int] = {}

    def find(self, keys: Iterable[Hashable]) -> int | None:
        """The place of the first item that has one of the keys."""
        return min((self._first[key] for key in keys if key in self._first), default=None)

    def add(self, keys: Iterable[Hashable], place: int) -> None:
        for key in keys:
            self._first[key] = min(place, self._first.get(key, place))


class _Merged:
    """The lists of the merged draft while they grow."""

    def __init__(self) -> None:
        self.actors: list[DraftActor] = []
        self.offers: list[DraftOffer] = []
        self.responses: list[DraftResponse] = []
        self.quotations: list[DraftQuotation] = []
        self._by_form, self._by_offer, self._by_response, self._by_quote = (_ItemPlaces() for _ in range(4))

    def add(self, draft: BriefDraft) -> None:
        actor_ids = {actor.id: self._actor(actor) for actor in draft.actors}
        offer_ids = {offer.id: self._offer(offer, actor_ids) for offer in draft.offers}
        for response in draft.responses:
            self._response(response, actor_ids, offer_ids)
        for quotation in draft.quotations:
            speaker = actor_ids.get(quotation.speaker or "", quotation.speaker)
            keys = _folded(quotation.quotes)
            if self._by_quote.find(keys) is None:
                self._by_quote.add(keys, len(self.quotations))
                self.quotations.append(quotation.model_copy(update={"speaker": speaker}))

    def _actor(self, actor: DraftActor) -> str:
        forms = _folded((actor.name, *actor.aliases))
        place = self._by_form.find(forms)
        if place is not None:
            known = self.actors[place]
            extra = tuple(a for a in (actor.name, *actor.aliases) if a not in (known.name, *known.aliases))
            self.actors[place] = known.model_copy(update={"aliases": (*known.aliases, *extra)})
            self._by_form.add(forms, place)
            return known.id
        self._by_form.add(forms, len(self.actors))
        new = actor.model_copy(update={"id": f"a{len(self.actors) + 1}"})
        self.actors.append(new)
        return new.id

    def _offer(self, offer: DraftOffer, actor_ids: dict[str, str]) -> str:
        offerer = actor_ids.get(offer.offerer, offer.offerer)
        addressees = tuple(actor_ids.get(each, each) for each in offer.addressees)
        keys = [(offerer, key) for key in _words_or_quotes(offer.what, offer.quotes)]
        place = self._by_offer.find(keys)
        if place is not None:
            known = self.offers[place]
            self.offers[place] = known.model_copy(
                update={
                    "addressees": known.addressees or addressees,
                    "due": known.due or offer.due,
                    "conditions": tuple(dict.fromkeys((*known.conditions, *offer.conditions))),
                    # A later part of the article knows more about where the offer stands.
                    "status": offer.status if offer.status is not OfferStatus.OPEN else known.status,
                }
            )
            return known.id
        self._by_offer.add(keys, len(self.offers))
        new = offer.model_copy(update={"id": f"o{len(self.offers) + 1}", "offerer": offerer, "addressees": addressees})
        self.offers.append(new)
        return new.id

    def _response(self, response: DraftResponse, actor_ids: dict[str, str], offer_ids: dict[str, str]) -> None:
        responder = actor_ids.get(response.responder, response.responder)
        keys = [(responder, key) for key in _words_or_quotes(response.what, response.quotes)]
        if self._by_response.find(keys) is not None:
            return
        self._by_response.add(keys, len(self.responses))
        self.responses.append(
            response.model_copy(
                update={
                    "id": f"r{len(self.responses) + 1}",
                    "responder": responder,
                    "offers": tuple(offer_ids.get(each, each) for each in response.offers),
                }
            )
        )


def _gist(drafts: Sequence[BriefDraft]) -> tuple[DraftStatement, ...]:
    """The first sentence of each chunk's gist in turn, so that a long article is not summed up by its opening."""
    longest = max(len(draft.gist) for draft in drafts)
    ranked = [draft.gist[rank] for rank in range(longest) for draft in drafts if rank < len(draft.gist)]
    return _unique(ranked, lambda statement: _words_or_quotes(statement.text, statement.quotes))[:MAX_GIST]


def _unique(items: Iterable[ItemT], keys_of: Callable[[ItemT], Sequence[Hashable]]) -> tuple[ItemT, ...]:
    """The items that share no key with one before them."""
    known = _ItemPlaces()
    unique: list[ItemT] = []
    for item in items:
        keys = keys_of(item)
        if known.find(keys) is None:
            known.add(keys, len(unique))
            unique.append(item)
    return tuple(unique)


def _words_or_quotes(words: str, quotes: Sequence[str]) -> list[tuple[str, str]]:
    """The keys of an item: its words, and each of its quotes."""
    return [("words", _fold(words)), *(("quote", quote) for quote in _folded(quotes))]


def _folded(texts: Sequence[str]) -> list[str]:
    return [_fold(text) for text in texts]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
