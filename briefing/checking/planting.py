"""Planted mistakes: false variants of a brief's own items, to measure how well a proof-reader reads.

A few stand among the claims of each proof-reading, in unmarked places. What is planted, and where, follows from a hash
of the article and its items: the same brief gives the same claims in every process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from briefing.checking.falsifying import Falsifier, Mistake
from briefing.schema.article import Article
from briefing.schema.brief import Brief, CheckedItem
from briefing.schema.terms import Section

__all__ = ["Claim", "Mistake", "Planted", "mixed", "plant"]

ITEMS_FOR_EACH = 6
"""One planted mistake for so many items."""
MOST = 4
"""Planted mistakes in one brief: more would only lengthen the call."""
_TRIED = 60
"""Items of one brief of which variants are made: a long list holds enough of every kind."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim that is known to be false.

    Attributes:
        section: where it stands among the claims.
        item: the false variant; it shares id, evidence and verdict with the item that it was made from.
        source: the id of that item.
        mistake: what was made false. Any objection to the item shows that it was read, of whatever level.
    """

    section: Section
    item: CheckedItem
    source: str
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proof-reader is shown: an item of the brief, or a planted mistake. ``planted`` is None for the former."""

    section: Section
    item: CheckedItem
    planted: Planted | None = None


def plant(
    article: Article, brief: Brief, *, items_for_each: int = ITEMS_FOR_EACH, most: int = MOST
) -> tuple[Planted, ...]:
    """False variants of items of ``brief`` that were not struck, in reading order.

    About one for ``items_for_each`` items, at least one where any can be made, at most ``most``; never two of one
    item, and none that reads like an item of the brief. Kinds and sections are as mixed as the brief allows.

    Only what is false for certain is planted: where the article could be read so that the variant is true, nothing is.
    """
    items, cast = list(brief.items()), brief.cast
    wanted = min(most, max(1, round(len(items) / items_for_each)))
    told = {item.told(cast) for _, item in items}
    left = sorted(_candidates(article, brief), key=lambda planted: _drawn(article, planted))
    chosen: list[Planted] = []
    while left and len(chosen) < wanted:
        mistakes = Counter(planted.mistake for planted in chosen)
        sections = Counter(planted.section for planted in chosen)
        best = min(left, key=lambda planted: (mistakes[planted.mistake], sections[planted.section]))
        text = best.item.told(cast)
        if text not in told:
            chosen.append(best)
            told.add(text)
            left = [planted for planted in left if planted.source != best.source]
        else:
            left.remove(best)
    order = {item.id: at for at, (_, item) in enumerate(items)}
    return tuple(sorted(chosen, key=lambda planted: order[planted.source]))


def mixed(brief: Brief, planted: Sequence[Planted]) -> list[Claim]:
    """The items of ``brief`` in reading order, and each planted mistake in a place of its section that a hash draws."""
    claims = [Claim(section, item) for section, item in brief.items()]
    for each in planted:
        places = [at for at, claim in enumerate(claims) if claim.section is each.section]
        drawn = _hash(brief.article, each.source, each.mistake, "place") % (len(places) + 1)
        claims.insert(places[0] + drawn, Claim(each.section, each.item, each))
    return claims


def _candidates(article: Article, brief: Brief) -> Iterator[Planted]:
    """At most one variant of each kind of each item."""
    falsifier = Falsifier(article, brief)
    drawn = sorted(brief.items(), key=lambda each: _hash(article.id, each[1].id))
    for section, item in [each for each in drawn if not each[1].verdict.objections][:_TRIED]:
        for mistake, variants in falsifier.variants(item):
            if variants:
                variant = variants[_hash(article.id, item.id, mistake, "variant") % len(variants)]
                yield Planted(section, variant, item.id, mistake)


def _drawn(article: Article, planted: Planted) -> int:
    return _hash(article.id, planted.source, planted.mistake)


def _hash(*parts: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:8])
