"""Which elements of a page its readers do not see, as far as the page itself says so.

What a page takes along unseen (menus that open, labels for screen readers, words for search engines, orders to a
language model) is not its story. Style sheets that the page only links to are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.cleaning._selecting import Selecting, Specificity, found, values_of
from briefing.cleaning._styles import (
    Declared,
    StyleRule,
    Way,
    alike,
    background,
    colour,
    declarations,
    filled,
    hiding_values,
    hiding_way,
    is_for_screens,
    may_hide,
    names_in,
    rules,
    shows_again,
    without_comments,
)

_FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:(?:u-)?(?:sr|screen-?reader)-(?:only|text)|(?:u-|is-)?visually-?hidden|screen-reader|"
    r"(?:element|text|is)-invisible|a11y-(?:hidden|only|text)|assistive-text|offscreen|off-screen|d-none|hidden)(?:\s|$)"
)
"""Names of classes by which the common frameworks keep text from being seen."""
_HINTS = ("hidden", "sr-", "reader", "invisible", "a11y", "assistive", "screen", "d-none")
"""One of them stands in each of these names."""
_SHOWN_ON_SOME = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl):[\w-]+|d-(?:sm|md|lg|xl|xxl)-[\w-]+|not-sr-only)(?:\s|$)"
)
"""Classes that show again, on larger screens, what others hide."""
_TELLS = re.compile(r"""[.!?…。！？]["'”’»)]{0,2}$""")
_LEAST_TOLD = 4
"""Words of a sentence that a summary of what is folded away tells."""
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
    """The outermost elements of a page that no reader sees."""
    classes = values_of(tree, "class")
    look = _look(tree, classes)
    ways: dict[Any, Way] = dict.fromkeys(_by_attribute(tree, classes), Way.NOT_DRAWN)
    for element, declared in look.of.items():
        way = hiding_way(declared) or (Way.COLOUR if _is_colourless(element, look) else None)
        if way and element.tag not in _ROOTS:
            ways.setdefault(element, way)
    if Way.FADED in ways.values():
        _undo_fading(tree, ways)
    shown = {element: _shown_again(element, ways, look) for element in ways}
    return [Unseen(each, ways[each], shown[each]) for each in ways if not _is_within(each, ways, shown)]


def _is_within(element: Any, ways: dict[Any, Way], shown: dict[Any, frozenset[Any]]) -> bool:
    """Whether an element stands in another one that is not seen."""
    path = [element]
    for ancestor in element.iterancestors():
        if ancestor in ways and shown[ancestor].isdisjoint(path):
            return True
        path.append(ancestor)
    return False


def _by_attribute(tree: Any, classes: Collection[str]) -> Iterator[Any]:
    """Elements that the page's markup hides by itself.

    What is hidden from screen readers alone, and read to them in other words, is seen: ``<time aria-label="…">``.
    """
    for element in found(tree, "//*[@hidden or (@aria-hidden='true' and not(ancestor::*[@aria-label]))]"):
        if element.tag not in _ROOTS:
            yield element
    for element in tree.iter("details", "dialog"):
        if element.get("open") is None:
            yield from [element] if element.tag == "dialog" or not _is_told(element) else _folded(element)
    named = set[str]()
    if any(hint in all_classes for all_classes in ["\n".join(classes)] for hint in _HINTS):
        named = {name for name in classes if _FOR_SCREEN_READERS.search(name)}
    for element in found(tree, "//*[@class]") if named else ():
        name = element.get("class")
        if name in named and not _SHOWN_ON_SOME.search(name) and element.tag not in _ROOTS:
            yield element


def _folded(details: Any) -> Iterator[Any]:
    """What a closed element keeps from sight: all but its summary."""
    return (each for each in details if each.tag != "summary")


def _is_told(details: Any) -> bool:
    """Whether the summary of a closed element tells something, and is no label of a button: ``More``."""
    summary = details.find("summary")
    text = "" if summary is None else "".join(summary.itertext()).strip()
    return bool(_TELLS.search(text)) and len(text.split()) >= _LEAST_TOLD


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


def _look(tree: Any, classes: Collection[str]) -> _Look:
    """What style attributes and the page's own style sheets declare, as far as it may hide something."""
    look = _Look()
    said = [without_comments(s.text) for s in tree.iter("style") if s.text and is_for_screens(s.get("media"))]
    values = hiding_values(said)
    sheets = [sheet for sheet in (filled(each, values) for each in said) if may_hide(sheet)]
    if sheets:
        _read_sheets(tree, sheets, classes, look)
    hides = any(may_hide(filled(style, values)) for style in values_of(tree, "style"))
    for element in found(tree, "//*[@style]") if hides or look.of else ():
        declared, _ = declarations(filled(element.get("style"), values))
        look.of.setdefault(element, {}).update(declared)
    _read_old_colours(tree, look)
    return look


def _read_old_colours(tree: Any, look: _Look) -> None:
    """Adds the colours that mails and old pages set without styles: ``<font color="#ffffff">``."""
    coloured = [font for font in tree.iter("font") if font.get("color")]
    for font in coloured:
        look.of.setdefault(font, {}).setdefault("color", font.get("color").lower())
    for element in found(tree, "//*[@bgcolor]") if coloured else ():
        look.of.setdefault(element, {}).setdefault("background-color", element.get("bgcolor").lower())


def _read_sheets(tree: Any, sheets: list[str], classes: Collection[str], look: _Look) -> None:
    """Adds what rules declare, the stronger ones last, as a browser does."""
    ids = values_of(tree, "id")
    names = {name for values in (classes, ids) for value in values for name in value.split()}
    found_rules = rules(sheets, names)
    if not found_rules:
        return
    wanted = {name for rule in found_rules for each in rule.selectors for name in names_in(each)}
    page = Selecting(tree, classes, ids, wanted)
    matched: defaultdict[Any, list[tuple[bool, Specificity, int, StyleRule]]] = defaultdict(list)
    for order, rule in enumerate(found_rules):
        for selector in rule.selectors:
            for specificity, element in page.select(selector):
                matched[element].append((bool(rule.important), specificity, order, rule))
    for element, selected in matched.items():
        for *_, rule in sorted(selected, key=lambda each: each[:3]):
            look.of.setdefault(element, {}).update(rule.declared)


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
