"""Normalising a text with the way back: same words, one spelling of white space, marks, case and Unicode form.

What is folded: white space (also between lines of Chinese or Japanese, where it means nothing), every kind of
quotation mark and apostrophe, every dash, case, composed and decomposed characters, ligatures and full-width
forms. What is dropped: soft hyphens, zero-width and direction marks, Arabic tatweel. What is *not* folded, because
it changes what is said: accents, superscripts (``10²`` is not ``102``), fractions, digits of other scripts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from briefing.schema.base import Span

QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″‵‶「」『』〝〞〟＂＇｢｣"
DASHES = "-‐‑‒–—―−﹘﹣－"
_IGNORED = frozenset(
    "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\ufeff"
    + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10))))
)
_ASCII = frozenset(map(chr, range(128)))
_ASCII_FOLDED = frozenset('"`\t\n\v\f\r\x1c\x1d\x1e\x1f')
_CJK = "\u3001\u3002\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01\uff0c\uff1a\uff1b\uff1f\uff66-\uff9f"
_HAS_CJK = re.compile(f"[{_CJK}]")
_KEPT_DECOMPOSITIONS = ("<super>", "<fraction>", "<circle>", "<square>")
"""Compatibility decompositions that would change a number or a meaning."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch whose length changed: ``text[start:end]`` of the normalised text stands for the source range."""

    start: int
    end: int
    source_start: int
    source_end: int


class Normalised:
    """A normalised text and the way back to the text it was made from.

    Attributes:
        text: the normalised form.
    """

    __slots__ = ("_pieces", "_starts", "text")

    def __init__(self, text: str, pieces: tuple[_Piece, ...]) -> None:
        self.text = text
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def to_source(self, start: int, end: int) -> Span:
        """The range of the source that the normalised characters ``[start, end)`` came from.

        A character that several were folded into, or that was folded from several, leads back to all of them.
        """
        if end <= start:
            at = self._first(start)
            return Span(start=at, end=at)
        return Span(start=self._first(start), end=self._last(end - 1))

    def _before(self, index: int) -> _Piece | None:
        at = bisect_right(self._starts, index) - 1
        return self._pieces[at] if at >= 0 else None

    def _first(self, index: int) -> int:
        piece = self._before(index)
        if piece is None:
            return index
        return piece.source_start if index < piece.end else piece.source_end + index - piece.end

    def _last(self, index: int) -> int:
        piece = self._before(index)
        if piece is None:
            return index + 1
        return piece.source_end if index < piece.end else piece.source_end + index - piece.end + 1


@lru_cache(maxsize=16384)
def _fold(cluster: str) -> str:
    """A character, or a base with its combining marks, as it is compared."""
    if cluster in _IGNORED:
        return ""
    if cluster in QUOTATION_MARKS:
        return "'"
    if cluster in DASHES:
        return "-"
    if cluster.isspace():
        return " "
    decomposition = unicodedata.decomposition(cluster) if len(cluster) == 1 else ""
    form: Literal["NFC", "NFKC"] = "NFC" if decomposition.startswith(_KEPT_DECOMPOSITIONS) else "NFKC"
    return unicodedata.normalize("NFC", unicodedata.normalize(form, cluster).casefold())


def _combines(char: str) -> bool:
    """Whether the character may melt with the one before it: combining marks and conjoining Hangul."""
    return unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to fold the characters that a text is made of: one by one, and those stretches that change length."""

    swaps: tuple[tuple[str, str], ...]
    """Folds that keep the length and that lower-casing does not do."""
    irregular: re.Pattern[str]


def _char_class(chars: frozenset[str] | set[str]) -> str:
    return "[" + "".join(map(re.escape, sorted(chars))) + "]"


@lru_cache(maxsize=256)
def _plan(chars: frozenset[str]) -> _Plan:
    """``chars`` are the characters beyond ASCII; most texts share a few, so plans are kept."""
    folds = {char: _fold(char) for char in chars | _ASCII_FOLDED}
    cjk = any(map(_HAS_CJK.match, chars))
    # A capital sigma is lowered by its place in the word; folding it first keeps every sigma the same.
    swaps = ((char, fold) for char, fold in sorted(folds.items()) if fold != char.lower() or char == "Σ")
    ignored = chars & _IGNORED
    marks = {char for char in chars - ignored if _combines(char)}
    longer = {char for char, fold in folds.items() if len(fold) > 1}
    space = f"(?:\\s|{_char_class(ignored)})" if ignored else "\\s"
    alternatives = [f"{_char_class(ignored)}|{space}{{2,}}" if ignored else r"\s{2,}", "``|''"]
    if ignored:
        # A soft hyphen before a space is part of the white space; alone it is nothing.
        alternatives[0] = f"{space}{{2,}}|{_char_class(ignored)}"
    if marks:
        alternatives.append(f"[^\\s]{_char_class(marks)}+")
    if longer:
        alternatives.append(_char_class(longer))
    if cjk:
        alternatives.insert(0, f"(?<=[{_CJK}])\\s+(?=[{_CJK}])")
    return _Plan(tuple((char, fold) for char, fold in swaps if len(fold) == 1), re.compile("|".join(alternatives)))


def _replacement(stretch: str, before: str, after: str) -> str:
    if stretch in {"``", "''"}:
        return "'"
    if any(char.isspace() for char in stretch):
        between_ideographs = _HAS_CJK.match(before) and _HAS_CJK.match(after)
        return "" if between_ideographs else " "
    return _fold(stretch) if len(stretch) == 1 or not _IGNORED.issuperset(stretch) else ""


def normalise(text: str) -> Normalised:
    """Normalise a text once, for many look-ups. Linear in its length: about 0.02 ms for 1,000 characters."""
    plan = _plan(frozenset() if text.isascii() else frozenset(text) - _ASCII)
    out: list[str] = []
    pieces: list[_Piece] = []
    position = length = 0
    for match in plan.irregular.finditer(text):
        start, end = match.span()
        put = _replacement(match.group(), text[start - 1 : start], text[end : end + 1])
        out += (text[position:start], put)
        length += start - position
        pieces.append(_Piece(length, length + len(put), start, end))
        length += len(put)
        position = end
    out.append(text[position:])
    folded = "".join(out)
    for char, fold in plan.swaps:  # str.translate takes ten times as long on text that is not Latin-1
        folded = folded.replace(char, fold)
    return Normalised(folded.lower(), tuple(pieces))
