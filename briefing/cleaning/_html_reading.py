"""A page as its readers see it: what is hidden or struck out is taken out of it, what stands in a sentence stays.

trafilatura removes elements by their names (``<time>``, ``<button>``), also where they hold a word of a sentence, and
keeps others that change a figure: ``4<sup>2</sup> percent`` becomes ``42 percent``. Both are mended in the tree
before it looks, and in the same way in the page's visible text, in which its paragraphs are found again. lxml's trees
know lines, not characters: so each tag carries its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from briefing.cleaning._html_hidden import Unseen, found, unseen_elements
from briefing.cleaning._html_text import Edit, Visible
from briefing.cleaning._walls import ASKS_CONSENT
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

_CHOICE = re.compile(
    r"(?:(?:yes|no|ok|i|we),?\s)?(?:accept|agree|allow|reject|decline|refuse|deny|consent|got it|akzeptieren"
    r"|zustimmen|annehmen|ablehnen|accepter|refuser|j['’]accepte|aceptar|rechazar|accetta|rifiuta|aceitar|rejeitar"
    r"|accepteren|alle akzeptieren|tout accepter|tout refuser)(?:\s(?:all|and|&|to|the|cookies?|only|necessary"
    r"|essential|optional|close|continue|proceed|everything|tout|alle|todas?|todo|tutti)){0,5}\s?[.!→»]?",
    re.IGNORECASE,
)
_CHOICE_START = re.compile(
    r"\s*(?:$|yes|no|ok|i |we |acc|agr|all|rej|dec|ref|den|con|got|akz|zus|ann|abl|j['’]|ace|rec|rif|tou)",
    re.IGNORECASE,
)
"""What the text of every answer begins with: most links are told by it."""
_STORY = frozenset({"html", "body", "main", "article"})
_CLIMB = 8
"""How many elements up the box of a question may start."""

_REMOVED = ("aside", "form", "fieldset", "figure", "menu", "object", "dialog", "footer", "map")
"""Elements that trafilatura removes with all that is in them."""
_LEAST_STORY = 400
"""Characters of paragraphs that may be a story."""

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
PLACE = "data-place"
"""The attribute in which a tag carries where it stands. A parser keeps the first of two."""

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)


def readable_page(tree: Any, page: Visible) -> tuple[Visible, list[Dropped]]:
    """Changes ``tree`` into what readers see, and returns the page's visible text in the same way, and what is
    left out of it for being hidden or struck out."""
    return _PageReader(tree, page).read()


class _PageReader:
    def __init__(self, tree: Any, page: Visible) -> None:
        self._tree = tree
        self._page = page
        self._places = _TreePlaces(page)
        self._edits: list[Edit] = []
        self._dropped: list[Dropped] = []

    def read(self) -> tuple[Visible, list[Dropped]]:
        from lxml.etree import strip_attributes  # slow to import: only where there is HTML

        for unseen in unseen_elements(self._tree):
            self._hide(unseen)
        strip_attributes(self._tree, "style")  # trafilatura takes any that says "hidden" for one that hides
        for box in list(_consent_boxes(self._tree)) if _ASKS.search(self._page.text) else ():
            self._drop(box, DropReason.COOKIES)
        _restore_blocks(self._tree)
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
        place = self._places.of(element)
        shown = sorted((inner.first, inner.end) for each in unseen.shown if (inner := self._places.of(each)))
        _blank(element, unseen.shown)
        if place is None:
            return
        start = place.first
        for first, end in [*shown, (place.last, place.last)]:
            if first > start:
                self._edits.append(Edit(start, first))
                self._list(start, first, DropReason.HIDDEN)
            start = end

    def _drop(self, element: Any, reason: DropReason | None = None) -> None:
        place = self._places.of(element)
        if element.getparent() is None:
            return
        element.drop_tree()
        if place:
            self._edits.append(Edit(place.start, place.end))
            if reason:
                self._list(place.first, place.last, reason)

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
        if place := self._places.of(element):
            for child in list(element):
                child.drop_tree()
            element.text = text
            element.drop_tag()
            self._edits.append(Edit(place.start, place.end, text))

    def _replace_tag(self, element: Any, text: str) -> None:
        """Reads the tag that opens an element as ``text``."""
        if place := self._places.of(element):
            element.text = text + (element.text or "")
            element.drop_tag()
            self._edits.append(Edit(place.start, place.first, text))

    def _quote(self, element: Any) -> None:
        """A quotation that markup sets apart, with the marks that a browser shows."""
        place, text = self._places.of(element), _text(element).strip()
        if place is None or not text or place.last == place.end:
            element.drop_tag()
            return
        if text[0] not in _QUOTE_MARKS and _text_before(element)[-1:] not in tuple(_QUOTE_MARKS):
            depth = sum(1 for _ in element.iterancestors("q"))
            opening, closing = _QUOTES[depth % 2]
            self._edits += Edit(place.start, place.first, opening), Edit(place.last, place.end, closing)
            element.text = opening + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + closing
            else:
                element.text += closing
        element.tag = "span"


def _consent_boxes(tree: Any) -> Iterator[Any]:
    """The elements that ask for consent: they hold the question, and a button or a link for the answer."""
    found: list[Any] = []
    for control in tree.iter("button", "a", "input"):
        if control.text and not _CHOICE_START.match(control.text):
            continue
        words = " ".join((control.get("value") or "").split() if control.tag == "input" else _text(control).split())
        if len(words) > 60 or not _CHOICE.fullmatch(words):
            continue
        box = control.getparent()
        for _ in range(_CLIMB):
            if box is None or box.tag in _STORY or box in found:
                break
            if ASKS_CONSENT.search(_text(box)):
                if not box.xpath("boolean(.//h1 | .//article | .//main)"):
                    found.append(box)
                break
            box = box.getparent()
    for box in found:
        if not any(ancestor in found for ancestor in box.iterancestors()):
            yield box


def _restore_blocks(tree: Any) -> None:
    """Renames blocks that hold more than half of a page's paragraphs: their names say that they stand beside it."""
    blocks = [each for each in tree.iter(*_REMOVED) if each.find(".//p") is not None]
    if not blocks:
        return
    whole = sum(len(_text(p).strip()) for p in tree.iter("p"))
    for block in blocks:
        own = sum(len(_text(p).strip()) for p in block.iter("p"))
        if own >= _LEAST_STORY and 2 * own > whole:
            block.tag = "div"


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
    """Whether a link within the page leads to a note: a figure, a star or a bracket behind a word."""
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


class _ElementPlace(NamedTuple):
    """Where an element stands: it starts with its tag, holds what lies from ``first`` to ``last``, and what follows it
    starts at ``end``."""

    start: int
    first: int
    last: int
    end: int


class _TreePlaces:
    """Where the elements of a tree stand in the document that it was parsed from."""

    def __init__(self, page: Visible) -> None:
        self._tags = page.tags

    def _at(self, element: Any) -> int | None:
        """Which tag opens an element; None for one that the parser made up."""
        place = element.get(PLACE, "")
        if not place.isdecimal():
            return None
        starts = self._tags.starts
        at = bisect_left(starts, int(place))
        return at if at < len(starts) and starts[at] == int(place) else None

    def of(self, element: Any) -> _ElementPlace | None:
        """Where an element stands; None for one that the parser made up."""
        at = self._at(element)
        if at is None:
            return None
        tags = self._tags
        name, start, first, limit = tags.names[at].lower(), tags.starts[at], tags.ends[at], self._next(element)
        if name in _VOID:
            return _ElementPlace(start, first, first, first)
        last = len(tags.starts) if limit is None else bisect_left(tags.starts, limit)
        depth = 1
        for i in range(bisect_left(tags.starts, first), last):
            following = tags.names[i].lower()
            if following.removeprefix("/") == name:
                depth += -1 if following[0] == "/" else 1
                if depth == 0:
                    return _ElementPlace(start, first, tags.starts[i], tags.ends[i])
        end = limit if limit is not None else tags.ends[-1]
        return _ElementPlace(start, first, end, end)

    def _next(self, element: Any) -> int | None:
        """Where the next element behind this one and all that is in it starts."""
        while element is not None:
            for following in element.itersiblings():
                if isinstance(following.tag, str) and (at := self._at(following)) is not None:
                    return self._tags.starts[at]
            element = element.getparent()
        return None
