"""Which elements of a page its readers do not see, as far as the page itself says so.

What a page takes along unseen (menus that open, labels for screen readers, words for search engines, orders to a
language model) is not its story. Style sheets that the page only links to are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from briefing.cleaning._styles import (
    Declared,
    Rule,
    Way,
    alike,
    background,
    colour,
    declarations,
    hiding_way,
    may_hide,
    rules,
    shows_again,
)

_FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:(?:u-)?(?:sr|screen-?reader)-(?:only|text)|(?:u-|is-)?visually-?hidden|screen-reader|"
    r"(?:element|text|is)-invisible|a11y-(?:hidden|only|text)|assistive-text|offscreen|off-screen|d-none|hidden)(?:\s|$)"
)
"""Names of classes by which the common frameworks keep text from being seen."""
_SHOWN_ON_SOME = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl):[\w-]+|d-(?:sm|md|lg|xl|xxl)-[\w-]+|not-sr-only)(?:\s|$)"
)
"""Classes that show again, on larger screens, what others hide."""
_ROOTS = frozenset({"html", "body", "head", "main"})
_HEADINGS = frozenset({"h1", "h2", "h3", "a", "button", "figcaption", "header", "nav"})
"""Text on a picture or a coloured button is white on a background that a linked style sheet sets."""
_WHITE = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Unseen:
    """An element that is not seen, but for the descendants ``shown``."""

    element: Any
    way: Way
    shown: frozenset[Any] = frozenset()


@dataclass(slots=True)
class _Look:
    """What is declared for the elements of a page."""

    of: dict[Any, dict[str, str]] = field(default_factory=dict)

    def declared(self, element: Any) -> Declared:
        return self.of.get(element, {})


def unseen_elements(tree: Any) -> list[Unseen]:
    """The outermost elements of a page that no reader sees, in its order."""
    look = _look(tree)
    ways: dict[Any, Way] = dict.fromkeys(_by_attribute(tree), Way.NOT_DRAWN)
    for element, declared in look.of.items():
        way = hiding_way(declared) or (Way.COLOUR if _is_colourless(element, look) else None)
        if way and element.tag not in _ROOTS:
            ways.setdefault(element, way)
    if Way.FADED in ways.values():
        _undo_fading(tree, ways)
    found: list[Unseen] = []
    inside: set[Any] = set()
    for element in tree.iter() if ways else ():
        if element in inside or element not in ways:
            continue
        inside.update(element.iterdescendants())
        found.append(Unseen(element, ways[element], _shown_again(element, ways, look)))
        inside.difference_update(e for shown in found[-1].shown for e in shown.iter() if e in ways)
    return found


def _by_attribute(tree: Any) -> Iterator[Any]:
    """Elements that the page's markup hides by itself."""
    for element in tree.xpath(
        "//*[@hidden or @aria-hidden='true'] | //details[not(@open)]/*[not(self::summary)] | //dialog[not(@open)]"
    ):
        if element.tag not in _ROOTS:
            yield element
    for element in tree.xpath("//*[@class]"):
        name = element.get("class")
        if _FOR_SCREEN_READERS.search(name) and not _SHOWN_ON_SOME.search(name) and element.tag not in _ROOTS:
            yield element


def _undo_fading(tree: Any, ways: dict[Any, Way]) -> None:
    """Takes for seen what a script fades in: the larger part of a page."""
    faded = [element for element, way in ways.items() if way is Way.FADED]
    length = sum(len(text.strip()) for element in faded for text in element.itertext() if isinstance(text, str))
    if 2 * length > sum(len(text.strip()) for text in tree.xpath("//body//p//text()")):
        for element in faded:
            del ways[element]


def _shown_again(element: Any, ways: dict[Any, Way], look: _Look) -> frozenset[Any]:
    way = ways[element]
    if way in (Way.NOT_DRAWN, Way.FADED):
        return frozenset()
    return frozenset(
        inner
        for inner in element.iterdescendants()
        if inner in look.of and shows_again(look.of[inner], way) and inner not in ways
    )


def _look(tree: Any) -> _Look:
    """What style attributes and the page's own style sheets declare, as far as it may hide something."""
    look = _Look()
    sheets = [style.text or "" for style in tree.iter("style") if style.text and may_hide(style.text)]
    if sheets:
        _read_sheets(tree, sheets, look)
    styled = tree.xpath("//*[@style]")
    hides = any(may_hide(element.get("style")) for element in styled)
    for element in styled if hides or look.of else ():
        declared, _ = declarations(element.get("style"))
        look.of.setdefault(element, {}).update(declared)
    return look


def _read_sheets(tree: Any, sheets: list[str], look: _Look) -> None:
    """Adds what rules declare, the stronger ones last, as a browser does."""
    names = {name for value in tree.xpath("//@class | //@id") for name in value.split()}
    matched: defaultdict[Any, list[tuple[bool, tuple[int, int, int], int, Rule]]] = defaultdict(list)
    for order, rule in enumerate(rules(sheets)):
        for specificity, select in _selectors(rule.selector, names):
            for element in select(tree):
                matched[element].append((bool(rule.important), specificity, order, rule))
    for element, found in matched.items():
        for *_, rule in sorted(found, key=lambda each: each[:3]):
            look.of.setdefault(element, {}).update(rule.declared)


def _selectors(selector: str, names: set[str]) -> Iterator[tuple[tuple[int, int, int], Callable[[Any], Any]]]:
    """How to find what a selector selects, each of its alternatives with its weight."""
    from cssselect import SelectorError, parse

    wanted = set(re.findall(r"(?<=[.#])[\w-]+", selector))
    if wanted and names.isdisjoint(wanted):
        return
    try:
        for part in parse(selector[:500]):
            if part.pseudo_element is None and (path := _path(part.canonical())):
                yield part.specificity(), path
    except SelectorError:
        return


@lru_cache(maxsize=512)
def _path(selector: str) -> Callable[[Any], Any] | None:
    from cssselect import HTMLTranslator, SelectorError
    from lxml.etree import XPath, XPathError

    try:
        return XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, XPathError):
        return None


def _is_colourless(element: Any, look: _Look) -> bool:
    """Whether the text of an element has the colour of what is behind it, or none."""
    own = colour(look.declared(element).get("color"))
    if own is None:
        return False
    if own[3] == 0:
        return True
    for ancestor in [element, *element.iterancestors()]:
        value = background(look.declared(ancestor))
        if value and value not in ("none", "transparent", "inherit", "initial", "unset"):
            behind = colour(value)
            return behind is not None and behind[3] == 1 and "url(" not in value and alike(own, behind)
        if ancestor.tag in _HEADINGS:
            return False
    return alike(own, _WHITE)
