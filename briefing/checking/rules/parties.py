"""Who offers, asks, answers and acts: another party than the cited sentence has in that place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.checking.reading import Reading
from briefing.checking.rules.names import Actors, Named
from briefing.checking.rules.passage import Passage
from briefing.checking.speech import Speech
from briefing.language.stems import stem
from briefing.schema.items import OfferFields, ResponseFields
from briefing.schema.verdict import Objection, Problem

_ASKING = frozenset(
    map(
        stem,
        [
            "offer",
            "propose",
            "demand",
            "urge",
            "ask",
            "request",
            "invite",
            "appeal",
            "plead",
            "pledge",
            "promise",
            "insist",
            "suggest",
            "want",
            "seek",
            "call",
            "petition",
            "order",
            "introduce",
            "table",
            "submit",
            "threaten",
            "vow",
            "volunteer",
        ],
    )
)
_ANSWERING = frozenset(
    map(
        stem,
        [
            "accept",
            "reject",
            "refuse",
            "agree",
            "decline",
            "dismiss",
            "welcome",
            "approve",
            "deny",
            "oppose",
            "endorse",
            "rebuff",
            "consent",
            "condemn",
            "criticise",
            "criticize",
            "praise",
            "back",
            "support",
            "respond",
            "reply",
            "answer",
        ],
    )
)
_AUXILIARY = frozenset(
    [
        "has",
        "have",
        "had",
        "also",
        "again",
        "later",
        "then",
        "still",
        "now",
        "already",
        "once",
        "did",
        "do",
        "does",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
    ]
)
_PASSIVE = frozenset(["is", "are", "was", "were", "be", "been", "being"])


_INSERTED = re.compile(r",[^,;:]{1,80}, ")


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of one of two lists with who does it, as a sentence has it."""

    verb: int
    doer: Named
    sentence: int
    at: int


class Parties:
    """The parties of the offers and answers of one article."""

    def __init__(self, speech: Speech, actors: Actors) -> None:
        self._speech = speech
        self._actors = actors

    def offer(self, item: OfferFields, passage: Passage) -> Iterator[Objection]:
        """An offer by another than the cited sentences have asking."""
        offerer = self._actors.get(item.offerer)
        if offerer is not None:
            yield from self._doer(offerer, self._actors.get(item.recipient), "offerer", _ASKING, passage)

    def response(self, item: ResponseFields, passage: Passage) -> Iterator[Objection]:
        """An answer by another than the cited sentences have answering."""
        responder = self._actors.get(item.responder)
        if responder is not None:
            yield from self._doer(responder, None, "responder", _ANSWERING, passage)

    def _doer(
        self, claimed: Named, other: Named | None, field: str, verbs: frozenset[str], passage: Passage
    ) -> Iterator[Objection]:
        """``claimed`` where the quotes have another do it: ``other``, with whom it has changed places, or one of its
        own kind where the cited sentences don't name it."""
        deeds = [deed for sentence in passage.cited for deed in self._deeds(sentence, verbs) if passage.quotes(deed.at)]
        if not deeds or not all(deed.doer.other_than(claimed) for deed in deeds):
            return
        exchanged = all(deed.doer is other for deed in deeds)
        surely = exchanged or all(deed.doer.kind is claimed.kind for deed in deeds)
        if any(claimed.stand_in(self._speech.outside(sentence)) for sentence in passage.near):
            surely = surely and all(self._behind(claimed, deed) for deed in deeds)
        if surely:
            yield passage.objection(Problem.WRONG_PARTY, field, claimed.forms[0], deeds[0].sentence)

    def _behind(self, claimed: Named, deed: Deed) -> bool:
        """Whether a sentence names an actor behind the verb alone: as the one to whom it is done."""
        words = self._speech.outside(deed.sentence).folded
        return not claimed.words.isdisjoint(words[deed.verb :]) and claimed.words.isdisjoint(words[: deed.verb])

    def _deeds(self, sentence: int, verbs: frozenset[str]) -> Iterator[Deed]:
        """What the actor that a sentence names first does in it."""
        read = self._speech.outside(sentence)
        named = self._actors.in_text(read)
        if not named:
            return
        (_, last), doer = named[0]
        for at in range(last, len(read.words)):
            if read.stems[at] in verbs and _acts(read, last, at):
                yield Deed(at, doer, sentence, self._speech.index.sentences[sentence].start + read.words[at].start)


def _acts(read: Reading, last: int, verb: int) -> bool:
    """Whether a verb is that of the name that ends before the word ``last``: right behind it but for auxiliaries,
    behind     an insertion between commas, or as a participle behind a comma."""
    at = verb
    while at > last and (read.folded[at - 1] in _AUXILIARY or read.folded[at - 1].endswith("ly")):
        at -= 1
    between = read.text[read.words[last - 1].end : read.words[at].start]
    progressive = read.folded[verb].endswith("ing")
    if progressive:
        return between.endswith(", ") or (at < verb and not between.strip(" ’'s"))
    if not _PASSIVE.isdisjoint(read.folded[at:verb]):
        return False
    return not between.strip(" ’'s") or bool(_INSERTED.fullmatch(between))
