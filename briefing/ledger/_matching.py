"""Which items of a day are entries that the ledger knows already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from briefing.language.topics import (
    SAME_OFFER,
    SAME_QUESTION,
    content,
    likeness,
    question_topics,
    topics,
)
from briefing.schema.briefing import Story, StoryActor, StoryOffer, StoryQuestion, StoryResponse
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerStory

ItemT = TypeVar("ItemT")

SAME_STORY = 0.35
"""Least likeness of two days' accounts of a story where no entry connects them."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The actors of a story, by id."""

    actors: Mapping[str, StoryActor]
    stems: frozenset[str]

    @classmethod
    def of(cls, story: Story) -> Parties:
        forms = (form for actor in story.actors for form in (actor.name, *actor.aliases))
        return cls({actor.id: actor for actor in story.actors}, frozenset(content(" ".join(forms))))

    def name(self, actor: str | None) -> str | None:
        found = self.actors.get(actor) if actor else None
        return found.name if found else None

    def side(self, actor: str | None) -> str | None:
        """The key of the party that an actor acts for; its name where no side is known."""
        found = self.actors.get(actor) if actor else None
        return (found.side or found.name) if found else None


def pair(
    items: Sequence[ItemT], entries: Iterable[LedgerEntry], score: Callable[[ItemT, LedgerEntry], float]
) -> dict[int, LedgerEntry]:
    """The entry of each item that has one, by the item's place: the best pair first, each entry once."""
    scored = sorted(
        (
            (-value, number_of(entry.id), place, entry)
            for place, item in enumerate(items)
            for entry in entries
            if (value := score(item, entry)) > 0
        ),
        key=lambda row: row[:3],
    )
    found: dict[int, LedgerEntry] = {}
    taken: set[str] = set()
    for _, _, place, entry in scored:
        if place not in found and entry.id not in taken:
            found[place] = entry
            taken.add(entry.id)
    return found


def number_of(ident: str) -> int:
    """The number in an id: 12 for ``O12``."""
    return int(ident[1:])


def same_offer(offer: StoryOffer, entry: LedgerEntry, parties: Parties) -> float:
    """How surely an offer is one that the ledger knows: same offerer, no other recipient, like topics; 0 where not."""
    if entry.kind is not EntryKind.OFFER or entry.party_side != parties.side(offer.offerer):
        return 0.0
    recipient = parties.side(offer.recipient)
    if None not in (recipient, entry.other_side) and recipient != entry.other_side:
        return 0.0
    about = topics(offer.what, parties.stems)
    value = max(likeness(about, topics(text, parties.stems)) for text in texts(entry))
    return value if value >= SAME_OFFER else 0.0


def same_response(response: StoryResponse, answers: str | None, entry: LedgerEntry, parties: Parties) -> float:
    """How surely a response is known: same responder, same stance, same offer, or like words where it answers none."""
    if entry.kind is not EntryKind.RESPONSE or entry.status != response.stance.value:
        return 0.0
    if entry.party_side != parties.side(response.responder) or entry.answers != answers:
        return 0.0
    about = topics(response.what, parties.stems)
    value = max(likeness(about, topics(text, parties.stems)) for text in texts(entry))
    if answers:
        return 0.5 + value / 2
    return value if value >= SAME_OFFER else 0.0


def same_question(question: StoryQuestion, entry: LedgerEntry, parties: Parties) -> float:
    """How surely a question is known, by what it asks about."""
    if entry.kind is not EntryKind.QUESTION:
        return 0.0
    about = question_topics(question.question, parties.stems)
    value = max(likeness(about, question_topics(text, parties.stems)) for text in texts(entry))
    return value if value >= SAME_QUESTION else 0.0


def texts(entry: LedgerEntry) -> tuple[str, ...]:
    """All that days called it, each once."""
    return tuple(dict.fromkeys(state.text for state in entry.states))


def same_story(story: Story, known: LedgerStory, entries: Iterable[LedgerEntry], parties: Parties) -> float:
    """How surely a story goes on, where none of its items is known: like titles and items, a party in common."""
    own = [entry for entry in entries if entry.story == known.id]
    sides = {side for entry in own for side in (entry.party_side, entry.other_side) if side}
    here = {parties.side(actor) for actor in parties.actors}
    if sides and here and not sides & here:
        return 0.0
    told = topics(" ".join((known.title, *(entry.text for entry in own))))
    now = (story.title, *(o.what for o in story.offers), *(q.question for q in story.open_questions))
    value = likeness(topics(" ".join(now)), told)
    return value if value >= SAME_STORY else 0.0
