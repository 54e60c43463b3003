"""Open questions: the sentences in which a text itself says that something is not known or not decided yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.embedded._lexicon import Tag, words
from briefing.embedded._read import Reading
from briefing.embedded._spans import trimmed
from briefing.embedded._syntax import Clause

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
    return sorted(sorted(found, key=lambda q: (-q.points, q.place))[:MOST], key=lambda q: q.place)


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
