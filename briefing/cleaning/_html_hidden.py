"""Which elements of a page its readers do not see, as far as the page itself says so.

What a page takes along unseen (menus that open, labels for screen readers, words for search engines, orders to a
language model) is not its story. Style sheets that the page only links to are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from briefing.cleaning import _html_styles as styles
from briefing.cleaning._html_styles import StyleRule, Way

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
_Look = dict[Any, dict[str, str]]
"""What is declared for the elements of a page."""
_Specificity = tuple[int, int, int]

_NO_NAMES: set[str] = set()
_COMPOUND = re.compile(r"[a-zA-Z][a-zA-Z0-9]*(?:[.#][\w-]+)*|(?:[.#][\w-]+)+")
_PLAIN = re.compile(rf"(?:{_COMPOUND.pattern})(?:\s*>\s*(?:{_COMPOUND.pattern})|\s+(?:{_COMPOUND.pattern}))*")
_LONGEST_SELECTOR = 200
"""Characters of a selector that is read here."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """An element that is not seen, but for the descendants ``shown``."""

    element: Any
    shown: frozenset[Any]


def unseen_elements(tree: Any) -> list[Unseen]:
    """The outermost elements of a page that no reader sees."""
    classes = _values_of(tree, "class")
    look = _look(tree, classes)
    ways: dict[Any, Way] = dict.fromkeys(_by_attribute(tree, classes), Way.NOT_DRAWN)
    for element, declared in look.items():
        way = styles.hiding_way(declared) or (Way.COLOUR if _is_colourless(element, look) else None)
        if way and element.tag not in _ROOTS:
            ways.setdefault(element, way)
    if Way.FADED in ways.values():
        _undo_fading(tree, ways)
    shown = {element: _shown_again(element, ways, look) for element in ways}
    return [Unseen(each, shown[each]) for each in ways if not _is_within(each, ways, shown)]


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
            is_whole = element.tag == "dialog" or not _is_told(element)
            yield from [element] if is_whole else (each for each in element if each.tag != "summary")
    all_classes = "\n".join(classes)
    hinted = any(hint in all_classes for hint in _HINTS)
    named = {name for name in classes if _FOR_SCREEN_READERS.search(name)} if hinted else set()
    for element in found(tree, "//*[@class]") if named else ():
        name = element.get("class")
        if name in named and not _SHOWN_ON_SOME.search(name) and element.tag not in _ROOTS:
            yield element


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
        if inner in look and styles.shows_again(look[inner], way) and inner not in ways
    )


def _look(tree: Any, classes: Collection[str]) -> _Look:
    """What style attributes and the page's own style sheets declare, as far as it may hide something."""
    look: _Look = {}
    sheets = (each for each in tree.iter("style") if each.text and styles.is_for_screens(each.get("media")))
    said = [styles.without_comments(each.text) for each in sheets]
    values = styles.hiding_values(said)
    hiding = [sheet for sheet in (styles.filled(each, values) for each in said) if styles.may_hide(sheet)]
    if hiding:
        _read_sheets(tree, hiding, classes, look)
    hides = any(styles.may_hide(styles.filled(style, values)) for style in _values_of(tree, "style"))
    for element in found(tree, "//*[@style]") if hides or look else ():
        declared, _ = styles.declarations(styles.filled(element.get("style"), values))
        look.setdefault(element, {}).update(declared)
    _read_old_colours(tree, look)
    return look


def _read_old_colours(tree: Any, look: _Look) -> None:
    """Adds the colours that mails and old pages set without styles: ``<font color="#ffffff">``."""
    coloured = [font for font in tree.iter("font") if font.get("color")]
    for font in coloured:
        look.setdefault(font, {}).setdefault("color", font.get("color").lower())
    for element in found(tree, "//*[@bgcolor]") if coloured else ():
        look.setdefault(element, {}).setdefault("background-color", element.get("bgcolor").lower())


def _read_sheets(tree: Any, sheets: list[str], classes: Collection[str], look: _Look) -> None:
    """Adds what rules declare, the stronger ones last, as a browser does."""
    ids = _values_of(tree, "id")
    names = {name for values in (classes, ids) for value in values for name in value.split()}
    found_rules = styles.rules(sheets, names)
    if not found_rules:
        return
    wanted = {name for rule in found_rules for each in rule.selectors for name in styles.names_in(each)}
    page = _Selecting(tree, classes, ids, wanted)
    matched: defaultdict[Any, list[tuple[bool, _Specificity, int, StyleRule]]] = defaultdict(list)
    for order, rule in enumerate(found_rules):
        for selector in rule.selectors:
            for specificity, element in page.select(selector):
                matched[element].append((bool(rule.important), specificity, order, rule))
    for element, selected in matched.items():
        for *_, rule in sorted(selected, key=lambda each: each[:3]):
            look.setdefault(element, {}).update(rule.declared)


def _is_colourless(element: Any, look: _Look) -> bool:
    """Whether the text of an element has the colour of what is behind it, or none."""
    own = styles.colour(look.get(element, {}).get("color"))
    if own is None:
        return False
    if own[3] == 0:
        return True
    for ancestor in [element, *element.iterancestors()]:
        value = styles.background(look.get(ancestor, {}))
        if value and value not in ("none", "transparent", "inherit", "initial", "unset"):
            behind = styles.colour(value)
            return behind is not None and behind[3] == 1 and "url(" not in value and styles.alike(own, behind)
        if ancestor.tag in _HEADINGS:
            return False
    return styles.alike(own, _WHITE)


def found(tree: Any, expression: str) -> list[Any]:
    """What an XPath expression of ours finds on a page."""
    return list(_xpath(expression)(tree))


def _values_of(tree: Any, attribute: str) -> set[str]:
    """The values of an attribute on a page: as plain strings, in a fifth of the time that asking elements takes."""
    return set(_xpath(f"//@{attribute}")(tree))


@cache
def _xpath(expression: str) -> Any:
    from lxml.etree import XPath  # where used: slow to import

    return XPath(expression, smart_strings=False)


class _Compound(NamedTuple):
    """A part of a plain selector: what stands before it (a space or ``>``), its element's name, classes and ids."""

    between: str
    tag: str
    names: frozenset[str]


class _Selecting:
    """Finds elements by selectors. cssselect and XPath read any selector in a millisecond a page; of what style
    sheets hold, nearly all are names of classes, which an index of the page answers."""

    def __init__(self, tree: Any, classes: Collection[str], ids: Collection[str], wanted: Collection[str]) -> None:
        """``classes`` and ``ids`` are the values of these attributes, ``wanted`` what selectors name of them, marked
        as there (``.name``, ``#name``)."""
        self._tree = tree
        self._by_name: defaultdict[str, list[Any]] = defaultdict(list)
        self._names: defaultdict[Any, set[str]] = defaultdict(set)
        by_class = {value: self._wanted(value.split(), ".", wanted) for value in classes}
        by_id = {value: self._wanted([value], "#", wanted) for value in ids}
        for attribute, names_of in (("class", by_class), ("id", by_id)):
            for element in found(tree, f"//*[@{attribute}]") if any(names_of.values()) else ():
                for name in names_of[element.get(attribute)]:
                    self._names[element].add(name)
                    self._by_name[name].append(element)

    def _wanted(self, names: Sequence[str], mark: str, wanted: Collection[str]) -> list[str]:
        return [marked for name in dict.fromkeys(names) if (marked := mark + name) in wanted]

    def select(self, selector: str) -> Iterator[tuple[_Specificity, Any]]:
        """The elements that a selector selects, each with the selector's weight."""
        if len(selector) <= _LONGEST_SELECTOR and _PLAIN.fullmatch(selector):
            weight, compounds = _compounds(selector)
            known: dict[tuple[int, Any], bool] = {}
            yield from ((weight, e) for e in self._candidates(compounds) if self._fits(e, compounds, known))
            return
        for weight, find in _read(selector):
            yield from ((weight, element) for element in find(self._tree))

    def _named(self, name: str) -> list[Any]:
        return self._by_name.get(name, [])

    def _candidates(self, compounds: Sequence[_Compound]) -> Sequence[Any]:
        """The elements that a plain selector may select: those of its rarest name, or what stands in those."""
        last = compounds[-1]
        if last.names:
            return min([self._named(name) for name in last.names], key=len)
        around = [self._named(name) for compound in compounds[:-1] for name in compound.names]
        if not around:
            return list(self._tree.iter(last.tag))
        fewest: list[Any] = min(around, key=len)
        outer = dict.fromkeys(fewest)
        return [
            element
            for each in outer
            if not any(ancestor in outer for ancestor in each.iterancestors())
            for element in each.iterdescendants(last.tag)
        ]

    def _fits(self, element: Any, compounds: Sequence[_Compound], known: dict[tuple[int, Any], bool]) -> bool:
        """Whether a plain selector selects an element: its last part does, and its others do what it stands in.

        ``known`` holds, for so many parts, whether one of an element and what it stands in is selected.
        """
        last, rest = compounds[-1], compounds[:-1]
        if not self._is(element, last):
            return False
        if not rest:
            return True
        parent = element.getparent()
        if last.between == ">":
            return parent is not None and self._fits(parent, rest, known)
        passed: list[tuple[int, Any]] = []
        fits = False
        while parent is not None and not fits:
            place = (len(rest), parent)
            if place in known:
                fits = known[place]
                break
            passed.append(place)
            fits = self._fits(parent, rest, known)
            parent = parent.getparent()
        known.update(dict.fromkeys(passed, fits))
        return fits

    def _is(self, element: Any, compound: _Compound) -> bool:
        if compound.tag and element.tag != compound.tag:
            return False
        return not compound.names or compound.names <= self._names.get(element, _NO_NAMES)


@lru_cache(maxsize=1_024)
def _compounds(selector: str) -> tuple[_Specificity, tuple[_Compound, ...]]:
    found: list[_Compound] = []
    for match in re.finditer(rf"(\s*>\s*|\s+|^)({_COMPOUND.pattern})", selector):
        tag, names = re.match(r"\w*", match[2]), frozenset(re.findall(r"[.#][\w-]+", match[2]))
        found.append(_Compound(">" if ">" in match[1] else " ", tag[0].lower() if tag else "", names))
    return (selector.count("#"), selector.count("."), sum(bool(part.tag) for part in found)), tuple(found)


@lru_cache(maxsize=1_024)
def _read(selector: str) -> tuple[tuple[_Specificity, Callable[[Any], Any]], ...]:
    from cssselect import HTMLTranslator, SelectorError, parse
    from lxml.etree import XPath, XPathError

    try:
        return tuple(
            (part.specificity(), XPath(HTMLTranslator().selector_to_xpath(part)))
            for part in parse(selector[:500])
            if part.pseudo_element is None
        )
    except (SelectorError, XPathError):
        return ()
