"""A page as its readers see it: what is hidden or struck out is taken out of it, what stands in a sentence stays.

trafilatura removes elements by their names (``<time>``, ``<button>``), also where they hold a word of a sentence, and
keeps others that change a figure: ``4<sup>2</sup> percent`` becomes ``42 percent``. Both are mended in the tree
before it looks, and in the same way in the page's visible text, in which its paragraphs are found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from briefing.cleaning._consent import consent_boxes, restore_blocks
from briefing.cleaning._hidden import Unseen, unseen_elements
from briefing.cleaning._markup import Edit, Visible
from briefing.cleaning._places import TreePlaces
from briefing.cleaning._selecting import found, strip_attribute
from briefing.schema.article import Dropped, DropReason
from briefing.schema.base import Span

_INLINE_WORDS = ("time", "button", "label", "output", "progress", "meter", "blink", "marquee", "noindex", "code")
"""Elements that an extractor removes, or that cut its sentences, and that may hold a word of a sentence."""
_TEXT_BLOCKS = frozenset(
    ("p", "li", "dd", "dt", "td", "th", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "summary")
) | {"div", "section"}
_LEAST_AROUND = 4
"""Words around such an element that make a sentence of them, or half as many where they end as one."""
_STRUCK = ("del", "s", "strike")

_ASKS = re.compile(r"[Cc]ookie|COOKIE|[Cc]onsent|[Pp]artners")
"""One of these stands in every text that asks for consent."""
_WORD = re.compile(r"\w+")
_NOTE_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3})(?:\s*[,;–-]\s*\d{1,3}){0,5}\s*[\])]?")
_BRACKETED = re.compile(r"\s*[\[(][^\])]{1,20}[\])]\s*")
_POWER = re.compile(r"[-−+]?\d{1,3}")
_RAISABLE = re.compile(r"(?:(?<![\d.,])10|(?<![^\W\d_])(?:[kcmdnµμ]?m|ft|mi|yd|in|[a-zA-Zπ]))$")
"""What a raised figure is the power of: a ten, a unit of length, a variable. Behind anything else it is a note's."""
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_QUOTES = (("“", "”"), ("‘", "’"))
_QUOTE_MARKS = "\"'“”‘’„«»‹›"


def readable_page(tree: Any, page: Visible) -> tuple[Visible, list[Dropped]]:
    """Changes ``tree`` into what readers see, and returns the page's visible text in the same way, and what is
    left out of it for being hidden or struck out."""
    return _PageReader(tree, page).read()


class _PageReader:
    def __init__(self, tree: Any, page: Visible) -> None:
        self._tree = tree
        self._page = page
        self._places = TreePlaces(page)
        self._edits: list[Edit] = []
        self._dropped: list[Dropped] = []

    def read(self) -> tuple[Visible, list[Dropped]]:
        for unseen in unseen_elements(self._tree):
            self._hide(unseen)
        strip_attribute(self._tree, "style")  # trafilatura takes any that says "hidden" for one that hides
        for box in list(consent_boxes(self._tree)) if _ASKS.search(self._page.text) else ():
            self._drop(box, DropReason.COOKIES)
        restore_blocks(self._tree)
        named = self._named(*_STRUCK, "rt", "rp", "rtc", "sup", "sub", "q", *_INLINE_WORDS)
        for element in named(*_STRUCK):
            if _WORD.search(_text(element)):
                self._drop(element, DropReason.STRUCK)
        for element in named("rt", "rp", "rtc"):
            self._drop(element)
        for element in named("sup", "sub"):
            self._read_raised(element)
        for element in found(self._tree, "//a[starts-with(@href, '#')]"):
            if _is_note_link(element):
                self._drop(element)
        for element in reversed([*named("q")]):  # the inner ones first, while they still show how deep they are
            self._quote(element)
        for element in named(*_INLINE_WORDS):
            if _in_sentence(element):
                element.drop_tag()
        if not self._edits:
            return self._page, self._dropped
        return self._page.edited(_apart(self._edits)), self._dropped

    def _named(self, *names: str) -> Callable[..., Iterator[Any]]:
        """Gives the elements of names that are still part of the page; looks through the page once."""
        found = list(self._tree.iter(*names))
        return lambda *wanted: (each for each in found if each.tag in wanted and each.getparent() is not None)

    def _hide(self, unseen: Unseen) -> None:
        element = unseen.element
        if not unseen.shown:
            self._drop(element, DropReason.HIDDEN)
            return
        inside = self._places.inside(element)
        shown = [place for each in unseen.shown if (place := self._places.inside(each))]
        _blank(element, unseen.shown)
        if inside is None:
            return
        start = inside[0]
        for first, _, last in [*sorted(shown), (inside[1], inside[1], inside[1])]:
            self._leave_out(start, first, DropReason.HIDDEN)
            start = last

    def _drop(self, element: Any, reason: DropReason | None = None) -> None:
        inside, tag = self._places.inside(element), self._places.opening(element)
        if element.getparent() is None:
            return
        element.drop_tree()
        if inside is None or tag is None:
            return
        self._edits.append(Edit(tag.start, inside[2]))
        if reason:
            self._list(inside[0], inside[1], reason)

    def _leave_out(self, start: int, end: int, reason: DropReason) -> None:
        if end > start:
            self._edits.append(Edit(start, end))
            self._list(start, end, reason)

    def _list(self, start: int, end: int, reason: DropReason) -> None:
        """Lists what is left out, from its first word to its last."""
        low, high = self._page.position(start), self._page.position(end)
        text = self._page.text[low:high]
        body = text.strip()
        if not _WORD.search(body):
            return
        low += len(text) - len(text.lstrip())
        first, last = self._page.raw_at(low), self._page.raw_at(low + len(body) - 1) + 1
        self._dropped.append(Dropped(span=Span(start=first, end=max(last, first + 1)), reason=reason))

    def _read_raised(self, element: Any) -> None:
        """A figure above or below the line: the mark of a note, a power, or a fraction."""
        text, before = _text(element).strip(), _text_before(element)
        links = any((a.get("href") or "").startswith("#") for a in element.iter("a"))
        raised = element.tag == "sup"
        if raised and (links or _BRACKETED.fullmatch(text)) and _NOTE_MARK.fullmatch(text.strip("[]() ")):
            self._drop(element)
        elif not before or not (before[-1].isalnum() or before[-1] in '.,;:!?%)”"’'):
            return
        elif raised and before[-1].isdigit() and text.isdigit() and re.match(r"\s*[/⁄]", element.tail or ""):
            self._replace_tag(element, " ")
        elif raised and _POWER.fullmatch(text) and _RAISABLE.search(before[-8:]):
            self._replace(element, text.translate(_RAISED))
        elif raised and _NOTE_MARK.fullmatch(text):
            self._drop(element)

    def _replace(self, element: Any, text: str) -> None:
        """Reads an element as ``text``."""
        inside, tag = self._places.inside(element), self._places.opening(element)
        if inside and tag:
            for child in list(element):
                child.drop_tree()
            element.text = text
            element.drop_tag()
            self._edits.append(Edit(tag.start, inside[2], text))

    def _replace_tag(self, element: Any, text: str) -> None:
        """Reads the tag that opens an element as ``text``."""
        if tag := self._places.opening(element):
            element.text = text + (element.text or "")
            element.drop_tag()
            self._edits.append(Edit(tag.start, tag.end, text))

    def _quote(self, element: Any) -> None:
        """A quotation that markup sets apart, with the marks that a browser shows."""
        inside, tag = self._places.inside(element), self._places.opening(element)
        text = _text(element).strip()
        if inside is None or tag is None or not text or inside[1] == inside[2]:
            element.drop_tag()
            return
        if text[0] not in _QUOTE_MARKS and _text_before(element)[-1:] not in tuple(_QUOTE_MARKS):
            depth = sum(1 for _ in element.iterancestors("q"))
            opening, closing = _QUOTES[depth % 2]
            self._edits += Edit(tag.start, tag.end, opening), Edit(inside[1], inside[2], closing)
            element.text = opening + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + closing
            else:
                element.text += closing
        element.tag = "span"


def _apart(edits: list[Edit]) -> list[Edit]:
    """Edits in order, without those that stand inside another."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not found or edit.start >= found[-1].end:
            found.append(edit)
    return found


def _text(element: Any) -> str:
    return "".join(text for text in element.itertext() if isinstance(text, str))


def _text_before(element: Any) -> str:
    """The text that directly precedes an element within its parent."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    if previous.tail:
        return str(previous.tail)
    return _text(previous) if isinstance(previous.tag, str) else ""


def _is_note_link(element: Any) -> bool:
    """Whether a link leads to a note of the page: a figure, a star or a bracket behind a word."""
    if not (element.get("href") or "").startswith("#"):
        return False
    text, before = _text(element).strip(), _text_before(element)
    if not text or not _NOTE_MARK.fullmatch(text) or not before.strip():
        return False
    return not before[-1:].isspace() or not text.isdigit()


def _in_sentence(element: Any) -> bool:
    """Whether an element holds words of a sentence that goes on around it."""
    if not _WORD.search(_text(element)):
        return False
    block = element.getparent()
    while block is not None and block.tag in ("span", "b", "i", "em", "strong", "a", "u", "mark", "small", "font"):
        block = block.getparent()
    if block is None or block.tag not in _TEXT_BLOCKS:
        return False
    around = " ".join(_own_text(block))
    words = len(_WORD.findall(around))
    ended = around.rstrip(" \"'”’»)").endswith((".", "!", "?", ":", "…"))
    return words >= (_LEAST_AROUND // 2 if ended else _LEAST_AROUND)


def _own_text(block: Any) -> Iterator[str]:
    """The text of a block without its inner blocks and without what may or may not belong to its sentences."""
    yield block.text or ""
    for child in block:
        if isinstance(child.tag, str) and child.tag not in _INLINE_WORDS and child.tag not in _TEXT_BLOCKS:
            yield from _own_text(child)
        yield child.tail or ""


def _blank(element: Any, shown: frozenset[Any]) -> None:
    """Removes the text of an element but that of the descendants ``shown``."""
    element.text = None
    for child in element:
        if child not in shown and isinstance(child.tag, str):
            _blank(child, shown)
        child.tail = None
