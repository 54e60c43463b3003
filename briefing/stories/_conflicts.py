"""Where the sources of a story differ, with both spans and the rule that decided what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.language.stems import stem
from briefing.language.topics import THINGS, concept, fold, words
from briefing.schema.brief import Offer
from briefing.schema.briefing import Conflict, ConflictKind, StoryOffer
from briefing.schema.evidence import Evidence
from briefing.stories._reports import Member, unique
from briefing.stories._status import Settled, ShownRule


def status_conflict(offer: StoryOffer, settled: Settled) -> Iterator[Conflict]:
    """The conflict about where an offer stands, if any. The id is empty: the page numbers conflicts."""
    if settled.shown is None or not settled.differing:
        return
    yield Conflict(
        id="",
        kind=ConflictKind.STATUS,
        about=offer.id,
        sides=unique((settled.shown.evidence, *(claim.evidence for claim in settled.differing))),
        shown=settled.status.words,
        rule="; ".join((settled.rule.value, *_later_notes(settled))),
    )


def _later_notes(settled: Settled) -> Iterator[str]:
    shown = settled.shown.report.day if settled.shown else None
    for outlet in unique(c.report.outlet for c in settled.differing if shown and c.report.day and c.report.day > shown):
        yield f"{outlet} is later, so a change cannot be excluded"


def wording_conflicts(offer: StoryOffer, cluster: Sequence[Member[Offer]]) -> Iterator[Conflict]:
    """Where outlets name one thing by different near-synonyms: "embassies" here, "missions" there."""
    named = [(member, _by_concept(member)) for member in cluster]
    for name in sorted({name for _, found in named for name in found}):
        sides = [(member, found[name]) for member, found in named if name in found]
        if len({member.report.outlet for member, _ in sides}) < 2 or set.intersection(*(set(w) for _, w in sides)):
            continue
        shown = _first_word(sides[0][0], sides[0][1])
        yield Conflict(
            id="",
            kind=ConflictKind.WORDING,
            about=offer.id,
            sides=tuple(_piece_with(member, found) for member, found in sides),
            shown=shown,
            rule=ShownRule.WORDS.value,
        )


def _by_concept(member: Member[Offer]) -> dict[str, frozenset[str]]:
    """The stems in a member's evidence that stand for something with several names, by the name of that thing."""
    found: dict[str, set[str]] = {}
    for piece in member.item.evidence:
        for stemmed in map(stem, words(piece.quote)):
            name = concept(stemmed)
            if name and name in THINGS:
                found.setdefault(name, set()).add(stemmed)
    return {name: frozenset(stems) for name, stems in found.items()}


def _piece_with(member: Member[Offer], stems: frozenset[str]) -> Evidence:
    return next(p for p in member.item.evidence if stems.intersection(map(stem, words(p.quote))))


def _first_word(member: Member[Offer], stems: frozenset[str]) -> str:
    quote = fold(_piece_with(member, stems).quote)
    return next(word for word in words(quote) if stem(word) in stems)
