"""The items of a day as a model is shown them: each with a key that only this request gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.linking._planting import PlantedOffer, PlantingPlace, place_of
from briefing.schema.article import Article
from briefing.schema.base import ItemRef
from briefing.schema.brief import Brief, Offer, OpenQuestion, Response
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.items import IdNames
from briefing.schema.ledger import EntryKind
from briefing.schema.terms import OfferStatus

MOST_CHARS = 400
"""Of one text in a request: a draft's longest is far below."""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item of a request.

    Attributes:
        ref: the item of a brief that it is, None for what was planted.
        told: what it says, on one line, without its key.
        names: what its party is called.
        words: what is offered, for the amounts in it.
        status: of an offer, as its article has it.
        tied: the keys of the offers of the day that its draft ties an answer to.
        planted: the right answer, where it is known.
    """

    key: str
    kind: EntryKind
    told: str
    ref: ItemRef | None = None
    names: tuple[str, ...] = ()
    words: str = ""
    status: OfferStatus | None = None
    tied: tuple[str, ...] = ()
    planted: PlantedOffer | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of one article under its headline and gist."""

    number: int
    article: str
    story: str
    head: tuple[str, ...]
    items: tuple[ListedItem, ...]

    @property
    def key(self) -> str:
        return f"a{self.number}"


def places(data: BriefingData) -> list[PlantingPlace]:
    """The articles of a day that tell of offers."""
    return [
        PlantingPlace(number, home, tuple(dict.fromkeys(brief.cast.actor(offer.offerer) for offer in brief.offers)))
        for number, home, brief in _told(data)
        if brief.offers
    ]


def count(data: BriefingData, story: str) -> int:
    """How many items the articles of a story have to link."""
    briefs = (brief for _, home, brief in _told(data) if home == story)
    return sum(len(brief.offers) + len(brief.responses) + len(brief.open_questions) for brief in briefs)


def listings(data: BriefingData, stories: Collection[str], planted: Sequence[PlantedOffer] = ()) -> tuple[Listing, ...]:
    """The articles of some stories of a day, with what is planted among their offers.

    In an order in which that of the inputs does not show.
    """
    articles = {article.id: article for article in data.articles}
    found = []
    for number, home, brief in _told(data):
        own = [each for each in planted if each.article == number]
        if home in stories and (items := tuple(_items(number, brief, own, data.date))):
            outlet = data.outlets.get(brief.article, "")
            found.append(
                Listing(
                    number, brief.article, home, tuple(_head(number, outlet, articles[brief.article], brief)), items
                )
            )
    return tuple(found)


def _told(data: BriefingData) -> Iterator[tuple[int, str, Brief]]:
    """The briefs of a day by article, numbered, each with its story."""
    homes = {article: story_key(story) for story in data.stories for article in story.articles}
    for number, brief in enumerate(sorted(data.briefs, key=lambda each: each.article), 1):
        if brief.article in homes:
            yield number, homes[brief.article], brief


def story_key(story: Story) -> str:
    """A story by the first of its articles."""
    return min(story.articles, default=story.id)


def one_line(text: str) -> str:
    """A text on one line, and no longer than a request can bear."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_CHARS else flat[: MOST_CHARS - 1] + "…"


def _head(number: int, outlet: str, article: Article, brief: Brief) -> Iterator[str]:
    title = brief.headline.text if brief.headline else article.title or "untitled"
    day = f", {article.published.isoformat()}" if article.published else ""
    yield f"a{number} article ({one_line(outlet)}{day}): {one_line(title)}"
    yield from (f"  {one_line(line.text)}" for line in brief.gist)


def _items(number: int, brief: Brief, planted: Sequence[PlantedOffer], day: date) -> Iterator[ListedItem]:
    mixed: list[Offer | PlantedOffer] = [*brief.offers]
    for each in planted:
        mixed.insert(place_of(day, each, len(brief.offers)), each)
    keys = {offer.id: f"a{number}o{place}" for place, offer in enumerate(mixed, 1) if isinstance(offer, Offer)}
    cast, named = brief.cast, _with_aliases(brief, brief.cast)
    for place, offer in enumerate(mixed, 1):
        if isinstance(offer, PlantedOffer):
            yield ListedItem(f"a{number}o{place}", EntryKind.OFFER, one_line(offer.told), planted=offer)
            continue
        told = one_line(offer.told(named)) + _quoted(offer)
        words = " ".join((offer.what, *offer.conditions))
        ref = ItemRef(article=brief.article, item=offer.id)
        names = _names(brief, offer.offerer)
        yield ListedItem(keys[offer.id], EntryKind.OFFER, told, ref, names, words, offer.status)
    for place, response in enumerate(brief.responses, 1):
        tied = tuple(keys[each] for each in response.offers if each in keys)
        told = one_line(response.told(cast)) + _quoted(response) + f" Tied to: {', '.join(tied) or 'nothing'}."
        ref = ItemRef(article=brief.article, item=response.id)
        names = _names(brief, response.responder)
        yield ListedItem(f"a{number}r{place}", EntryKind.RESPONSE, told, ref, names, tied=tied)
    for place, question in enumerate(brief.open_questions, 1):
        ref = ItemRef(article=brief.article, item=question.id)
        yield ListedItem(f"a{number}q{place}", EntryKind.QUESTION, one_line(question.question) + _quoted(question), ref)


def _with_aliases(brief: Brief, cast: IdNames) -> IdNames:
    """The cast with the other names of each actor behind its own."""
    also = {actor.id: ", ".join(actor.aliases[:_ALIASES]) for actor in brief.actors}
    named = {ident: f"{name} ({also[ident]})" if also.get(ident) else name for ident, name in cast.actors.items()}
    return IdNames(named, cast.offers)


_ALIASES = 4


def _names(brief: Brief, ident: str) -> tuple[str, ...]:
    actor = brief.actor(ident)
    return (actor.name, *actor.aliases) if actor else (brief.cast.actor(ident),)


def _quoted(item: Offer | Response | OpenQuestion) -> str:
    return f" “{one_line(item.evidence[0].quote)}”" if item.evidence else ""


_NAMED = {EntryKind.OFFER: "offer", EntryKind.RESPONSE: "answer", EntryKind.QUESTION: "question"}


def items_in_words(listed: Sequence[Listing]) -> str:
    """The items of a request, a line each under their articles."""
    lines: list[str] = []
    for listing in listed:
        lines += listing.head
        lines += [f"  {item.key} {_NAMED[item.kind]}: {item.told}" for item in listing.items]
    return "\n".join(lines) or "(nothing)"
