"""Words taken from the source: a "not" left out of a quote, words in quotation marks that the source does not print,
and items whose words are the source's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.checking.reading import ComparedText
from briefing.checking.rules.passage import CitedPassage
from briefing.checking.speech import Speech
from briefing.language.quotations import find_quoted
from briefing.schema.base import Span
from briefing.schema.draft import DraftItem
from briefing.schema.items import ActorFields, QuotationFields
from briefing.schema.verdict import Objection, Problem

_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|\w+n[’']t|no longer|nobody|neither|nor|without|(?:refus|declin)(?:e[sd]?|ing) to|"
    r"den(?:y|ied|ies|ying)|withdr(?:aw|awn|aws|ew)|rul(?:e[sd]?|ing) out|no)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:—–]|\b(?:and|but|that|which|who|because|while)\b")
_NEGATED_BEFORE = re.compile(
    r"(?:\b(?:not|never|cannot|\w+n[’']t)\s(?:ever\s|yet\s|\w+ly\s)?|"
    r"\b(?:nobody|no one|none|neither|few)\s(?:in|of|from)\s(?:the\s|our\s)?|"
    r"\b(?:refuse|decline)[sd]?\sto\ssay\s(?:that\s)?)$",
    re.IGNORECASE,
)
_MARKS = "\"“”„«»「」『』‘’'"


class Quoting:
    """The quotes of the items of one article."""

    def __init__(self, speech: Speech) -> None:
        self._index = speech.index
        self._speech = speech

    def hidden(self, item: DraftItem, passage: CitedPassage) -> Iterator[Objection]:
        """A negation that an ellipsis of a quote leaves out, or that stands right before a quotation that begins behind
        it."""
        for quote in item.quotes:
            if _ELLIPSIS.search(quote):
                found = self._index.locator.find(quote, passage.spans)
                yield from self._left_out(quote, found.spans if found else ())
        if isinstance(item, QuotationFields):
            for span in passage.spans:
                quoted = self._speech.around(span)
                before = self._index.text[quoted.inner.start : span.start] if quoted else ""
                if _NEGATED_BEFORE.search(before):
                    yield self._objection(
                        span.slice(self._index.text), Span(start=span.start - len(before), end=span.end)
                    )
                    return

    def _left_out(self, quote: str, spans: Sequence[Span]) -> Iterator[Objection]:
        for one, other in pairwise(spans):
            if self._index.sentence_of(one.start) == self._index.sentence_of(other.start):
                gap = self._index.text[one.end : other.start]
                if _NEGATION.search(_CLAUSE.split(gap)[-1]):
                    yield self._objection(quote, Span(start=one.start, end=other.end))
                    return

    def is_sentence(self, claim: ComparedText, passage: CitedPassage) -> bool:
        """Whether a text is a whole sentence that is cited, word for word and sign for sign."""
        if not any(read.folded == claim.folded for read in passage.readings):
            return False
        return self._index.locator.stands(claim.text.strip().rstrip("."))

    def names_so(self, item: ActorFields, passage: CitedPassage) -> bool:
        """Whether a cited sentence has an actor's role right before its name, or behind it between commas."""
        role = item.role.casefold().strip()
        forms = [form for form in (item.name, *item.aliases) if form.strip()]
        for read in passage.readings:
            sentence = read.text.casefold()
            if role in sentence and any(_stand_together(form, role, sentence) for form in forms):
                return True
        return False

    def _objection(self, claimed: str, at: Span) -> Objection:
        return Objection(
            problem=Problem.HIDDEN_NEGATION,
            field="quotes",
            claimed=claimed,
            passage=at.slice(self._index.text),
            at=at,
        )

    def unprinted(self, claim: ComparedText, field: str) -> Iterator[Objection]:
        """Words that a claim puts in quotation marks, and that the source does not have."""
        for quoted in find_quoted(claim.text):
            words = quoted.inner.slice(claim.text)
            if not self._index.locator.stands(words):
                yield Objection(problem=Problem.QUOTATION_ALTERED, field=field, claimed=words)

    def unmarked(self, passage: CitedPassage) -> Iterator[Objection]:
        """A quotation that the source does not print as one: no mark stands in it or beside it."""
        for span in passage.spans:
            stretch = self._index.text[max(0, span.start - 3) : span.end + 3]
            if self._speech.around(span) or not set(_MARKS).isdisjoint(stretch) or self._set_apart(span):
                return
        first = passage.spans[0].slice(self._index.text)
        yield passage.objection(Problem.QUOTATION_ALTERED, "quotes", first, passage.cited[0])

    def _set_apart(self, span: Span) -> bool:
        """Whether a paragraph of its own, or a colon before it, may stand for the marks."""
        text = self._index.text
        before, behind = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
        whole = f"{before}{span.slice(text)}{behind}".strip()
        return 10 * len(span) >= 9 * len(whole) or text[: span.start].rstrip().endswith(":")


def _stand_together(form: str, role: str, sentence: str) -> bool:
    """Whether a sentence has a name, and its role right before it or behind it between commas."""
    name = re.escape(form.casefold().strip())
    if not role:
        return bool(re.search(rf"(?<!\w){name}(?!\w)", sentence))
    before = rf"(?:^|\W){re.escape(role)},? {name}(?!\w)"
    behind = rf"(?<!\w){name}, (?:the |an? )?{re.escape(role)}(?=[,.;:]|$)"
    return bool(re.search(f"{before}|{behind}", sentence))
