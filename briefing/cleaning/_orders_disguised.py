"""Orders to a model in disguise: letters of other alphabets that look alike, letters set apart, marks between words,
letters of a word exchanged, codes. A model reads through all of that; the signs of orders are looked for behind it."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error, unhexlify
from codecs import encode
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize
from urllib.parse import unquote

_ODD = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff\u2460-\u24ff\U0001f130-\U0001f189]")
"""Full-width, mathematical and circled letters: another look of the same ones."""
_MIXED = re.compile(r"[a-zA-Z][\u0370-\u04ff]|[\u0370-\u04ff][a-zA-Z]")
_WORD = re.compile(r"\w+")
_PAIRS = (
    "аaвbгrԁdеeзsіiјjкkӏlмmнhоoрpсcԛqѕsтtуyѵvԝwхxүyһhАAВBЕEЅSІIЈJКKМMНHОOРPСCТTХXУY"
    "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaγyεeνvοoρpιiτtυuκkωwηn"
)
_LOOK_ALIKES = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
"""Letters of other alphabets, each with the Latin one that it looks like."""
_EMPHASIS = re.compile(r"(?<![*_~`])[*_~`]{1,3}(?=\w)|(?<=[\w.,:;!?])[*_~`]{1,3}(?![*_~`])")
_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[.\-·•_*|/ ][^\W\d_]){2,}(?![^\W_])")
_JOINED = re.compile(r"(?<![\w./-])[^\W\d_]+(?:([.\-·•_|/+])[^\W\d_]+)(?:\1[^\W\d_]+){3,}")
"""Words with one mark between them where white space belongs."""
_FIGURES = re.compile(r"[a-z][013457]|[013457][a-z]", re.IGNORECASE)
_AS_TELLING_WORDS = str.maketrans("013457", "oieast")
_PERCENT = re.compile(r"(?<![\w.~,:;!'()*%-])(?:[\w.~,:;!'()*-]*+%[0-9A-Fa-f]{2}){4,}+[\w.~,:;!'()*-]*+")
_WIDE = re.compile(r"[^\S\n]{2,}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/_=-])")
_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}[ :]?){20,}(?![0-9A-Fa-f])")
_LEAST_WORDS = 4
"""Words that a code must stand for to be a text."""

_TELLING = (
    "ignore disregard forget override bypass previous prior earlier above preceding instruction instructions prompt "
    "prompts directive directives system assistant response reveal report"
)
_ROTATED = frozenset(encode(word, "rot13") for word in _TELLING.split())
_TELLING_WORDS = frozenset(_TELLING.split())
_REVERSED = frozenset(word[::-1] for word in _TELLING.split())
_LEAST_ROTATED = 2
_SHUFFLED = 6
"""Letters from which on a word is known with its inner ones exchanged."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text behind its disguise; ``places`` are those of its characters in the text that was disguised, None where
    they are the same."""

    text: str
    places: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A range of the disguised text."""
        if self.places is None or start >= end:
            return start, end
        low, high = sorted((self.places[start], self.places[end - 1]))
        return low, high + 1


def undressed(text: str, words: Collection[str]) -> Iterator[Plain]:
    """A text behind each disguise that it has. ``words`` are the words of it, or of more, in lower case."""
    plain = Plain(text)
    for step in _STEPS:
        plain = step(plain)
    if shuffled := _shuffled(words):
        plain = Plain(re.sub(r"\w+", lambda word: shuffled.get(word[0].lower(), word[0]), plain.text), plain.places)
    if plain.text != text:
        yield plain
    if len(_ROTATED.intersection(words)) >= _LEAST_ROTATED:
        yield Plain(encode(text, "rot13"))
    if len(_REVERSED.intersection(words)) >= _LEAST_ROTATED:
        yield Plain(text[::-1], tuple(range(len(text) - 1, -1, -1)))
    if "%" in text and _PERCENT.search(text):
        yield _unquoted(text)
    if not _TELLING_WORDS.isdisjoint(word.translate(_AS_TELLING_WORDS) for word in words if _FIGURES.search(word)):
        yield Plain(_WORD.sub(_in_letters, text))


def _in_letters(word: re.Match[str]) -> str:
    """A word in which figures stand among letters, with those that they look like."""
    return word[0].translate(_AS_TELLING_WORDS) if _FIGURES.search(word[0]) else word[0]


def _unquoted(text: str) -> Plain:
    """A text with what is spelt with percent signs, as addresses are, in its own letters."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for match in _PERCENT.finditer(text):
        said = unquote(match[0])
        parts += [text[done : match.start()], said]
        places += [*range(done, match.start()), *[match.start()] * (len(said) - 1), match.end() - 1]
        done = match.end()
    return Plain("".join((*parts, text[done:])), (*places, *range(done, len(text))))


def coded(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of a text that spell another one in base64 or hexadecimal digits: nobody reads them but a program."""
    if len(text) < 2 * _SHUFFLED:
        return
    for pattern, decode in ((_BASE64, _from_base64), (_HEX, _from_hex)):
        for match in pattern.finditer(text):
            if _is_text(match[0], decode):
                yield match.span()


def _from_base64(digits: str) -> bytes:
    return b64decode(digits.rstrip("=").replace("-", "+").replace("_", "/") + "=" * (-len(digits.rstrip("=")) % 4))


def _from_hex(digits: str) -> bytes:
    return unhexlify(re.sub(r"[ :]", "", digits))


def _is_text(digits: str, decode: Callable[[str], bytes]) -> bool:
    try:
        said = decode(digits).decode("utf-8")
    except (Error, ValueError):
        return False
    return said.isprintable() and len(said.split()) >= _LEAST_WORDS


def _same_letters(plain: Plain) -> Plain:
    text = plain.text
    if text.isascii():
        return plain
    if _ODD.search(text):
        text = _ODD.sub(lambda sign: sign[0] if len(found := normalize("NFKC", sign[0])) != 1 else found, text)
    if _MIXED.search(text):
        text = _WORD.sub(lambda word: word[0].translate(_LOOK_ALIKES) if _MIXED.search(word[0]) else word[0], text)
    return Plain(text, plain.places)


def _without(pattern: re.Pattern[str], kept: Callable[[re.Match[str]], Iterator[int]]) -> Callable[[Plain], Plain]:
    """A step that leaves out what a pattern finds, but the characters at the places that ``kept`` gives."""

    def step(plain: Plain) -> Plain:
        if pattern.search(plain.text) is None:
            return plain
        places: list[int] = []
        done = 0
        for match in pattern.finditer(plain.text):
            places += [*range(done, match.start()), *kept(match)]
            done = match.end()
        places += range(done, len(plain.text))
        before = plain.places
        text = "".join(plain.text[place] for place in places)
        return Plain(text, tuple(places if before is None else (before[place] for place in places)))

    return step


def _spaced(plain: Plain) -> Plain:
    """Words with marks between them, with white space there."""
    return Plain(_JOINED.sub(lambda match: match[0].replace(match[1], " "), plain.text), plain.places)


_STEPS: tuple[Callable[[Plain], Plain], ...] = (
    _same_letters,
    _without(_EMPHASIS, lambda _: iter(())),
    _without(_APART, lambda match: iter(range(match.start(), match.end(), 2))),
    _without(_WIDE, lambda match: iter((match.start(),))),
    _spaced,
)


@cache
def _shapes() -> dict[tuple[str, str], str]:
    """The telling words by their first letter and all their letters with the last one marked."""
    return {_shape(word): word for word in _TELLING.split() if len(word) >= _SHUFFLED}


def _shape(word: str) -> tuple[str, str]:
    return word[0] + word[-1], "".join(sorted(word))


def _shuffled(words: Collection[str]) -> dict[str, str]:
    """The words whose inner letters are exchanged, with what they stand for."""
    found = {
        word: meant
        for word in words
        if len(word) >= _SHUFFLED and word not in _TELLING_WORDS and (meant := _shapes().get(_shape(word)))
    }
    return found if len(found) > 1 else {}
