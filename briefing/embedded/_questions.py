"""Open questions: the sentences in which a text itself says that something is not known or not decided yet."""

from __future__ import annotations

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
_GAPS = (
    "remains to be seen", "remain to be seen", "unclear", "not clear", "uncertain", "is unknown", "not known",
    "yet to", "not yet", "n't yet", "no decision", "will decide", "to decide whether", "expected to decide",
    "decide whether", "a decision could", "a decision is", "must be approved", "has to approve", "for approval",
    "subject to approval", "will vote", "due to vote", "expected to vote", "pending", "under investigation",
    "is investigating", "are investigating", "is considering", "are considering", "under consideration",
    "no agreement", "until a hearing", "will rule", "due to rule", "open question", "is contesting", "are contesting",
    "are reviewing", "is reviewing", "due to report",
)  # fmt: skip


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
    if "comment" in low or not (sentence.index in unanswered or any(gap in low for gap in _GAPS)):
        return None
    party = any(e in parties for e in clause.inside.values())
    quoted = len(clause.quoted) > len(clause.tokens) // 2
    points = 2 * int(sentence.index in unanswered) + int(party) - int(quoted)
    return Question(said, points, sentence.index, stems(said)) if points >= 0 else None
