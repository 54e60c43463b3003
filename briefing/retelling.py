"""The page told again from its briefs and articles, and compared with what it says.

Stories are a pure function of articles, briefs and options, so that nothing on a page has to be taken at its word:
whatever was added, left out or changed by hand differs from what is told again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from briefing.grounding import total
from briefing.schema.base import Model
from briefing.schema.briefing import BriefingData, Story, StoryOffer
from briefing.schema.ledger import BY_LEDGER
from briefing.stories import StoryOptions, article_keys, bottom_line, tell

_ID = re.compile(r"\b[SAORQC]\d+\b")
_LISTS = ("actors", "offers", "responses", "open_questions", "conflicts")
_OF_LEDGER = frozenset({"changes"})
_WEIGHED = frozenset({"importance"})
"""What a ledger adds to a story, and what it weighs anew by what changed."""
_STANDING = frozenset({"status", "status_reason"})
"""What a ledger knows better of an offer that the day's sources only mention."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the page differs from what its briefs tell: ``item`` names the place, ``field`` the path inside it."""

    item: str
    field: str
    has: str
    told: str


def differences(data: BriefingData) -> Iterator[Difference]:
    """What the page says otherwise than its briefs and articles do, in the order of the page."""
    told = {story.articles: story for story in tell(data.articles, data.briefs, _options(data))}
    for story in data.stories:
        again = told.pop(story.articles, None)
        if again is None:
            yield Difference(f"story {story.id}", "articles", ", ".join(story.articles), "no such story")
        else:
            yield from _of_story(story, again, weighed=data.since is not None)
    for story in told.values():
        yield Difference("stories", "articles", "none", ", ".join(story.articles))
    for number, (line, again_line) in enumerate(zip_longest(data.bottom_line, bottom_line(data.stories)), 1):
        yield from _compare(f"bottom line {number}", _plain(line), _plain(again_line))
    yield from _compare("outlets", data.outlets, article_keys(data.articles))
    yield from _compare("metrics", _plain(data.metrics), _plain(total(brief.metrics for brief in data.briefs)))
    yield from _compare("coverage", _counted(data), _recounted(data))


def _options(data: BriefingData) -> StoryOptions:
    return StoryOptions.model_validate(data.told_with)


def _of_story(story: Story, again: Story, *, weighed: bool) -> Iterator[Difference]:
    """The differences of one story, its ids aside: a ledger gives the same items ids of its own."""
    ids = {story.id: again.id} | {
        ours.id: theirs.id
        for name in _LISTS
        for ours, theirs in zip(getattr(story, name), getattr(again, name), strict=False)
    }
    skipped = _OF_LEDGER | (_WEIGHED if weighed else frozenset())
    for name in Story.model_fields:
        if name in skipped:
            continue
        ours, theirs = getattr(story, name), getattr(again, name)
        if name in _LISTS:
            for item, other in zip_longest(ours, theirs):
                label = item.id if item is not None else f"{name} left out: {other.id}"
                one, another = _renamed(_plain(item), ids), _plain(other)
                if weighed and item is not None and other is not None and _stands_by_ledger(story, item):
                    one, another = ({k: v for k, v in each.items() if k not in _STANDING} for each in (one, another))
                yield from _compare(f"story {story.id} {label}", one, another)
        else:
            yield from _compare(f"story {story.id}", {name: _renamed(_plain(ours), ids)}, {name: _plain(theirs)})


def _stands_by_ledger(story: Story, item: object) -> bool:
    """Whether an offer is shown as the ledger knows it: the page says so, and its changes say the same status."""
    return (
        isinstance(item, StoryOffer)
        and BY_LEDGER in (item.status_reason or "")
        and any(change.item == item.id and change.after == item.status for change in story.changes)
    )


def _plain(value: object) -> Any:
    """A model as JSON values."""
    if isinstance(value, Model):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:
    """JSON values with the ids of one telling in the place of another's."""
    if isinstance(value, dict):
        return {key: _renamed(each, ids) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, ids) for each in value]
    return ids.get(value, value) if isinstance(value, str) and _ID.fullmatch(value) else value


def _compare(item: str, ours: Any, theirs: Any, field: str = "") -> Iterator[Difference]:
    """The innermost places where two JSON values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            yield from _compare(item, ours.get(key), theirs.get(key), f"{field}.{key}" if field else key)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _compare(item, one, other, f"{field}[{number}]")
    elif ours != theirs:
        yield Difference(item, field, str(ours), str(theirs))


def _counted(data: BriefingData) -> dict[str, Any]:
    coverage = data.coverage
    return {"cut": list(coverage.cut), "partial": list(coverage.partial), "dropped": coverage.dropped}


def _recounted(data: BriefingData) -> dict[str, Any]:
    dropped = Counter(line.reason.value for article in data.articles for line in article.dropped)
    return {
        "cut": [article.id for article in data.articles if article.cut],
        "partial": [brief.article for brief in data.briefs if brief.partial],
        "dropped": dict(sorted(dropped.items())),
    }
