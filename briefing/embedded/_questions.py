"""Open questions: the gaps that a text shows by its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.embedded._cues import GAPS, VERBS
from briefing.embedded._lexicon import Form, Tag
from briefing.embedded._read import Reading
from briefing.embedded._responses import Response
from briefing.embedded._spans import clause_bounds, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause
from briefing.schema.terms import Stance

MOST = 4
_LIMIT = 3
_PHRASES = re.compile("|".join(rf"\b{re.escape(p)}\b" if p[0].isalpha() else re.escape(p) for p, _, _ in GAPS), re.I)
_BY_PHRASE = {p: (weight, why) for p, weight, why in GAPS}


@dataclass(frozen=True, slots=True)
class Question:
    question: str
    why: str
    quote: str
    weight: int
    place: int
    stems: frozenset[str]


def find_questions(reading: Reading, responses: Sequence[Response], parties: frozenset[int]) -> list[Question]:
    """The strongest gaps about the story's parties, in reading order."""
    found = [
        q for clause in reading.clauses if not clause.sentence.title for q in _in_clause(reading, clause, parties)
    ]
    found.extend(_of_pending(reading, responses))
    kept: list[Question] = []
    for question in sorted(found, key=lambda q: (-q.weight, q.place)):
        if question.weight >= _LIMIT and not any(_same(question, other) for other in kept):
            kept.append(question)
    return sorted(kept[:MOST], key=lambda q: q.place)


def _same(a: Question, b: Question) -> bool:
    return a.place == b.place or len(a.stems & b.stems) >= 0.6 * max(1, min(len(a.stems), len(b.stems)))


def _of_pending(reading: Reading, responses: Sequence[Response]) -> Iterator[Question]:
    for response in responses:
        if response.stance is Stance.PENDING:
            text = f"What will come of this: {response.quote}?"
            clause = reading.clauses[response.place[0]]
            yield Question(_asked(clause, response.quote) or text, "The article reports no answer yet.", response.quote, 5,
                           response.place[0], stems(response.quote))  # fmt: skip


def _in_clause(reading: Reading, clause: Clause, parties: frozenset[int]) -> Iterator[Question]:
    sentence = reading.story.text[clause.sentence.start : clause.sentence.end]
    match = max(_PHRASES.finditer(sentence), key=lambda m: _BY_PHRASE[m[0].casefold()][0], default=None)
    if match is None:
        return
    weight, why = _BY_PHRASE[match[0].casefold()]
    at = next((n for n, t in enumerate(clause.tokens) if t.start >= clause.sentence.start + match.start()), 0)
    if match[0].casefold() == "may" and clause.tokens[at].tag is not Tag.MODAL:
        return
    start, end = clause_bounds(clause, at, None)
    quote = quote_of(reading.story, clause, start, end)
    if any(e in parties for e in clause.inside.values()):
        weight += 1
    yield Question(_asked(clause, quote) or f"What will come of this: {quote}?", why, quote, weight,
                   clause.sentence.index, stems(quote))  # fmt: skip


_FRONTED = frozenset({"will", "would", "could", "can", "might", "may", "should"})


def _asked(clause: Clause, quote: str) -> str | None:
    """The clause as a question: its subject behind "Will", its verb in the infinitive; None where that is not sure."""
    for at, token in enumerate(clause.tokens):
        if token.low == "whether" and at + 2 < len(clause.tokens):
            return None
        if token.tag is Tag.MODAL and token.low in _FRONTED and token.text in quote:
            return _fronted(clause, at, at + 1, quote)
    return None


def _fronted(clause: Clause, modal: int, verb: int, quote: str) -> str | None:
    subject = clause.subject(modal)
    if subject is None or subject.last != modal - 1 or verb >= len(clause.tokens):
        return None
    word = clause.tokens[verb]
    if word.tag is Tag.NEG or (word.low in VERBS and VERBS[word.low].form is not Form.BASE):
        return None
    first = clause.tokens[subject.first]
    text = " ".join(t.text for t in clause.tokens[subject.first : modal])
    rest_from = quote.find(word.text)
    if rest_from < 0 or '"' in quote:
        return None
    rest = trimmed(quote[rest_from:]).rstrip(".?!")
    text = text.replace(" 's", "'s").replace(" ’s", "’s")
    opening = text if first.tag is Tag.NAME else text[0].lower() + text[1:]
    return f"Will {opening} {rest}?"
