"""Who offers, asks and answers: another party than the cited sentence has in that place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.checking.reading import ComparedText
from briefing.checking.rules.names import Actors, Named
from briefing.checking.rules.passage import CitedPassage
from briefing.checking.rules.verbs import ANSWERING, ASKING, AUXILIARY, OFFERS, PASSIVE, TAKING
from briefing.checking.speech import Speech
from briefing.schema.items import OfferFields, ResponseFields
from briefing.schema.verdict import Objection, Problem

_INSERTED = re.compile(r",[^,;:]{1,80}, ")
_WITHIN = 3
"""Words from an owner to the noun that is his: "Osteria's latest offer"."""


@dataclass(frozen=True, slots=True)
class Done:
    """Who asks or answers in a sentence: by the verb, or as the owner of an offer, at the word ``at``."""

    doer: Named
    sentence: int
    at: int
    owned: bool = False


class Parties:
    """The parties of the offers and answers of one article."""

    def __init__(self, speech: Speech, actors: Actors) -> None:
        self._speech = speech
        self._actors = actors

    def offer(self, item: OfferFields, passage: CitedPassage) -> Iterator[Objection]:
        """An offer by another than the cited sentences have asking."""
        offerer = self._actors.get(item.offerer)
        if offerer is not None:
            done = [each for at in passage.cited for each in (*self._asked(at), *self._owned(at))]
            yield from self._another(offerer, self._actors.get(item.recipient), "offerer", done, passage)

    def response(self, item: ResponseFields, passage: CitedPassage) -> Iterator[Objection]:
        """An answer by another than the cited sentences have answering."""
        responder = self._actors.get(item.responder)
        if responder is not None:
            done = [each for at in passage.cited for each in self._done(at, ANSWERING)]
            yield from self._another(responder, None, "responder", done, passage)

    def _another(
        self, claimed: Named, other: Named | None, field: str, done: list[Done], passage: CitedPassage
    ) -> Iterator[Objection]:
        """``claimed`` where the quotes have another do it: ``other``, with whom it has changed places, or one of its
        own kind. Where it is named near, only if it stands behind the verb, as the one to whom it is done."""
        quoted = [each for each in done if passage.quotes(self._start(each))]
        if not quoted or not all(each.doer.other_than(claimed) for each in quoted):
            return
        sure = all(each.doer is other or each.doer.kind is claimed.kind for each in quoted)
        if any(claimed.stand_in(self._speech.outside(sentence)) for sentence in passage.near):
            sure = sure and all(self._behind(claimed, each) or self._takes(claimed, each) for each in quoted)
        if sure:
            yield passage.objection(Problem.WRONG_PARTY, field, claimed.forms[0], quoted[0].sentence)

    def _start(self, done: Done) -> int:
        words = self._speech.outside(done.sentence).words
        return self._speech.index.sentences[done.sentence].start + words[done.at].start

    def _behind(self, claimed: Named, done: Done) -> bool:
        words = self._speech.outside(done.sentence).folded
        return not claimed.words.isdisjoint(words[done.at :]) and claimed.words.isdisjoint(words[: done.at])

    def _takes(self, claimed: Named, done: Done) -> bool:
        """Whether an actor accepts or rejects in a sentence what another owns: "Norway rejected Sweden's offer"."""
        read = self._speech.outside(done.sentence)
        last = max((last for _, last in claimed.places(read) if last <= done.at), default=None)
        if not done.owned or last is None:
            return False
        between = read.stems[last : done.at]
        return not TAKING.isdisjoint(between) and ASKING.isdisjoint(between)

    def _asked(self, sentence: int) -> Iterator[Done]:
        return self._done(sentence, ASKING)

    def _done(self, sentence: int, verbs: frozenset[str]) -> Iterator[Done]:
        """What the actor that a sentence names first does in it."""
        read = self._speech.outside(sentence)
        if verbs.isdisjoint(read.stems):
            return
        for (_, last), doer in self._actors.in_text(read)[:1]:
            for at in range(last, len(read.words)):
                if read.stems[at] in verbs and _acts(read, last, at):
                    yield Done(doer, sentence, at)

    def _owned(self, sentence: int) -> Iterator[Done]:
        """Whose offers a sentence speaks of: "Osteria's offer", "an offer by Osteria"."""
        read = self._speech.outside(sentence)
        if OFFERS.isdisjoint(read.folded):
            return
        for (first, last), owner in self._actors.in_text(read):
            if read.words[last - 1].form.endswith(("'s", "’s", "s'", "s’")):
                nouns = [at for at in range(last, min(last + _WITHIN, len(read.words))) if read.folded[at] in OFFERS]
            else:
                by = first - 1 - (first > 0 and read.folded[first - 1] == "the")
                is_by = by > 0 and read.folded[by] in ("by", "from")
                nouns = [at for at in range(max(0, by - _WITHIN), by) if is_by and read.folded[at] in OFFERS]
            yield from (Done(owner, sentence, at, True) for at in nouns[:1])


def _acts(read: ComparedText, last: int, verb: int) -> bool:
    """Whether a verb is that of the name that ends before the word ``last``: right behind it but for auxiliaries,
    behind an insertion between commas, or as a participle behind a comma."""
    at = verb
    while at > last and (read.folded[at - 1] in AUXILIARY or read.folded[at - 1].endswith("ly")):
        at -= 1
    between = read.text[read.words[last - 1].end : read.words[at].start]
    if read.folded[verb].endswith("ing"):
        return between.endswith(", ") or (at < verb and not between.strip())
    if not PASSIVE.isdisjoint(read.folded[at:verb]):
        return False
    return not between.strip() or bool(_INSERTED.fullmatch(between))
