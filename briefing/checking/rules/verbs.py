"""What the verbs of a sentence do: offer or ask, accept or reject, and whether that is denied or still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.checking.reading import Reading
from briefing.checking.rules.names import Named
from briefing.language.stems import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


ASKING = _stems(
    "offer propose demand urge ask request invite appeal plead pledge promise insist suggest want seek call petition "
    "introduce table submit vow volunteer"
)
ACCEPTING = _stems("accept agree approve endorse welcome back support consent embrace")
REJECTING = _stems("reject refuse dismiss rebuff spurn veto contest oppose deny")
ANSWERING = _stems("respond reply answer comment") | ACCEPTING | REJECTING | _stems("decline condemn criticise criticize praise")
_NO_ANSWER = _stems("respond reply answer comment")
_AUXILIARY = frozenset(
    "has have had also again later then still now already once did do does is are was were be been being will would shall"
    " can could may might must to s".split()
)
_PASSIVE = frozenset("is are was were be been being".split())
_NEGATIONS = frozenset("not never neither nor cannot no nobody without".split())
_DENYING = _stems("refuse decline deny fail") | {"unwilling"}
_REACH = 8
_NOUN_BEFORE = frozenset("the a an its his her their this that no of any s my our".split())
_STOP = re.compile(r"[,;:.!?()“”\"—–]")


class Mood(StrEnum):
    """How a verb is said."""

    DONE = "done"
    DENIED = "denied"
    TO_COME = "to come"


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of a sentence, the word ``at``, with what stands around it.

    Attributes:
        doer: the places of words between which its doer's name would end: right before its auxiliaries.
        mood: whether it is denied or still to come.
        objects: the stems behind it, up to the end of its clause.
    """

    at: int
    doer: int
    mood: Mood
    objects: frozenset[str]


def deeds(read: Reading, verbs: frozenset[str]) -> Iterator[Deed]:
    """The verbs of a list that a text has as verbs in the active voice, in order."""
    for at, stemmed in enumerate(read.stems):
        if stemmed in verbs and not _is_noun(read, at):
            first = _chain(read, at)
            between = read.folded[first:at]
            passive = not _PASSIVE.isdisjoint(between) and not read.folded[at].endswith("ing")
            if not passive:
                yield Deed(at, first, _mood(read, first, at), _objects(read, at))


def done_by(read: Reading, deed: Deed, named: Named) -> bool:
    """Whether a name ends where the doer of a verb would stand."""
    return any(last == deed.doer for _, last in named.places(read))


def _is_noun(read: Reading, at: int) -> bool:
    if at and read.words[at - 1].form.endswith(("'s", "’s", "s'", "s’")):
        return True
    return bool(at) and read.folded[at - 1] in _NOUN_BEFORE


def _chain(read: Reading, at: int) -> int:
    """The first word of the auxiliaries, negations and adverbs before a verb, and of what denies it."""
    first = at
    while first and at - first < _REACH and not _STOP.search(_gap(read, first)):
        word = read.folded[first - 1]
        if not (word in _AUXILIARY or word in _NEGATIONS or word.endswith(("ly", "n't")) or _denies(read, first - 1, at)):
            break
        first -= 1
    return first


_DENIAL_TAIL = frozenset("reports report claims rumours that it he she they having had out short of plans plan intention wish to yet ever ready willing prepared longer".split())


def _denies(read: Reading, at: int, verb: int) -> bool:
    """Whether a word before a verb denies it, or belongs to a phrase that does: "has no plans to", "ruled out"."""
    return read.stems[at] in _DENYING or read.folded[at] in _DENIAL_TAIL or read.folded[at] in ("ruled", "rules", "stopped", "stops")


def _mood(read: Reading, first: int, at: int) -> Mood:
    words = read.folded[first:at]
    stems = read.stems[first:at]
    if any(word in _NEGATIONS or word.endswith("n't") for word in words) or not _DENYING.isdisjoint(stems):
        return Mood.DENIED
    if ("ruled" in words or "rules" in words) and "out" in words or "short" in words:
        return Mood.DENIED
    if first and read.folded[max(0, first - 3) : first] and _denied_doer(read, first):
        return Mood.DENIED
    return Mood.TO_COME if not {"will", "shall"}.isdisjoint(words) or ("plans" in words or "plan" in words) else Mood.DONE


def _denied_doer(read: Reading, first: int) -> bool:
    return bool({"nobody", "neither"} & set(read.folded[max(0, first - 5) : first]))


def _objects(read: Reading, at: int) -> frozenset[str]:
    found: set[str] = set()
    for place in range(at + 1, min(len(read.words), at + 1 + _REACH)):
        if _STOP.search(_gap(read, place)):
            break
        if read.words[place].content:
            found.add(read.stems[place])
    return frozenset(found)


def _gap(read: Reading, at: int) -> str:
    """What stands before a word."""
    return read.text[read.words[at - 1].end : read.words[at].start] if at else ""
