"""Cleaning a text: the dump of a page, an article as it is, or Markdown.

Of Markdown, markdown-it says what is markup; the characters are the document's own. Blocks become lines for the
classifier of text dumps, so that a scraped page loses its menus too. Markup is left out: a link keeps its words, a
picture and raw HTML nothing. What the block of YAML or TOML states that a file may open with wins over what the text
says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from briefing.cleaning._bylines import AGENCIES, names_alone, split_names
from briefing.cleaning._facts import PageText, read_facts
from briefing.cleaning._lines import TextLine, line_of, split_lines
from briefing.cleaning._pieces import DocumentReading, Facts, Piece, Run, verbatim, without_unseen
from briefing.cleaning._roles import label
from briefing.cleaning._story import story_mask
from briefing.language.dates import day_order, find_stamps
from briefing.language.outlets import belongs, host_of, says_unknown
from briefing.schema.article import Dropped, DropReason, ParagraphKind, Timestamp
from briefing.schema.base import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_PREFIX = re.compile(
    r"(?:[Dd]ate\s?:?\s)?\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\s{1,3}(?=[^\W\d_\s]|[\"'“‘«„])"
)
_LONG = 8
"""Words that must follow for the rest to be the story's: ``2022-01-12 Ad`` is a line of the page."""
_TARGET = re.compile(r"[^\]\n]{0,500}\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,200}\])?")
_BLOCK = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<fields>(?:[^\n]{0,5000}\n){1,100}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(?P<fields>(?:[^\n]{0,5000}\n){1,100}?)\+\+\+[ \t]*(?:\r?\n|\Z)")
_SIMPLE = re.compile(r"^(?P<key>[A-Za-z_]{2,20})[ \t]?[:=][ \t]*[\"']?(?P<value>[^\n]*?)[\"']?[ \t\r]*$", re.MULTILINE)
_MOST = 20
_TITLE = ("title", "headline")
_OUTLET = ("outlet", "publisher", "publication", "site", "site_name", "sitename", "newspaper")
_LOOSE_OUTLET = ("source", "source_name")
"""Where an exporter may put the author as well: it must be the name of no person, or be confirmed by the address."""
_URL = ("url", "link", "source_url", "canonical", "canonical_url", "permalink", "original_url", "source")
_AUTHORS = ("author", "authors", "byline", "creator")
_PUBLISHED = (
    "published", "date", "published_at", "publishedat", "date_published", "publish_date", "created", "pubdate",
)  # fmt: skip
_UPDATED = ("updated", "modified", "date_modified", "lastmod", "updated_at")


def read_plain(text: str, carried_title: str | None, *, keep_all: bool) -> DocumentReading:
    """The pieces and facts of a plain text; a reading without pieces where it holds no article."""
    lines = _parted(split_lines(text))
    copy = partial(verbatim, ParagraphKind.BODY, text)
    reading = _read_lines(text, lines, lambda i: lines[i].copied(copy), carried_title, keep_all=keep_all)
    return replace(reading, words=frozenset().union(*(line.words for line in lines)))


def read_markdown(text: str, carried_title: str | None, *, keep_all: bool) -> DocumentReading:
    """The pieces and facts of a Markdown text; a reading without pieces where it holds no article."""
    front = _read_front(text)
    lines, pieces = _blocks(text, front.end)
    title = carried_title or front.first(_TITLE[:1])
    reading = _read_lines(text, lines, pieces.__getitem__, title, keep_all=keep_all)
    kept = reading.pieces
    if front.title and kept and not any(piece.kind is ParagraphKind.TITLE for piece in kept):
        kept = (front.title, *kept)
    return replace(reading, facts=_with_front(reading.facts, front), pieces=kept)


def _read_lines(
    text: str,
    lines: Sequence[TextLine],
    piece_of: Callable[[int], Piece | None],
    carried_title: str | None,
    *,
    keep_all: bool,
) -> DocumentReading:
    """The pieces and facts of a text by its lines, of which ``piece_of`` gives the piece by the line's index."""
    story = [True] * len(lines) if keep_all else story_mask(lines)
    labels = label(lines, story, carried_title)
    if keep_all:
        roles = tuple(ParagraphKind.BODY if isinstance(role, DropReason) else role for role in labels.roles)
        labels = replace(labels, roles=roles)
    kept: list[Piece] = []
    dropped: list[Dropped] = []
    for i, (line, role) in enumerate(zip(lines, labels.roles, strict=True)):
        if isinstance(role, DropReason):
            dropped.append(Dropped(span=Span(start=line.start, end=line.end), reason=role))
        elif piece := piece_of(i):
            kept.append(piece.as_kind(role))
    facts = read_facts(PageText(text, lines, labels.roles, labels.title)) if kept else Facts()
    return DocumentReading(tuple(kept), facts, tuple(dropped), labels.cut)


def _parted(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, the first of them as two where it is a date and the start of the story: ``date 2022-01-12 Nato and
    Russia are...``."""
    if not lines or not (prefix := _PREFIX.match(lines[0].text)):
        return list(lines)
    first = lines[0]
    cut = prefix.end()
    if first.breaks and first.breaks[0].start < first.start + cut:
        return list(lines)  # broken inside the date
    bullet, breaks = first.bullet, first.breaks
    story = line_of(
        first.text[cut:], first.start + cut, first.end, gap=0, indent=first.indent, bullet=bullet, breaks=breaks
    )
    if len(story.words) < _LONG:
        return list(lines)
    date = prefix[0].rstrip()
    return [line_of(date, first.start, first.start + len(date)), story, *lines[1:]]


def _blocks(text: str, start: int) -> tuple[list[TextLine], list[Piece]]:
    """The blocks of a Markdown text from ``start`` on: as lines to choose from, and as the pieces they would be.

    Lines and pieces correspond by index. A line's ``start`` and ``end`` bound its characters in ``text``.
    """
    from markdown_it import MarkdownIt  # only where there is Markdown

    # Where each line starts, as markdown-it counts lines, and the end of the text.
    offsets = [start, *(start + end.end() for end in re.finditer(r"\r\n|\n|\r", text[start:])), len(text)]
    markdown = MarkdownIt("commonmark").enable("table").disable("text_join")
    tokens = markdown.parse(text[start:].replace("\x00", " "))  # it would replace them itself, by more
    lines: list[TextLine] = []
    pieces: list[Piece] = []
    last_row = 0
    depth = 0
    heading = False
    for token in tokens:
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        if not token.map or token.type not in ("inline", "fence", "code_block"):
            continue
        low, high = offsets[token.map[0]], offsets[min(token.map[1], len(offsets) - 1)]
        piece = _piece_of(token, text, low, high)
        if piece is None:
            continue
        gap = 1 if token.map[0] > last_row else 0
        last_row = token.map[1]
        place = piece.source.start, piece.source.end
        lines.append(line_of(piece.text, *place, gap=gap, indent=2 * depth, bullet=depth > 0, heading=heading))
        pieces.append(piece)
    return lines, pieces


def _piece_of(token: Token, text: str, low: int, high: int) -> Piece | None:
    """The words of a block, each found again in its source between ``low`` and ``high``."""
    if token.type != "inline":
        return _code(token, text, low, high)
    parts: list[str] = []
    runs: list[Run] = []
    length, position = 0, low
    for child in token.children or []:
        if child.type in ("link_close", "image"):
            position = _after_target(text, position, high)
            continue
        content, written = _words_of(child)
        found = text.find(written, position, high) if content else -1
        if found < 0:
            continue
        position = found + len(written)
        parts.append(content)
        runs.append(Run(length, length + len(content), found, position))
        length += len(content)
    return without_unseen(Piece(ParagraphKind.BODY, "".join(parts), tuple(runs)))


def _code(token: Token, text: str, low: int, high: int) -> Piece | None:
    """A block of code: its lines, without the fence around them."""
    content = token.content.strip()
    found = text.find(content, low, high) if content else -1
    return verbatim(ParagraphKind.BODY, text, found, found + len(content)) if found >= 0 else None


def _words_of(child: Token) -> tuple[str, str]:
    """The text of an inline token: as it is read, and as it is written."""
    if child.type in ("softbreak", "hardbreak"):
        return "\n", "\n"
    if child.type == "text_special":
        return child.content, child.markup
    return (child.content, child.content) if child.type in ("text", "code_inline") else ("", "")


def _after_target(text: str, position: int, high: int) -> int:
    """Behind the address of a link or picture whose words end at or after ``position``."""
    target = _TARGET.match(text, position, high)
    return target.end() if target else position


@dataclass(frozen=True, slots=True)
class _Front:
    """The fields of a block in lower case, each with its values, and where the text goes on."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    end: int = 0
    title: Piece | None = None
    """The title in the characters of the document, where it is written as it is read."""

    def first(self, keys: tuple[str, ...]) -> str | None:
        """The first value of the first of some keys that is there."""
        return next((value for key in keys for value in self.fields.get(key, ()) if value), None)


def _read_front(text: str) -> _Front:
    """The block that ``text`` opens with; nothing where it opens with none."""
    block = _BLOCK.match(text) or _TOML.match(text)
    if not block:
        return _Front()
    parsed = _parsed_toml if block.re is _TOML else _parsed
    fields, spans = parsed(block["fields"]) or _by_lines(block["fields"])
    front = _Front(fields, block.end())
    name = next((key for key in _TITLE if front.fields.get(key)), None)
    if name is None or name not in spans:
        return front
    start, end = (block.start("fields") + place for place in spans[name])
    found = text.find(fields[name][0], start, end)
    piece = verbatim(ParagraphKind.TITLE, text, found, found + len(fields[name][0])) if found >= 0 else None
    return replace(front, title=piece)


_Read = tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, int]]]


def _parsed(block: str) -> _Read | None:
    """The fields as YAML has them, with the places of their values. Aliases and objects are let be: a few bytes of
    them can stand for gigabytes."""
    import yaml

    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(root, yaml.MappingNode):
        return None
    fields: dict[str, tuple[str, ...]] = {}
    spans: dict[str, tuple[int, int]] = {}
    for key, value in root.value:
        listed = value.value if isinstance(value, yaml.SequenceNode) else [value]
        values = [" ".join(node.value.split()) for node in listed[:_MOST] if isinstance(node, yaml.ScalarNode)]
        name = str(key.value).strip().lower() if isinstance(key, yaml.ScalarNode) else ""
        if name and any(values):
            fields.setdefault(name, tuple(filter(None, values)))
            spans.setdefault(name, (value.start_mark.index, value.end_mark.index))
    return fields, spans


def _parsed_toml(block: str) -> _Read | None:
    """The fields as TOML has them; a table of them, such as Hugo's ``[params]``, is let be."""
    import tomllib

    try:
        root = tomllib.loads(block.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    fields: dict[str, tuple[str, ...]] = {}
    for key, value in root.items():
        listed = value[:_MOST] if isinstance(value, list) else [value]
        values = [" ".join(str(each).split()) for each in listed if not isinstance(each, dict | list)]
        if any(values):
            fields.setdefault(key.lower(), tuple(filter(None, values)))
    return fields, dict.fromkeys(fields, (0, len(block)))


def _by_lines(block: str) -> _Read:
    """The fields of a block that is no YAML, a line each: a title with a colon in it that nobody quoted."""
    found = {m["key"].lower(): m for m in reversed(list(_SIMPLE.finditer(block))) if m["value"].strip()}
    return {key: (m["value"].strip(),) for key, m in found.items()}, {key: m.span("value") for key, m in found.items()}


def _with_front(facts: Facts, front: _Front) -> Facts:
    """``facts`` with what a block states in their place."""
    url = next((value for key in _URL for value in front.fields.get(key, ()) if host_of(value)), None)
    return replace(
        facts,
        title=front.first(_TITLE) or facts.title,
        authors=tuple(_people(front)) or facts.authors,
        published=_stamp(front.first(_PUBLISHED)) or facts.published,
        updated=_stamp(front.first(_UPDATED)) or facts.updated,
        url=url or front.first(("url", "link")) or facts.url,
        outlet=_outlet(front, url) or facts.outlet,
    )


def _outlet(front: _Front, url: str | None) -> str | None:
    named = front.first(_OUTLET)
    if named and not says_unknown(named):
        return named
    loose, host = front.first(_LOOSE_OUTLET), host_of(url)
    if not loose or says_unknown(loose) or host_of(loose):
        return None
    if host and not belongs(loose, host) and loose not in AGENCIES and ("," in loose or names_alone(loose)):
        return None
    return loose


def _people(front: _Front) -> Iterator[str]:
    for key in _AUTHORS:
        for value in front.fields.get(key, ()):
            yield from (name for name in split_names(value.strip("[]")) if not says_unknown(name))


def _stamp(stated: str | None) -> Timestamp | None:
    stamps = find_stamps(stated or "", limit=1)
    if not stamps:
        return None
    stamp = stamps[0].read(day_order(stamps) if stamps[0].numeric else None)
    return Timestamp(day=stamp.day, time=stamp.moment) if stamp.day else None
