"""Who an article says speaks the words that it prints inside quotation marks, and what those words really are."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from briefing.checking.source import SourceIndex
from briefing.language.quotations import Quoted, find_quoted
from briefing.schema.base import Span
from briefing.schema.terms import QuotationKind

_SPEECH = """
said say says saying told tells telling added adds adding stated states stating tweeted tweets wrote writes
writing written asked asks explained explains continued continues noted notes announced announces claimed claims
claiming insisted insists warned warns argued argues commented comments remarked declared declares replied
replies called calls calling described describes describing quoting qouting quoted quotes cited citing according
posted posts read reads concluded concludes responded responds denounced emphasized emphasised emphasizing
criticized criticised reported reports reporting acknowledged admitted admits believes believed thinks concedes
conceded complained recalled promised vowed pledged demanded urged shouted shouting chanted quipped joked spoke
speaking testified ruled wondered observed pointed confirmed confirms denied denies questioned maintained
maintains feels
"""
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(_SPEECH.split(), key=len, reverse=True))})\b", re.IGNORECASE)
_NAME_SAYS = re.compile(rf"\s(?:[A-Z][\w.’'-]+\s){{1,4}}(?:{'|'.join(_SPEECH.split())})\b")
_SENTENCE_GAP = re.compile(r"[.!?]\s+(?=[\"“'‘(]?[A-Z])|\n\s*\n")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|who)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"\b[A-Z][\w’']+")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|let's)\b", re.IGNORECASE)
_BACKSHIFT = re.compile(r"\b(?:was|were|had|would|could|might|did not|didn['’]t)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]\n]{0,80}\]|\.\s?\.\s?\.|…")
_CUT_END = re.compile(r"(?:\.\s?\.\s?\.|…)[\s\"”’')\]]*$")
_REACH = 240
"""Characters before or after a quotation in which its speaker is looked for."""
_FULL_CLAUSE = 8
"""Words from which a quotation is a statement and not a fragment."""


class Attribution(StrEnum):
    """How sure the text is of a speaker."""

    NAMED = "named"
    """A name or description stands with a verb of speaking beside the quotation."""
    PRONOUN = "pronoun"
    """Only a pronoun does."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Where the text says who speaks a quotation: the stretch that holds the speaker, by how it does."""

    how: Attribution
    span: Span | None = None


class Speech:
    """The quotations of an article, read once."""

    def __init__(self, index: SourceIndex) -> None:
        self._text = index.text
        self.quoted = find_quoted(index.text)
        self._starts = [quoted.inner.start for quoted in self.quoted]

    def around(self, span: Span) -> Quoted | None:
        """The quotation that holds most of ``span``; None where most of it stands outside quotation marks."""
        at = bisect_right(self._starts, span.end)
        best = max(self.quoted[max(0, at - 3) : at], key=lambda q: q.inner.overlap(span), default=None)
        return best if best and 2 * best.inner.overlap(span) >= len(span) else None

    def unquoted(self, span: Span) -> str:
        """The words of a stretch that stand outside quotation marks."""
        parts: list[str] = []
        position = span.start
        first = max(0, bisect_right(self._starts, span.start) - 1)
        for quoted in self.quoted[first : bisect_right(self._starts, span.end)]:
            parts.append(self._text[position : max(position, quoted.inner.start)])
            position = max(position, min(quoted.inner.end, span.end))
        return " ".join((*parts, self._text[position : span.end]))

    def attribution(self, quoted: Quoted) -> Attributed:
        """Who speaks: a verb of speaking with its subject after or before the quotation, else the nearest one of the
        quotations before it in its paragraph."""
        at = self.quoted.index(quoted)
        own = self._beside(at)
        if own.how is not Attribution.NONE:
            return own
        paragraph = self._text.rfind("\n\n", 0, quoted.inner.start)
        for other in range(at - 1, -1, -1):
            if self.quoted[other].inner.start < paragraph:
                break
            found = self._beside(other)
            if found.how is not Attribution.NONE:
                return found
        return self._beside(at + 1) if self._same_paragraph(at, at + 1) else own

    def _same_paragraph(self, first: int, second: int) -> bool:
        if second >= len(self.quoted):
            return False
        return "\n\n" not in self._text[self.quoted[first].inner.end : self.quoted[second].inner.start]

    def _beside(self, at: int) -> Attributed:
        for segment in (self._after(at), self._before(at)):
            words = segment.slice(self._text)
            if _VERB.search(words):
                name = re.search(r"\b[A-Z]\w|\b(?:the|a|an)\s\w", words.replace("“", " "))
                how = Attribution.NAMED if name and not _only_pronoun(words) else Attribution.PRONOUN
                return Attributed(how, segment)
        return Attributed(Attribution.NONE)

    def goes_on(self, quoted: Quoted) -> bool:
        """Whether an open quotation goes on in the next paragraph, which then begins with a mark."""
        at = self.quoted.index(quoted) + 1
        between = self._text[quoted.inner.end : self.quoted[at].inner.start] if at < len(self.quoted) else "x"
        return not between.strip('\n"“„« ')

    def _after(self, at: int) -> Span:
        """From the closing mark to the end of the sentence or the next quotation."""
        inner = self.quoted[at].inner
        start = min(inner.end + 1, len(self._text))
        ended = inner.slice(self._text).rstrip()[-1:] in ".!?"
        if ended and self._text[start : start + 2].strip()[:1].isupper() and not _NAME_SAYS.match(self._text, start):
            return Span(start=start, end=start)  # what follows is a sentence of its own
        limit = min(start + _REACH, len(self._text))
        if at + 1 < len(self.quoted):
            limit = max(start, min(limit, self.quoted[at + 1].inner.start - 1))
        gap = _SENTENCE_GAP.search(self._text, start, limit)
        return Span(start=start, end=gap.start() if gap else limit)

    def _before(self, at: int) -> Span:
        """From the start of the sentence or the last quotation to the opening mark."""
        end = max(0, self.quoted[at].inner.start - 1)
        limit = max(0, end - _REACH)
        if at:
            limit = min(end, max(limit, self.quoted[at - 1].inner.end + 1))
        gaps = list(_SENTENCE_GAP.finditer(self._text, limit, end))
        return Span(start=gaps[-1].end() if gaps else limit, end=end)


def _only_pronoun(words: str) -> bool:
    """Whether the subject of the first verb of speaking is a pronoun, without a name before it."""
    verb = _VERB.search(words)
    if verb is None:
        return False
    pronoun = _PRONOUN.search(words, max(0, verb.start() - 80), min(len(words), verb.end() + 8))
    return bool(pronoun) and not _CAPITAL.search(words[: min(pronoun.start(), verb.start())] if pronoun else "")


def is_report(quotation: str, speakers: tuple[str, ...]) -> bool:
    """Whether words in quotation marks are a report in the third person.

    Certain only where the quotation is a whole statement without a first or second person, set back in time as
    reported speech is, and names the one who is said to speak (or the body that the speaker's title names).
    """
    if len(quotation.split()) < _FULL_CLAUSE or speaks_for_self(quotation):
        return False
    return bool(_BACKSHIFT.search(quotation)) and any(
        re.search(rf"\b{re.escape(name)}\b", quotation) for name in speakers if len(name) > 2
    )


def derived_kind(quotation: str, *, cut: bool, speakers: tuple[str, ...]) -> QuotationKind | None:
    """The kind that the text itself shows, None where it shows none.

    Args:
        quotation: the words as printed, without the marks around them.
        cut: whether they break off.
        speakers: the names of the one who is said to speak, and of the body that a title of theirs names.
    """
    if cut:
        return QuotationKind.CUT
    if is_report(quotation, speakers):
        return QuotationKind.INDIRECT
    return QuotationKind.EDITED if _BRACKETED.search(quotation) else None


def speaks_for_self(quotation: str) -> bool:
    """Whether words have a first or second person: they are somebody's own."""
    return bool(_FIRST_PERSON.search(quotation))


def breaks_off(quotation: str) -> bool:
    """Whether words end in an ellipsis."""
    return bool(_CUT_END.search(quotation))
