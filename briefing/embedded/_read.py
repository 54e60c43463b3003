"""The first pass: sentences with their names resolved and every quotation with its speaker."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.embedded._cast import Cast
from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import SPEECH, Form, Tag
from briefing.embedded._mentions import mentions
from briefing.embedded._syntax import Clause
from briefing.embedded._text import Quoted, Story, read_story

_REPORTING = SPEECH | {"call", "urge", "ask", "quote", "cite", "promise", "demand", "propose", "go"}


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation and who says it; ``speaker`` is an entity, None where the text does not say."""

    quoted: Quoted
    sentence: int
    speaker: int | None
    reporter: int | None
    """Who reports it where that is not the speaker: "the agency, quoting the minister, reported"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A story read once: its sentences as clauses, its cast, its quotations."""

    story: Story
    clauses: tuple[Clause, ...]
    cast: Cast
    said: tuple[Said, ...]


def read_once(text: str, title: str | None) -> Reading:
    """Names first, in reading order; then speakers, which may stand behind what they say."""
    story = read_story(text, title)
    cast = Cast()
    clauses = []
    for sentence in story.sentences:
        named = mentions(sentence, text)
        entities = [None if sentence.title else cast.add(m, sentence.index) for m in named]
        clauses.append(Clause(sentence, named, entities, cast))
    return Reading(story, tuple(clauses), cast, tuple(_speakers(story, clauses)))


def _speakers(story: Story, clauses: list[Clause]) -> list[Said]:
    found: list[Said] = []
    for quoted in story.quoted:
        at = next((c for c in clauses if c.sentence.start <= quoted.start < c.sentence.end), None)
        if at is None:
            continue
        speaker, reporter = _speaker(quoted, at, clauses, found)
        found.append(Said(quoted, at.sentence.index, speaker, reporter))
        for clause in clauses[at.sentence.index : at.sentence.index + 12]:
            for number, token in enumerate(clause.tokens):
                if quoted.start <= token.start < quoted.end:
                    clause.speaker_at[number] = speaker
            if clause.sentence.end >= quoted.end:
                break
    return found


def _speaker(
    quoted: Quoted, clause: Clause, clauses: list[Clause], earlier: list[Said]
) -> tuple[int | None, int | None]:
    """The subject of the nearest verb of speech outside the marks; else of a sentence that leads to the quotation."""
    if not quoted.closed:
        return None, None
    outside = [
        number
        for number, token in enumerate(clause.tokens)
        if token.tag is Tag.VERB
        and VERBS[token.low].lemma in _REPORTING
        and VERBS[token.low].form in (Form.PAST, Form.PRESENT, Form.GERUND)
        and not quoted.start <= token.start < quoted.end
    ]
    outside.sort(
        key=lambda n: min(abs(clause.tokens[n].start - quoted.end), abs(clause.tokens[n].end - quoted.start))
    )
    for number in outside[:3]:
        phrase = clause.subject(number)
        if phrase and phrase.entity is not None:
            return _reported(clause, number, phrase.entity)
    same = [s for s in earlier if s.sentence == clause.sentence.index and s.speaker is not None]
    if same:
        return same[-1].speaker, None
    return None, None


def _reported(clause: Clause, verb: int, subject: int) -> tuple[int | None, int | None]:
    """ "the agency, quoting the minister, reported": the minister speaks, the agency reports."""
    for number in range(verb):
        if clause.tokens[number].low in {"quoting", "citing", "qouting"}:
            phrase = clause.phrase_at(number + 1)
            if phrase and phrase.entity is not None and phrase.entity != subject:
                return phrase.entity, subject
            if phrase and phrase.entity == subject:
                return subject, -1
    return subject, None
