"""Where the sources of a story differ, with both spans and the rule that decided what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.language.topics import THINGS, concept, fold, stem, words
from briefing.schema.brief import Offer
from briefing.schema.briefing import Conflict, ConflictKind, StoryOffer
from briefing.schema.verdict import Evidence
from briefing.stories._reports import Member, Report, unique
from briefing.stories._status import Settled, ShownRule


def status_conflict(offer: StoryOffer, settled: Settled) -> Iterator[Conflict]:
    """The conflict about where an offer stands, if any. The id is empty: the page numbers conflicts."""
    if settled.shown is None or not settled.differing:
        return
    differing = (claim.report for claim in settled.differing)
    yield Conflict(
        id="",
        kind=ConflictKind.STATUS,
        about=offer.id,
        sides=unique((settled.shown.evidence, *(claim.evidence for claim in settled.differing))),
        shown=settled.status.words,
        rule="; ".join((settled.rule.value, *_later(differing, settled.shown.report.day or date.min))),
    )


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


@dataclass(frozen=True, slots=True)
class Version:
    """One report's version. Versions with the same ``key`` agree; ``shown`` is the version in words."""

    key: str
    shown: str
    evidence: Evidence
    report: Report


def conflict_of(kind: ConflictKind, about: str, versions: Sequence[Version]) -> Conflict | None:
    """The conflict between versions of several articles, None where all agree.

    The version of more independent origins is shown; among equals the later one; else the first. Sides are one
    passage a version, the one shown first. The id is empty: the page numbers conflicts.
    """
    by_key: defaultdict[str, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=lambda v: (v.report.order, v.evidence.start)):
        by_key[version.key].append(version)
    if len(by_key) < 2 or len({version.report.article.id for version in versions}) < 2:
        return None
    shown, rule = _choose(list(by_key.values()))
    others = [group[0] for group in by_key.values() if group is not shown]
    return Conflict(
        id="",
        kind=kind,
        about=about,
        sides=unique((shown[0].evidence, *(version.evidence for version in others))),
        shown=shown[0].shown,
        rule="; ".join((rule.value, *_later((version.report for version in others), _latest(shown)))),
    )


def _choose(groups: Sequence[list[Version]]) -> tuple[list[Version], ShownRule]:
    origins = [len({version.report.origin for version in group}) for group in groups]
    if origins.count(max(origins)) == 1:
        return groups[origins.index(max(origins))], ShownRule.MORE_ORIGINS
    days = [_latest(group) for group in groups]
    if days.count(max(days)) == 1:
        return groups[days.index(max(days))], ShownRule.LATER
    return groups[0], ShownRule.FIRST


def _latest(group: Sequence[Version]) -> date:
    return max(version.report.day or date.min for version in group)


def _later(others: Iterable[Report], shown: date) -> Iterator[str]:
    """The later source is noted where it is not the one shown, of a day that is known."""
    for outlet in unique(each.outlet for each in others if each.day and each.day > shown > date.min):
        yield f"{outlet} is later, so a change cannot be excluded"
