"""What one request holds: some stories of a day with the entries that may concern them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.linking._items import ListedItem, Listing, count, items_in_words, listings, one_line, places, story_key
from briefing.linking._planting import plant
from briefing.llm.envelope import wrap
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import ShownEntry, ShownStory

MOST_ITEMS = 60
"""Items of one request; a day that has more goes in parts, whole stories together."""
MOST_TIES = 4
"""Answers to an entry that are shown with it, the latest."""


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
        return wrap(entries_in_words(self.entries, self.stories), "LEDGER"), wrap(
            items_in_words(self.listings), "ITEMS"
        )


def parts_of(data: BriefingData, shown: Sequence[ShownEntry], running: Sequence[ShownStory]) -> list[DayPart]:
    """The requests of a day; none where there is nothing to link to and no two articles to link."""
    if not shown and not running and len(data.briefs) < 2:
        return []
    return [part for stories in _packed(data) if (part := _part(data, stories, shown, running)).listings]


def _packed(data: BriefingData) -> Iterator[list[str]]:
    """The stories of a day, as many together as one request bears."""
    held: list[str] = []
    items = 0
    for key in sorted(story_key(story) for story in data.stories):
        more = count(data, key)
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
    here = [place for place in places(data) if place.story in stories]
    offers = sum(1 for listing in listings(data, stories) for item in listing.items if item.kind is EntryKind.OFFER)
    told = tuple(each for each in running if not set(each.near).isdisjoint(stories))
    return DayPart(entries, told, listings(data, stories, plant(data.date, entries, here, offers)))


def entries_in_words(entries: Sequence[ShownEntry], stories: Sequence[ShownStory] = ()) -> str:
    """What a request shows of the ledger: the running stories, and the entries, a few lines each."""
    told = [f"{story.id} story, last told {story.day.isoformat()}: {one_line(story.title)}" for story in stories]
    return "\n".join((*told, *(line for entry in entries for line in _entry(entry)))) or "(nothing yet)"


def _entry(entry: ShownEntry) -> Iterator[str]:
    if entry.kind is EntryKind.QUESTION:
        about = f" (about {entry.about})" if entry.about else ""
        told = f"{one_line(entry.text)} {entry.status}, {entry.day.isoformat()}."
        yield f"{entry.id} question in {entry.story}{about}: {told}"
        return
    whom = "; ".join(map(one_line, entry.others)) or "nobody stated"
    countering = f" Counters {entry.about}." if entry.about else ""
    told = f"amounts told: {', '.join(map(one_line, entry.amounts))}. " if entry.amounts else ""
    if entry.conditions:
        told = f"conditions: {'; '.join(map(one_line, entry.conditions))}. {told}"
    quote = f" “{one_line(entry.quote)}”" if entry.quote else ""
    who = "; ".join(map(one_line, entry.parties)) or "nobody named"
    yield f"{entry.id} offer in {entry.story}: {who} to {whom}: {one_line(entry.text)}"
    yield (
        f"  {told}First told {entry.opened.isoformat()}; {entry.status.replace('_', ' ')} on {entry.day.isoformat()}."
        f"{countering}{quote}"
    )
    for version in entry.earlier[:MOST_TIES]:
        status = version.status.replace("_", " ")
        yield f"  {version.id} version before: {one_line(version.text)}: {status}, {version.day.isoformat()}"
    for tie in entry.ties[-MOST_TIES:]:
        status = tie.status.replace("_", " ")
        yield f"  {tie.id} answer by {one_line(tie.party)}: {status}, {tie.day.isoformat()}: {one_line(tie.text)}"
