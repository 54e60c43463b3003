"""A story as the rules see it: whether it can be read, paragraphs, sentences, tokens, stretches in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.embedded import CannotReadError
from briefing.embedded import _words as lex
from briefing.embedded._words import VERBS, Form, Tag, words
from briefing.language import _names_data as data
from briefing.language.names import is_capital, tables
from briefing.language.quotations import find_quoted
from briefing.language.sentences import language_of, sentences

LEAST_WORDS = 6
LONGEST = 400_000
"""Characters. A longer text is no article; the rules take 2 to 3 s for this much."""
_WORD = re.compile(r"[^\W\d_]+")
# The commonest words of English that are no words of its neighbours ("an", "in", "die", "do" are left out).
_ENGLISH = words(
    "the of and to is was for that with his they this have from by but not had are were their has been said which "
    "will would who its it he she at as on be or we you after more than about when what there"
)
_SURE_SHARE = 0.18
"""Share of `_ENGLISH` words from which a text is English without more: 99% of 2,479 English news texts have it, the
least of them .14. Below it the language is identified, which takes 0.2 s the first time."""


def check_readable(text: str) -> None:
    """Raise `CannotReadError` where the rules would find nothing or nonsense."""
    if len(text) > LONGEST:
        raise CannotReadError(
            f"the text has {len(text)} characters, more than the {LONGEST} of the longest article that is read",
            hint="give it in parts",
        )
    found = _WORD.findall(text[:20_000].casefold())
    if len(found) < LEAST_WORDS:
        raise CannotReadError(f"the text is too short to read: {len(found)} words, at least {LEAST_WORDS} are needed")
    if sum(word in _ENGLISH for word in found) >= _SURE_SHARE * len(found):
        return
    if language_of(text) != "en":
        raise CannotReadError(
            "the text does not read like English, the only language of the embedded engine",
            hint="configure a model that reads its language",
        )


_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:%|st\b|nd\b|rd\b|th\b)?"
    r"|(?<=[a-z] )[A-Z]\.(?= [A-Z])"  # John F. Kennedy
    r"|[A-Z]['’][A-Z][^\W_]+"  # O'Neill
    r"|[^\W_]+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ll|ve|d|m)\b"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St|Lt|Col|Sgt|Rev)\.(?=\s)"
    r"|(?:Inc|Corp|Ltd|Co|Kft|Bros|Jr|Sr)\.(?=\s*[(,]|\s+[a-z])"
    r"|[^\W_]+(?:[-‐‑–․&][^\W_]+)*"
    r"|\.\.\.|[^\w\s]"
)
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][^\W_]+(?:[-‐‑–][^\W_]+)*")
"""Capitalised words that stand inside a sentence: those are names also where they open one."""
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")

LONGEST_SENTENCE = 1_000
"""Tokens. What is longer is read in pieces: the rules look back and forth in a sentence. In 50,000 sentences of news
759 were the most, in a text without a space behind its full stops."""


class Token(NamedTuple):
    """A word or mark at ``text[start:end]``; ``low`` is its form for looking up."""

    text: str
    low: str
    start: int
    end: int
    tag: Tag


class Quoted(NamedTuple):
    """A stretch inside quotation marks, the marks left out: ``text[start:end]``."""

    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """``index`` counts sentences of the story, ``paragraph`` its paragraphs; ``title`` marks the headline."""

    index: int
    paragraph: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    title: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A text read into sentences."""

    text: str
    sentences: tuple[Sentence, ...]
    quoted: tuple[Quoted, ...]

    def quotation_at(self, start: int, end: int) -> Quoted | None:
        """The quotation that covers all of ``[start, end)``, None where none does."""
        at = bisect_right(self.quoted, start, key=lambda quoted: quoted.start) - 1
        return self.quoted[at] if at >= 0 and end <= self.quoted[at].end else None

    def quoted_in(self, start: int, end: int) -> tuple[Quoted, ...]:
        """The quotations with a character in ``[start, end)``."""
        first = bisect_right(self.quoted, start, key=lambda quoted: quoted.end)
        return self.quoted[first : bisect_left(self.quoted, end, key=lambda quoted: quoted.start)]


def read_story(text: str, title: str | None) -> Story:
    """Split, tokenise and tag. The first paragraph is the headline where it is ``title`` or reads like one."""
    starts = [0, *(m.end() for m in _PARAGRAPH.finditer(text))]
    opening, titled = frozenset(starts), _is_title(text, starts, title)
    raw = _rejoined(text, [line for s in sentences(text) for line in _lines(text, s.start, s.end)])
    capitals = frozenset(_CAPITAL_INSIDE.findall(text))
    found: list[Sentence] = []
    paragraph = 0
    for start, end in raw:
        while paragraph + 1 < len(starts) and starts[paragraph + 1] <= start:
            paragraph += 1
        headline = paragraph == 0 and titled
        if not headline and (not found or found[-1].title or start in opening):
            start += _dateline(text, start, end)
        for low, high, matches in _pieces(start, end, list(_TOKEN.finditer(text, start, end))):
            found.append(Sentence(len(found), paragraph, low, high, tuple(_tag(matches, capitals)), headline))
    return Story(text, tuple(found), tuple(_quotations(text)))


def _pieces(start: int, end: int, matches: list[re.Match[str]]) -> Iterator[tuple[int, int, list[re.Match[str]]]]:
    """A sentence with its tokens, in pieces where it has too many."""
    while len(matches) > LONGEST_SENTENCE:
        yield start, matches[LONGEST_SENTENCE - 1].end(), matches[:LONGEST_SENTENCE]
        matches = matches[LONGEST_SENTENCE:]
        start = matches[0].start()
    yield start, end, matches


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b"
_DATELINE = re.compile(
    r"(?P<place>[A-Z][^\W\d_]*(?:[ .'’/-]{1,2}[^\W\d_]+){0,5})(?:, [^\W\d_]+[.]?)?"  # the place, and its land
    rf"(?P<date>,? ?(?:\d{{1,2}} {_MONTH}|{_MONTH}\.? \d{{1,2}})(?:,? \d{{4}})?)?"
    r"(?P<agency> ?\([^()\n]{2,40}\))? ?(?:--|[—–―]| - ) ?"
)
"""Where, when and by whom a report was filed: "SEATTLE, March 3 (Reuters) - "."""


_DASH = re.compile(r" (?:--|[—–―-]) ")


def _dateline(text: str, start: int, end: int) -> int:
    """Characters of the dateline that opens a paragraph; 0 where none does.

    The place alone must be in capitals, or the capital of a state with a sentence behind it: "Paris - a city of light"
    opens no report.
    """
    found = _DATELINE.match(text, start, min(end, start + 160))
    if found is None or found.end() >= end:
        return 0
    place = re.match(r"[^\W_]+", found[0])
    capital = place is not None and len(place[0]) > 2 and place[0].isupper()
    if not (capital or found["date"] or found["agency"]):
        opens = text[found.end()].isupper() and _DASH.search(text, found.end(), end) is None
        capital = opens and is_capital(found["place"])
    return found.end() - start if capital or found["date"] or found["agency"] else 0


_TITLE = re.compile(r"\b(?:Sen|Rep|Reps|Sens|Gov|Gen|Lt|Col|St|vs)\.$")
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Corp|Ltd|Co|Kft|Bros|Jr|Sr|[DRI]-[A-Z][a-z]{0,5}"
    r"|Calif|Conn|Mass|Fla|Mich|Minn|Wis|Ariz|Colo|Tenn|Okla)\.$"
)
_HOUR = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(r"[A-Z]{2,4}\b|[(\[\da-z]")
"""What may follow an hour in its sentence beside a day: "5 p.m. GMT", "5 p.m. (1500 GMT)"."""
_FIRST = re.compile(r"[^\W\d_]+")
_OPENING_HOUR = 4
"""Words of "Shortly before 5 p.m.", which open a sentence and are none."""


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence does not run over the end of a line: what stands there had no full stop."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start + len(text[start:stop]) - len(text[start:stop].lstrip()), start + len(text[start:stop].rstrip())
        start = stop + 1


def _rejoined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that the splitter ended behind an abbreviation, put together again: "… Ltd. (HDT) bought …"."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        gap = text[found[-1][1] : start] if found else "\n"
        if "\n" not in gap and (not gap or _goes_on(text, found[-1], start)):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, before: tuple[int, int], at: int) -> bool:
    """Whether a sentence that ends in an abbreviation goes on at ``at``: not with "The" behind a firm."""
    start, end = max(before[0], before[1] - 30), before[1]
    if _TITLE.search(text, start, end):
        return True
    first = _FIRST.match(text, at)
    closed = _CLOSED.get(first[0].casefold()) if first is not None and first[0][0].isupper() else None
    if _HOUR.search(text, start, end):
        opening = len(text[before[0] : end].split()) <= _OPENING_HOUR
        return opening or closed is Tag.TIME or _ZONE.match(text, at) is not None
    return closed is None and _ABBREVIATED.search(text, start, end) is not None


def _is_title(text: str, starts: Sequence[int], title: str | None) -> bool:
    first = text[: starts[1] if len(starts) > 1 else len(text)].strip()
    if title is not None:
        return first == title.strip()
    return len(starts) > 1 and len(first) < 160 and "\n" not in first and first[-1:] not in '.!”"'


def _quotations(text: str) -> Iterator[Quoted]:
    """The quotations in double marks; single ones are as a rule apostrophes, or words within a headline."""
    for found in find_quoted(text):
        if found.double:
            end = found.inner.end
            while text[end - 1].isspace():
                end -= 1
            yield Quoted(found.inner.start, found.inner.end if found.closed else end, found.closed)


def _tag(matches: list[re.Match[str]], capitals: frozenset[str]) -> Iterator[Token]:
    """Tokens with their tags; whether a capitalised first word is a name is decided by what surrounds it."""
    opening, giving, before = True, False, Tag.PUNCT
    for number, match in enumerate(matches):
        word = match[0]
        low = word.casefold() if word != "US" else word
        if low[0] == "’" or low == "n’t":
            low = low.replace("’", "'")
        following = matches[number + 1][0] if number + 1 < len(matches) else ""
        if following == "and" and number + 2 < len(matches):
            following = matches[number + 2][0]  # "Tesco and Salling": a name joined to a name
        tag = _tag_of(word, low, following, opening, capitals)
        if word == "May" and not opening:
            tag = Tag.NAME if before is Tag.NAME else Tag.TIME
        if low in _SHORT_MONTHS and word[0].isupper():
            beside = (matches[n][0] for n in (number - 1, number + 1, number + 2) if 0 <= n < len(matches))
            tag = Tag.TIME if any(w[0].isdigit() for w in beside) else tag
        tag = _in_context(low, tag, Tag.VERB if giving else before)  # "offered Sweden talks"
        giving = (tag is Tag.VERB and VERBS[low].lemma in _GIVING) or (giving and tag is Tag.NAME)
        before = tag
        yield Token(word, low, match.start(), match.end(), tag)
        opening = (opening and tag in (Tag.MARK, Tag.PUNCT)) or word in {":", "“", '"', ".", "!", "?", "•", "—", ")"}


_SHORT_MONTHS = lex.words("jan feb mar apr aug sep sept oct nov dec")
_GIVING = lex.words("offer give grant promise")  # who is given something, and what, may stand behind them
_BEFORE_NOUNS = frozenset({Tag.DET, Tag.POSS, Tag.NUM, Tag.PREP})


def _in_context(low: str, tag: Tag, before: Tag) -> Tag:
    """The tag that the word before allows: behind an article "offer" is a noun, behind "has" "given" is a verb."""
    if low == "given" and before in (Tag.AUX, Tag.ADV, Tag.NEG):
        return Tag.VERB
    if tag is Tag.VERB and before is Tag.VERB and VERBS[low].form is Form.PRESENT:
        return Tag.WORD  # "offered talks"
    if tag is Tag.VERB and before in _BEFORE_NOUNS and VERBS[low].form in (Form.BASE, Form.PRESENT):
        return Tag.WORD
    return tag


_CLOSED: dict[str, Tag] = {}
for _set, _value in (
    (lex.TIME_WORDS, Tag.TIME), (lex.ADVERBS, Tag.ADV), (lex.PREPOSITIONS, Tag.PREP), (lex.CONJUNCTIONS, Tag.CONJ),
    (lex.DETERMINERS, Tag.DET), (lex.PRONOUNS, Tag.PRON), (lex.RELATIVES, Tag.REL), (lex.AUXILIARIES, Tag.AUX),
    (lex.MODALS, Tag.MODAL), (lex.NEGATIONS, Tag.NEG),
):  # fmt: skip
    _CLOSED.update(dict.fromkeys(_set, _value))
_CLOSED.update({"to": Tag.TO, "'s": Tag.POSS, "that": Tag.REL, "no": Tag.DET, "yet": Tag.ADV, "may": Tag.MODAL,
                "her": Tag.DET, "so": Tag.ADV, "while": Tag.CONJ, "march": Tag.TIME})  # fmt: skip


_PREFIXES = ("pro-", "anti-", "non-", "ex-", "then-", "pre-", "post-", "mid-", "intra-", "inter-", "un-")
_COMPOUND_ENDINGS = ("-based", "-led", "-born", "-owned", "-backed", "-run", "-style", "-controlled", "-old", "-wide")

_PARTICIPIAL = re.compile(r"[-‐‑–][a-z]{2,}(?:ed|ing)$")
"""What ends an adjective made of a name: "US-drafted", "Paris-leaning"."""


def _tag_of(word: str, low: str, following: str, opening: bool, capitals: frozenset[str]) -> Tag:
    first = word[0]
    if not first.isalnum() and low not in _CLOSED:
        return Tag.MARK if first in '"“”«»„' else Tag.PUNCT
    if first.isdigit():
        return Tag.NUM
    if low == "i":
        return Tag.PRON
    closed = _CLOSED.get(low)
    if word.lower() == word:
        return closed if closed is not None else _small(low)
    if low.endswith(_COMPOUND_ENDINGS) or _PARTICIPIAL.search(word) or low.startswith(_PREFIXES):
        return Tag.WORD
    if closed is Tag.TIME and low not in {"next", "last", "late"}:
        return Tag.TIME
    if not opening and not (closed and len(word) <= 4 and not word.isupper()):
        return Tag.NAME
    if opening and _names(word, low, following, closed, capitals):
        return Tag.NAME
    return closed if closed is not None else _small(low)


def _small(low: str) -> Tag:
    """The tag of a word of no closed class, were it in small letters."""
    if low in VERBS:
        return Tag.VERB
    return Tag.ADV if low.endswith("ly") and len(low) > 4 else Tag.WORD


_NAMING = lex.words(
    "congress parliament republicans democrats conservatives liberals tories socialists greens unionists"
)
_COMMON_HEADS = (data.ORGANISATION_HEADS | data.GROUP_HEADS | data.TITLE_WORDS) - _NAMING


def _names(word: str, low: str, following: str, closed: Tag | None, capitals: frozenset[str]) -> bool:
    """Whether the capitalised first word of a sentence is a name."""
    if closed is not None:
        return False
    if low in _COMMON_HEADS and not following[:1].isupper():
        return False
    if word in capitals or (len(word) > 1 and word.isupper()) or any(c.isupper() for c in word[1:]):
        return True
    known = tables()
    if low in data.GIVEN_NAMES:
        return True
    if low in known.states or low in known.organisations:
        return True
    if low in VERBS:
        return VERBS[low].form is not Form.GERUND and following[:1].isupper()
    return following[:1].isupper() or following in {"'s", "’s"} or following in VERBS
