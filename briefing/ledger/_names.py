"""Who acts on a day, and by what each mention of an actor may be known again: what identities over days are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from briefing.language import _names_data as data
from briefing.language.names import (
    StateForm,
    acronym_letters,
    canonical_organisation,
    canonical_state,
    fold,
    kind_of,
    state_behind,
    state_mention,
    without_titles,
)
from briefing.language.parties import PersonName, is_generic, may_be_related, office_of, person_name, sound_key
from briefing.language.topics import content, rarity
from briefing.ledger._day import DayActor, DayItem, DayParty, DayRecord, DayStory
from briefing.schema.base import Model
from briefing.schema.ledger import EntryKind, Qid
from briefing.schema.terms import ActorKind

_LONGEST_NAME = 160
"""Characters of a name or role that are kept: what is longer is a sentence."""
_MOST_NAMES = 16
"""Names of one actor that are kept."""
_MOST_ROLES = 6

_OF = re.compile(r"['’]s? (\w)")
"""In what names somebody by somebody else: its words are not those of a name, but for a People's Party."""
_RARE = 0.75
"""Least rarity of a word that tells a court or a ministry from those of other states: that of "Tesco", not "health"."""
_LONGEST_KEY = 200

# What each key starts with.
WIKIDATA, STATE, BODY, NAME, PERSON, PARTS, SHORT, SCOPED, OFFICE = "q:", "s:", "b:", "n:", "p:", "m:", "w:", "d:", "o:"
KIND, SIDE, STORY, SOUND = "k:", "a:", "t:", "y:"
PASSING = (SHORT, OFFICE, SIDE, STORY, SOUND)
"""Of such keys only those of the last weeks count."""


class ActorMention(Model):
    """An actor of a day's story.

    Attributes:
        place: counts the mentions of the day.
        story: the running story that names it.
        key: the first of the brief items that it stands for; empty for a day that an earlier release recorded.
        made: ids of the offers that it made; ``received`` of those made to it, ``answered`` of its responses.
        actors: the identities that it may be, by number: one where that is sure, several where they are named alike.
    """

    day: date
    place: int
    story: str
    key: str = ""
    name: str
    names: tuple[str, ...] = ()
    kind: ActorKind | None = None
    roles: tuple[str, ...] = ()
    side: str = ""
    wikidata: Qid | None = None
    made: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    actors: tuple[int, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Its name, then what else it is called."""
        return (self.name, *(form for form in self.names if form != self.name))


def mentions_of(record: DayRecord, stories: Mapping[str, str], ids: Mapping[str, str]) -> tuple[ActorMention, ...]:
    """The actors of all stories of a day, in an order that no page order shows in.

    Args:
        stories: the running stories by the keys of the day's.
        ids: the entries of the ledger by the keys of the day's items.
    """
    found: list[ActorMention] = []
    for story in sorted(record.stories, key=lambda each: each.key):
        acts = _acts(story, ids)
        for actor in story.actors or _of_parties(story):
            place = len(found)
            did = acts.get((actor.side, actor.name), {})
            found.append(_mention(record.day, place, stories.get(story.key, ""), actor, did))
    return tuple(found)


def _mention(day: date, place: int, story: str, actor: DayActor, did: Mapping[str, list[str]]) -> ActorMention:
    names = [_folded(name) for name in actor.names]
    return ActorMention(
        day=day,
        place=place,
        story=story,
        key=actor.key,
        name=_folded(actor.name),
        names=tuple(dict.fromkeys(names))[:_MOST_NAMES],
        kind=actor.kind,
        roles=tuple(dict.fromkeys(map(_folded, filter(None, actor.roles))))[:_MOST_ROLES],
        side=_folded(actor.side),
        wikidata=actor.wikidata,
        **{act: tuple(sorted(set(entries))) for act, entries in did.items()},
    )


def _folded(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]


def _of_parties(story: DayStory) -> Iterator[DayActor]:
    """The actors of a story that an earlier release recorded: it kept their names alone."""
    for party in story.parties:
        yield DayActor(name=party.name, names=party.forms, side=party.side)


def _acts(story: DayStory, ids: Mapping[str, str]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """What each party of a story did, by its side and name."""
    found: defaultdict[tuple[str, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in story.items:
        for act, party in _parts(item):
            if item.key in ids:
                found[party.side, party.name][act].append(ids[item.key])
    return {party: dict(acts) for party, acts in found.items()}


def _parts(item: DayItem) -> Iterator[tuple[str, DayParty]]:
    if item.party and item.kind is not EntryKind.QUESTION:
        yield "made" if item.kind is EntryKind.OFFER else "answered", item.party
    if item.kind is EntryKind.OFFER:
        yield from (("received", each) for each in (item.others or filter(None, (item.other,))))


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What a mention may be known by, the surest first.

    Attributes:
        own: of its own name, where that says who anywhere; ``also`` of names that its articles tie to it.
        person: its full name, where it is a person's.
        short: a last name, an acronym or the like: who bears it is sure only where nobody else does.
        tied: the short names of its aliases, to be known by later.
        scoped: of a description, which says who in its running story.
        offices: that it holds, or is named by.
        named: whether it has a name, and not only an office.
    """

    own: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    person: PersonName | None = None
    persons: tuple[PersonName, ...] = ()
    short: str | None = None
    tied: tuple[str, ...] = ()
    scoped: str | None = None
    offices: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        return bool(self.own or self.person or self.short)

    @property
    def rank(self) -> int:
        """Who is surely known comes first: those of whom less is said are compared with them."""
        return 0 if self.own else 1 if self.person else 2 if self.short else 3

    @property
    def first(self) -> str | None:
        """The key by which it founds an identity, None where it can't."""
        return next(iter(self.own), self.short or self.scoped)


def keys_of(mention: ActorMention) -> NameKeys:
    """What a mention may be known by."""
    return _keys_of(mention.forms, mention.kind, mention.side, mention.story, mention.wikidata)


@lru_cache(maxsize=4096)
def _keys_of(forms: tuple[str, ...], kind: ActorKind | None, side: str, story: str, qid: str | None) -> NameKeys:
    name = forms[0]
    item = (f"{WIKIDATA}{qid}",) if qid else ()
    body = class_of(name, kind)
    if body:
        return NameKeys(own=(*item, body))
    own, others = _read(forms, kind)
    # Where the name is only an office, an alias says who it is: "the president", Emmanuel Macron.
    leading = own or next((each for each in others if each.strong), _Form(name))
    person = leading.person if leading.person and leading.person.is_full else None
    every = [leading, *others]
    strong = tuple(dict.fromkeys(NAME + each.strong for each in every if each.strong))
    names = strong[:1] if leading.strong else ()
    scoped = f"{SCOPED}{story}:{fold(name)}" if _is_scoped(name, kind, own) else None
    return NameKeys(
        own=_cut((*item, *names)),
        also=_cut(strong[len(names) :]),
        person=person,
        persons=tuple(dict.fromkeys(each.person for each in every if each.person and each.person.is_full)),
        short=f"{SHORT}{leading.short}"[:_LONGEST_KEY] if leading.short and not person else None,
        tied=_cut(dict.fromkeys(SHORT + each.short for each in every if each.short)),
        scoped=scoped[:_LONGEST_KEY] if scoped else None,
        offices=_cut(_offices(forms, kind, side)),
    )


def _read(forms: tuple[str, ...], kind: ActorKind | None) -> tuple[_Form | None, list[_Form]]:
    """The name and the aliases as they may be known again. A relative whom an article names beside is no alias."""
    own = _Form.read(forms[0], kind)
    others = [each for each in (_Form.read(form, kind) for form in forms[1:]) if each]
    full = own.person if own and own.person and own.person.is_full else None
    if full:
        others = [each for each in others if not (each.strong and each.person and may_be_related(full, each.person))]
    return own, others


def _cut(keys: Iterator[str] | dict[str, None] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key[:_LONGEST_KEY] for key in keys)


def class_of(name: str, kind: ActorKind | None) -> str | None:
    """The key of a state or a well-known body, None for all others. Who speaks for a state is not the state."""
    if kind is ActorKind.PERSON:
        return None
    body = canonical_organisation(name)
    if body:
        return f"{BODY}{fold(body)}"
    mention = state_mention(name)
    if mention is None:
        state = state_behind(name) if kind_of(name) is ActorKind.STATE else None
        return f"{STATE}{fold(state)}" if state else None
    acts = mention.form in (StateForm.NAME, StateForm.METONYM) or (
        mention.form is StateForm.CAPITAL and kind is ActorKind.STATE
    )
    return f"{STATE}{fold(mention.state)}" if acts else None


@dataclass(frozen=True, slots=True)
class _Form:
    """One name as it may be known again: ``strong`` anywhere, ``short`` where nobody else bears it."""

    name: str
    strong: str | None = None
    short: str | None = None
    person: PersonName | None = None

    @staticmethod
    def read(form: str, kind: ActorKind | None) -> _Form | None:
        """None for a description, and for what names another."""
        if is_generic(form) or not any(c.isalnum() for c in form) or form.casefold() == form != form.upper():
            return None
        of = _OF.search(form)
        if of and (kind is ActorKind.PERSON or of[1].islower()):
            return None
        return _person(form) if kind is ActorKind.PERSON else _body(form, unknown=kind is None)


def _person(form: str) -> _Form | None:
    if state_mention(form) or canonical_organisation(form) or kind_of(form) not in (None, ActorKind.PERSON):
        return None
    person = person_name(form)
    if person is None:
        return None
    full = fold(without_titles(form)) if person.is_full else None
    return _Form(form, full, person.last, person)


def _body(form: str, *, unknown: bool) -> _Form | None:
    if state_mention(form) or canonical_organisation(form):
        return None
    words = fold(form).split()
    while len(words) > 1 and words[-1] in data.FIRM_ENDINGS & _LEGAL:
        words.pop()
    name = " ".join(words)
    if acronym_letters(form) or len(words) == 1:
        return _Form(form, None if unknown or acronym_letters(form) else name, name)
    if not _is_telling(form, words):
        return None
    person = person_name(form) if unknown and kind_of(form) in (None, ActorKind.PERSON) else None
    short = person.last if person and person.is_full else None
    return _Form(form, name, short, person if short else None)


_LEGAL = frozenset({"inc", "corp", "co", "ltd", "limited", "plc", "llc", "llp", "lp", "ag", "gmbh", "nv", "bv", "spa"})
"""Forms of a firm in law: with and without one it is the same. "Motors" and "City" are parts of names."""


def _is_telling(form: str, words: list[str]) -> bool:
    """Whether a name of several words says who anywhere: "Deutsche Bank" does, "Health Ministry" has many bearers."""
    common = data.ORGANISATION_HEADS | data.STATE_ORGANS | data.GROUP_HEADS | data.TITLE_WORDS
    if not common.intersection(words):
        return True
    if state_behind(form.partition(" – ")[0]) or any(canonical_state(word) for word in form.split()):
        return True
    rest = [stem for stem in content(form) if stem not in set(content(" ".join(common.intersection(words))))]
    return any(rarity(stem) >= _RARE for stem in rest) or any(acronym_letters(word) for word in form.split())


def _is_scoped(name: str, kind: ActorKind | None, own: _Form | None) -> bool:
    """Whether a description names one party in its running story: bodies and groups do, persons change."""
    return own is None and kind not in (None, ActorKind.PERSON) and bool(fold(name))


def _offices(forms: tuple[str, ...], kind: ActorKind | None, side: str) -> Iterator[str]:
    """The offices that a person is named by, each with its state or body, where that is known."""
    if kind is not ActorKind.PERSON:
        return
    own = {fold(forms[0]), fold(without_titles(forms[0]))}
    found = [office for office in map(office_of, forms) if office]
    for office in dict.fromkeys(found):
        of = office.of or (side if side not in own else None)
        if of:
            yield f"{OFFICE}{of} {office.title}"


def facts_of(mention: ActorMention) -> tuple[str, ...]:
    """What is known of an identity by a mention of it."""
    keys = keys_of(mention)
    found = [*keys.own, *keys.also, *keys.tied, *filter(None, (keys.short, keys.scoped))]
    for person in keys.persons:
        found += [person_key(person), f"{PARTS}{'|'.join((person.first, ' '.join(person.middle), *person[2:]))}"]
    sounds = (sound_key(person) for person in keys.persons)
    found += [f"{SOUND}{sound}" for sound in sounds if sound]
    found += keys.offices if keys.named else ()
    if mention.kind:
        found.append(f"{KIND}{'person' if mention.kind is ActorKind.PERSON else 'body'}")
    if affiliation(mention):
        found.append(f"{SIDE}{mention.side}")
    return _cut(dict.fromkeys((*found, f"{STORY}{mention.story}")))


def person_key(person: PersonName) -> str:
    """What all forms of a person's full name have in common."""
    return f"{PERSON}{person.first} {person.last} {person.suffix}"[:_LONGEST_KEY]


def parts_in(fact: str) -> PersonName:
    """The full name that a fact remembers."""
    first, middle, last, suffix = (*fact.removeprefix(PARTS).split("|"), "", "", "")[:4]
    return PersonName(first, tuple(middle.split()), last, suffix)


def affiliation(mention: ActorMention) -> str | None:
    """For whom an actor acts, where that is not itself."""
    own = {fold(mention.name), fold(without_titles(mention.name))}
    return mention.side if mention.side and mention.side not in own else None
