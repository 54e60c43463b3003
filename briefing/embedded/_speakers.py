"""The first pass: sentences with their names resolved and every quotation with its speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.embedded._cast import Cast, is_generic
from briefing.embedded._clauses import Clause
from briefing.embedded._names import Mention, NameKind, is_office, mentions
from briefing.embedded._text import Quoted, Sentence, Story, read_story
from briefing.embedded._words import SPEECH, VERBS, Form, Tag

_REPORTING = SPEECH | {"call", "urge", "ask", "quote", "cite", "promise", "demand", "propose", "go"}


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation and who says it; ``speaker`` is an entity, None where the text does not say."""

    quoted: Quoted
    sentence: int
    speaker: int | None


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
    named = [mentions(sentence, text) for sentence in story.sentences]
    entities = [_entities(s, found, cast) for s, found in zip(story.sentences, named, strict=True)]
    clauses = []
    for sentence, found, known in zip(story.sentences, named, entities, strict=True):
        if not sentence.title:
            _resolve_offices(sentence, found, known, cast)
        clause = Clause(sentence, found, known, cast, _quoted(story, sentence))
        clauses.append(clause)
        if not sentence.title:
            cast.focus[sentence.index] = clause.focus()
    said = tuple(_speakers(story, clauses))
    for clause in clauses:
        clause.settled = True
    return Reading(story, tuple(clauses), cast, said)


def _entities(sentence: Sentence, found: Sequence[Mention], cast: Cast) -> list[int | None]:
    """Whom names stand for: "Norway's Foreign Ministry" and "Norway: The Foreign Ministry" for Norway."""
    known: list[int | None] = []
    for at, mention in enumerate(found):
        owner = found[at - 1] if at and is_generic(mention.name) else None
        between = sentence.tokens[owner.last + 1 : mention.first] if owner is not None else ()
        if sentence.title or is_office(mention):
            known.append(None)
        elif known and [t.low for t in between] in (["'s"], ["’s"], [":"], [":", "the"]) and known[-1] is not None:
            known.append(known[-1])
        else:
            known.append(cast.add(mention, sentence.index))
    return known


def _quoted(story: Story, sentence: Sentence) -> frozenset[int]:
    """The tokens of a sentence inside quotation marks."""
    return frozenset(
        number for quoted in story.quoted_in(sentence.start, sentence.end) for number in _inside(sentence, quoted)
    )


def _inside(sentence: Sentence, quoted: Quoted) -> range:
    """The tokens of a sentence inside a quotation."""
    first, last = (bisect_left(sentence.tokens, at, key=lambda token: token.start) for at in (quoted.start, quoted.end))
    return range(first, last)


def _resolve_offices(sentence: Sentence, named: Sequence[Mention], entities: list[int | None], cast: Cast) -> None:
    """Offices beside a name belong to it ("Nancy Pelosi, the Speaker of the House"); others to who bears them."""
    for at, mention in enumerate(named):
        if not is_office(mention):
            continue
        for other in (at + 1, at - 1):
            if 0 <= other < len(named) and entities[other] is not None and _beside(sentence, mention, named[other]):
                entities[at] = entities[other]
                cast.entitle(entities[other] or 0, mention.name)
                break
        else:
            entities[at] = cast.bearer(mention.name, sentence.index, mention.head)


def _beside(sentence: Sentence, office: Mention, name: Mention) -> bool:
    """Whether only a comma, or a comma and an article, stand between an office and a name of a person."""
    first, second = sorted((office, name), key=lambda m: m.first)
    between = [t.low for t in sentence.tokens[first.last + 1 : second.first]]
    return between in ([","], [",", "the"]) and not name.title and name.kind in (NameKind.OTHER, NameKind.PERSON)


def _speakers(story: Story, clauses: list[Clause]) -> list[Said]:
    found: list[Said] = []
    for quoted in story.quoted:
        index = bisect_right(clauses, quoted.start, key=lambda clause: clause.sentence.start) - 1
        at = clauses[index] if index >= 0 else None
        if at is None or quoted.start >= at.sentence.end:
            continue
        speaker = _speaker(quoted, at, story.text[max(0, quoted.end - 1)], clauses, found)
        found.append(Said(quoted, at.sentence.index, speaker))
        for clause in clauses[at.sentence.index : at.sentence.index + 12]:
            clause.speaker_at.update(dict.fromkeys(_inside(clause.sentence, quoted), speaker))
            if clause.sentence.end >= quoted.end:
                break
    return found


def _telling(clause: Clause, quoted: Quoted) -> list[int]:
    """The verbs of speech of a sentence outside a quotation."""
    inside, finite = _inside(clause.sentence, quoted), (Form.PAST, Form.PRESENT, Form.GERUND)
    verbs = (n for n, token in enumerate(clause.tokens) if token.tag is Tag.VERB and n not in inside)
    known = ((n, VERBS[clause.tokens[n].low]) for n in verbs)
    return [n for n, verb in known if verb.lemma in _REPORTING and verb.form in finite]


def _speaker(
    quoted: Quoted,
    clause: Clause,
    last_mark: str,
    clauses: list[Clause],
    earlier: list[Said],
) -> int | None:
    """The subject of the nearest verb of speech outside the marks; else of a sentence that leads to the quotation."""
    if not quoted.closed:
        return None
    outside = _telling(clause, quoted)
    # "…," she said: a comma before the closing mark says that the speaker follows.
    follows = last_mark == ","

    def rank(number: int) -> tuple[bool, int]:
        token = clause.tokens[number]
        behind = token.start >= quoted.end
        return behind is not follows, min(abs(token.start - quoted.end), abs(token.end - quoted.start))

    outside.sort(key=rank)
    for number in outside[:3]:
        phrase = clause.subject(number)
        if phrase is not None:
            # Where the one who speaks is not known, the next verb's subject is somebody else.
            return phrase.entity
    return _speaker_beside(quoted, clause, clauses, earlier)


def _speaker_beside(quoted: Quoted, clause: Clause, clauses: list[Clause], earlier: list[Said]) -> int | None:
    """Who speaks a quotation that is a sentence of its own: "“Go!” Macron told them", or who spoke just before."""
    here = clause.sentence
    if clause.tokens[0].start < quoted.start - 1 or quoted.end < here.end - 2:
        return None
    for following in clauses[here.index + 1 : here.index + 2]:
        if following.sentence.paragraph != here.paragraph:
            break
        verb = next((n for n, t in enumerate(following.tokens[:6]) if t.tag in (Tag.VERB, Tag.MARK)), None)
        if verb is not None and VERBS.get(following.tokens[verb].low, ("",))[0] in SPEECH:
            phrase = following.subject(verb)
            return phrase.entity if phrase else None
    before = earlier[-1] if earlier else None
    near = before is not None and before.sentence == here.index - 1
    same = near and clauses[here.index - 1].sentence.paragraph == here.paragraph
    return before.speaker if before is not None and same else None
