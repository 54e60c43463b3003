"""The book by what its entries are looked up by, so that a day is compared with what may concern it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from briefing.language.names import canonical_organisation, canonical_state, fold, same_actor
from briefing.ledger._book import Book, number_of
from briefing.ledger._day import DayParty, DayStory
from briefing.schema.ledger import EntryKind, LedgerEntry

_Party = tuple[str, str]
"""Side and name of a party of the ledger."""

_SMALL_WORDS = frozenset({"of", "the", "for", "and", "on", "in"})


class Index:
    """Looks entries and stories up by party, story and article.

    Comparing every name with every name took 6 s for a day of 100 items beside 1,000 entries; names that share no
    word, state, body or initials are not compared.
    """

    def __init__(self, book: Book) -> None:
        self._tellings = book.tellings
        self._of_party: defaultdict[_Party, list[LedgerEntry]] = defaultdict(list)
        self._of_story: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in sorted(book.entries.values(), key=lambda each: number_of(each.id)):
            self._of_story[entry.story].append(entry)
            if entry.party_side:
                self._of_party[entry.party_side, entry.party or entry.party_side].append(entry)
        self._names = _Names(_parties(book.entries.values()))
        self._stories_by_side: defaultdict[str, set[str]] = defaultdict(set)
        self._stories_by_article: defaultdict[str, set[str]] = defaultdict(set)
        for ident, told in book.tellings.items():
            for telling in told:
                for side in telling.sides:
                    self._stories_by_side[side].add(ident)
                for article in telling.articles:
                    self._stories_by_article[article].add(ident)

    def same(self, party: DayParty | None, side: str | None, name: str | None) -> bool:
        """Whether a party of the day is one that the ledger knows by a side and a name."""
        return party is not None and side is not None and (side, name or side) in self._names.same(party)

    def by_party(self, party: DayParty | None, kind: EntryKind) -> Iterator[LedgerEntry]:
        """The entries of a kind that a party of the day offered or responded."""
        for known in sorted(self._names.same(party)) if party else ():
            yield from (entry for entry in self._of_party[known] if entry.kind is kind)

    def by_story(self, story: str, kind: EntryKind) -> Iterator[LedgerEntry]:
        """The entries of a kind of a running story."""
        return (entry for entry in self._of_story[story] if entry.kind is kind)

    def all_of(self, story: str) -> tuple[LedgerEntry, ...]:
        """All entries of a running story."""
        return tuple(self._of_story[story])

    def candidates(self, story: DayStory) -> frozenset[str]:
        """The running stories that a story of the day may continue: of an article, a side or an offerer of it."""
        found = {ident for article in story.articles for ident in self._stories_by_article[article]}
        found |= {ident for party in story.parties for ident in self._stories_by_side[party.side]}
        offers = (item for item in story.items if item.kind is EntryKind.OFFER)
        found |= {entry.story for item in offers for entry in self.by_party(item.party, EntryKind.OFFER)}
        return frozenset(ident for ident in found if ident in self._tellings)


def _parties(entries: Iterable[LedgerEntry]) -> Iterator[_Party]:
    for entry in entries:
        for side, name in ((entry.party_side, entry.party), (entry.other_side, entry.other)):
            if side:
                yield side, name or side


class _Names:
    """Which of the ledger's parties a party of the day is, by its side or by the form of its name."""

    def __init__(self, parties: Iterable[_Party]) -> None:
        self._known: defaultdict[str, set[_Party]] = defaultdict(set)
        for side, name in set(parties):
            for key in (side, *_keys(name)):
                self._known[key].add((side, name))
        self._found: dict[_Party, frozenset[_Party]] = {}

    def same(self, party: DayParty) -> frozenset[_Party]:
        asked = party.side, party.name  # a model takes ten times as long to hash
        if asked not in self._found:
            near = {known for key in (party.side, *_keys(party.name)) for known in self._known.get(key, ())}
            self._found[asked] = frozenset(
                (side, name) for side, name in near if side == party.side or same_actor(party.name, name)
            )
        return self._found[asked]


def _keys(name: str) -> Iterator[str]:
    """What two names of one actor have in common at the least one of: a word, a state, a body, their initials."""
    words = fold(name).replace("-", " ").split()
    yield from words
    yield from filter(None, (canonical_state(name), canonical_organisation(name)))
    yield "".join(words)
    if len(words) > 1:
        yield "".join(word[0] for word in words)
        yield "".join(word[0] for word in words if word not in _SMALL_WORDS)
