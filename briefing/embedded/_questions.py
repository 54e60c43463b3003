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
_LONGEST = 45
"""Words of a sentence that is printed as a question."""
_GAPS = re.compile(
    r"\b(?:remains? to be seen|(?:un|not |not immediately |far from |n't )clear|is uncertain|unknown|not known|yet to"
    r"|not yet|n't yet|no (?:immediate )?decisions?|decide whether|decision (?:could|is expected|is due)"
    r"|(?:is|are|still) pending|must be approved|subject to approval|will decide|expected to decide|will rule"
    r"|under (?:investigation|consideration)|(?:is|are|was|were) (?:investigating|reviewing|looking into))\b"
)
_UNTOLD = re.compile(
    r"\b(?:not|no|declined|refused|doubts?|[a-z]+n't)\b(?: [a-z']+){0,7} (?:whether|how|when|who|what|which|where)\b"
)
"""Who does not say, or know, or rule out something: "would not comment on whether", "gave no details of when"."""


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
    untold = _UNTOLD.search(low) is not None and not clause.quoted
    if not (sentence.index in unanswered or untold or _GAPS.search(low)):
        return None
    party = any(e in parties for e in clause.inside.values())
    quoted = len(clause.quoted) > len(clause.tokens) // 2
    points = 2 * int(sentence.index in unanswered) + int(party) - int(quoted)
    return Question(said, points, sentence.index, stems(said)) if points >= 0 else None
