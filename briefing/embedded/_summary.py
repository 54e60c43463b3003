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
_SPOKEN_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours|you|your|yours|let's)\b", re.IGNORECASE)
_CUT_END = re.compile(r"(?:\.\.\.|…|\[\.\.\.\])$")
_BACKSHIFTED = re.compile(r"\b(?:was|were|had|would|could|might)\b")
_FULL_CLAUSE = 8
"""Words from which a quotation is a statement and not a fragment."""


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
        kind = _kind(reading, said, words)
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
    beside = _beside(reading, said)
    if not any(place in beside for place in entity.places):
        return None
    return ids.get(said.speaker) or entity.name


def _beside(reading: Reading, said: Said) -> set[tuple[int, int]]:
    """The places next to a quotation, up to other quotations: where whoever speaks it must be named."""
    clause = reading.clauses[said.sentence]
    inside = [n for n, t in enumerate(clause.tokens) if said.quoted.start <= t.start < said.quoted.end]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    found = set()
    for step, at in ((-1, first - 1), (1, last + 1)):
        while 0 <= at < len(clause.tokens) and at not in clause.quoted:
            found.add((said.sentence, at))
            at += step
    if clause.sentence.end - said.quoted.end <= 2:
        found |= {(said.sentence + 1, n) for n in range(12)}
    behind = reading.story.text[said.quoted.end : clause.sentence.end]
    return set() if "quoted by" in behind else found


def _kind(reading: Reading, said: Said, words: str) -> QuotationKind:
    if not said.quoted.closed and _CUT_END.search(words):
        return QuotationKind.CUT
    if _is_indirect(reading, said, words):
        return QuotationKind.INDIRECT
    return QuotationKind.EDITED if _EDITED.search(words) else QuotationKind.DIRECT


def _is_indirect(reading: Reading, said: Said, words: str) -> bool:
    """A report in marks: a whole statement in the past tense, without "I", "we" or "you", that names its speaker.

    The speaker's body will do as well: what NATO's chief is quoted with as "NATO was ready" are not his words.
    """
    if said.speaker is None or len(words.split()) < _FULL_CLAUSE or _SPOKEN_PERSON.search(words):
        return False
    entity = reading.cast.entities[said.speaker]
    bodies = [w for title in entity.titles for w in title.split() if w.isupper() and len(w) > 2]
    names = [n for n in (*entity.forms, *bodies) if len(n) > 2]
    return bool(_BACKSHIFTED.search(words)) and any(
        name in words and re.search(rf"\b{re.escape(name)}\b", words) for name in names
    )
