"""How sure a frame is: a few signs that count alike for every verb."""

from __future__ import annotations

from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import SPEECH, Tag, words
from briefing.embedded._phrases import Phrase
from briefing.embedded._syntax import Clause

LEAST = 3
"""Points from which an item is printed. Chosen on articles that may be read, and held against others."""

_LONG_AGO = words("ago decades centuries")


def points_against(clause: Clause, at: int, who: Phrase) -> int:
    """What makes the party or the time of an act at token ``at`` doubtful."""
    assert who.entity is not None
    party = clause.cast.entities[who.entity]
    nobody = party.kind is None and not party.acts and clause.tokens[who.last].tag is not Tag.WORD
    return int(nobody) + int(is_history(clause, at)) + int(_told_by_another(clause, at, who))


def is_history(clause: Clause, at: int) -> bool:
    """ "had offered", "in 2015", "two years ago", "last year": told as what came before the news."""
    tokens = clause.tokens
    first = clause.group(at).first if VERBS.get(tokens[at].low) is not None else at
    reported = any(t.tag is Tag.VERB and VERBS[t.low].lemma in SPEECH for t in tokens[:first])
    if not reported and any(t.low == "had" for t in tokens[first:at]):
        return True
    for number in clause.tokens_that("dated", lambda t: t.tag is Tag.NUM or t.low in _LONG_AGO or t.low == "year"):
        token, before = tokens[number], tokens[number - 1].low if number else ""
        if token.low in _LONG_AGO or (token.low == "year" and before == "last"):
            return True
        if len(token.low) == 4 and token.low[:2] in {"19", "20"} and before in {"in", "since", "by", "of"}:
            return True
    return False


def _told_by_another(clause: Clause, at: int, who: Phrase) -> bool:
    """Whether it stands in the words of somebody who tells of others."""
    return at in clause.speaker_at and clause.speaker_at[at] != who.entity


def is_unresolved(clause: Clause, subject: Phrase) -> bool:
    """Whether the subject is a "they" that nobody in its sentence, nor the subject before, stands for."""
    token = clause.tokens[subject.last]
    if subject.entity is None or token.low not in {"they", "both"}:
        return False
    here = clause.sentence.index
    if subject.entity in clause.cast.focus.get(here - 1, ()) and subject.last not in clause.quoted:
        return False
    return not clause.cast.entities[subject.entity].named_in(here, subject.first)
