"""Cleaning HTML: trafilatura chooses the story, the document's own characters make up the article.

trafilatura leads the field for news (F1 .960 on the scrapinghub benchmark; readability-lxml .953, newspaper4k .925,
resiliparse .898). It is called without its deduplication, which keeps state between calls, and without its
metadata, which never says "unknown". Its fast mode comes first: without the two other extractors that it else
compares itself with, it does better on both sets of development pages (F1 .9585 against .9539 and .9313 against
.9207) in two thirds of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from briefing.cleaning._facts import PageText, read_provenance
from briefing.cleaning._html_align import Aligner
from briefing.cleaning._html_facts import read_html_facts
from briefing.cleaning._html_reading import PLACE, placed, readable_page
from briefing.cleaning._html_scripts import scripted_body
from briefing.cleaning._html_shown import agree, read_shown
from briefing.cleaning._html_text import Visible, visible
from briefing.cleaning._lines import TextLine, line_of, size_of, split_lines
from briefing.cleaning._pieces import DocumentReading, Facts, Piece
from briefing.cleaning._roles import label, label_extracted
from briefing.cleaning._story import is_sentence, story_mask
from briefing.schema.article import STORY_KINDS, ParagraphKind

_BLOCKS = frozenset({"p", "head", "item", "cell", "quote", "code", "ab"})

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Lone surrogates of broken input: libxml2 takes none."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters, which trafilatura leaves out: the words beside them would be one."""

_NO_TEXT = (
    "style", "svg", "canvas", "iframe", "template", "video", "audio", "source", "track", "path", "link", "object",
    "embed", "param", "meta",
)  # fmt: skip
"""Elements that trafilatura removes before it looks."""

_BELOW = 600
"""How many visible characters behind the story tell whether a paywall or a teaser cut it."""
_MANY_ELEMENTS = 4_000
"""Above this trafilatura's slow mode is not tried, which takes time quadratic in the blocks of a page: 2.5 s instead
of 0.08 s for 5,000 short paragraphs, 8.7 s for 10,000. (Of 294 news pages the fullest had 3,258.)"""

_LITTLE = 60
"""Words of a page below which its story may stand in its scripts."""
_MORE = 2
"""How many times as long as what the page shows the story in its scripts is, to be the fuller one."""
_STATED = "articleBody"
_OPENING_WORDS = 12
_LEAST_WORDS = 6
"""Words of a passage that may tell something without being a sentence."""
_IN_HEAD = frozenset(
    ("base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title")
)
_WORD = re.compile(r"\w+")
_UNTOLD = ("nav", "head", "script", "style")
# For the first such text, and not for all of them: a quarter of the time.
_OUTSIDE_MENUS = (
    f"boolean(/descendant::text()[not({' or '.join(f'ancestor::{tag}' for tag in _UNTOLD)}) and normalize-space()][1])"
)


def read_html(html: str, carried_title: str | None, url: str | None = None) -> DocumentReading:
    """The pieces and facts of an HTML document; a reading without pieces where it holds no article."""
    page = visible(html)
    tree = _parse(placed(html, page))
    if tree is None:
        return _from_lines(page, Facts())
    facts = read_html_facts(tree)
    page, unseen = readable_page(tree, page)
    reading = _read_tree(tree, page, facts, carried_title, url)
    reading = _fuller(html, page, reading, carried_title or facts.title)
    return replace(reading, dropped=(*reading.dropped, *unseen))


def _fuller(html: str, page: Visible, reading: DocumentReading, title: str | None) -> DocumentReading:
    """The reading, or that of the story in the page's scripts where the page shows a small part of it, or nothing."""
    story = [piece for piece in reading.pieces if piece.kind in STORY_KINDS]
    little = not _hold(story, _LITTLE)
    if not little and _STATED not in html:
        return reading
    body = scripted_body(html, page, stated_alone=not little)
    if body is None:
        return reading
    shown = sum(map(_size, story))
    if size_of(body.text, tuple(_WORD.findall(body.text))) < _MORE * shown:
        return reading
    told = _from_lines(body, reading.facts, kept=True)
    size = sum(_line_of(piece).size for piece in told.pieces)
    if size < _MORE * shown or not (little or _opens_with(told, reading)):
        return reading
    heading = Aligner(page).find_before(title, ParagraphKind.TITLE, None) if title else None
    pieces = [piece for piece in told.pieces if heading is None or piece.text != heading.text]
    return replace(told, pieces=(*([heading] if heading else ()), *pieces), dropped=(*reading.dropped, *told.dropped))


def _hold(pieces: Sequence[Piece], least: int) -> bool:
    """Whether pieces hold so many words: as many of them are read as it takes."""
    words = 0
    return any((words := words + _size(piece)) >= least for piece in pieces)


def _opens_with(told: DocumentReading, reading: DocumentReading) -> bool:
    """Whether the story that a page states holds what the page shows of it."""
    words = " ".join(word for piece in told.pieces for word in _line_of(piece).words)
    shown = [piece for piece in reading.pieces if piece.kind is ParagraphKind.BODY]
    return bool(shown) and " ".join(_line_of(shown[0]).words[:_OPENING_WORDS]) in words


def _read_tree(tree: Any, page: Visible, facts: Facts, carried_title: str | None, url: str | None) -> DocumentReading:
    aligner = Aligner(page)
    pieces = [piece for kind, text in _paragraphs(tree) if (piece := aligner.find(text, kind))]
    menus_alone = not tree.xpath(_OUTSIDE_MENUS)
    if menus_alone or not _tell(pieces):
        return _from_lines(page, facts, menus_alone=menus_alone)
    title = carried_title or facts.title
    heading, pieces = _headed(pieces, title, aligner) if title else (None, pieces)
    start = heading.source.end if heading else _first(pieces)
    undated = facts.published is None
    facts = agree(facts, read_shown(page.text, page.position(start)), url)
    pieces = [heading, *pieces] if heading else pieces
    return _labelled(pieces, facts, page, undated=undated)


def _tell(pieces: Sequence[Piece]) -> bool:
    """Whether pieces may be a story: trafilatura also takes a single word that is all a page holds."""
    lines = map(_line_of, pieces)  # made one by one: the first tells
    return any(line.size >= _LEAST_WORDS or is_sentence(line) for line in lines)


def _size(piece: Piece) -> int:
    return size_of(piece.text, tuple(_WORD.findall(piece.text.lower())))


def _line_of(piece: Piece) -> TextLine:
    source = piece.source
    return line_of(piece.text, source.start, source.end, heading=piece.kind is ParagraphKind.HEADING)


def _from_lines(page: Visible, facts: Facts, *, menus_alone: bool = False, kept: bool = False) -> DocumentReading:
    """The reading of a page on which trafilatura finds nothing: its visible text, as the dump that it is.

    Args:
        menus_alone: nothing of it tells a story.
        kept: all of it does.
    """
    lines = split_lines(page.text)
    labels = label(lines, [kept] * len(lines) if menus_alone or kept else story_mask(lines), facts.title)
    copy = partial(page.piece, ParagraphKind.BODY)
    copied = ((line.copied(copy), role) for line, role in zip(lines, labels.roles, strict=True))
    return DocumentReading.of(((piece, role) for piece, role in copied if piece), facts, labels.cut)


def _labelled(pieces: Sequence[Piece], facts: Facts, page: Visible, *, undated: bool) -> DocumentReading:
    """The reading of extracted pieces: their kinds, where the story says it comes from, and whether it is cut.

    On a page that states no date to machines (``undated``), a dateline may.
    """
    lines = [_line_of(piece) for piece in pieces]
    end = page.position(max(line.end for line in lines))
    labels = label_extracted(lines, [piece.kind for piece in pieces], split_lines(page.text[end : end + _BELOW]))
    story = read_provenance(PageText(page.text, lines, labels.roles, labels.title))
    published = facts.published or (story.published if undated else None)
    facts = replace(facts, agency=story.agency, origins=story.origins, dateline=story.dateline, published=published)
    return DocumentReading.of(zip(pieces, labels.roles, strict=True), facts, labels.cut)


def _headed(pieces: list[Piece], title: str, aligner: Aligner) -> tuple[Piece | None, list[Piece]]:
    """The headline as a piece, and the other pieces: one of the first of them, else the nearest before them."""
    for i, piece in enumerate(pieces[:3]):
        if piece.text.strip().casefold() == title.strip().casefold():
            return piece.as_kind(ParagraphKind.TITLE), pieces[:i] + pieces[i + 1 :]
    return aligner.find_before(title, ParagraphKind.TITLE, _first(pieces)), pieces


def _first(pieces: Sequence[Piece]) -> int:
    """Where the story starts in the document."""
    return min(piece.source.start for piece in pieces)


def _parse(html: str) -> Any:
    from trafilatura.utils import load_html  # slow to import: only where there is HTML

    tree = load_html(_CONTROL.sub(" ", _encodable(html)))
    if tree is not None and (head := tree.find("head")) is not None:
        _end_head(tree, head)
    return tree


def _end_head(tree: Any, head: Any) -> None:
    """Moves what is no part of a head to the body. Pages need not name either, and libxml2, which knows no `<article>`
    and no `<main>`, takes them for parts of the head."""
    place = next((n for n, each in enumerate(head) if isinstance(each.tag, str) and each.tag not in _IN_HEAD), None)
    if place is None:
        return
    moved, body = head[place:], tree.find("body")
    if body is None:
        body = tree.makeelement("body")
        head.addnext(body)
    for at, each in enumerate(moved):
        body.insert(at, each)


def _encodable(html: str) -> str:
    """``html`` with a sign for each lone surrogate. Encoding takes a quarter of the time of looking for one."""
    try:
        html.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", html)
    return html


def _paragraphs(tree: Any) -> Iterator[tuple[ParagraphKind, str]]:
    """The paragraphs that trafilatura keeps, in its order."""
    from trafilatura import bare_extraction

    _lighten(tree)
    document: Any = bare_extraction(tree, include_comments=False, deduplicate=False, fast=True)
    if document is None and sum(1 for _ in tree.iter()) <= _MANY_ELEMENTS:
        document = bare_extraction(tree, include_comments=False, deduplicate=False)
    if document is not None and document.body is not None:
        yield from _blocks(document.body)


def _lighten(tree: Any) -> None:
    """Takes out of a page what is no text of it: trafilatura copies a page several times, and takes a tenth less."""
    from lxml.etree import strip_attributes, strip_elements

    strip_elements(tree, *_NO_TEXT, with_tail=False)
    for script in list(tree.iter("script")):
        if "ld+json" not in (script.get("type") or ""):
            script.drop_tree()
    strip_attributes(tree, PLACE)


def _blocks(element: Any) -> Iterator[tuple[ParagraphKind, str]]:
    """The innermost blocks of an element, with the text that stands beside them."""
    kind = ParagraphKind.HEADING if element.tag == "head" else ParagraphKind.BODY
    if not any(child.tag in _BLOCKS for child in element.iterdescendants()):
        text = " ".join("".join(_texts(element)).split())
        if text:
            yield kind, text
        return
    if element.text and element.text.strip():
        yield kind, " ".join(element.text.split())
    for child in element:
        yield from _blocks(child)
        if child.tail and child.tail.strip():
            yield kind, " ".join(child.tail.split())


def _texts(element: Any) -> Iterator[str]:
    """The texts of an element, a space for each line break."""
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield " "
        yield from _texts(child)
        yield child.tail or ""
