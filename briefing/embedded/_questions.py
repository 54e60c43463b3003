"""Open questions: the sentences in which a text itself says that something is not known or not decided yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.embedded._answers import Response
from briefing.embedded._offer import MOST_COMPARED
from briefing.embedded._read import Reading
from briefing.embedded._spans import trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause
from briefing.schema.terms import Stance

MOST = 4
_LEAST = 2
"""Points from which a sentence is printed: a gap that is told has 3, two signs together 2."""
_LONGEST = 45
"""Words of a sentence that is printed as a question."""
_GAP = re.compile(
    r"\b(?:remains? to be seen|(?:not |far from |n't |un)clear|uncertain|unknown|not known|yet to|not yet|n't yet"
    r"|no (?:immediate |final )?(?:decisions?|timetable|timeline|details?|word)"
    r"|(?:not|no|declined|refused|doubts?|without|[a-z]+n't)\b(?: [a-z']+){0,7}"
    r" (?:(?:about|clear|know|say) who|whether|how|when|why))\b"
)
"""What says by itself that something is not known, not told or not decided."""
_AHEAD = re.compile(
    r"\b(?:could|may|might|(?:is|are) (?:due|expected|scheduled|set|planned)|(?<!the )will|must"
    r"|(?:has|have) to|until|still|next (?:week|month|year))\b"
)
_DECIDING = re.compile(
    r"\b(?:deci(?:de|sion)s?|approv\w+|ratif\w+|rul(?:e|ing)s?|votes?|vote|verdict|sentenc\w+|trial|hearing|appeals?|courts?"
    r"|investigat\w+|inquiry|reviews?|talks|negotiat\w+|considering|contesting|pending|whether)\b"
)
"""Two signs that hold together: it lies ahead, and it is up to somebody to decide it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A gap as found, in the words of its sentence, which is ``place``."""

    question: str
    points: int
    place: int
    stems: frozenset[str]


def find_questions(reading: Reading, responses: Sequence[Response], parties: frozenset[int]) -> list[Question]:
    """The surest gaps about the story's parties, in reading order."""
    unanswered = {r.place[0] for r in responses if r.stance is Stance.PENDING}
    found = [q for clause in reading.clauses if (q := _in(reading, clause, parties, unanswered)) is not None]
    kept: list[Question] = []
    for question in sorted(found, key=lambda q: (-q.points, q.place))[:MOST_COMPARED]:
        if not any(_same(question, other) for other in kept):
            kept.append(question)
    return sorted(kept[:MOST], key=lambda q: q.place)


def _same(a: Question, b: Question) -> bool:
    return len(a.stems & b.stems) >= 0.6 * max(1, min(len(a.stems), len(b.stems)))


def _in(reading: Reading, clause: Clause, parties: frozenset[int], unanswered: set[int]) -> Question | None:
    sentence = clause.sentence
    said = trimmed(reading.story.text[sentence.start : sentence.end])
    if sentence.title or not 6 <= len(said.split()) <= _LONGEST or said[-1:] not in '.?!”"' or "\n" in said:
        return None
    low = said.casefold().replace("’", "'")
    party = any(e in parties for e in clause.inside.values())
    gap = sentence.index in unanswered or _GAP.search(low) is not None
    ahead, deciding = _AHEAD.search(said) is not None, _DECIDING.search(low) is not None
    points = 3 * int(gap) + 2 * int(ahead and deciding) + int(party)
    if len(clause.quoted) > len(clause.tokens) // 2:
        points -= 2
    return Question(said, points, sentence.index, stems(said)) if points >= _LEAST else None
