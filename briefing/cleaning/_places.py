"""From the elements of a parsed page to its characters: lxml's trees know lines, not characters."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Any, NamedTuple

from briefing.cleaning._markup import Visible

PLACE = "data-place"
"""The attribute in which a tag carries where it stands. A parser keeps the first of two."""

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)


def placed(html: str, page: Visible) -> str:
    """``html`` with a place in each tag that opens an element."""
    parts: list[str] = []
    add = parts.append
    last = 0
    names, starts = page.tags.names, page.tags.starts
    first = names.index("body") if "body" in names else 0  # what stands before it is no text
    for name, start in zip(islice(names, first, None), islice(starts, first, None), strict=True):
        if name[0] != "/":
            at = start + 1 + len(name)
            add(html[last:at])
            add(f' {PLACE}="{start}"')
            last = at
    add(html[last:])
    return "".join(parts)


class TagPlace(NamedTuple):
    """Where the tag that opens an element stands."""

    start: int
    end: int


class TreePlaces:
    """Where the elements of a tree stand in the document that it was parsed from."""

    def __init__(self, page: Visible) -> None:
        self._tags = page.tags

    def opening(self, element: Any) -> TagPlace | None:
        """The tag that opens an element; None for one that the parser made up."""
        at = self._at(element)
        return None if at is None else TagPlace(self._tags.starts[at], self._tags.ends[at])

    def _at(self, element: Any) -> int | None:
        place = element.get(PLACE, "")
        if not place.isdecimal():
            return None
        starts = self._tags.starts
        at = bisect_left(starts, int(place))
        return at if at < len(starts) and starts[at] == int(place) else None

    def inside(self, element: Any) -> tuple[int, int, int] | None:
        """Where the content of an element starts and ends, and where what follows the element starts."""
        at = self._at(element)
        if at is None:
            return None
        tags = self._tags
        name, start, limit = tags.names[at].lower(), tags.ends[at], self._next(element)
        if name in _VOID:
            return start, start, start
        last = len(tags.starts) if limit is None else bisect_left(tags.starts, limit)
        depth = 1
        for i in range(bisect_left(tags.starts, start), last):
            following = tags.names[i].lower()
            if following.removeprefix("/") == name:
                depth += -1 if following[0] == "/" else 1
                if depth == 0:
                    return start, tags.starts[i], tags.ends[i]
        end = limit if limit is not None else tags.ends[-1]
        return start, end, end

    def _next(self, element: Any) -> int | None:
        """Where the next element behind this one and all that is in it starts."""
        while element is not None:
            for following in element.itersiblings():
                if isinstance(following.tag, str) and (tag := self.opening(following)):
                    return tag.start
            element = element.getparent()
        return None
