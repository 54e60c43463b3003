"""Names in a sentence: runs of capitalised words with the titles before them and the acronyms behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from briefing.embedded._lexicon import Tag
from briefing.embedded._text import Sentence, Token
from briefing.language import _names_data as data
from briefing.language.names import StateForm, fold, state_mention

_JOINING = frozenset(
    {"of", "for", "on", "de", "del", "della", "di", "da", "von", "van", "der", "den", "al", "bin", "du", "la"}
)
_PARTICLES = _JOINING - {"of", "for", "on"}


class NameKind(Enum):
    PERSON = "person"
    """A title or an occupation stands before it."""
    STATE = "state"
    ADJECTIVE = "adjective"
    """ "Russian" alone: not a party."""
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
        for first, end in _split(tokens, at, last):
            mention = _mention(tokens, first, end, text)
            if mention:
                found.append(mention)
        at = last + 1
    return found


def _run_end(tokens: Sequence[Token], first: int) -> int:
    last = first
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if token.tag is Tag.NAME or (
            token.tag is Tag.NUM and token.text.isdigit() and len(token.text) < 3 and tokens[last].text in _NUMBERED
        ):
            last += 1
        elif (token.low in _JOINING and last + 2 < len(tokens) and _joins(tokens, first, last)) or _initialled(tokens, last):
            last += 2
        else:
            break
    return last


_NUMBERED = frozenset({"Group", "Channel", "Number"})


def _initialled(tokens: Sequence[Token], last: int) -> bool:
    """ "John F. Kennedy": an initial, its dot, and a name."""
    return (
        len(tokens[last].text) == 1
        and last + 2 < len(tokens)
        and tokens[last + 1].text == "."
        and tokens[last + 2].tag is Tag.NAME
        and tokens[last + 1].start == tokens[last].end
    )


def _joins(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the small word behind ``last`` belongs to the name: "University of X", "Ursula von der Leyen"."""
    joint = tokens[last + 1].low
    after = tokens[last + 2]
    if joint in _PARTICLES:
        return after.tag is Tag.NAME or (
            after.low in _PARTICLES and last + 3 < len(tokens) and tokens[last + 3].tag is Tag.NAME
        )
    if after.tag is not Tag.NAME:
        return False
    head = tokens[last].low
    if joint == "of":
        return head in data.ORGANISATION_HEADS or head in {
            "secretary",
            "states",
            "state",
            "house",
            "speaker",
            "group",
            "bank",
            "republic",
            "kingdom",
            "minister",
        }
    return head in data.ORGANISATION_HEADS and last > first


def _split(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A run may hold two names: "Opposition leader Jeremy Corbyn" one, "Tuesday Macron" is no run at all."""
    yield first, last


def _mention(tokens: Sequence[Token], first: int, last: int, text: str) -> Mention | None:
    name = text[tokens[first].start : tokens[last].end]
    split = _title_split(name)
    head = first
    if split:
        head = first + split
    start = _lower_title_start(tokens, first)
    title_end = tokens[head - 1].end if head > start else tokens[start].start
    title = text[tokens[start].start : title_end]
    bare = text[tokens[head].start : tokens[last].end]
    acronym = _bracketed(tokens, last)
    kind = _kind(bare, title, name)
    if (
        kind is NameKind.OTHER
        and start < first
        and head == first
        and not split
        and title
        and not _person_title(title)
    ):
        start, title = first, ""
    return Mention(start, last, bare, title, kind, acronym, head)


@lru_cache(maxsize=8192)
def _title_split(name: str) -> int:
    """How many of the words of a capitalised run are the title before a person's name."""
    words = name.replace(" -", "-").split()
    folded = [fold(w) for w in words]
    title = 0
    for at, word in enumerate(folded):
        if set(word.split()) <= data.TITLE_WORDS and at < len(words) - 1:
            title = at + 1
        elif (
            word == "of"
            and title == at
            and at
            and folded[at - 1] in {"secretary", "speaker", "minister", "president"}
        ):
            continue
        elif title and at == title and words[at][:1].islower():
            return 0
    if not title or not any(set(w.split()) & data.PERSON_TITLES for w in folded[:title]):
        return 0
    if folded[-1] in data.ORGANISATION_HEADS or (title < len(words) and folded[title] in {"of", "for"}):
        return 0
    return title


def _lower_title_start(tokens: Sequence[Token], first: int) -> int:
    """Where a title in small letters before a name begins: "Greek prime minister Kyriakos Mitsotakis"."""
    at = first
    while at and tokens[at - 1].low in _LOWER_TITLES and tokens[at - 1].tag is not Tag.DET:
        at -= 1
    if at < first:
        while at and (tokens[at - 1].tag is Tag.NAME and _is_adjective(tokens[at - 1].text)):
            at -= 1
    return at


_LOWER_TITLES = (data.TITLE_WORDS | {"mathematician", "lawyer", "actor", "actress", "singer", "activist", "mother", "son",
                 "daughter", "wife", "husband", "player", "lawmaker", "economist", "author", "footballer", "constable",
                 "newcomer", "officer", "captain", "professor", "candidate", "legislator", "senator", "diplomat", "driver",
                 "scientist", "designer", "filmmaker", "billionaire", "rapper", "star", "champion", "veteran"}) - {
    "the", "state", "general", "justice", "health", "home", "education", "trade", "energy", "economy", "environment",
    "national", "security", "first", "house", "court", "under"}  # fmt: skip
_PERSONS = data.PERSON_TITLES | (_LOWER_TITLES - data.TITLE_WORDS)


def _person_title(title: str) -> bool:
    return bool(_PERSONS.intersection(fold(title).split()))


def _is_adjective(word: str) -> bool:
    mention = state_mention(word)
    return mention is not None and mention.form is StateForm.ADJECTIVE


@lru_cache(maxsize=8192)
def _kind(bare: str, title: str, name: str) -> NameKind:
    if title and _person_title(title):
        return NameKind.PERSON
    state = state_mention(bare)
    if state is None:
        return NameKind.OTHER
    return NameKind.ADJECTIVE if state.form is StateForm.ADJECTIVE else NameKind.STATE


def _bracketed(tokens: Sequence[Token], last: int) -> str | None:
    """The acronym or short form in brackets right behind a name: "African Union (AU)"."""
    if last + 3 < len(tokens) and tokens[last + 1].text == "(" and tokens[last + 3].text == ")":
        short = tokens[last + 2]
        if short.text[0].isupper() and 2 <= len(short.text) <= 12 and not short.text.isdigit():
            return short.text
    return None
