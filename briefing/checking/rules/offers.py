"""Offers and answers: made by another party than the cited sentences have, not made at all, or turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.checking.reading import CitedPassage, ComparedText, SourceIndex
from briefing.checking.rules.names import Actors, Named
from briefing.checking.rules.verbs import (
    ACCEPTING,
    ANSWERING,
    ASKING,
    AUXILIARY,
    OFFERING,
    OFFERS,
    PASSIVE,
    REJECTING,
    REPLYING,
    TAKING,
    Deed,
    Mood,
    deeds,
    done_by,
)
from briefing.checking.speech import Speech
from briefing.language.topics import word_set
from briefing.schema.items import OfferFields, ResponseFields
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Objection, Problem

_INSERTED = re.compile(r",[^,;:]{1,80}, ")
_WITHIN = 3
"""Words from an owner to the noun that is his: "Osteria's latest offer"."""
_SETTLED = (OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED, OfferStatus.REJECTED, OfferStatus.COUNTERED)
_TURNED = OFFERING | ACCEPTING | REJECTING
_TURNS = word_set("but however although though unless if only until while yet")


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
            done = [each for at in passage.cited for each in (*self._done(at, ASKING), *self._owned(at))]
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
