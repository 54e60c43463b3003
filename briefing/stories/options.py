"""What a reader can set about stories."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from briefing.schema.base import Model


class WatchList(Model):
    """What a reader follows. Names are compared by what they mean (``Moscow`` finds Russia), topics by word stems.

    ``weights`` gives an entry another weight than 1; negative weights sink a story.
    """

    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    weights: dict[str, float] = Field(default_factory=dict, description="by entry of any of the three lists")

    def weight(self, entry: str) -> float:
        """The weight of an entry of the list."""
        return self.weights.get(entry, 1.0)


class StoryOptions(Model):
    """How stories are told. ``today`` limits nothing; it is the day that responses and statuses are dated with
    where an article carries no date."""

    watch: WatchList = WatchList()
    today: date | None = None
    gist_lines: int = Field(default=4, ge=0, description="most lines of summary that a story gets")
