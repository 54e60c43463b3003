"""Which elements of a page a selector selects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

Specificity = tuple[int, int, int]

_COMPOUND = re.compile(r"[a-zA-Z][a-zA-Z0-9]*(?:[.#][\w-]+)*|(?:[.#][\w-]+)+")
_PLAIN = re.compile(rf"(?:{_COMPOUND.pattern})(?:\s*>\s*(?:{_COMPOUND.pattern})|\s+(?:{_COMPOUND.pattern}))*")
_MOST = 200
"""Characters of a selector that is read here."""


def found(tree: Any, expression: str) -> list[Any]:
    """What an XPath expression of ours finds on a page."""
    return list(_xpath(expression)(tree))


def values_of(tree: Any, attribute: str) -> set[str]:
    """The values of an attribute on a page: as plain strings, in a fifth of the time that asking elements takes."""
    return set(_xpath(f"//@{attribute}")(tree))


def strip_attribute(tree: Any, attribute: str) -> None:
    """Takes an attribute from all elements of a page."""
    from lxml.etree import strip_attributes

    strip_attributes(tree, attribute)


@cache
def _xpath(expression: str) -> Any:
    from lxml.etree import XPath  # where used: slow to import

    return XPath(expression, smart_strings=False)


class _Compound(NamedTuple):
    """A part of a plain selector: what stands before it (a space or ``>``), its element's name, classes and ids."""

    between: str
    tag: str
    names: frozenset[str]


class Selecting:
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

    def select(self, selector: str) -> Iterator[tuple[Specificity, Any]]:
        """The elements that a selector selects, each with the selector's weight."""
        if len(selector) <= _MOST and _PLAIN.fullmatch(selector):
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
        return not compound.names or compound.names <= self._names.get(element, _NONE)


_NONE: set[str] = set()


@lru_cache(maxsize=1_024)
def _compounds(selector: str) -> tuple[Specificity, tuple[_Compound, ...]]:
    found: list[_Compound] = []
    for match in re.finditer(rf"(\s*>\s*|\s+|^)({_COMPOUND.pattern})", selector):
        tag, names = re.match(r"\w*", match[2]), frozenset(re.findall(r"[.#][\w-]+", match[2]))
        found.append(_Compound(">" if ">" in match[1] else " ", tag[0].lower() if tag else "", names))
    return (selector.count("#"), selector.count("."), sum(bool(part.tag) for part in found)), tuple(found)


@lru_cache(maxsize=1_024)
def _read(selector: str) -> tuple[tuple[Specificity, Callable[[Any], Any]], ...]:
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
