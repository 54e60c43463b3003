"""A second reader: offers and answers by the grammatical parse of a sentence, where somebody gives a parser.

The rules find the verb and the parties in the order of words; a parser finds them across relative clauses, lists and
participles. Whom a word means, what is denied, history, and what a verb does are told as for the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from briefing.embedded import _words as cues
from briefing.embedded._clauses import Clause, said_from
from briefing.embedded._doubts import LEAST, denied, points_against
from briefing.embedded._offer import Offer, stems
from briefing.embedded._phrases import Phrase
from briefing.embedded._responses import Response
from briefing.embedded._speakers import Reading
from briefing.embedded._words import AnswerCue, Frame, OfferCue, words
from briefing.schema.terms import OfferStatus, Stance

_UNREAL_AUXILIARIES = words("could might may should can would must")
_NOT_DOING = words("refuse decline fail want plan hope like able unable")
_STEPS = 3
"""Verbs that share one subject, from the last to the first."""


class Word(Protocol):
    """A word of a parsed sentence, as spaCy has it: its relation ``dep_`` to its ``head``, and what hangs on it."""

    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str

    @property
    def head(self) -> Word: ...
    @property
    def children(self) -> Iterable[Word]: ...
    @property
    def subtree(self) -> Iterable[Word]: ...


Parse = Callable[[str], Iterable[Word]]
"""The words of a sentence with their relations."""
Cue = TypeVar("Cue", OfferCue, AnswerCue)


def parsed(reading: Reading, parse: Parse) -> tuple[list[Offer], list[Response]]:
    """What the parse of a story's sentences tells, in reading order."""
    offers: list[Offer] = []
    responses: list[Response] = []
    for clause in reading.clauses:
        if clause.sentence.title:
            continue
        sentence = _Parsed(reading, clause)
        for verb in parse(sentence.said):
            at = sentence.token(verb) if verb.pos_ == "VERB" else None
            who = None if at is None or _untold(verb) else sentence.party(_subject(verb))
            if at is None or who is None or denied(clause, at) or points_against(clause, at, who):
                continue
            offers.extend(sentence.offer(verb, at, who))
            responses.extend(sentence.response(verb, at, who))
    return offers, responses


class _Parsed:
    """A sentence of a story beside its parse."""

    def __init__(self, reading: Reading, clause: Clause) -> None:
        self._clause, self._text = clause, reading.story.text
        self._start = clause.sentence.start
        self.said = self._text[self._start : clause.sentence.end]

    def token(self, word: Word) -> int | None:
        """Our token for a word, None where the two readers cut the sentence otherwise."""
        start, tokens = self._start + word.idx, self._clause.tokens
        at = bisect_left(tokens, start, key=lambda token: token.start)
        return at if at < len(tokens) and tokens[at].start == start else None

    def party(self, word: Word | None) -> Phrase | None:
        """Whom a word stands for."""
        at = self.token(word) if word is not None else None
        phrase = self._clause.acting(self._clause.phrase_ending(at)) if at is not None else None
        return phrase if phrase is not None and phrase.entity is not None else None

    def offer(self, verb: Word, at: int, who: Phrase) -> Iterator[Offer]:
        """What a verb of offering offers, and to whom."""
        cue, behind = _cue(verb, cues.OFFERS)
        wanted = _wanted(verb, cue, behind) if cue is not None else None
        assert who.entity is not None
        if wanted is None:
            return
        thing, asked = wanted
        what = self._words(thing.subtree).removeprefix("to ")
        party = self.party(asked)
        recipient = party.entity if party is not None and party.entity != who.entity else None
        place = self._clause.sentence.index, at
        yield Offer(who.entity, recipient, what, self.said.strip(), OfferStatus.OPEN, place, LEAST, stems(what))

    def response(self, verb: Word, at: int, who: Phrase) -> Iterator[Response]:
        """What a verb of answering answers."""
        cue, behind = _cue(verb, cues.ANSWERS)
        thing = _child(verb, "dobj", "xcomp", "ccomp") or behind
        assert who.entity is not None
        if cue is None or thing is None or cue.stance is Stance.PENDING or not _known(thing):
            return
        what = self._words((verb, *(w for w in verb.subtree if w.idx > verb.idx)))
        place = self._clause.sentence.index, at
        quote, points = self.said.strip(), LEAST + 1
        yield Response(who.entity, cue.stance, what, quote, place, points, stems(what), frozenset(), to=what)

    def _words(self, found: Iterable[Word]) -> str:
        kept = list(found)
        first, last = min(kept, key=lambda word: word.idx), max(kept, key=lambda word: word.idx)
        return said_from(self._text, self._start + first.idx, self._start + last.idx + len(last.text))


def _child(word: Word, *relations: str) -> Word | None:
    """What hangs on a word by the first of the relations that anything hangs by."""
    kids: dict[str, Word] = {}
    for child in word.children:
        kids.setdefault(child.dep_, child)
    return next((kids[name] for name in relations if name in kids), None)


def _cue(verb: Word, table: Mapping[tuple[str, str], Cue]) -> tuple[Cue | None, Word | None]:
    """What a verb with its particle means, and what stands behind the particle."""
    for part in verb.children:
        if part.dep_ in {"prt", "prep"} and (verb.lemma_, part.lower_) in table:
            return table[verb.lemma_, part.lower_], _child(part, "pobj")
    return table.get((verb.lemma_, "")), None


def _subject(verb: Word, steps: int = _STEPS) -> Word | None:
    """Who does what a verb says; of a verb in the passive nobody."""
    own = _child(verb, "nsubj")
    if own is not None:
        return verb.head if own.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else own
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    passive = _child(verb, "nsubjpass") is not None
    others = verb.dep_ == "xcomp" and _child(verb.head, "dobj") is not None
    governed = verb.dep_ in {"xcomp", "conj", "advcl"} and steps > 0
    return _subject(verb.head, steps - 1) if governed and not passive and not others else None


def _untold(verb: Word) -> bool:
    """Whether what a verb says is not told as done: denied, supposed, only wanted or refused."""
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _UNREAL_AUXILIARIES) for c in verb.children):
        return True
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _NOT_DOING:
        return True
    return verb.dep_ in {"xcomp", "conj"} and _child(verb.head, "neg") is not None


def _wanted(verb: Word, cue: OfferCue, behind: Word | None) -> tuple[Word, Word | None] | None:
    """What is asked for or offered, and of whom; None where that is not sure."""
    act, thing = _child(verb, "xcomp", "ccomp"), _child(verb, "dobj") or behind
    doer = _child(act, "nsubj") if act is not None else None
    if act is not None and act.pos_ in {"VERB", "AUX"}:
        helpers = {child.lower_ for child in act.children if child.dep_ == "aux"}
        if cue.frame is Frame.ADDRESS:
            asked = thing or doer
            return (act, asked) if asked is not None and "to" in helpers else None
        meant = act.dep_ == "xcomp" or act.tag_ == "VB" or helpers & {"must", "should", "to"}
        if meant and (cue.points > 1 or cue.frame is Frame.GIVE):
            return act, doer
    if cue.frame is Frame.ADDRESS or act is not None or thing is None or cue.points < LEAST - 1:
        return None
    link = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"from", "to"}), None)
    party = _child(verb, "dative") or (_child(link, "pobj") if link is not None else None)
    return (thing, party) if cue.points == LEAST or party is not None else None


def _known(thing: Word) -> bool:
    """Whether what is answered is somebody's, or known already, or called an offer or a deal."""
    owned = _child(thing, "poss") is not None
    article = _child(thing, "det")
    definite = owned or (article is not None and article.lower_ not in {"a", "an"})
    return thing.pos_ != "NOUN" or definite or thing.lower_ in cues.ANSWERED_NOUNS
