"""What the ledger reads of a day's page, in an order that no page order shows in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator

from briefing.language.names import canonical_organisation, fold, state_behind, without_titles
from briefing.language.parties import is_generic
from briefing.schema.base import ItemRef, Model
from briefing.schema.briefing import BriefingData, Merged, Story, StoryActor, StoryOffer, StoryQuestion, StoryResponse
from briefing.schema.ledger import EntryKind, LedgerSource, Qid, QuestionStatus
from briefing.schema.linking import Linking
from briefing.schema.terms import ActorKind
from briefing.schema.verdict import Evidence

Words = Annotated[str, AfterValidator(lambda text: text.replace("\x00", " "))]
"""Words of a model: PostgreSQL holds no NUL."""

_OF = re.compile(r"['’]s? \w")
"""In what names somebody by somebody else: its words are not those of a name."""

_Place = tuple[int, int, int]
"""Where evidence stands: the article's place in the order of publication, start, end."""


class DayParty(Model):
    """A party to an offer: its name on the page, all its names, and the side it acts for, to compare by."""

    side: Words
    name: Words
    forms: tuple[Words, ...] = ()


class DayItem(Model):
    """An offer, response or question of the page. ``key`` names it whatever id the page gives it.

    ``texts`` are all the wordings of the articles behind it, ``members`` the items of briefs. ``others`` are all that
    an offer is made to, the first of them ``other``. ``answers`` is the key of the offer of the page that a response
    answers; ``to`` says what it answers in words. ``said`` is the day on which all sources that give one say that it
    was answered, ``due`` by when an answer is due.
    """

    key: str
    kind: EntryKind
    text: Words
    texts: tuple[Words, ...]
    conditions: tuple[Words, ...] = ()
    status: str
    party: DayParty | None = None
    other: DayParty | None = None
    others: tuple[DayParty, ...] = ()
    answers: str | None = None
    to: Words = ""
    said: date | None = None
    due: date | None = None
    members: tuple[ItemRef, ...] = ()
    evidence: tuple[Evidence, ...]

    @property
    def refs(self) -> tuple[ItemRef, ...]:
        """The items of briefs that it stands for; of a day that an earlier release recorded the first, by its key."""
        if self.members:
            return self.members
        named, _, item = self.key.rpartition(" ")
        return (ItemRef(article=named.partition(" ")[2], item=item),)


class DayLine(Model):
    """A sentence of a story's summary, or its headline."""

    text: Words
    evidence: tuple[Evidence, ...]


class DayActor(Model):
    """An actor of a story. ``key`` is the first of the brief items that it stands for, ``names`` its own and all its
    aliases; of a day that an earlier release recorded, kind and key are not known."""

    key: str = ""
    name: Words
    names: tuple[Words, ...] = ()
    kind: ActorKind | None = None
    roles: tuple[Words, ...] = ()
    side: Words
    wikidata: Qid | None = None


class DayStory(Model):
    """A story of the page. ``names`` are all names of its actors."""

    key: str
    title: Words
    articles: tuple[str, ...]
    parties: tuple[DayParty, ...]
    names: tuple[Words, ...]
    items: tuple[DayItem, ...]
    lines: tuple[DayLine, ...]
    actors: tuple[DayActor, ...] = ()

    @property
    def told_from(self) -> tuple[str, ...]:
        """Its articles; a story that names none is known by its key."""
        return self.articles or (self.key,)


class DayRecord(Model):
    """All that the ledger reads of a day."""

    day: date
    stories: tuple[DayStory, ...]
    sources: tuple[LedgerSource, ...] = ()
    linking: Linking | None = None
    """How a model linked the day, where one was asked."""

    def items(self, kind: EntryKind) -> list[tuple[DayStory, DayItem]]:
        """The items of a kind, with their stories."""
        return [(story, item) for story in self.stories for item in story.items if item.kind is kind]

    @property
    def wikidata(self) -> frozenset[Qid]:
        """The items of its actors."""
        return frozenset(actor.wikidata for story in self.stories for actor in story.actors if actor.wikidata)

    @property
    def digest(self) -> str:
        """SHA-256 of the content, without the order of stories, the paths of the articles, and how it was linked.

        What no release before this one read counts where there is any, so that days of earlier ones keep theirs.
        """
        stories = tuple(map(_as_first_read, sorted(self.stories, key=lambda story: story.key)))
        text = json.dumps(
            {"day": self.day.isoformat(), "stories": stories, "sources": ()}, separators=(",", ":"), ensure_ascii=False
        )
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _as_first_read(story: DayStory) -> dict[str, Any]:
    found = story.model_dump(mode="json", exclude={"actors"})
    for item in found["items"]:
        del item["conditions"]  # told with an offer, they make no other day of it
        for name in ("others", "said", "due", "members"):
            value = item.pop(name)
            if (name in ("said", "due") and value is not None) or (name == "others" and len(value) > 1):
                item[name] = value
    parties = (each for each in (*found["parties"], *_parties_of(found["items"])) if each)
    for party in parties:
        party.pop("forms", None)
    return found


def _parties_of(items: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield from (item["party"], item["other"], *item.get("others", ()))


def read_day(data: BriefingData) -> DayRecord:
    """What the ledger reads of a page. The order of its stories and of their items makes no difference."""
    reader = _StoryReader(data)
    # The most important first, as on the page: new stories get their numbers in this order.
    stories = [reader.story(story) for story in sorted(data.stories, key=reader.story_order)]
    cited = {piece.article for story in stories for piece in _pieces(story)}
    return DayRecord(day=data.date, stories=tuple(stories), sources=_sources(data, cited), linking=data.linking)


def item_key(kind: EntryKind, item: Merged) -> str:
    """The name of an item that does not depend on its place: the first of the brief items that it stands for.

    Each item of a brief stands behind one item of the page at most.
    """
    return f"{kind.value} {actor_key(item)}"


def actor_key(actor: Merged) -> str:
    """The name of an actor of the page: the first of the brief items that it stands for."""
    return " ".join(min(((ref.article, ref.item) for ref in actor.members), default=("", actor.id)))


def story_key(story: Story) -> str:
    """The name of a story of the page: the first of its articles by id."""
    return min(story.articles, default=story.id)


def items_of(story: Story) -> Iterator[tuple[EntryKind, StoryOffer | StoryResponse | StoryQuestion]]:
    """The items of a story that the ledger remembers."""
    yield from ((EntryKind.OFFER, offer) for offer in story.offers)
    yield from ((EntryKind.RESPONSE, response) for response in story.responses)
    yield from ((EntryKind.QUESTION, question) for question in story.open_questions)


class _StoryReader:
    """Reads the stories of one page."""

    def __init__(self, data: BriefingData) -> None:
        ordered = sorted(data.articles, key=lambda a: (a.published.isoformat() if a.published else "9999", a.id))
        self._rank = {article.id: place for place, article in enumerate(ordered)}
        self._drafted = {(brief.article, item.id): item for brief in data.briefs for _, item in brief.items()}

    def story(self, story: Story) -> DayStory:
        parties = {actor.id: _party(actor) for actor in story.actors}
        offers = {offer.id: item_key(EntryKind.OFFER, offer) for offer in story.offers}
        items = (self._item(kind, item, parties, offers) for kind, item in items_of(story))
        lines = (*story.gist, *((story.headline,) if story.headline else ()))
        forms = {form for actor in story.actors for form in (actor.name, *actor.aliases)}
        return DayStory(
            key=story_key(story),
            title=story.title,
            articles=tuple(sorted(story.articles)),
            parties=tuple(sorted(set(parties.values()), key=lambda party: (party.side, party.name))),
            names=tuple(sorted(form for form in forms if not _OF.search(form))),
            items=tuple(sorted(items, key=lambda item: (self._place(item.evidence), item.kind.value, item.key))),
            lines=tuple(DayLine(text=line.text, evidence=self._sorted(line.evidence)) for line in lines),
            actors=tuple(sorted((_actor(actor) for actor in story.actors), key=lambda each: (each.side, each.key))),
        )

    def story_order(self, story: Story) -> tuple[float, int, str]:
        first = min((self._rank.get(ident, 0) for ident in story.articles), default=0)
        return (-story.importance.score, first, story_key(story))

    def _item(
        self,
        kind: EntryKind,
        item: StoryOffer | StoryResponse | StoryQuestion,
        parties: Mapping[str, DayParty],
        offers: Mapping[str, str],
    ) -> DayItem:
        drafted = [self._drafted.get((ref.article, ref.item)) for ref in item.members]
        said = [getattr(each, "what", None) or getattr(each, "question", None) for each in drafted]
        text = item.question if isinstance(item, StoryQuestion) else item.what
        fields: dict[str, Any] = {
            "key": item_key(kind, item),
            "kind": kind,
            "text": text,
            "texts": tuple(sorted({text, *(each for each in said if each)})),
            "status": QuestionStatus.OPEN.value,
            "members": tuple(sorted(item.members, key=lambda ref: (ref.article, ref.item))),
            "evidence": self._sorted(item.evidence),
        }
        if isinstance(item, StoryOffer):
            fields |= {"status": item.status.value, "party": parties.get(item.offerer)}
            fields["others"] = tuple(parties[each] for each in item.addressees if each in parties)
            fields |= {"other": next(iter(fields["others"]), None), "due": item.due_day, "conditions": item.conditions}
        elif isinstance(item, StoryResponse):
            fields |= {"status": item.stance.value, "party": parties.get(item.responder), "to": item.to}
            fields["answers"] = offers.get(item.offer) if item.offer else None
            days = [getattr(each, "said_day", None) for each in drafted]
            fields["said"] = max((day for day in days if day), default=None)
        return DayItem.model_validate(fields)

    def _sorted(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(sorted(evidence, key=lambda piece: self._place((piece,))))

    def _place(self, evidence: tuple[Evidence, ...]) -> _Place:
        places = ((self._rank.get(piece.article, len(self._rank)), piece.start, piece.end) for piece in evidence)
        return min(places, default=(len(self._rank), 0, 0))


def _party(actor: StoryActor) -> DayParty:
    """The party an actor stands for."""
    forms = tuple(sorted({form for form in (actor.name, *actor.aliases) if not is_generic(form)}))
    return DayParty(side=_side(actor), name=actor.name, forms=forms)


def _actor(actor: StoryActor) -> DayActor:
    return DayActor(
        key=actor_key(actor),
        name=actor.name,
        names=tuple(sorted({actor.name, *actor.aliases})),
        kind=actor.kind,
        roles=tuple(sorted(set(actor.roles))),
        side=_side(actor),
    )


def _side(actor: StoryActor) -> str:
    """The side that an actor acts for; by the form of its name where the story does not say."""
    name = actor.name
    return actor.side or fold(state_behind(name) or canonical_organisation(name) or without_titles(name))


def _pieces(story: DayStory) -> Iterator[Evidence]:
    for item in story.items:
        yield from item.evidence
    for line in story.lines:
        yield from line.evidence


def _sources(data: BriefingData, cited: set[str]) -> tuple[LedgerSource, ...]:
    return tuple(
        LedgerSource(
            article=article.id,
            outlet=article.outlet or data.outlets.get(article.id, article.id),
            title=article.title,
            ref=str(article.ref),
            sha256=article.ref.sha256,
            published=article.published.isoformat() if article.published else None,
        )
        for article in sorted(data.articles, key=lambda each: each.id)
        if article.id in cited
    )
