"""Offers that are not made, and stances and verbs that the cited sentences turn round."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.reading import Reading
from briefing.checking.rules.names import Actors, Named
from briefing.checking.rules.passage import Passage
from briefing.checking.rules.verbs import ACCEPTING, ASKING, REJECTING, Deed, Mood, deeds, done_by
from briefing.checking.source import SourceIndex
from briefing.language.stems import stem
from briefing.schema.items import OfferFields, ResponseFields
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Objection, Problem

_SETTLED = (OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED, OfferStatus.REJECTED, OfferStatus.COUNTERED)
_ANSWERS = frozenset(map(stem, ("respond", "reply", "answer")))
_TURNS = frozenset("but however although though unless if only until while yet".split())


class Stances:
    """The verbs of offers and answers of one article."""

    def __init__(self, index: SourceIndex, actors: Actors) -> None:
        self._index = index
        self._actors = actors

    def offer(self, item: OfferFields, passage: Passage) -> Iterator[Objection]:
        """An offer whose verb of offering is denied, or one that is answered before it is made."""
        offerer = self._actors.get(item.offerer)
        if offerer is None:
            return
        made = [(at, deed) for at, deed in self._deeds(passage, ASKING) if done_by(self._index.reading(at), deed, offerer)]
        if not made:
            return
        sentence = made[0][0]
        if all(deed.mood is Mood.DENIED for _, deed in made):
            yield passage.objection(Problem.CONTRADICTED, "offerer", f"{offerer.forms[0]}: {item.what}", sentence)
        elif all(deed.mood is Mood.TO_COME for _, deed in made) and item.status in _SETTLED:
            yield passage.objection(Problem.CONTRADICTED, "status", item.status.value, sentence)

    def response(self, item: ResponseFields, passage: Passage) -> Iterator[Objection]:
        """A stance that the verb of the answer turns round."""
        responder = self._actors.get(item.responder)
        if responder is None:
            return
        accepted = list(self._answers(passage, responder, ACCEPTING))
        rejected = list(self._answers(passage, responder, REJECTING))
        silent = [at for at, deed in self._answers(passage, responder, _ANSWERS) if deed.mood is Mood.DENIED]
        yes = [at for at, deed in accepted if deed.mood is Mood.DONE] + [at for at, deed in rejected if deed.mood is Mood.DENIED]
        no = [at for at, deed in rejected if deed.mood is Mood.DONE] + [at for at, deed in accepted if deed.mood is Mood.DENIED]
        turned = any(not _TURNS.isdisjoint(read.folded) for read in passage.readings)
        against = {
            Stance.ACCEPTED: no if not yes else [],
            Stance.REJECTED: yes if not no and not turned else [],
        }.get(item.stance, [])
        if silent and not yes and not no and item.stance in (Stance.ACCEPTED, Stance.REJECTED, Stance.PARTIAL):
            against = silent
        if against:
            yield passage.objection(Problem.CONTRADICTED, "stance", item.stance.value, against[0])

    def _deeds(self, passage: Passage, verbs: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        for sentence in passage.cited:
            read = self._index.reading(sentence)
            start = self._index.sentences[sentence].start
            for deed in deeds(read, verbs):
                if passage.quotes(start + read.words[deed.at].start):
                    yield sentence, deed

    def _answers(self, passage: Passage, responder: Named, verbs: frozenset[str]) -> Iterator[tuple[int, Deed]]:
        return (
            (at, deed) for at, deed in self._deeds(passage, verbs) if done_by(self._index.reading(at), deed, responder)
        )
