"""Names in a sentence: capitalised runs with the titles before them and the acronyms behind them; nouns for people."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from briefing.embedded._text import Sentence, Token
from briefing.embedded._words import Tag, words
from briefing.language import _names_data as data
from briefing.language.names import StateForm, fold, state_mention

_PARTICLES = words("de del della di da von van der den al bin du la le el ben bint ibn y")
_JOINING = _PARTICLES | {"of", "for", "on"}
_PLACING = words("in at near from outside around across inside")
_LOWER_TITLES = (data.TITLE_WORDS | data.OCCUPATIONS) - data.TITLES_IN_CAPITALS | {
    "opposition",
    "vice",
    "finance",
    "interior",
}
_PERSONS = data.PERSON_TITLES | data.OCCUPATIONS | words("presidents senators ministers messrs sens reps")


class NameKind(Enum):
    """What the form of a name and the words before it show."""

    PERSON = "person"
    """A title or an occupation stands before it."""
    STATE = "state"
    ADJECTIVE = "adjective"
    """ "Russian" alone: not a party."""
    PLACE = "place"
    """A capital behind "in"."""
    THING = "thing"
    """A law, a cup, a bridge: nobody who could act."""
    OTHER = "other"


class Mention(NamedTuple):
    """A name in tokens ``[first, last]`` of its sentence.

    ``name`` leaves titles out ("Jens Stoltenberg"), ``title`` holds them ("NATO Secretary-General"), ``acronym`` is
    what stands in brackets behind ("AU").
    """

    first: int
    last: int
    name: str
    title: str
    kind: NameKind
    acronym: str | None
    head: int
    """Where the bare name begins."""
    alone: bool = True
    """It stands by itself: no noun that it only modifies follows, no "in" stands before it."""


def mentions(sentence: Sentence, text: str) -> list[Mention]:
    """The names of a sentence in order; they do not overlap."""
    found = []
    tokens = sentence.tokens
    at = 0
    while at < len(tokens):
        if tokens[at].tag is not Tag.NAME:
            at += 1
            continue
        last = _run_end(tokens, at)
        found.append(_mention(tokens, at, last, text))
        at = last + 1
    return found


def _run_end(tokens: Sequence[Token], first: int) -> int:
    last = first
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if token.tag is Tag.NAME:
            last += 1
        elif _goes_on(tokens, first, last):
            last += 2
        else:
            break
    return last


def _goes_on(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the small word behind a run leads on to more of the name."""
    return tokens[last + 1].low in _JOINING and last + 2 < len(tokens) and _joins(tokens, first, last)


def _joins(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the small word behind ``last`` belongs to the name: "University of X", "Ursula von der Leyen"."""
    joint = tokens[last + 1].low
    after = tokens[last + 2]
    if joint in _PARTICLES:
        return after.tag is Tag.NAME or after.low in _PARTICLES
    if after.tag is not Tag.NAME:
        return False
    head = tokens[last].low
    if joint == "of":
        return head in data.ORGANISATION_HEADS or head in data.BEFORE_OF
    return head in data.ORGANISATION_HEADS and (last > first or joint == "for")


def _mention(tokens: Sequence[Token], first: int, last: int, text: str) -> Mention:
    run = tuple(t.text for t in tokens[first : last + 1])
    head = first + _title_length(run)
    titled = head == first and state_mention(text[tokens[head].start : tokens[last].end]) is None
    start = _lower_title_start(tokens, first) if titled else first
    title = text[tokens[start].start : tokens[head - 1].end] if head > start else ""
    bare = text[tokens[head].start : tokens[last].end]
    kind = _kind(bare, title)
    if start == head and start and _stands_in_place(tokens, start, bare):
        kind = NameKind.PLACE
    if not title and (
        tokens[last].low in data.THING_HEADS
        or (
            any(t.low in data.THING_OPENINGS for t in tokens[first:last])
            and tokens[last].low not in data.ORGANISATION_HEADS
        )
        or (last > first and "news" in bare.casefold().split())
    ):
        kind = NameKind.THING
    elif first == last and fold(bare) in data.PARTY_WORDS:
        kind = NameKind.ADJECTIVE
    after = tokens[last + 1].tag if last + 1 < len(tokens) else Tag.PUNCT
    alone = after is not Tag.WORD and (not start or tokens[start - 1].low not in _PLACING - {"from"})
    return Mention(start, last, bare, title, kind, _bracketed(tokens, last), head, alone)


def _stands_in_place(tokens: Sequence[Token], at: int, name: str) -> bool:
    """A capital behind "in" is a place, not the state that acts there."""
    state = state_mention(name)
    return state is not None and state.form is StateForm.CAPITAL and tokens[at - 1].low in _PLACING


def is_office(mention: Mention) -> bool:
    """Whether a name is an office without its bearer: "the Prime Minister", "Senate Minority Leader"."""
    if mention.title:
        return False
    words = fold(mention.name).split()
    held = bool(data.PERSON_TITLES.intersection(words))
    return words[-1] in data.PERSON_TITLES or (held and set(words) <= data.TITLE_WORDS)


@lru_cache(maxsize=8192)
def _title_length(run: tuple[str, ...]) -> int:
    """How many words of a capitalised run are the title before a person's name; 0 where it is no person's.

    The last word of office decides: "House Speaker | Nancy Pelosi", "Republican National Committee Chair | Ann Lee".
    """
    folded = [fold(w) for w in run]
    if folded[-1] in data.ORGANISATION_HEADS or folded[-1] in data.STATE_ORGANS:
        return 0
    office = max((at for at, w in enumerate(folded[:-1]) if _PERSONS.intersection(w.split())), default=-1)
    if office < 0:
        return 0
    title = office + 1
    if folded[title] in {"of", "for"}:
        title = min(title + 2, len(folded))
    while title < len(folded) and set(folded[title].split()) <= data.TITLE_WORDS:
        title += 1
    return title if title < len(folded) and len(folded) - title <= 4 else 0


def _lower_title_start(tokens: Sequence[Token], first: int) -> int:
    """Where a title in small letters before a name begins: "Greek prime minister Kyriakos Mitsotakis"."""
    at = first
    while at and tokens[at - 1].low in _LOWER_TITLES:
        at -= 1
    if at == first or not any(t.low in _PERSONS for t in tokens[at:first]):
        return first
    bearing = at and (tokens[at - 1].text.isupper() or state_mention(tokens[at - 1].text) is not None)
    return at - 1 if bearing and tokens[at - 1].tag is Tag.NAME else at


def _kind(bare: str, title: str) -> NameKind:
    if title:
        return NameKind.PERSON
    state = state_mention(bare)
    if state is None:
        return NameKind.OTHER
    return NameKind.ADJECTIVE if state.form is StateForm.ADJECTIVE else NameKind.STATE


def _bracketed(tokens: Sequence[Token], last: int) -> str | None:
    """The acronym or short form in brackets right behind a name: "African Union (AU)"."""
    if last + 3 >= len(tokens) or tokens[last + 1].text != "(" or tokens[last + 2].tag is not Tag.NAME:
        return None
    short = tokens[last + 2].text
    return short if tokens[last + 3].text == ")" and 2 <= len(short) <= 12 else None
