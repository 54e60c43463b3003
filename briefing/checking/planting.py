"""Planted mistakes: false variants of a brief's own items, to measure how well a proof-reader reads.

A few stand among the claims of each proof-reading, in unmarked places. What is planted, and where, follows from a hash
of the article and its items: the same brief gives the same claims in every process. Each variant is made by rule: it is
certain to be false, or is not made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from briefing.checking.scene import Scene, apart, begins, exchanged, leads, named, names_person
from briefing.checking.turning import (
    TURNED_STANCE,
    TURNED_STATUS,
    Figure,
    Figures,
    figures,
    plainly,
    states_condition,
    turned,
)
from briefing.language.topics import topics, words
from briefing.schema.article import Article
from briefing.schema.brief import Actor, Brief, CheckedItem, Offer, Quotation, Response, Statement
from briefing.schema.terms import ActorKind, OfferStatus, Section, Stance

_AGREED = frozenset({OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED})
_REFUSALS = frozenset({Stance.REJECTED, Stance.COUNTER_OFFER})
_FITTING = {
    OfferStatus.ACCEPTED: {Stance.ACCEPTED},
    OfferStatus.REJECTED: _REFUSALS,
    OfferStatus.COUNTERED: _REFUSALS,
    OfferStatus.OPEN: _REFUSALS | {Stance.PENDING},
}
"""The answers that bear a status out."""
_FIGURES_OF_CLAIM = 6
"""How many of the numbers and dates of a claim are tried."""
_NAMING = frozenset({"to", "question"})
"""Fields that name what is spoken of, and claim nothing of it."""
_FOR_ANY_SUBJECT = re.compile(r"\s(?:also\s)?(?:\w+ed|will|would|had|may|might|can|could|said|did|must|should|to)\b")
_EITHER_VOICE = re.compile(r"^\w*(?:ed|told|sent|given|put)\b|\b(?:\w+ed|told) (?:to|by|for)\b")
"""\"Asked to leave\" may be who asks or who is asked."""
ITEMS_FOR_EACH = 6
"""One planted mistake for so many items."""
MOST = 4
"""Planted mistakes in one brief: more would only lengthen the call."""
_TRIED = 60
"""Items of one brief of which variants are made: a long list holds enough of every kind."""


class Mistake(StrEnum):
    """What makes a planted item false."""

    PARTIES = "parties"
    """The two sides are exchanged: who offers, who answers, who acts, whose part it is."""
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    STANCE = "stance"
    STATUS = "status"
    CONDITION = "condition"
    """The conditions are left out, so that the item says that there are none."""
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim that is known to be false.

    Attributes:
        section: where it stands among the claims.
        item: the false variant; it shares id, evidence and verdict with the item that it was made from.
        source: the id of that item.
        mistake: what was made false. Any objection to the item shows that it was read, of whatever level.
    """

    section: Section
    item: CheckedItem
    source: str
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proof-reader is shown: an item of the brief, or a planted mistake. ``planted`` is None for the former."""

    section: Section
    item: CheckedItem
    planted: Planted | None = None


def plant(
    article: Article, brief: Brief, *, items_for_each: int = ITEMS_FOR_EACH, most: int = MOST
) -> tuple[Planted, ...]:
    """False variants of items of ``brief`` that were not struck, in reading order.

    About one for ``items_for_each`` items, at least one where any can be made, at most ``most``; never two of one
    item, and none that reads like an item of the brief. Kinds and sections are as mixed as the brief allows.

    Only what is false for certain is planted: where the article could be read so that the variant is true, nothing is.
    """
    items, cast = list(brief.items()), brief.cast
    wanted = min(most, max(1, round(len(items) / items_for_each)))
    told = {item.told(cast) for _, item in items}
    left = sorted(_candidates(article, brief), key=lambda each: _hash(article.id, each.source, each.mistake))
    chosen: list[Planted] = []
    while left and len(chosen) < wanted:
        mistakes = Counter(planted.mistake for planted in chosen)
        sections = Counter(planted.section for planted in chosen)
        best = min(left, key=lambda planted: (mistakes[planted.mistake], sections[planted.section]))
        text = best.item.told(cast)
        if text not in told:
            chosen.append(best)
            told.add(text)
            left = [planted for planted in left if planted.source != best.source]
        else:
            left.remove(best)
    order = {item.id: at for at, (_, item) in enumerate(items)}
    return tuple(sorted(chosen, key=lambda planted: order[planted.source]))


def mixed(brief: Brief, planted: Sequence[Planted]) -> list[Claim]:
    """The items of ``brief`` in reading order, and each planted mistake in a place of its section that a hash draws."""
    claims = [Claim(section, item) for section, item in brief.items()]
    for each in planted:
        places = [at for at, claim in enumerate(claims) if claim.section is each.section]
        drawn = _hash(brief.article, each.source, each.mistake, "place") % (len(places) + 1)
        claims.insert(places[0] + drawn, Claim(each.section, each.item, each))
    return claims


def _candidates(article: Article, brief: Brief) -> Iterator[Planted]:
    """At most one variant of each kind of each item."""
    falsifier = Falsifier(article, brief)
    drawn = sorted(brief.items(), key=lambda each: _hash(article.id, each[1].id))
    for section, item in [each for each in drawn if not each[1].verdict.objections][:_TRIED]:
        for mistake, variants in falsifier.variants(item):
            if variants:
                variant = variants[_hash(article.id, item.id, mistake, "variant") % len(variants)]
                yield Planted(section, variant, item.id, mistake)


def _hash(*parts: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:8])


class Falsifier:
    """Makes false variants of the items of one brief."""

    def __init__(self, article: Article, brief: Brief) -> None:
        self._brief = brief
        self._scene = Scene(article, brief)
        self._figures = Figures(self._scene)
        self._offers = {offer.id: offer for offer in brief.offers}

    def variants(self, item: CheckedItem) -> Iterator[tuple[Mistake, Sequence[CheckedItem]]]:
        """The variants of an item by kind of mistake, in a fixed order; none where none is certain to be false."""
        others = list(self._other_figures(item))
        yield Mistake.NUMBER, [variant for figure, variant in others if not figure.dated]
        yield Mistake.DATE, [variant for figure, variant in others if figure.dated]
        yield Mistake.NEGATION, list(self._negated(item))
        match item:
            case Statement():
                yield Mistake.PARTIES, list(self._other_subject(item))
            case Actor():
                yield Mistake.PARTIES, list(self._other_part(item))
            case Offer():
                yield Mistake.PARTIES, list(self._other_way_round(item))
                yield Mistake.STATUS, list(self._other_status(item))
                yield Mistake.CONDITION, list(self._unconditional(item))
            case Response():
                yield Mistake.PARTIES, list(self._self_answered(item))
                yield Mistake.STANCE, list(self._other_stance(item))
            case Quotation():
                yield Mistake.SPEAKER, list(self._other_speaker(item))
            case _:
                pass

    def _other_figures(self, item: CheckedItem) -> Iterator[tuple[Figure, CheckedItem]]:
        for field, text in item.claims():
            for figure in () if field in _NAMING else figures(text)[:_FIGURES_OF_CLAIM]:
                if figure.dated and self._scene.together(item, text):
                    continue  # two may well meet on more than one day
                for other in self._figures.others(item, text, figure):
                    put = other if figure.dated else _cased(other, text[figure.start])
                    yield figure, _replaced(item, field, text, text[: figure.start] + put + text[figure.end :])

    def _negated(self, item: CheckedItem) -> Iterator[CheckedItem]:
        cited = self._scene.cited_text(item)
        for field, text in item.claims():
            if field not in _NAMING:
                yield from (_replaced(item, field, text, other) for other in turned(text, cited))

    def _other_subject(self, statement: Statement) -> Iterator[Statement]:
        """The statement with the two sides of an offer exchanged, or with the other side for its subject."""
        scene, text = self._scene, statement.text
        if scene.together(statement, text):
            return
        for one, other in scene.opposed:
            end = begins(one, text)
            people = one.kind is other.kind is ActorKind.PERSON
            fits = end is not None and (people or _FOR_ANY_SUBJECT.match(text, end))
            if fits and leads(one, other, scene.cited_text(statement)) and not scene.told_of(other, one, text):
                put = exchanged(one, other, text)
                if put is not None:
                    yield statement.model_copy(update={"text": put})

    def _other_part(self, actor: Actor) -> Iterator[Actor]:
        """The actor with the role of another: of one whose role names this very person, or of an adversary."""
        scene = self._scene
        for other in scene.actors:
            role = other.role
            plain = role and not _EITHER_VOICE.search(role) and not scene.together(other, role)
            adverse = scene.against(actor, other) and not named(actor, scene.cited_text(other))
            fits = names_person(actor, role) or (adverse and not topics(actor.role) & topics(role))
            if plain and fits and apart(actor, other):
                yield actor.model_copy(update={"role": role})

    def _other_way_round(self, offer: Offer) -> Iterator[Offer]:
        scene = self._scene
        offerer, recipient = scene.actor(offer.offerer), scene.actor(offer.recipient)
        if (
            len(offer.addressees) > 1
            or offerer is None
            or recipient is None
            or not apart(offerer, recipient)
            or offer.status in _AGREED
        ):
            return
        if scene.together(offer, offer.what) or "with" in words(offer.what):
            return
        if not leads(offerer, recipient, scene.cited_text(offer)):
            return
        back = (each for each in self._offers.values() if each.offerer == offer.recipient)
        if any(topics(each.what) & topics(offer.what) for each in back):
            return
        if not scene.told_of(recipient, offerer, offer.what):
            yield offer.model_copy(update={"offerer": offer.recipient, "addressees": (offer.offerer,)})

    def _self_answered(self, response: Response) -> Iterator[Response]:
        """The refusal given to whoever made the offer."""
        scene = self._scene
        offer = self._offers.get(response.offer or "")
        if offer is None or response.stance not in _REFUSALS:
            return
        responder, offerer = scene.actor(response.responder), scene.actor(offer.offerer)
        if responder is None or offerer is None or not apart(responder, offerer):
            return
        if leads(responder, offerer, scene.cited_text(response)):
            yield response.model_copy(update={"responder": offer.offerer})

    def _other_status(self, offer: Offer) -> Iterator[Offer]:
        scene = self._scene
        put = TURNED_STATUS.get(offer.status)
        answers = [each for each in self._brief.responses if offer.id in each.offers]
        if put is None or not all(each.stance in _FITTING[offer.status] for each in answers):
            return
        told = " ".join((scene.cited_text(offer), *map(scene.cited_text, answers)))
        if offer.status is OfferStatus.OPEN:
            if not answers or scene.together(offer, offer.what):
                return
            told = " ".join((told, *scene.alike(offer.what)))
        if plainly(offer.status, told):
            yield offer.model_copy(update={"status": put})

    def _other_stance(self, response: Response) -> Iterator[Response]:
        put = TURNED_STANCE.get(response.stance)
        if put and plainly(response.stance, f"{self._scene.cited_text(response)} {response.what}"):
            yield response.model_copy(update={"stance": put})

    def _unconditional(self, offer: Offer) -> Iterator[Offer]:
        told = topics(offer.what)
        sentences = [self._scene.sentences[at] for at in self._scene.cited(offer)]
        if any(
            topics(sentence) & told and states_condition(sentence, condition)
            for sentence in sentences
            for condition in offer.conditions
            if not topics(condition) & told
        ):
            yield offer.model_copy(update={"conditions": ()})

    def _other_speaker(self, quotation: Quotation) -> Iterator[Quotation]:
        for other in self._scene.not_speaking(quotation):
            yield quotation.model_copy(update={"speaker": other.id})


def _replaced(item: CheckedItem, field: str, old: str, new: str) -> CheckedItem:
    """``item`` with one of its texts replaced."""
    held = getattr(item, field)
    value = new if isinstance(held, str) else tuple(new if each == old else each for each in held)
    return item.model_copy(update={field: value})


def _cased(printed: str, like: str) -> str:
    """Words with a capital where ``like`` is one."""
    return (printed[:1].upper() if like.isupper() else printed[:1].lower()) + printed[1:]
