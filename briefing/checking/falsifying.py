"""False variants of items, made by rule: each is certain to be false, or is not made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from briefing.checking.figures import figures, other_figures
from briefing.checking.scene import Scene
from briefing.checking.turning import turned
from briefing.language.topics import topics
from briefing.schema.article import Article
from briefing.schema.brief import Actor, Brief, CheckedItem, Offer, Quotation, Response, Statement
from briefing.schema.terms import OfferStatus, Stance


class Mistake(StrEnum):
    """What makes a planted item false."""

    PARTIES = "parties"
    """Who offers and who is asked are exchanged, the answer is given to the offerer, or one side's part to the other."""
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    STANCE = "stance"
    STATUS = "status"
    CONDITION = "condition"
    """The conditions are left out, so that the item says that there are none."""
    SPEAKER = "speaker"


_TURNED_STANCE = {
    Stance.ACCEPTED: Stance.REJECTED,
    Stance.REJECTED: Stance.ACCEPTED,
    Stance.COUNTER_OFFER: Stance.ACCEPTED,
    Stance.PENDING: Stance.ACCEPTED,
}
_TURNED_STATUS = {
    OfferStatus.ACCEPTED: OfferStatus.REJECTED,
    OfferStatus.REJECTED: OfferStatus.ACCEPTED,
    OfferStatus.COUNTERED: OfferStatus.ACCEPTED,
}
_AGREED = frozenset({OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED})
_REFUSALS = frozenset({Stance.REJECTED, Stance.COUNTER_OFFER})
_SAYING_NOTHING_FALSE = frozenset({"to", "question"})
"""Fields whose figures only name what is spoken of."""


class Falsifier:
    """Makes false variants of the items of one brief."""

    def __init__(self, article: Article, brief: Brief) -> None:
        self._brief = brief
        self._scene = Scene(article, brief)
        self._offers = {offer.id: offer for offer in brief.offers}

    def variants(self, item: CheckedItem) -> Iterator[tuple[Mistake, Sequence[CheckedItem]]]:
        """The variants of an item by kind, in a fixed order; none where none is certain to be false."""
        yield Mistake.NUMBER, list(self._figures(item, dates=False))
        yield Mistake.DATE, list(self._figures(item, dates=True))
        yield Mistake.NEGATION, list(self._negations(item))
        match item:
            case Statement():
                yield Mistake.PARTIES, list(self._other_side(item))
            case Actor():
                yield Mistake.PARTIES, list(self._other_part(item))
            case Offer():
                yield Mistake.PARTIES, list(self._exchanged(item))
                yield Mistake.STATUS, list(self._turned_status(item))
                yield Mistake.CONDITION, list(self._unconditional(item))
            case Response():
                yield Mistake.PARTIES, list(self._self_answered(item))
                yield Mistake.STANCE, list(self._turned_stance(item))
            case Quotation():
                yield Mistake.SPEAKER, list(self._other_speaker(item))
            case _:
                pass

    def _figures(self, item: CheckedItem, *, dates: bool) -> Iterator[CheckedItem]:
        cited = self._scene.cited(item)
        for field, text in item.claims():
            if field in _SAYING_NOTHING_FALSE:
                continue
            for figure in figures(text):
                if figure.dated is not dates:
                    continue
                for other in other_figures(self._scene, cited, text, figure):
                    yield _replaced(item, field, text, text[: figure.start] + other + text[figure.end :])

    def _negations(self, item: CheckedItem) -> Iterator[CheckedItem]:
        cited = " ".join(self._scene.sentence(at) for at in self._scene.cited(item))
        for field, text in item.claims():
            if field not in _SAYING_NOTHING_FALSE:
                for other in turned(text, cited):
                    yield _replaced(item, field, text, other)

    def _exchanged(self, offer: Offer) -> Iterator[Offer]:
        scene = self._scene
        offerer, recipient = scene.actor(offer.offerer), scene.actor(offer.recipient)
        if offerer is None or recipient is None or not scene.apart(offerer, recipient) or offer.status in _AGREED:
            return
        if scene.mutual(offer, offer.what) or not scene.leads(offerer, recipient, scene.cited_text(offer)):
            return
        counter = (each for each in self._offers.values() if each.offerer == offer.recipient)
        if not any(topics(each.what) & topics(offer.what) for each in counter):
            yield offer.model_copy(update={"offerer": offer.recipient, "recipient": offer.offerer})

    def _self_answered(self, response: Response) -> Iterator[Response]:
        scene = self._scene
        offer = self._offers.get(response.offer or "")
        if offer is None:
            return
        responder, offerer = scene.actor(response.responder), scene.actor(offer.offerer)
        if responder is None or offerer is None or not scene.apart(responder, offerer):
            return
        if response.stance not in _REFUSALS and scene.mutual(response, response.what, offer.what):
            return
        if scene.leads(responder, offerer, scene.cited_text(response)):
            yield response.model_copy(update={"responder": offer.offerer})

    def _other_side(self, statement: Statement) -> Iterator[Statement]:
        """The statement with the two sides of an offer exchanged, or with the other side for its subject."""
        scene = self._scene
        cited = scene.cited_text(statement)
        if scene.mutual(statement, statement.text):
            return
        for one, other in scene.opposed():
            if scene.leads(one, other, cited) and scene.begins(one, statement.text):
                text = scene.exchanged(one, other, statement.text)
                if text is not None:
                    yield statement.model_copy(update={"text": text})

    def _other_part(self, actor: Actor) -> Iterator[Actor]:
        scene = self._scene
        for one, other in scene.opposed():
            if actor.id != one.id or not other.role or scene.names(one, scene.cited_text(other)):
                continue
            if not scene.mutual(other, other.role, one.role) and not topics(one.role) & topics(other.role):
                yield actor.model_copy(update={"role": other.role})

    def _turned_status(self, offer: Offer) -> Iterator[Offer]:
        turned = _TURNED_STATUS.get(offer.status)
        stances = {each.stance for each in self._brief.responses if each.offer == offer.id}
        expected = {Stance.ACCEPTED} if offer.status is OfferStatus.ACCEPTED else _REFUSALS
        if turned and stances <= expected:
            yield offer.model_copy(update={"status": turned})

    def _turned_stance(self, response: Response) -> Iterator[Response]:
        turned = _TURNED_STANCE.get(response.stance)
        if turned:
            yield response.model_copy(update={"stance": turned})

    def _unconditional(self, offer: Offer) -> Iterator[Offer]:
        told = topics(offer.what)
        if any(
            self._scene.conditional(offer, condition) and not topics(condition) & told for condition in offer.conditions
        ):
            yield offer.model_copy(update={"conditions": ()})

    def _other_speaker(self, quotation: Quotation) -> Iterator[Quotation]:
        for other in self._scene.never_speaking(quotation):
            yield quotation.model_copy(update={"speaker": other.id})


def _replaced(item: CheckedItem, field: str, old: str, new: str) -> CheckedItem:
    """``item`` with one of its texts replaced."""
    held = getattr(item, field)
    value = new if isinstance(held, str) else tuple(new if each == old else each for each in held)
    return item.model_copy(update={field: value})
