"""Names of a claim: each must stand in the source in some form, and together as they stand there."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from briefing.grounding._lexicon import AUXILIARY, COMPASS, FUNCTION, MONTH, WEEKDAY
from briefing.grounding.checks.context import Context
from briefing.grounding.reading import Mention, Word
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import StateForm, tables
from briefing.language.stems import is_irregular_form
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_DATES = WEEKDAY | MONTH
_PLACE_BEFORE = frozenset({"in", "at", "near", "to", "from", "around", "outside", "inside", "through", "of"})
MIN_SPELLING = 5
"""Letters from which a name that differs in one is taken for another spelling of it."""
_SHORTEST_CUT = 3
_LONGEST_ACRONYM = 6
_ABBREVIATED = {
    "utd": "united",
    "st": "saint",
    "ft": "fort",
    "mt": "mount",
    "dept": "department",
    "univ": "university",
}


def check_names(context: Context) -> Iterator[Reason]:
    """Names that the source has not (``name_new``), or has with other names around them (``name_differs``)."""
    mentioned = {at for m in context.read.mentions if _held(context, m) for at in range(m.first, m.last)}
    named = context.read.mentioned
    for at, word in enumerate(context.read.words):
        if not word.capital and at not in named:
            continue
        if at in mentioned or not _is_name(context, at) or word.folded in _DATES:
            continue
        if not _stands(context, at):
            yield context.reason(ReasonCode.NAME_NEW, word.form)
        elif (rival := _other_first_name(context, at)) is not None:
            words = context.index.reading.words
            span = Span(start=words[rival].start, end=words[rival + 1].end)
            yield context.reason(ReasonCode.NAME_DIFFERS, word.form, span.slice(context.index.text), span)


def _held(context: Context, mention: Mention) -> bool:
    """Whether the source names the state or body of a mention. A capital as a place must stand there itself."""
    if mention.canonical not in context.index.canonical:
        return False
    words = context.read.words[mention.first : mention.last]
    form = tables().states.get(" ".join(word.folded for word in words))
    if form is None or form.form is not StateForm.CAPITAL or words[0].folded in context.index.folded:
        return True
    before = context.read.words[mention.first - 1].folded if mention.first else ""
    after = context.read.words[mention.last] if mention.last < len(context.read.words) else None
    return before not in _PLACE_BEFORE and not (after and after.capital)


def _is_name(context: Context, at: int) -> bool:
    """Whether the word is surely (part of) a name; a capital that opens a sentence alone says nothing."""
    read, word = context.read, context.read.words[at]
    if at in read.mentioned:
        return True
    if not read.cased or not word.capital or word.folded in FUNCTION:
        return False
    if word.form.isupper() and len(word.form) > _LONGEST_ACRONYM:
        return False  # printed for emphasis
    return not word.opens or _opens_as_name(read.words, at, read.text)


def _opens_as_name(words: list[Word], at: int, text: str) -> bool:
    """A capital at the start of a sentence is a name's before another capital, as a possessor, or as the bare
    subject of a verb: a common noun would have an article."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or word.folded in TITLE_WORDS or len(word.form) < 2:
        return False
    if text[word.start : word.end] != word.form:  # a possessive ending was cut
        return True
    if following.capital and not following.opens and following.folded not in FUNCTION:
        return not following.form.isupper() or word.form.isupper()
    finite = following.folded in AUXILIARY or is_irregular_form(following.folded) or following.folded.endswith("ed")
    return finite and not word.folded.endswith("s")


def _stands(context: Context, at: int) -> bool:
    word, index = context.read.words[at], context.index
    if word.folded in index.folded or word.stem in index.stems or word.folded in context.known:
        return True
    if word.folded in COMPASS and (word.folded + "ern" in index.folded or word.folded[:-3] in index.folded):
        return True
    if word.folded in TITLE_WORDS or _ABBREVIATED.get(word.folded, "") in index.folded:
        return True
    if _spelled_alike(context, word.folded) or _cut_short(context, at):
        return True
    return _first_name_added(context, at) or _initials_of_source(context, word.form)


def _spelled_alike(context: Context, folded: str) -> bool:
    """Another spelling of a longer name: one letter more, less or changed, or two swapped ("Zelensky")."""
    if len(folded) < MIN_SPELLING or folded in tables().states:
        return False
    near = (form for form in context.index.capitals if form[0] == folded[0] and abs(len(form) - len(folded)) < 2)
    return any(OSA.distance(folded, form, score_cutoff=1) <= 1 for form in near)


def _cut_short(context: Context, at: int) -> bool:
    """The first letters of a name of the source, before another name ("Man Utd" for Manchester United)."""
    words = context.read.words
    word = words[at]
    if len(word.folded) < _SHORTEST_CUT or at + 1 >= len(words) or not words[at + 1].capital:
        return False
    return any(form.startswith(word.folded) for form in context.index.capitals)


def _first_name_added(context: Context, at: int) -> bool:
    """A first name before a surname that the source gives bare, and never with another first name."""
    if not _is_pair(context.claim.text, context.read.words, at):
        return False
    surname = context.read.words[at + 1]
    source = context.index.reading.words
    if surname.folded in tables().states or surname.folded in _DATES:
        return False
    places = context.index.places(surname.folded)
    bare = any(source[place].capital and not _beside_capital(source, place) for place in places)
    return bare and not any(place and _given_name_at(context, place - 1) for place in places)


def _is_pair(text: str, words: list[Word], at: int) -> bool:
    """Whether two words with capitals, and no more, stand in a row from ``at``: a first name and a surname."""
    if at + 1 >= len(words) or _in_title(words[at]) or _in_title(words[at + 1]) or _run_goes_on(words, at):
        return False
    return words[at + 1].capital and not words[at + 1].opens and text[words[at].end : words[at + 1].start] == " "


def _other_first_name(context: Context, at: int) -> int | None:
    """Where the source has this word's surname with another first name, and nowhere with this one."""
    words = context.read.words
    if not _is_pair(context.claim.text, words, at):
        return None
    source = context.index.reading.words
    others: list[int] = []
    for place in context.index.places(words[at + 1].folded):
        if place and source[place - 1].folded == words[at].folded:
            return None
        if place and _given_name_at(context, place - 1) and source[place].capital:
            others.append(place - 1)
    alone = len(others) < len(context.index.places(words[at + 1].folded))
    return others[0] if others and not alone else None


def _run_goes_on(words: list[Word], at: int) -> bool:
    """Whether more than two words with capitals stand in a row from ``at``: no plain first name and surname."""
    return _capital_before(words, at) or _capital_after(words, at + 1)


def _beside_capital(words: list[Word], at: int) -> bool:
    """Whether a capital that no title explains stands right before or after the word."""
    return _capital_before(words, at) or _capital_after(words, at)


def _capital_before(words: list[Word], at: int) -> bool:
    last = words[at - 1] if at else None
    return last is not None and last.capital and words[at].start - last.end == 1 and not _in_title(last)


def _capital_after(words: list[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.capital and following.start - words[at].end == 1


def _given_name_at(context: Context, place: int) -> bool:
    """Whether the source's word there reads as a first name: a capital right before, no title, state or body."""
    words = context.index.reading.words
    word = words[place]
    if not word.capital or _in_title(word) or word.form.isupper():
        return False
    if context.index.text[word.end : words[place + 1].start] != " " or _run_goes_on(words, place):
        return False
    return word.folded not in tables().states and word.folded not in tables().organisations


def _in_title(word: Word) -> bool:
    return word.folded in TITLE_WORDS or word.folded in FUNCTION


def _initials_of_source(context: Context, form: str) -> bool:
    """Whether an acronym is made of the initials of a name in the source ("Civil Human Rights Front", CHRF)."""
    letters = form.replace(".", "").lower()
    if not form.replace(".", "").isupper() or not 2 <= len(letters) <= 8:
        return False
    return letters in context.index.acronyms
