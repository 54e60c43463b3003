"""What an actor is on the page: what it does in a clause of which it is the subject, or the title that it bears."""

from __future__ import annotations

from briefing.embedded._cast import Entity
from briefing.embedded._cues import VERBS
from briefing.embedded._denial import denied, none_of
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._offer import is_verb
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_bounds, quote_of, trimmed
from briefing.embedded._syntax import Clause

_ROLE_WORDS, _LEAST_ROLE = 14, 3
_LOOSE_ENDS = frozenset({Tag.PREP, Tag.DET, Tag.TO, Tag.CONJ, Tag.AUX, Tag.MODAL, Tag.REL, Tag.PUNCT, Tag.POSS})
_LEFT_OUT = frozenset({Tag.TIME, Tag.PREP, Tag.PUNCT})
_UNREAL = words("if unless whether")


def role_of(reading: Reading, entity: Entity) -> tuple[str, str]:
    """The role and its quote. Empty where it is subject of no clause and bears no title."""
    for sentence, token in sorted(entity.places):
        clause = reading.clauses[sentence]
        verb = _verb_behind(clause, token)
        subject = clause.subject(verb) if verb is not None else None
        if verb is None or subject is None or not _does(clause, verb, subject, entity.number, token):
            continue
        start, end = clause_bounds(clause, verb, subject.first)
        first = max(clause.group(verb).first, subject.last + 1)
        while first < verb and clause.tokens[first].tag in _LEFT_OUT:
            first += 1
        role = _words(reading, clause, first, min(end, verb + _ROLE_WORDS))
        if len(role.split()) < _LEAST_ROLE:  # "said" alone is no role, "said, adding that …" is one
            end = len(clause.tokens) - 1
            role = _words(reading, clause, first, min(end, verb + _ROLE_WORDS))
        if len(role.split()) >= _LEAST_ROLE:
            return role, quote_of(reading.story, clause, start, end)
    return _without_deed(reading, entity)


def _without_deed(reading: Reading, entity: Entity) -> tuple[str, str]:
    sentence, _ = min(entity.places, default=(0, 0))
    clause = reading.clauses[sentence]
    quote = trimmed(reading.story.text[clause.sentence.start : clause.sentence.end])
    return (entity.titles[0] if entity.titles else ""), quote


def _does(clause: Clause, verb: int, subject: Phrase, entity: int, token: int) -> bool:
    """Whether the entity named at ``token`` is told to do what the verb says: no wish, no denial, no condition."""
    if entity not in (subject.entity, subject.joined) or subject.first >= verb or subject.last < token:
        return False
    group = clause.group(verb)
    if group.modal not in (None, "will") or group.infinitive or verb in clause.quoted:
        return False
    follows = [t.low for t in clause.tokens[verb + 1 : verb + 3]]
    if follows[:1] == ["by"] and not group.passive:
        return False  # "the crew held by Oslo"
    if follows[:1] == [","] and not follows[-1].endswith("ing"):
        return False  # "If so, Eva Lang said, Oslo would accept"
    if none_of(clause, subject) is not None or denied(clause, verb):
        return False
    return not any(t.low in _UNREAL for t in clause.tokens[max(0, subject.first - 4) : subject.first])


def _verb_behind(clause: Clause, token: int) -> int | None:
    """The first finite verb within a few words behind a name."""
    for at in range(token + 1, min(token + 8, len(clause.tokens))):
        word = clause.tokens[at]
        if word.tag is Tag.TO:
            return None
        if word.tag is Tag.VERB and VERBS[word.low].form in (Form.PAST, Form.PRESENT) and is_verb(clause, at):
            return at
    return None


def _words(reading: Reading, clause: Clause, first: int, last: int) -> str:
    """The text of tokens ``[first, last]``, less the small words that a cut leaves at its end."""
    while last > first and clause.tokens[last].tag in _LOOSE_ENDS:
        last -= 1
    found = trimmed(reading.story.text[clause.tokens[first].start : clause.tokens[last].end])
    half = (
        max(found.rfind('"'), found.rfind("“")) if found.count('"') % 2 or found.count("“") > found.count("”") else -1
    )
    return trimmed(found[:half]) if half > 0 else found
