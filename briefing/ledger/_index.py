"""The book by what its entries are looked up by, so that a day is compared with what may concern it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.language.names import canonical_organisation, canonical_state, fold, without_titles
from briefing.language.parties import sound_of
from briefing.ledger._book import Book, Telling, number_of
from briefing.ledger._parties import Near, Party, offerer, party, same_party
from briefing.schema.ledger import EntryKind, LedgerEntry

_SOUND = "~"
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "on", "in", "a", "an", "to", "from", "by", "with"})


class Index:
    """Looks entries and stories up by party, story and article.

    Comparing every name with every name took 6 s for a day of 100 items beside 1,000 entries; names that share no
    word, sound, state, body or initials are not compared.
    """

    def __init__(self, book: Book) -> None:
        self.tellings = book.tellings
        self._of_party: defaultdict[Party, list[LedgerEntry]] = defaultdict(list)
        self._of_story: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in sorted(book.entries.values(), key=lambda each: number_of(each.id)):
            self._of_story[entry.story].append(entry)
            if by := offerer(entry):
                self._of_party[by].append(entry)
        self._names = _PartyNames(self._of_party)
        self.actors = {story: _actors(told) for story, told in book.tellings.items()}
        self._stories_of: defaultdict[Party, set[str]] = defaultdict(set)
        for story, actors in self.actors.items():
            for actor in actors:
                self._stories_of[actor].add(story)
        self._actors = _PartyNames(self._stories_of)
        self._told_from: defaultdict[str, set[str]] = defaultdict(set)
        for story, told in book.tellings.items():
            for telling in told:
                for article in telling.articles:
                    self._told_from[article].add(story)

    def by_party(self, party: Party, kind: EntryKind) -> Iterator[LedgerEntry]:
        """The entries of a kind that a party offered or responded, known by its names alone."""
        for known in self._names.same(party, Near.APART):
            yield from (entry for entry in self._of_party[known] if entry.kind is kind)

    def by_story(self, story: str, kind: EntryKind) -> tuple[LedgerEntry, ...]:
        """The entries of a kind of a running story."""
        return tuple(entry for entry in self._of_story[story] if entry.kind is kind)

    def all_of(self, story: str) -> tuple[LedgerEntry, ...]:
        """All entries of a running story."""
        return tuple(self._of_story[story])

    def told_from(self, articles: Iterable[str]) -> frozenset[str]:
        """The running stories that were told from one of these articles."""
        return frozenset(story for article in articles for story in self._told_from.get(article, ()))

    def stories_with(self, party: Party, near: Near) -> frozenset[str]:
        """The running stories in which a party acts."""
        return frozenset(story for known in self._actors.same(party, near) for story in self._stories_of[known])


def _actors(told: Iterable[Telling]) -> frozenset[Party]:
    found: set[Party] = set()
    for telling in told:
        known = {each.side for each in telling.actors}
        found.update(party(each) for each in telling.actors)
        found.update((side, (side,)) for side in telling.sides - known)
    return frozenset(found)


class _PartyNames:
    """Which of the ledger's parties a party of the day is."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._known: defaultdict[str, list[Party]] = defaultdict(list)
        for each in parties:
            for key in keys_of(each):
                self._known[key].append(each)
        self._found: dict[tuple[Party, Near], tuple[Party, ...]] = {}

    def same(self, asked: Party, near: Near) -> tuple[Party, ...]:
        if (asked, near) not in self._found:
            likely = {known for key in keys_of(asked) for known in self._known.get(key, ())}
            self._found[asked, near] = tuple(sorted(each for each in likely if same_party(asked, each, near)))
        return self._found[asked, near]


def is_sound(key: str) -> bool:
    """Whether what two names have in common is no more than a sound."""
    return key.startswith(_SOUND)


@lru_cache(maxsize=4096)
def keys_of(party: Party) -> frozenset[str]:
    """What two parties that are one have in common at the least one of."""
    return frozenset((party[0],)).union(*map(_keys_of_name, party[1]))


@lru_cache(maxsize=4096)
def _keys_of_name(name: str) -> frozenset[str]:
    """A word, the sound of the last one, a state, a body, initials."""
    words = fold(name).replace("-", " ").split()
    told = [word for word in words if word not in _SMALL_WORDS]
    found = {*told, "".join(words), *filter(None, (canonical_state(name), canonical_organisation(name)))}
    if len(words) > 1:
        found |= {"".join(word[0] for word in words), "".join(word[0] for word in told)}
    bare = fold(without_titles(name)).split()
    return frozenset(found | ({f"{_SOUND}{sound_of(bare[-1])}"} if bare else set()))
