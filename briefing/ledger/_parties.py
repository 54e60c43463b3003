"""Whether two parties are one: by their side, their names, or what stories call them; and the book by its parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache

from briefing.language.apart import one_state
from briefing.language.names import canonical_organisation, canonical_state, fold, same_actor, without_titles
from briefing.language.parties import described_alike, is_generic, sound_of, spelled_alike
from briefing.ledger._book import Book, Telling, number_of
from briefing.ledger._day import DayParty
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerParty

Party = tuple[str, tuple[str, ...]]
"""The side of a party, and all its names."""

_MOST_FORMS = 12
"""Names of a party that are compared: an article that calls it by more is no help."""

_SOUND = "~"
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "on", "in", "a", "an", "to", "from", "by", "with"})


def party(one: DayParty | LedgerParty) -> Party:
    """A party of a day or of an entry, to be compared."""
    return one.side, (one.name, *(form for form in one.forms if form != one.name))


def offerer(entry: LedgerEntry) -> Party | None:
    """Who offers or answers, by all names that days gave it."""
    if entry.party_side is None:
        return None
    name = entry.party or entry.party_side
    return entry.party_side, (name, *(form for form in entry.forms if form != name))


def addressed(entry: LedgerEntry) -> tuple[Party, ...]:
    """All that an offer was said to be made to."""
    if entry.addressees:
        return tuple(map(party, entry.addressees))
    return ((entry.other_side, (entry.other or entry.other_side,)),) if entry.other_side else ()


class Near(IntEnum):
    """How near two parties stand to each other in the news."""

    APART = 0
    """Anywhere: names alone say that they are one."""
    MAYBE = 1
    """Perhaps in one story: another spelling of a name will do, Gadhafi is Gaddafi."""
    STORY = 2
    """In one story: a part of a description will do, "rebels" are the Libyan rebels."""


@lru_cache(maxsize=8192)
def same_party(one: Party, other: Party, near: Near) -> bool:
    """Whether two parties are one, of which is known how near they stand."""
    if one[0] == other[0]:
        return True
    named, others = _names(one), _names(other)
    pairs = [(a, b) for a in named for b in others]
    if any(same_actor(a, b) for a, b in pairs):
        return True
    if near is Near.STORY and described_alike(one[1][0], other[1][0]):
        return True
    return near is not Near.APART and any(spelled_alike(a, b) for a, b in pairs)


def _names(one: Party) -> tuple[str, ...]:
    """Its name, and what else it is called that names it: "the guild" says who only inside its own article."""
    name, *aliases = one[1]
    forms = (name, *(alias for alias in aliases if alias.casefold() != alias))
    return tuple(form for form in forms if not is_generic(form))[:_MOST_FORMS]


def share_one(ours: Iterable[Party], theirs: Iterable[Party], near: Near) -> bool:
    """Whether a party of the one list is one of the other."""
    others = tuple(theirs)
    return any(same_party(one, other, near) for one in ours for other in others)


def naming(parties: Iterable[Party]) -> Callable[[str], bool]:
    """Tells whether a name in the words of an offer is one of its parties'."""
    known = tuple(parties)

    def is_party(name: str) -> bool:
        own = fold(name), (name,)
        return any(
            same_party(own, each, Near.STORY) or any(one_state(name, form) for form in each[1]) for each in known
        )

    return is_party


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


class Index:
    """Looks entries and stories up by party, story and article.

    Comparing every name with every name took 6 s for a day of 100 items beside 1,000 entries; names that share no
    word, sound, state, body or initials are not compared.
    """

    def __init__(self, book: Book) -> None:
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

    def by_story(self, story: str, kind: EntryKind | None = None) -> tuple[LedgerEntry, ...]:
        """The entries of a running story, of a kind where one is named."""
        return tuple(entry for entry in self._of_story[story] if kind in (None, entry.kind))

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
