"""Which offers of a story are two whatever their words share: by amounts, numbers of things and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.language.apart import (
    Terms,
    answers_another,
    apart,
    apart_between_sources,
    names_in,
    numbers_apart,
    one_state,
    terms_of,
)
from briefing.language.names import same_actor
from briefing.language.parties import spelled_alike
from briefing.schema.brief import Offer
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Member

_Pair = tuple[str, str, frozenset[str], bool]


class KeptApart:
    """Tells which offers are kept apart, and which answers are to another offer.

    An article that tells two numbers tells two offers; two articles may report two figures of one offer, on which the
    page then tells a conflict, unless they are far apart.
    """

    def __init__(self, cast: StoryCast) -> None:
        self._cast = cast
        self._terms: dict[str, Terms] = {}
        self._naming: dict[frozenset[str], Callable[[str], bool]] = {}
        self._pairs: dict[_Pair, bool] = {}

    def offers(self, one: Member[Offer], other: Member[Offer]) -> bool:
        """Whether two tellings are of two offers."""
        within = one.report.article.id == other.report.article.id
        pair = (one.item.what, other.item.what, self._sides(one) | self._sides(other), within)
        if pair not in self._pairs:
            self._pairs[pair] = self._are_two(*pair)
        return self._pairs[pair]

    def _are_two(self, one: str, other: str, sides: frozenset[str], within: bool) -> bool:
        ours, theirs = self._terms_of(one), self._terms_of(other)
        if not all(terms.amount or terms.counts or names_in(terms.texts[0]) for terms in (ours, theirs)):
            return False
        return (apart if within else apart_between_sources)(ours, theirs, self._naming_of(sides))

    def answers(self, to: str, by: str | None, cluster: Sequence[Member[Offer]]) -> bool:
        """Whether the words for what an answer of a side is to are of another offer than this."""
        sides = frozenset({by} if by else ()).union(*map(self._sides, cluster))
        return answers_another(to, (member.item.what for member in cluster), self._naming_of(sides))

    def numbers(self, one: Member[Offer], other: Member[Offer]) -> bool:
        """Whether two tellings of an offer name different amounts or numbers of things."""
        return numbers_apart(self._terms_of(one.item.what), self._terms_of(other.item.what))

    def _terms_of(self, text: str) -> Terms:
        if text not in self._terms:
            self._terms[text] = terms_of((text,))
        return self._terms[text]

    def _sides(self, member: Member[Offer]) -> frozenset[str]:
        article, offer = member.report.article.id, member.item
        return frozenset(
            filter(None, (self._cast.side_in(article, each) for each in (offer.offerer, *offer.addressees)))
        )

    def _naming_of(self, sides: frozenset[str]) -> Callable[[str], bool]:
        """Tells whether a name is one of these sides'."""
        if sides not in self._naming:
            acting = (actor for actor in self._cast.actors if self._cast.side[actor.id] in sides)
            forms = sides.union(*((actor.name, *actor.aliases) for actor in acting))
            self._naming[sides] = lambda name: any(
                same_actor(name, form) or one_state(name, form) or spelled_alike(name, form) for form in forms
            )
        return self._naming[sides]
