"""From what was found to a draft: who belongs on the page, ids, references, words for each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.embedded._cast import Entity, looks_personal
from briefing.embedded._clauses import Clause, trimmed
from briefing.embedded._doubts import denied
from briefing.embedded._offer import Offer
from briefing.embedded._offers import find_offers
from briefing.embedded._parsed import Parse, parsed
from briefing.embedded._responses import Response, find_responses
from briefing.embedded._speakers import Reading
from briefing.embedded._summary import find_questions, gist, headline, quotations
from briefing.embedded._words import OFFER_NOUNS, words
from briefing.schema.draft import BriefDraft, DraftActor, DraftOffer, DraftOpenQuestion, DraftResponse
from briefing.schema.terms import BROUGHT, ActorKind, OfferStatus, Stance

_TAKING_BACK = words("withdraw withdraws withdrew withdrawn retracted rescinded revoked scrapped shelved")
_BEFORE_NOUN = 7
"""Tokens from a verb of taking back on among which is the noun for what is taken back."""
MOST_ACTORS = 8
_LEAST_WEIGHT = 3
MOST_ALIASES = 8


def draft_of(reading: Reading, parse: Parse | None = None) -> BriefDraft:
    """Everything that the rules find in a story, and what a parser finds beside."""
    more_offers, more_responses = parsed(reading, parse) if parse is not None else ([], [])
    offers = find_offers(reading, more_offers)
    responses = find_responses(reading, offers, more_responses)
    offers = [_with_status(reading, number, offer, responses) for number, offer in enumerate(offers)]
    cast = _chosen(reading, offers, responses)
    ids = {entity: f"a{number}" for number, entity in enumerate(cast, 1)}
    parties = frozenset(cast)
    answered = (r.place[0] for r in responses if r.stance is not Stance.PENDING)
    told = frozenset([*(o.place[0] for o in offers), *answered])
    return BriefDraft(
        headline=headline(reading),
        gist=gist(reading, offers),
        actors=tuple(_actor(reading, entity, ids) for entity in cast),
        offers=tuple(_offer(reading, number, offer, ids) for number, offer in enumerate(offers, 1)),
        responses=tuple(_response(reading, number, r, offers, ids) for number, r in enumerate(responses, 1)),
        open_questions=tuple(
            DraftOpenQuestion(question=q.question, quotes=(q.question,)) for q in find_questions(reading, told, parties)
        ),
        quotations=tuple(quotations(reading, ids, parties)),
    )


def _with_status(reading: Reading, number: int, offer: Offer, responses: Sequence[Response]) -> Offer:
    """An offer with the status that the last answer of its addressee gives it, or that it was taken back."""
    told = next((text for clause in reading.clauses if (text := _taken_back(reading, clause, offer))), None)
    if told is not None:
        return replace(offer, status=OfferStatus.WITHDRAWN, also=(told,))
    answers = [r.stance for r in responses if r.offer == number and r.responder == offer.recipient]
    return replace(offer, status=BROUGHT[answers[-1]]) if answers and answers[-1] in BROUGHT else offer


def _taken_back(reading: Reading, clause: Clause, offer: Offer) -> str | None:
    """The sentence in which who offered withdraws "the offer"."""
    sentence = clause.sentence
    for at, token in enumerate(clause.tokens if sentence.index >= offer.place[0] else ()):
        nouns = {t.low for t in clause.tokens[at + 1 : at + _BEFORE_NOUN]} & OFFER_NOUNS
        if token.low in _TAKING_BACK and nouns and not clause.group(at).negated and not denied(clause, at):
            subject = clause.subject(at)
            if subject is not None and subject.entity == offer.offerer:
                return trimmed(reading.story.text[sentence.start : sentence.end])
    return None


def _chosen(reading: Reading, offers: Sequence[Offer], responses: Sequence[Response]) -> list[int]:
    """The parties of the items, then the names that carry the story, in the order of the story."""
    needed = {o.offerer for o in offers} | {r.responder for r in responses}
    needed |= {o.recipient for o in offers if o.recipient is not None}
    focal = frozenset(number for focus in reading.cast.focus.values() for number in focus)
    small = {t.low for clause in reading.clauses for t in clause.tokens if t.text.islower()}
    others = (e for e in reading.cast.entities if e.number not in needed)
    weights = {e.number: _weight(e, e.number in focal) for e in others if e.common or not _is_noun(e, small)}
    carrying = sorted((n for n, w in weights.items() if w >= _LEAST_WEIGHT), key=lambda n: (-weights[n], n))
    chosen = (*needed, *carrying[: max(0, MOST_ACTORS - len(needed))])
    first = {n: min(reading.cast.entities[n].places, default=(0, 0)) for n in chosen}
    return sorted(first, key=lambda n: (first[n], n))


def _is_noun(entity: Entity, small: set[str]) -> bool:
    """Whether the story also writes each word of a name of no known kind small: "Full Implementation" in a heading."""
    return entity.kind is None and all(word in small for word in entity.name.casefold().split())


def _weight(entity: Entity, focal: bool) -> int:
    """How much a name carries the story: the sentences that name it, whether it acts, whether it is surely somebody."""
    if not (focal if entity.common else entity.acts):
        return 0
    somebody = entity.kind in (ActorKind.PERSON, ActorKind.ORGANISATION) and not entity.common
    somebody = somebody or (entity.kind is None and looks_personal(entity))
    return min(_LEAST_WEIGHT, len({sentence for sentence, _ in entity.places})) + int(focal) + int(somebody)


def _actor(reading: Reading, number: int, ids: dict[int, str]) -> DraftActor:
    entity = reading.cast.entities[number]
    named = [*entity.forms.most_common(), *entity.nouns.most_common()]
    aliases = tuple(dict.fromkeys(form for form, _ in named if form != entity.name))[:MOST_ALIASES]
    first = reading.clauses[min(entity.places, default=(0, 0))[0]].sentence
    quote = trimmed(reading.story.text[first.start : first.end])
    role = entity.titles[0] if entity.titles else ""
    return DraftActor(
        id=ids[number], name=entity.name, aliases=aliases, kind=_kind(reading, entity), role=role, quotes=(quote,)
    )


def _kind(reading: Reading, entity: Entity) -> ActorKind:
    """The kind by title or form; of other names, those of given names and of speakers are persons."""
    if entity.kind is not None:
        return entity.kind
    speaks = any(said.speaker == entity.number for said in reading.said) and 2 <= len(entity.name.split()) <= 3
    return ActorKind.PERSON if speaks or looks_personal(entity) else ActorKind.ORGANISATION


def _with_name(reading: Reading, entity: int, place: tuple[int, int], quote: str) -> tuple[str, ...]:
    """The quote, and before a pronoun the sentence that says whom it means."""
    places = [p for p, _ in reading.cast.entities[entity].places if p <= place[0]]
    if not places or places[-1] == place[0]:
        return (quote,)
    named = reading.clauses[places[-1]].sentence
    return (quote, trimmed(reading.story.text[named.start : named.end]))


def _offer(reading: Reading, number: int, offer: Offer, ids: dict[int, str]) -> DraftOffer:
    return DraftOffer(
        id=f"o{number}",
        offerer=ids[offer.offerer],
        addressees=(ids[offer.recipient],) if offer.recipient in ids else (),
        what=offer.what,
        conditions=offer.conditions,
        status=offer.status,
        reported=offer.told_by,
        quotes=_quotes((*_with_name(reading, offer.offerer, offer.place, offer.quote), *offer.also)),
    )


def _response(
    reading: Reading, number: int, response: Response, offers: Sequence[Offer], ids: dict[int, str]
) -> DraftResponse:
    answered = offers[response.offer] if response.offer is not None else None
    return DraftResponse(
        id=f"r{number}",
        responder=ids[response.responder],
        offers=(f"o{response.offer + 1}",) if response.offer is not None else (),
        to=response.to if answered is None else f"{reading.cast.entities[answered.offerer].name}: {answered.what}",
        stance=response.stance,
        what=response.what,
        reported=response.told_by,
        quotes=_quotes((*_with_name(reading, response.responder, response.place, response.quote), *response.also)),
    )


def _quotes(quotes: Sequence[str]) -> tuple[str, ...]:
    """At most three, each once."""
    return tuple(dict.fromkeys(quotes))[:3]
