"""What the items of articles are known to be, by whoever compared them with earlier days: which are one, which not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.schema.links import Links

Ref = tuple[str, str]
"""The ids of an article and of an item of its brief."""


@dataclass(frozen=True, slots=True)
class ToldAs:
    """The name of what each item is: items of one name are one, of two names two. ``answers`` are the names of what a
    response answers, ``story`` the name of an article's story. What has no name goes by its words."""

    items: Mapping[Ref, str] = field(default_factory=dict)
    answers: Mapping[Ref, tuple[str, ...]] = field(default_factory=dict)
    story: Mapping[str, str] = field(default_factory=dict)

    def one(self, ref: Ref, other: Ref) -> bool | None:
        """Whether two items are known to be one, None where nobody knows."""
        first, second = self.items.get(ref), self.items.get(other)
        return None if first is None or second is None else first == second

    def regrouped(self, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """Groups of articles put together by the names of their stories, in the order of their first articles; a group
        of articles of several stories is split."""
        found: dict[str, list[str]] = {}
        for group in groups:
            for article in group:
                found.setdefault(self.story.get(article, f"{group[0]} alone"), []).append(article)
        return tuple(map(tuple, found.values()))


NOTHING = ToldAs()


def told_as(links: Links, story: Mapping[str, str]) -> ToldAs:
    """The same from the links of a day."""
    offers = {(link.item.article, link.item.item): link.entry for link in links.offers}
    questions = {(link.item.article, link.item.item): link.entry for link in links.questions}
    answers = {(link.item.article, link.item.item): link.answers for link in links.responses}
    return ToldAs(offers | questions, answers, dict(story))
