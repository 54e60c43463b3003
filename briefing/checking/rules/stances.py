"""Offers that are not made, and stances and verbs that the cited sentences turn round."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.reading import ComparedText
from briefing.checking.rules.names import Actors, Named
from briefing.checking.rules.passage import CitedPassage
from briefing.checking.rules.verbs import ACCEPTING, ASKING, OFFERING, REJECTING, REPLYING, Deed, Mood, deeds, done_by
from briefing.checking.source import SourceIndex
from briefing.language.topics import word_set
from briefing.schema.items import OfferFields, ResponseFields
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Objection, Problem

_SETTLED = (OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED, OfferStatus.REJECTED, OfferStatus.COUNTERED)
_TURNED = OFFERING | ACCEPTING | REJECTING
_TURNS = word_set("but however although though unless if only until while yet")


class Stances:
    """The verbs of offers and answers of one article."""

    def __init__(self, index: SourceIndex, actors: Actors) -> None:
        self._index = index
        self._actors = actors

    def offer(self, item: OfferFields, passage: CitedPassage) -> Iterator[Objection]:
        """An offer whose verb of offering is denied, or one that is answered before it is made."""
        offerer = self._actors.get(item.offerer)
        if offerer is None:
            return
        made = [
            (at, deed) for at, deed in self._deeds(passage, ASKING) if done_by(self._index.reading(at), deed, offerer)
        ]
        if not made:
            return
        sentence = made[0][0]
        if all(deed.mood is Mood.DENIED for _, deed in made):
            yield passage.objection(Problem.CONTRADICTED, "offerer", f"{offerer.forms[0]}: {item.what}", sentence)
        elif all(deed.mood is Mood.TO_COME for _, deed in made) and item.status in _SETTLED:
            yield passage.objection(Problem.CONTRADICTED, "status", item.status.value, sentence)

    def response(self, item: ResponseFields, passage: CitedPassage) -> Iterator[Objection]:
        """A stance that the verb of the answer turns round."""
        responder = self._actors.get(item.responder)
        if responder is None:
            return
        accepted = list(self._answers(passage, responder, ACCEPTING))
        rejected = list(self._answers(passage, responder, REJECTING))
        silent = [at for at, deed in self._answers(passage, responder, REPLYING) if deed.mood is Mood.DENIED]
        yes = [at for at, deed in accepted if deed.mood is Mood.DONE] + [
            at for at, deed in rejected if deed.mood is Mood.DENIED
        ]
        no = [at for at, deed in rejected if deed.mood is Mood.DONE] + [
            at for at, deed in accepted if deed.mood is Mood.DENIED
        ]
        turned = any(not _TURNS.isdisjoint(read.folded) for read in passage.readings)
        against = {
            Stance.ACCEPTED: no if not yes else [],
            Stance.PARTIAL: no if not yes and not turned else [],
            Stance.REJECTED: yes if not no and not turned else [],
        }.get(item.stance, [])
        if silent and not yes and not no and item.stance in (Stance.ACCEPTED, Stance.REJECTED, Stance.PARTIAL):
            against = silent
        if against:
            yield passage.objection(Problem.CONTRADICTED, "stance", item.stance.value, against[0])

    def claim(self, read: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        """A verb of offering, accepting or rejecting that the cited sentences deny or turn round, of the same doer and
        the same thing."""
        for deed in deeds(read, _TURNED):
            cited = (
                (at, other)
                for at in passage.cited
                for other in deeds(self._index.reading(at), _TURNED)
                if _last_word(read, deed) == _last_word(self._index.reading(at), other)
            )
            same = [(at, other) for at, other in cited if _of_one_thing(deed, other) and _comparable(deed, other)]
            if same and all(_turned(deed, other) for _, other in same):
                yield passage.objection(Problem.CONTRADICTED, field, read.text, same[0][0])
                return

    def _deeds(self, passage: CitedPassage, verbs: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        for sentence in passage.cited:
            read = self._index.reading(sentence)
            start = self._index.sentences[sentence].start
            for deed in deeds(read, verbs):
                if passage.quotes(start + read.words[deed.at].start):
                    yield sentence, deed

    def _answers(self, passage: CitedPassage, responder: Named, verbs: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        return (
            (at, deed) for at, deed in self._deeds(passage, verbs) if done_by(self._index.reading(at), deed, responder)
        )


def _last_word(read: ComparedText, deed: Deed) -> str:
    """The word that the name of a verb's doer ends with."""
    return read.folded[deed.doer - 1]


def _of_one_thing(one: Deed, other: Deed) -> bool:
    """Whether two verbs have one object: the first word behind them, or two."""
    return one.objects[:1] == other.objects[:1] != () or len(set(one.objects) & set(other.objects)) > 1


def _comparable(one: Deed, other: Deed) -> bool:
    """Whether one verb may be the other's contrary: neither is still to come, and both are the same, or an answer."""
    if Mood.TO_COME in (one.mood, other.mood):
        return False
    return one.stem == other.stem or OFFERING.isdisjoint((one.stem, other.stem))


def _turned(one: Deed, other: Deed) -> bool:
    alike = (one.stem in ACCEPTING) is (other.stem in ACCEPTING)
    return alike is not (one.mood is other.mood)
