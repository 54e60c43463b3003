"""What the verbs of a sentence do: offer or ask, accept or reject, and whether that is denied or still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.checking.reading import ComparedText
from briefing.checking.rules.names import Named
from briefing.language.topics import stem, word_set


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


ASKING = _stems(
    "offer propose demand urge ask request invite appeal plead pledge promise insist suggest want seek call petition "
    "introduce table submit vow volunteer order threaten"
)
OFFERING = _stems("offer propose demand urge invite pledge promise")
"""Those that a denial turns round, whatever stands behind them."""
ACCEPTING = _stems("accept agree approve endorse welcome back support consent embrace")
REJECTING = _stems("reject refuse dismiss rebuff spurn veto contest oppose deny")
TAKING = ACCEPTING | REJECTING
OFFERS = frozenset(
    noun + ending
    for noun in ("offer", "proposal", "bid", "demand", "request", "invitation", "ultimatum", "plea", "appeal", "call")
    for ending in ("", "s")
)
"""The nouns of offers."""
REPLYING = _stems("respond reply answer")
ANSWERING = REPLYING | ACCEPTING | REJECTING | _stems("decline condemn criticise criticize praise")
AUXILIARY = word_set(
    "has have had also again later then still now already once did do does is are was were be been being will would "
    "shall can could may might must to s yet ever"
)
PASSIVE = word_set("is are was were be been being")
_NOUN_BEFORE = word_set("the a an its his her their this that no of any s my our your in for with by on from")
DENYING = r"never|cannot|\w+n[’']t|no longer|nobody|neither|(?:refus|declin)(?:e[sd]?|ing) to|rul(?:e[sd]?|ing) out"
"""Part of a pattern: what denies both the verb behind it and what an ellipsis parts from it."""
_DENIAL = re.compile(
    rf"\b(?:not(?! only\b)|{DENYING}|fail(?:s|ed)? to|den(?:y|ied|ies|ying)\b[^,;:]{{0,40}}|stop(?:s|ped)? short of|"
    r"no (?:plans?|intention|wish|desire) (?:to|of)|un(?:willing|able|prepared) to)\b[^,;:“”\"]{0,20}$",
    re.IGNORECASE,
)
"""What denies the verb right behind it, seen from there. Two other questions have patterns of their own: what turns
round the words that an ellipsis parts from it ("without", "withdrew": `quotations`), and what leaves a claim alone that
could be turned round (any "no" or "none", and no verb: `turning`). Of 28,853 sentences of the news 3,495 match one of
the three, and 1,609 of these not all: one pattern would strike and plant other things."""
_TO_COME = re.compile(
    r"\b(?:will|shall|plan(?:s|ned)? to|intends? to|(?:is|are) (?:set|due|expected|going) to)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"^had\b|\b(?:could|would|should|might) have\s(?:\w+\s)?$", re.IGNORECASE)
_ADVERBS = word_set("back")
_STOP = re.compile(r"[,;:.!?()“”\"—–]")
_CLAUSE = word_set("who which that and but while as because after before if unless")
_REACH = 8


class Mood(StrEnum):
    """How a verb is said."""

    DONE = "done"
    DENIED = "denied"
    TO_COME = "to come"


_LONGEST_CLAUSE = 400
"""Characters before a verb that may be its clause: a text without stops is no prose, and has a verb in every line."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of a sentence, the word ``at``, with what stands around it.

    Attributes:
        stem: of the verb.
        doer: the word behind the one that its doer's name would end with.
        mood: whether it is denied or still to come.
        objects: the stems of the words behind it that say something, in order, up to the end of its clause.
    """

    at: int
    stem: str
    doer: int
    mood: Mood
    objects: tuple[str, ...]


def deeds(read: ComparedText, verbs: frozenset[str]) -> Iterator[Deed]:
    """The verbs of a list that a text has in the active voice, behind whoever does it, in order."""
    for at, stemmed in enumerate(read.stems) if not verbs.isdisjoint(read.stems) else ():
        if stemmed in verbs and read.folded[at] not in _ADVERBS:
            clause = _clause_before(read, at)
            doer = _doer(read, at, clause)
            if doer and not _is_noun(read, at) and not _is_passive(read, at):
                yield Deed(at, stemmed, doer, _mood(clause), _objects(read, at))


def done_by(read: ComparedText, deed: Deed, named: Named) -> bool:
    """Whether a name stands where the doer of a verb would."""
    return any(last == deed.doer for _, last in named.places(read))


def _is_noun(read: ComparedText, at: int) -> bool:
    return read.words[at - 1].form.endswith(("'s", "’s", "s'", "s’")) or (
        read.folded[at - 1] in _NOUN_BEFORE and not read.folded[at].endswith("ing")
    )


def _is_passive(read: ComparedText, at: int) -> bool:
    before = next((word for word in reversed(read.folded[:at]) if not word.endswith("ly")), "")
    return before in PASSIVE and not read.folded[at].endswith("ing")


def _clause_before(read: ComparedText, at: int) -> str:
    """The text before a verb from the last stop on, so far as it can be a clause."""
    start = read.words[at].start
    before = read.text[max(0, start - _LONGEST_CLAUSE) : start]
    return _STOP.split(before)[-1].lstrip()


def _mood(clause: str) -> Mood:
    if _DENIAL.search(clause) or _UNREAL.search(clause):
        return Mood.DENIED
    return Mood.TO_COME if _TO_COME.search(clause) else Mood.DONE


def _doer(read: ComparedText, at: int, clause: str) -> int:
    """Behind which word a name would be that of the one who does it: before auxiliaries, adverbs, and what denies the
    verb or puts it off."""
    phrase = _DENIAL.search(clause) or _TO_COME.search(clause)
    start = read.words[at].start - len(clause) + phrase.start() if phrase else read.words[at].start
    first = read.at(start)
    while first and (read.folded[first - 1] in AUXILIARY or read.folded[first - 1].endswith("ly")):
        first -= 1
    return first


def _objects(read: ComparedText, at: int) -> tuple[str, ...]:
    found: list[str] = []
    for place in range(at + 1, min(len(read.words), at + 1 + _REACH)):
        gap = read.text[read.words[place - 1].end : read.words[place].start]
        if _STOP.search(gap) or read.folded[place] in _CLAUSE:
            break
        if read.words[place].content:
            found.append(read.stems[place])
    return tuple(found)
