"""What one request holds: some stories of a day with the entries that may concern them, in words.

Each item of the day has a key that only this request gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.linking._planting import PlantedOffer, PlantingPlace, place_of, plant
from briefing.llm.envelope import wrap
from briefing.schema.article import Article
from briefing.schema.base import ItemRef
from briefing.schema.brief import Brief, Offer, OpenQuestion, Response
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.items import IdNames
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import ShownEntry, ShownStory
from briefing.schema.terms import OfferStatus

MOST_ITEMS = 60
"""Items of one request; a day that has more goes in parts, whole stories together."""
MOST_TIES = 4
"""Answers to an entry that are shown with it, the latest."""
MOST_CHARS = 400
"""Of one text in a request: a draft's longest is far below."""
_ALIASES = 4
"""Other names of an actor that are shown with it."""
_NAMED = {EntryKind.OFFER: "offer", EntryKind.RESPONSE: "answer", EntryKind.QUESTION: "question"}


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


@dataclass(frozen=True, slots=True)
class DayPart:
    """One request's worth of a day."""

    entries: tuple[ShownEntry, ...]
    stories: tuple[ShownStory, ...]
    listings: tuple[Listing, ...]

    def items(self, *kinds: EntryKind) -> Iterator[ListedItem]:
        """The items of these kinds in the order of the request."""
        return (item for listing in self.listings for item in listing.items if item.kind in kinds)

    def known(self, kind: EntryKind) -> list[str]:
        """The ids of the entries of a kind."""
        entries = [entry for entry in self.entries if entry.kind is kind]
        return [ident for entry in entries for ident in (entry.id, *(version.id for version in entry.earlier))]

    def in_words(self) -> tuple[str, str]:
        """Entries and items as the model is shown them: data between marks."""
        entries, items = entries_in_words(self.entries, self.stories), _items_in_words(self.listings)
        return wrap(entries, "LEDGER"), wrap(items, "ITEMS")


def parts_of(data: BriefingData, shown: Sequence[ShownEntry], running: Sequence[ShownStory]) -> list[DayPart]:
    """The requests of a day; none where there is nothing to link to and no two articles to link."""
    if not shown and not running and len(data.briefs) < 2:
        return []
    return [part for stories in _packed(data) if (part := _part(data, stories, shown, running)).listings]


def _packed(data: BriefingData) -> Iterator[list[str]]:
    """The stories of a day, as many together as one request bears."""
    held: list[str] = []
    items = 0
    for key in sorted(_story_key(story) for story in data.stories):
        more = _count_items(data, key)
        if held and items + more > MOST_ITEMS:
            yield held
            held, items = [], 0
        held.append(key)
        items += more
    if held:
        yield held


def _part(
    data: BriefingData, stories: Sequence[str], shown: Sequence[ShownEntry], running: Sequence[ShownStory]
) -> DayPart:
    entries = tuple(entry for entry in shown if not set(entry.near).isdisjoint(stories))
    here = [place for place in _planting_places(data) if place.story in stories]
    offers = sum(1 for listing in _listings(data, stories) for item in listing.items if item.kind is EntryKind.OFFER)
    told = tuple(each for each in running if not set(each.near).isdisjoint(stories))
    return DayPart(entries, told, _listings(data, stories, plant(data.date, entries, here, offers)))


def _listings(
    data: BriefingData, stories: Collection[str], planted: Sequence[PlantedOffer] = ()
) -> tuple[Listing, ...]:
    """The articles of some stories of a day, with what is planted among their offers.

    In an order in which that of the inputs does not show.
    """
    articles = {article.id: article for article in data.articles}
    found = []
    for number, home, brief in _told(data):
        own = [each for each in planted if each.article == number]
        if home in stories and (items := tuple(_items(number, brief, own, data.date))):
            head = tuple(_head(number, data.outlets.get(brief.article, ""), articles[brief.article], brief))
            found.append(Listing(number, brief.article, home, head, items))
    return tuple(found)


def _planting_places(data: BriefingData) -> list[PlantingPlace]:
    """The articles of a day that tell of offers."""
    return [
        PlantingPlace(number, home, tuple(dict.fromkeys(brief.cast.actor(offer.offerer) for offer in brief.offers)))
        for number, home, brief in _told(data)
        if brief.offers
    ]


def _count_items(data: BriefingData, story: str) -> int:
    """How many items the articles of a story have to link."""
    briefs = (brief for _, home, brief in _told(data) if home == story)
    return sum(len(brief.offers) + len(brief.responses) + len(brief.open_questions) for brief in briefs)


def _told(data: BriefingData) -> Iterator[tuple[int, str, Brief]]:
    """The briefs of a day by article, numbered, each with its story."""
    homes = {article: _story_key(story) for story in data.stories for article in story.articles}
    for number, brief in enumerate(sorted(data.briefs, key=lambda each: each.article), 1):
        if brief.article in homes:
            yield number, homes[brief.article], brief


def _story_key(story: Story) -> str:
    """A story by the first of its articles."""
    return min(story.articles, default=story.id)


def _head(number: int, outlet: str, article: Article, brief: Brief) -> Iterator[str]:
    title = brief.headline.text if brief.headline else article.title or "untitled"
    day = f", {article.published.isoformat()}" if article.published else ""
    yield f"a{number} article ({_one_line(outlet)}{day}): {_one_line(title)}"
    yield from (f"  {_one_line(line.text)}" for line in brief.gist)


def _items(number: int, brief: Brief, planted: Sequence[PlantedOffer], day: date) -> Iterator[ListedItem]:
    mixed: list[Offer | PlantedOffer] = [*brief.offers]
    for each in planted:
        mixed.insert(place_of(day, each, len(brief.offers)), each)
    keys = {offer.id: f"a{number}o{place}" for place, offer in enumerate(mixed, 1) if isinstance(offer, Offer)}
    cast, named = brief.cast, _with_aliases(brief, brief.cast)
    for place, offer in enumerate(mixed, 1):
        if isinstance(offer, PlantedOffer):
            yield ListedItem(f"a{number}o{place}", EntryKind.OFFER, _one_line(offer.told), planted=offer)
            continue
        told = _one_line(offer.told(named)) + _quoted(offer)
        words = " ".join((offer.what, *offer.conditions))
        ref = ItemRef(article=brief.article, item=offer.id)
        names = _names(brief, offer.offerer)
        yield ListedItem(keys[offer.id], EntryKind.OFFER, told, ref, names, words, offer.status)
    for place, response in enumerate(brief.responses, 1):
        tied = tuple(keys[each] for each in response.offers if each in keys)
        told = _one_line(response.told(cast)) + _quoted(response) + f" Tied to: {', '.join(tied) or 'nothing'}."
        ref = ItemRef(article=brief.article, item=response.id)
        names = _names(brief, response.responder)
        yield ListedItem(f"a{number}r{place}", EntryKind.RESPONSE, told, ref, names, tied=tied)
    for place, question in enumerate(brief.open_questions, 1):
        ref = ItemRef(article=brief.article, item=question.id)
        yield ListedItem(
            f"a{number}q{place}", EntryKind.QUESTION, _one_line(question.question) + _quoted(question), ref
        )


def _with_aliases(brief: Brief, cast: IdNames) -> IdNames:
    """The cast with the other names of each actor behind its own."""
    also = {actor.id: ", ".join(actor.aliases[:_ALIASES]) for actor in brief.actors}
    named = {ident: f"{name} ({also[ident]})" if also.get(ident) else name for ident, name in cast.actors.items()}
    return IdNames(named, cast.offers)


def _names(brief: Brief, ident: str) -> tuple[str, ...]:
    actor = brief.actor(ident)
    return (actor.name, *actor.aliases) if actor else (brief.cast.actor(ident),)


def _quoted(item: Offer | Response | OpenQuestion) -> str:
    return f" “{_one_line(item.evidence[0].quote)}”" if item.evidence else ""


def _items_in_words(listed: Sequence[Listing]) -> str:
    """The items of a request, a line each under their articles."""
    lines: list[str] = []
    for listing in listed:
        lines += listing.head
        lines += [f"  {item.key} {_NAMED[item.kind]}: {item.told}" for item in listing.items]
    return "\n".join(lines) or "(nothing)"


def entries_in_words(entries: Sequence[ShownEntry], stories: Sequence[ShownStory] = ()) -> str:
    """What a request shows of the ledger: the running stories, and the entries, a few lines each."""
    told = [f"{story.id} story, last told {story.day.isoformat()}: {_one_line(story.title)}" for story in stories]
    return "\n".join((*told, *(line for entry in entries for line in _entry(entry)))) or "(nothing yet)"


def _entry(entry: ShownEntry) -> Iterator[str]:
    if entry.kind is EntryKind.QUESTION:
        about = f" (about {entry.about})" if entry.about else ""
        told = f"{_one_line(entry.text)} {entry.status}, {entry.day.isoformat()}."
        yield f"{entry.id} question in {entry.story}{about}: {told}"
        return
    whom = "; ".join(map(_one_line, entry.others)) or "nobody stated"
    countering = f" Counters {entry.about}." if entry.about else ""
    told = f"amounts told: {', '.join(map(_one_line, entry.amounts))}. " if entry.amounts else ""
    if entry.conditions:
        told = f"conditions: {'; '.join(map(_one_line, entry.conditions))}. {told}"
    quote = f" “{_one_line(entry.quote)}”" if entry.quote else ""
    who = "; ".join(map(_one_line, entry.parties)) or "nobody named"
    yield f"{entry.id} offer in {entry.story}: {who} to {whom}: {_one_line(entry.text)}"
    yield (
        f"  {told}First told {entry.opened.isoformat()}; {entry.status.replace('_', ' ')} on {entry.day.isoformat()}."
        f"{countering}{quote}"
    )
    for version in entry.earlier[:MOST_TIES]:
        status = version.status.replace("_", " ")
        yield f"  {version.id} version before: {_one_line(version.text)}: {status}, {version.day.isoformat()}"
    for tie in entry.ties[-MOST_TIES:]:
        status = tie.status.replace("_", " ")
        yield f"  {tie.id} answer by {_one_line(tie.party)}: {status}, {tie.day.isoformat()}: {_one_line(tie.text)}"


def _one_line(text: str) -> str:
    """A text on one line, and no longer than a request can bear."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_CHARS else flat[: MOST_CHARS - 1] + "…"
