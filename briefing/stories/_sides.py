"""Who is whom across the articles of a story, and for whom they act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import (
    StateForm,
    all_state_forms,
    canonical_organisation,
    canonical_state,
    fold,
    handles,
    kind_of,
    same_actor,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.language.parties import is_generic
from briefing.language.topics import content, word_set
from briefing.schema.brief import Actor
from briefing.schema.terms import ActorKind

# Who bears one of these titles of a state or body speaks for it; its senators and its opposition do not.
_SPEAKS_FOR = word_set(
    """president premier chancellor minister secretary secretary-general general king queen ambassador envoy
    spokesman spokeswoman spokesperson taoiseach chief director head ceo chairman chairwoman"""
)
_SPEAKS_NOT = word_set(
    """opposition shadow former ex senator sen congressman congresswoman representative rep mp lawmaker candidate
    rebel exiled whip speaker minority majority judge professor"""
)


class Forms(NamedTuple):
    """What an article calls an actor."""

    name: str
    aliases: tuple[str, ...]
    kind: ActorKind

    @property
    def handles(self) -> frozenset[tuple[str, str]]:
        """Those of all its names: actors that are the same by `same_forms` share one."""
        return frozenset().union(*map(handles, (self.name, *self.aliases)))


@lru_cache(maxsize=16384)  # the articles of one story name the same few actors over and over
def same_forms(one: Forms, other: Forms) -> bool:
    """Whether the actors of two articles on one event are the same, by their names and aliases.

    A capital stands for its state only where it acts as one, which its kind says.
    """
    if not _kinds_agree(one.kind, other.kind) or _organ_of(one.name, one.kind) != _organ_of(other.name, other.kind):
        return False
    if same_actor(one.name, other.name):
        return _acts_as_named(one) and _acts_as_named(other)
    forms = [(one.name, alias) for alias in other.aliases] + [(other.name, alias) for alias in one.aliases]
    return any(same_actor(name, alias) for name, alias in forms if not (is_generic(alias) or is_generic(name)))


def _kinds_agree(one: ActorKind, other: ActorKind) -> bool:
    """Persons are never bodies; what is a state, an organisation or a group, articles see differently."""
    return (one is ActorKind.PERSON) == (other is ActorKind.PERSON)


def _acts_as_named(actor: Forms) -> bool:
    mention = state_mention(actor.name)
    return mention is None or mention.form is not StateForm.CAPITAL or actor.kind is ActorKind.STATE


@lru_cache(maxsize=8192)
def _organ_of(name: str, kind: ActorKind) -> tuple[str, str] | None:
    """The state and the organ of an actor such as "Russian Foreign Ministry": ("Russia", "Foreign Ministry").

    None for states themselves, their governments and people.
    """
    state = None if kind is ActorKind.PERSON or state_mention(name) else state_behind(name)
    if state is None:
        return None
    organ = _without_state(name)
    return None if fold(organ) in {"government", "side", "authorities", "administration"} else (state, organ)


def printed_name(name: str) -> str:
    """A name as the page shows it where all that is known is how it was printed."""
    if kind_of(name) is ActorKind.PERSON:
        return without_titles(name)
    state = None if state_mention(name) else state_behind(name)
    return f"{state} – {_without_state(name)}" if state else name


def display_name(actors: Sequence[Actor], kind: ActorKind) -> str:
    """The one name of an actor: the state's or body's usual one, a person's fullest without titles.

    An organ of a state is shown after its state: "Russia – Foreign Ministry".
    """
    names = [actor.name for actor in actors]
    organ = next((found for actor in actors if (found := _organ_of(actor.name, actor.kind))), None)
    if organ:
        return f"{organ[0]} – {organ[1]}"
    if kind is ActorKind.STATE:
        return next((state for state in map(state_behind, names) if state), names[0])
    body = next((known for known in map(canonical_organisation, names) if known), None)
    if body and kind is not ActorKind.PERSON:
        return body
    shown = [without_titles(name) for name in names] if kind is ActorKind.PERSON else names
    counted = Counter(shown)
    return max(shown, key=lambda name: (len(name.split()), counted[name], name))


def side_of(name: str, aliases: Iterable[str], kind: ActorKind, roles: Iterable[str] = ()) -> str:
    """The party that an actor acts for: a state for its organs and its leaders, a body for its head, else itself."""
    if kind is not ActorKind.PERSON:
        state = canonical_state(name) if kind is ActorKind.STATE else None
        return fold(state or state_behind(name.partition(" – ")[0]) or canonical_organisation(name) or name)
    for form in (name, *aliases, *filter(_is_office, roles)):
        party = _party_of_title(form)
        if party:
            return fold(party)
    return fold(name)


def _is_office(role: str) -> bool:
    """Whether a role is an office of what it begins with: "Iranian foreign minister", no "British airline chief"."""
    words = fold(role).replace("-", " ").split()
    before = next((at for at, word in enumerate(words) if word in TITLE_WORDS), len(words))
    leading = role.split()[:before]
    body = canonical_organisation(" ".join(leading)) or canonical_state(" ".join(leading))
    return body is not None and TITLE_WORDS.issuperset(words[before:])


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form, mention in all_state_forms():
        if mention.form is StateForm.ADJECTIVE:
            found.setdefault(fold(mention.state), set()).update(content(form))
    return {state: frozenset(stems) for state, stems in found.items()}


def adjectives_of(side: str) -> frozenset[str]:
    """The stems of the adjectives of a state ("Russian", "Russians"), none for other parties."""
    return _adjectives().get(side, frozenset())


def states_in(text: str) -> frozenset[str]:
    """The keys of the states that a text names in one to three words: "Moscow", "the Russian side"."""
    tokens = text.split()
    runs = (" ".join(tokens[i : i + n]).strip("?!.,;:") for n in (1, 2, 3) for i in range(len(tokens) - n + 1))
    return frozenset(fold(state) for run in runs if (state := canonical_state(run)))


def side_of_name(name: str) -> str:
    """The party of whom only a printed name is known."""
    return side_of(name, (), kind_of(name) or ActorKind.PERSON)


def _party_of_title(form: str) -> str | None:
    """Whom a title makes its bearer speak for: "NATO Secretary-General" for NATO."""
    words = fold(form).replace("-", " ").split()
    if not _SPEAKS_FOR.intersection(words) or _SPEAKS_NOT.intersection(words):
        return None
    for length in range(min(4, len(words) - 1), 0, -1):
        leading = " ".join(form.removeprefix("the ").removeprefix("The ").split()[:length])
        body = canonical_organisation(leading) or canonical_state(leading)
        if body:
            return body
    return None


def _without_state(name: str) -> str:
    """A name without the state it starts with ("Russian Foreign Ministry") or ends with ("Ministry of X of Y")."""
    words = name.removeprefix("the ").removeprefix("The ").split()
    for length in range(min(4, len(words) - 1), 0, -1):
        if state_mention(" ".join(words[:length])):
            return " ".join(words[length:])
    head, found, tail = " ".join(words).rpartition(" of ")
    return head if found and canonical_state(tail) else " ".join(words)
