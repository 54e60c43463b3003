"""Who an article says speaks the words that it prints inside quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from briefing.checking.reading import ComparedText, SourceIndex
from briefing.language.quotations import QuotedStretch, find_quoted
from briefing.schema.base import Span

_SPEECH = """
said say says saying told tells telling added adds adding stated states stating tweeted tweets wrote writes
writing asked asks explained explains continued continues noted notes announced announces announcing claimed claims
claiming insisted insists insisting warned warns warning argued argues arguing commented comments remarked declared
declares declaring replied replies called calls calling described describes describing responded responds concluded
concludes denounced emphasized emphasised criticized criticised acknowledged admitted admits conceded concedes
complained recalled vowed pledged urged shouted shouting chanted quipped joked testified observed pointed confirmed
confirms denied denies maintained maintains termed dubbed labelled labeled accused posted
"""
_VERBS = "|".join(sorted(_SPEECH.split(), key=len, reverse=True))
_VERB = re.compile(rf"\b(?:{_VERBS})\b", re.IGNORECASE)
_FINITE = "|".join(verb for verb in _VERBS.split("|") if not verb.endswith("ing"))
_FINITE_VERBS = frozenset(_FINITE.split("|"))
_NO_VERB = re.compile(
    r"\b(?:the|an?|his|her|its|their|no|that|this|by|of|being|was|were|been|is|are|be|who|which)\s$", re.IGNORECASE
)
"""Words before which "claims" and "calls" are nouns, "called" is a passive, and a relative clause begins."""
_OPENER = re.compile(
    r"\W*(?:in|on|at|after|before|during|since|with|while|when|for|as|by|from|despite|according to)\b[^,]*,\s",
    re.IGNORECASE,
)
_SUBJECT = r"(?:[A-Z]|(?:the|an?|his|her|its|one|two|another)\s|(?:he|she|they|it)\b)"
_VERB_FIRST = re.compile(rf"[\s,—–-]*(?:{_FINITE})\s(?P<subject>{_SUBJECT}[^.,;:!?]*)")
_SUBJECT_FIRST = re.compile(
    rf"[\s,—–-]*(?P<subject>{_SUBJECT}[^.;:!?]{{0,100}}?),?\s(?:(?:has|had|have|also|later|then|\w+ly)\s){{0,2}}(?P<verb>{_FINITE})\b"
)
_PRONOUN = re.compile(r"(?:he|she|they|it|who)\b\s*$", re.IGNORECASE)
_AUXILIARIES = re.compile(r"(?:(?:has|had|have|also|later|then|once|again|\w+ly)\s+){0,3}$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(r"(?:;|,? (?:while|but|whereas|although|though|because)|, (?:and|as|after)) ")
_FIRST_NAME = re.compile(r"(?:[A-Z][\w.’'-]*\s?)+(?<![’']s\s)|\b(?:he|she|they|it|He|She|They|It)\b")
_SENTENCE_GAP = re.compile(r"[.!?]\s+(?=[\"“'‘(]?[A-Z])|\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_CUT_END = re.compile(r"(?:\.\s?\.\s?\.|…)[\s\"”’')\]]*$")
_TIGHT = 80
"""Characters between a verb of speaking and the quotation that it leads to."""


@dataclass(frozen=True, slots=True)
class SpeakerPlace:
    """Where the text says who speaks a quotation.

    Attributes:
        subject: the stretch that names the speaker, or ends with a pronoun for one.
        around: the words of the sentence outside quotation marks, for whom else it names.
        pronoun: the speaker is told by a pronoun, not by a name or a description.
        bare: the last name of the stretch stands right before or behind the verb, without an insertion between.
    """

    subject: str
    around: str
    bare: bool
    pronoun: bool


class Speech:
    """The quotations of an article, read once."""

    def __init__(self, index: SourceIndex) -> None:
        self.index = index
        self._text = index.text
        self.quoted = find_quoted(index.text)
        self._outside: dict[int, ComparedText] = {}
        self._starts = [quoted.inner.start for quoted in self.quoted]
        self._ends = [quoted.inner.end for quoted in self.quoted]

    def outside(self, sentence: int) -> ComparedText:
        """A sentence with the words inside quotation marks blanked out; offsets count from its start."""
        found = self._outside.get(sentence)
        if found is None:
            at = self.index.sentences[sentence]
            text = at.slice(self._text)
            for quoted in self.quoted[bisect_right(self._ends, at.start) : bisect_right(self._starts, at.end)]:
                low, high = max(quoted.inner.start, at.start) - at.start, min(quoted.inner.end, at.end) - at.start
                text = text[:low] + "_" * (high - low) + text[high:]
            found = ComparedText(text) if "_" in text else self.index.reading(sentence)
            self._outside[sentence] = found
        return found

    def around(self, span: Span) -> QuotedStretch | None:
        """The quotation that holds most of ``span``; None where most of it stands outside quotation marks."""
        near = self.quoted[bisect_right(self._ends, span.start) : bisect_right(self._starts, span.end)]
        best = max(near, key=lambda quoted: quoted.inner.overlap(span), default=None)
        return best if best and 2 * best.inner.overlap(span) >= len(span) else None

    def unquoted(self, start: int, end: int) -> str:
        """The words of a stretch that stand outside quotation marks."""
        parts: list[str] = []
        position = start
        for quoted in self.quoted[bisect_right(self._ends, start) : bisect_right(self._starts, end)]:
            parts.append(self._text[position : quoted.inner.start])
            position = min(quoted.inner.end, end)
        return " ".join((*parts, self._text[position:end]))

    def goes_on(self, quoted: QuotedStretch) -> bool:
        """Whether an open quotation goes on in the next paragraph, which then begins with a mark."""
        at = self.quoted.index(quoted) + 1
        between = self._text[quoted.inner.end : self.quoted[at].inner.start] if at < len(self.quoted) else "x"
        return not between.strip('\n"“„« ')

    def beside(self, quoted: QuotedStretch) -> str:
        """The words outside quotation marks of the sentences that a quotation begins and ends in."""
        return self.unquoted(*self._bounds(quoted))

    def said(self, quoted: QuotedStretch) -> SpeakerPlace | None:
        """Who speaks, where a verb of speaking with its subject stands in the same sentence; None where none does."""
        start, end = self._bounds(quoted)
        lead, tail = self.unquoted(start, quoted.inner.start - 1), self._tail(quoted, end)
        return self._behind(lead, tail) or self._before(lead, tail) or self._carried_on(quoted)

    def _carried_on(self, quoted: QuotedStretch) -> SpeakerPlace | None:
        """Who speaks the quotation before, where nothing else is said in between ("Yes," she said. "We go.")."""
        at = bisect_right(self._starts, quoted.inner.start) - 2
        if at < 0:
            return None
        before = self.quoted[at]
        between = self._text[before.inner.end + 1 : quoted.inner.start]
        if "\n\n" in between or len(_SENTENCE_END.findall(between)) != 1:
            return None
        return self._behind("", between)

    def _bounds(self, quoted: QuotedStretch) -> tuple[int, int]:
        """Where the sentence that a quotation begins in starts, and the one that it ends in ends."""
        inner = quoted.inner
        sentences = self.index.sentences
        start = sentences[self.index.sentence_of(inner.start)].start
        end = sentences[self.index.sentence_of(inner.end)].end
        return start, end

    def _tail(self, quoted: QuotedStretch, end: int) -> str:
        """What stands behind the closing mark in its sentence."""
        start = quoted.inner.end + 1
        ended = quoted.inner.slice(self._text).rstrip()[-1:] in ".!?"
        if ended and self._text[start : start + 2].strip()[:1].isupper():
            return ""  # what follows is a sentence of its own
        if ended:
            gap = _SENTENCE_GAP.search(self._text, start)
            end = gap.start() if gap else len(self._text)
        following = bisect_right(self._starts, quoted.inner.end)
        limit = self._starts[following] - 1 if following < len(self._starts) else len(self._text)
        return self._text[start : min(end, limit)]

    def _behind(self, lead: str, tail: str) -> SpeakerPlace | None:
        match = _VERB_FIRST.match(tail) or _SUBJECT_FIRST.match(tail)
        if match is None:
            return None
        subject = match["subject"]
        pronoun = bool(_PRONOUN.fullmatch(subject.split()[0]))
        return SpeakerPlace(subject, f"{lead} {tail}", "," not in subject, pronoun)

    def _before(self, lead: str, tail: str) -> SpeakerPlace | None:
        verbs = [verb for verb in _VERB.finditer(lead) if not _NO_VERB.search(lead[: verb.start()])]
        if not verbs or len(lead) - verbs[-1].end() > _TIGHT:
            return None
        verb = verbs[-1]
        before = lead[: verb.start()]
        subject = before[: _AUXILIARIES.search(before).start()]  # type: ignore[union-attr]  # it matches the empty end
        opener = _OPENER.match(subject)
        subject = subject[opener.end() :] if opener else subject
        if verb.group().lower().endswith("ing"):
            # A participle is said of the subject of the whole sentence, which its first name is.
            first = _FIRST_NAME.search(subject)
            subject = first.group() if first else ""
        else:
            subject = subject[_clause(subject) :]
        if not subject.strip():
            return None
        return SpeakerPlace(subject, f"{lead} {tail}", subject.rstrip()[-1].isalnum(), bool(_PRONOUN.search(subject)))


def _clause(subject: str) -> int:
    """Where the last clause of a stretch begins, if it has a subject of its own."""
    ends = [match.end() for match in _NEW_CLAUSE.finditer(subject)]
    return next((end for end in reversed(ends) if re.search(r"[A-Z]\w|\b(?:he|she|they|it)\b", subject[end:])), 0)


def breaks_off(quotation: str) -> bool:
    """Whether words end in an ellipsis."""
    return bool(_CUT_END.search(quotation))


def is_speaking(word: str) -> bool:
    """Whether a word is a finite verb of speaking: "says", "told"."""
    return word.lower() in _FINITE_VERBS
