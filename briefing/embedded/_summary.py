"""Headline, gist, the quotations that matter, and the sentences that say that something is not known yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.embedded._clauses import Clause, trimmed
from briefing.embedded._offer import MOST_COMPARED, Offer, stems
from briefing.embedded._speakers import Reading, Said
from briefing.embedded._words import Tag, words
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


MOST = 4
_LEAST = 2
"""Points from which a sentence is printed: a gap has 3, one more about a party; one in somebody's words 2 less."""
_LONGEST = 45
"""Words of a sentence that is printed as a question."""
_GAP = re.compile(
    r"\b(?:remains? to be seen|(?:not |far from |n't |un)clear|uncertain|unknown|not known|yet to|not yet|n't yet"
    r"|no (?:immediate |final )?(?:decisions?|timetable|timeline|details?|word)"
    r"|(?:not|no|declined|refused|doubts?|without|[a-z]+n't)\b(?: [a-z']+){0,7}"
    r" (?:(?:about|clear|know|say) who|how|when|why)|undecided|(?:about|over|of|on) whether|^whether(?! or not))\b"
)
"""What says by itself that something is not known, not told or not decided."""
_AHEAD = re.compile(
    r"\b(?:could|may|might|(?:is|are) (?:due|expected|scheduled|set|planned)|must|(?:has|have) to|until|still)\b"
)
_DECIDING = re.compile(
    r"\b(?:deci(?:de|sion)s?|approv\w+|ratif\w+|rul(?:e|ing)s?|votes?|verdict|sentenc\w+|trial|hearing|appeals?|courts?"
    r"|investigat\w+|inquiry|reviews?|considering|contesting|pending|whether)\b"
)
"""What is not decided: two signs that hold only together, that it lies ahead and that somebody is to decide it."""
_POINTING = words("he she it they this these those")
_EXPLETIVE = re.compile(r"it(?:'s| is| was| remain(?:s|ed)) ")
"""In "it is not clear whether" the word stands for what follows."""


@dataclass(frozen=True, slots=True)
class Question:
    """A gap as found, in the words of its sentence, which is ``place``."""

    question: str
    points: int
    place: int


def find_questions(reading: Reading, told: frozenset[int], parties: frozenset[int]) -> list[Question]:
    """The surest gaps about the story's parties, in reading order; none in the sentences of items already ``told``."""
    clauses = (c for c in reading.clauses if c.sentence.index not in told)
    found = [q for clause in clauses if (q := _in(reading, clause, parties)) is not None]
    kept: dict[frozenset[str], Question] = {}
    for question in sorted(found, key=lambda q: (-q.points, q.place))[:MOST_COMPARED]:
        said = stems(question.question)
        if all(len(said & other) < 0.6 * min(len(said), len(other)) for other in kept):
            kept[said] = question
    return sorted(list(kept.values())[:MOST], key=lambda q: q.place)


def _in(reading: Reading, clause: Clause, parties: frozenset[int]) -> Question | None:
    sentence = clause.sentence
    said = trimmed(reading.story.text[sentence.start : sentence.end])
    if sentence.title or not 6 <= len(said.split()) <= _LONGEST or said[-1:] not in '.?!”"' or "\n" in said:
        return None
    low = said.casefold().replace("’", "'")
    undecided = _GAP.search(low) or (_AHEAD.search(said) and _DECIDING.search(low))
    if not undecided or (_means_another(clause) and not _EXPLETIVE.match(low)):
        return None
    points = 3 + int(any(e in parties for e in clause.inside.values()))
    if len(clause.quoted) > len(clause.tokens) // 2:
        points -= 2
    return Question(said, points, sentence.index) if points >= _LEAST else None


def _means_another(clause: Clause) -> bool:
    """Whether the subject is a pronoun or a bare "the bill": only a sentence before says what it is."""
    first, *behind = clause.tokens
    if first.low in _POINTING:
        return True
    head = next((t for t in behind if t.tag not in (Tag.WORD, Tag.NUM, Tag.POSS)), None)
    return first.low == "the" and head is not None and head.tag in (Tag.VERB, Tag.AUX, Tag.MODAL, Tag.ADV)
