"""Headline, gist and the quotations that matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.embedded._offer import Offer
from briefing.embedded._read import Reading, Said
from briefing.embedded._spans import trimmed
from briefing.schema.draft import DraftQuotation, DraftStatement
from briefing.schema.terms import QuotationKind

MOST_QUOTATIONS = 8
_HEADLINE_WORDS = 16
_EDITED = re.compile(r"\[[^\]]{1,80}\]|\[?\.\.\.\]?|…|\([A-Z][^)]{1,30}\)")
_FIRST_PERSON = re.compile(r"\b(?:I|we|us|our|my|me|We|Our|My|Us|I'm|I’m)\b")
_CUT_END = re.compile(r"(?:\.\.\.|…|\[\.\.\.\])$")
_BACKSHIFTED = re.compile(r"\b(?:was|were|had|would)\b")


def headline(reading: Reading) -> DraftStatement:
    """The title, else the first sentence; longer ones are cut to their first clause where that stands by itself."""
    first = reading.clauses[0].sentence
    text = reading.story.text[first.start : first.end]
    if len(text.split()) > _HEADLINE_WORDS:
        head = trimmed(re.split(r", (?=the |a |which |who |saying |adding |according )|; | — ", text)[0])
        if 4 <= len(head.split()) <= _HEADLINE_WORDS and head.count('"') % 2 == 0:
            text = head
    return DraftStatement(text=text, quotes=(text,))


def gist(reading: Reading, offers: Sequence[Offer]) -> tuple[DraftStatement, ...]:
    """The first sentence of the body and those of the two first offers, as they stand."""
    body = [c.sentence for c in reading.clauses if not c.sentence.title and len(c.tokens) > 6]
    wanted = [s.index for s in body[:1]] + [o.place[0] for o in offers]
    chosen = sorted(dict.fromkeys(wanted))[:3]
    texts = (reading.clauses[i].sentence for i in chosen)
    return tuple(
        DraftStatement(text=quote, quotes=(quote,)) for s in texts if (quote := reading.story.text[s.start : s.end])
    )


def quotations(reading: Reading, ids: dict[int, str], parties: frozenset[int]) -> Iterator[DraftQuotation]:
    """Quotations of a sentence or more by the story's parties, and those that are cut."""
    count = 0
    for said in reading.said:
        words = reading.story.text[said.quoted.start : said.quoted.end].strip()
        kind = _kind(said, words)
        telling = kind in (QuotationKind.CUT, QuotationKind.INDIRECT)
        if not telling and (len(words.split()) < 6 or said.speaker not in parties):
            continue
        if count == MOST_QUOTATIONS or not words:
            return
        count += 1
        yield DraftQuotation(speaker=_speaker(reading, said, kind, ids), kind=kind, quotes=(trimmed(words) or words,))


def _speaker(reading: Reading, said: Said, kind: QuotationKind, ids: dict[int, str]) -> str | None:
    if kind is QuotationKind.CUT or said.speaker is None:
        return None
    entity = reading.cast.entities[said.speaker]
    sentence = reading.clauses[said.sentence].sentence
    ends = sentence.end - said.quoted.end <= 2
    beside = {said.sentence, said.sentence + 1} if ends else {said.sentence}
    behind = reading.story.text[said.quoted.end : sentence.end]
    if not any(place in beside for place, _ in entity.places) or "quoted by" in behind:
        return None
    return ids.get(said.speaker) or entity.name


def _kind(said: Said, words: str) -> QuotationKind:
    if not said.quoted.closed and _CUT_END.search(words):
        return QuotationKind.CUT
    if _is_indirect(said, words):
        return QuotationKind.INDIRECT
    return QuotationKind.EDITED if _EDITED.search(words) else QuotationKind.DIRECT


def _is_indirect(said: Said, words: str) -> bool:
    """A report in marks: passed on by an agency that quotes the speaker, in the past tense, without "we" or "I"."""
    return (
        said.reporter is not None
        and not _FIRST_PERSON.search(words)
        and len(words.split()) >= 8
        and bool(_BACKSHIFTED.search(words))
    )
