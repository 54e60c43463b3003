"""From the elements of a parsed page to its characters: lxml's trees know lines, not characters."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from briefing.cleaning._markup import Tag, Visible

_PLACE = "data-place"
"""The attribute in which a tag carries where it stands. A parser keeps the first of two."""

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905


def placed(html: str, page: Visible) -> str:
    """``html`` with a place in each tag that opens an element."""
    parts: list[str] = []
    last = 0
    for tag in page.tags:
        if not tag.closing:
            at = tag.start + 1 + len(tag.name)
            parts += html[last:at], f' {_PLACE}="{tag.start}"'
            last = at
    parts.append(html[last:])
    return "".join(parts)


class Places:
    """Where the elements of a tree stand in the document that it was parsed from."""

    def __init__(self, page: Visible) -> None:
        self._tags = page.tags
        self._starts = [tag.start for tag in page.tags]

    def opening(self, element: Any) -> Tag | None:
        """The tag that opens an element; None for one that the parser made up."""
        place = element.get(_PLACE, "")
        if not place.isdecimal():
            return None
        at = bisect_left(self._starts, int(place))
        return self._tags[at] if at < len(self._tags) and self._starts[at] == int(place) else None

    def inside(self, element: Any) -> tuple[int, int, int] | None:
        """Where the content of an element starts and ends, and where what follows the element starts."""
        tag = self.opening(element)
        if tag is None:
            return None
        name, limit = tag.name.lower(), self._next(element)
        if name in _VOID:
            return tag.end, tag.end, tag.end
        depth = 1
        for i in range(bisect_left(self._starts, tag.end), len(self._tags)):
            following = self._tags[i]
            if limit is not None and following.start >= limit:
                break
            if following.name.lower() == name:
                depth += -1 if following.closing else 1
                if depth == 0:
                    return tag.end, following.start, following.end
        end = limit if limit is not None else self._tags[-1].end
        return tag.end, end, end

    def _next(self, element: Any) -> int | None:
        """Where the next element behind this one and all that is in it starts."""
        while element is not None:
            for following in element.itersiblings():
                if isinstance(following.tag, str) and (tag := self.opening(following)):
                    return tag.start
            element = element.getparent()
        return None
