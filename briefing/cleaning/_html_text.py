"""The visible characters of an HTML document, each with its place in the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from briefing.cleaning._pieces import Piece, Run, without_unseen
from briefing.schema.article import ParagraphKind

# Elements whose content is not part of the page's text. A page's title is the headline a second time.
_HIDDEN = ("script", "style", "template", "svg", "iframe", "title")
# Elements that stand inside a line: no word ends at their tags. Every other tag ends one.
_INLINE_NAMES = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
)  # fmt: skip
_INLINE = frozenset((*_INLINE_NAMES, *(f"/{name}" for name in _INLINE_NAMES)))
_TAG = re.compile(r"<(?:(/?[a-zA-Z][a-zA-Z0-9:-]{0,40})|[/!?])[^>]*>")
_OPENING = re.compile(r"<[a-zA-Z/!?]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a document, in order: tag ``i`` is ``document[starts[i]:ends[i]]``.

    By columns: with a value for each of its thousands of tags, collecting garbage takes a tenth of a page's time.
    """

    names: list[str] = field(default_factory=list)
    """As they are written, behind a ``/`` where a tag closes."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


class Edit(NamedTuple):
    """``document[start:end]`` is read as ``text``."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Visible:
    """``text`` is what stands between the tags, entities decoded, a line break for each tag that ends a word.

    Chunk ``i`` of it starts at ``starts[i]`` and came from ``document[raw_starts[i]:raw_ends[i]]``: character by
    character, or as a whole where it is a decoded entity or a tag.
    """

    text: str
    starts: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]
    tags: Tags = field(default_factory=Tags)
    """The tags that stand outside hidden elements."""

    @classmethod
    def of(cls, parts: Sequence[str], raw_starts: Sequence[int], raw_ends: Sequence[int], tags: Tags) -> Visible:
        """The text of chunks, each with its place in the document."""
        *starts, _ = accumulate(map(len, parts), initial=0)
        return cls("".join(parts), tuple(starts), tuple(raw_starts), tuple(raw_ends), tags)

    def edited(self, edits: Sequence[Edit]) -> Visible:
        """The same with ``edits`` made, which are in order and apart. A tag may be edited, and whatever is visible."""
        made = _MadeText(self)
        i, size = 0, len(self.starts)
        low = start = -1  # what is left of chunk i behind an edit; -1 where all of it is
        for edit in edits:
            j = bisect_right(self.raw_ends, edit.start, i)
            if j > i and start >= 0:
                made.add_rest(i, low, start)
                i, low, start = i + 1, -1, -1
            made.add_whole(i, j)
            i = max(i, j)
            if i < size and max(self.raw_starts[i], start) < edit.start:
                made.add_front(i, low, start, edit.start)
            made.add(edit.text, edit.start, edit.end)
            j = bisect_right(self.raw_ends, edit.end, i)
            if j > i:
                i, low, start = j, -1, -1
            if i < size and self.raw_starts[i] < edit.end:
                low, start = self._behind(i, edit.end)
        if start >= 0:
            made.add_rest(i, low, start)
            i += 1
        made.add_whole(i, size)
        return made.finish()

    def _behind(self, i: int, raw: int) -> tuple[int, int]:
        """Where chunk ``i`` goes on behind the document's character ``raw``: in the text, and in the document."""
        end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        exact = end - self.starts[i] == self.raw_ends[i] - self.raw_starts[i]
        return (self.starts[i] + raw - self.raw_starts[i] if exact else end), raw

    def through(self, inner: Visible) -> Visible:
        """What ``inner`` makes of this text, leading back to this one's document."""
        parts: list[str] = []
        raw_starts: list[int] = []
        raw_ends: list[int] = []
        ends = [*inner.starts[1:], len(inner.text)]
        for start, end, low, high in zip(inner.starts, ends, inner.raw_starts, inner.raw_ends, strict=True):
            exact = end - start == high - low and inner.text[start:end] == self.text[low:high]
            if exact:
                for own_start, own_end, raw_start, raw_end in self.chunks(low, high):
                    parts.append(self.text[own_start:own_end])
                    raw_starts.append(raw_start)
                    raw_ends.append(raw_end)
            elif covered := list(self.chunks(low, high)):
                parts.append(inner.text[start:end])
                raw_starts.append(covered[0][2])
                raw_ends.append(covered[-1][3])
        return Visible.of(parts, raw_starts, raw_ends, Tags())

    def chunks(self, low: int, high: int) -> Iterator[tuple[int, int, int, int]]:
        """The pieces of ``text[low:high]`` as (start, end, raw start, raw end)."""
        i = max(0, bisect_right(self.starts, low) - 1)
        while i < len(self.starts) and self.starts[i] < high:
            start = self.starts[i]
            end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
            if end > low:
                raw_start, raw_end = self.raw_starts[i], self.raw_ends[i]
                if end - start == raw_end - raw_start:
                    cut_low, cut_high = max(low, start), min(high, end)
                    yield cut_low, cut_high, raw_start + cut_low - start, raw_start + cut_high - start
                else:
                    yield start, end, raw_start, raw_end
            i += 1

    def piece(self, kind: ParagraphKind, low: int, high: int) -> Piece | None:
        """``text[low:high]`` as a passage of an article; None where nothing visible is left of it."""
        runs = tuple(
            Run(start - low, end - low, raw_start, raw_end) for start, end, raw_start, raw_end in self.chunks(low, high)
        )
        return without_unseen(Piece(kind, self.text[low:high], runs))

    def raw_at(self, position: int) -> int:
        """Where the character at ``position`` starts in the document."""
        i = max(0, bisect_right(self.starts, position) - 1)
        return self.raw_starts[i] + min(position - self.starts[i], self.raw_ends[i] - self.raw_starts[i])

    def position(self, raw: int) -> int:
        """Where the first character stands that came from the document's character ``raw`` or a later one."""
        i = max(0, bisect_right(self.raw_starts, raw) - 1)
        if i < len(self.raw_ends) and raw < self.raw_ends[i]:
            return self.starts[i] + raw - self.raw_starts[i]
        return self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)


class _MadeText:
    """A visible text that is made from another one: runs of its chunks as they are, and what was edited."""

    def __init__(self, page: Visible) -> None:
        self._page = page
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._raw_starts: list[int] = []
        self._raw_ends: list[int] = []
        self._length = 0

    def add(self, text: str, start: int, end: int) -> None:
        if text and end > start:
            self._parts.append(text)
            self._starts.append(self._length)
            self._raw_starts.append(start)
            self._raw_ends.append(end)
            self._length += len(text)

    def add_whole(self, i: int, j: int) -> None:
        """Adds the chunks from ``i`` on, up to ``j``."""
        if i >= j:
            return
        page = self._page
        low, high = page.starts[i], page.starts[j] if j < len(page.starts) else len(page.text)
        shift = self._length - low
        self._parts.append(page.text[low:high])
        self._starts.extend([start + shift for start in page.starts[i:j]] if shift else page.starts[i:j])
        self._raw_starts.extend(page.raw_starts[i:j])
        self._raw_ends.extend(page.raw_ends[i:j])
        self._length += high - low

    def add_front(self, i: int, low: int, start: int, end: int) -> None:
        """Adds what stands in chunk ``i`` in front of the document's character ``end``; of a chunk that leads back
        as a whole there is no front."""
        page = self._page
        last = page.starts[i + 1] if i + 1 < len(page.starts) else len(page.text)
        if last - page.starts[i] == page.raw_ends[i] - page.raw_starts[i]:
            low, start = (low, start) if start >= 0 else (page.starts[i], page.raw_starts[i])
            self.add(page.text[low : low + end - start], start, end)

    def add_rest(self, i: int, low: int, start: int) -> None:
        """Adds what is left of chunk ``i``."""
        page = self._page
        last = page.starts[i + 1] if i + 1 < len(page.starts) else len(page.text)
        self.add(page.text[low:last], start, page.raw_ends[i])

    def finish(self) -> Visible:
        page = self._page
        starts, ends = tuple(self._raw_starts), tuple(self._raw_ends)
        return Visible("".join(self._parts), tuple(self._starts), starts, ends, page.tags)


def visible(html: str) -> Visible:
    """The visible characters of ``html``, in one pass: linear in its length, whatever it holds.

    lxml's trees know lines, not characters, and the parsers that know them are slower than the whole extraction;
    telling text from tags needs no tree.
    """
    chunks = _Chunks(html)
    add_part, add_start, add_end = chunks.parts.append, chunks.raw_starts.append, chunks.raw_ends.append
    add_name, add_tag, add_tag_end = chunks.tags.names.append, chunks.tags.starts.append, chunks.tags.ends.append
    position, last = 0, html.rfind(">") + 1  # up to here every tag that opens is closed: no search is in vain
    tags = _TAG.finditer(html, 0, last)
    while tag := next(tags, None):
        start, end = tag.span()
        if start > position:
            part = html[position:start]
            if "&" in part:
                chunks.add_decoded(position, start)
            else:
                add_part(part)
                add_start(position)
                add_end(start)
        name = tag[1]
        position = end
        if name is None:
            position = _after_comment(html, tag, chunks)
            if position != end:
                tags = _TAG.finditer(html, position, last)
            continue
        add_name(name)
        add_tag(start)
        add_tag_end(end)
        if name not in _INLINE and (name := name.lower()) not in _INLINE:
            add_part("\n")
            add_start(start)
            add_end(end)
            if name in _HIDDEN and html[end - 2] != "/":
                position = _after_hidden(html, end, name, chunks)
        if position != end:
            tags = _TAG.finditer(html, position, last)
    unclosed = _OPENING.search(html, position)  # what a tag left open swallows is no text
    chunks.add_decoded(position, unclosed.start() if unclosed else len(html))
    return Visible.of(chunks.parts, chunks.raw_starts, chunks.raw_ends, chunks.tags)


def _after_comment(html: str, tag: re.Match[str], chunks: _Chunks) -> int:
    """Where text goes on behind a comment or a declaration."""
    if not html.startswith("<!--", tag.start()):
        return tag.end()
    end = chunks.find("-->", tag.start())
    return end + 3 if end >= 0 else tag.end()


class _Chunks:
    """Collects chunks of visible text. `visible` adds most by itself: a call for each takes half its time."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.parts: list[str] = []
        self.raw_starts: list[int] = []
        self.raw_ends: list[int] = []
        self.tags = Tags()
        self.exhausted: set[str] = set()
        """Marks that do not occur again: looking for them once more would make the pass quadratic."""

    def find(self, mark: str, position: int) -> int:
        if mark in self.exhausted:
            return -1
        found = self.html.find(mark, position)
        if found < 0:
            self.exhausted.add(mark)
        return found

    def add_decoded(self, low: int, high: int) -> None:
        """Adds ``html[low:high]``, its entities decoded."""
        for match in _ENTITY.finditer(self.html, low, high):
            decoded = unescape(match[0])
            if decoded == match[0]:
                continue
            self._add(self.html[low : match.start()], low, match.start())
            self._add(decoded, match.start(), match.end())
            low = match.end()
        self._add(self.html[low:high], low, high)

    def _add(self, text: str, raw_start: int, raw_end: int) -> None:
        if text:
            self.parts.append(text)
            self.raw_starts.append(raw_start)
            self.raw_ends.append(raw_end)


def _after_hidden(html: str, position: int, name: str, chunks: _Chunks) -> int:
    for closing in (f"</{name}", f"</{name.upper()}"):
        end = chunks.find(closing, position)
        if end >= 0:
            after = chunks.find(">", end)
            return after + 1 if after >= 0 else len(html)
    return position
