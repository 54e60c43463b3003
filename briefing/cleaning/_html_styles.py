"""What style sheets and style attributes say about whether a text can be seen.

tinycss2 reads declarations and colours, cssselect selectors. Finding the rules that may hide something is done here:
tinycss2 takes 75 ms for the 100,000 characters of rules that a page may bring along, of which two or three hide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

Declared = Mapping[str, str]
"""Properties in lower case and their values, as a style attribute or a rule sets them."""

_MOST_CSS = 600_000
_MOST_RULES = 400
_FAR = 900
"""Pixels beyond the left or upper edge from which nothing can be seen."""
_THIN, _ALIKE = 0.05, 0.06
"""The opacity, and the distance of two colours, up to which a text can't be read."""
_PIXELS = {
    "px": 1.0, "": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 10.0, "%": 10.0,
}  # fmt: skip
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|r?em|ex|ch|vw|vh|%)?\s*$")
_FUNCTION_LENGTH = re.compile(r"translate(?:x|y|3d)?\(\s*(-?\d*\.?\d+)(px|r?em|vw|vh|%)?")
_NOTHING_SCALED = re.compile(r"scale(?:x|y|3d)?\(\s*0*\.?0*\s*[,)]")
_NOTHING_CLIPPED = re.compile(r"rect\(\s*([01])(?:px)?[\s,]+\1?[01]?(?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)")
_NOTHING_INSET = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0(?:px|%)? 0(?:px|%)?\s*(?:,\s*0(?:px|%)? 0(?:px|%)?\s*)*\)"
)
_SHOWN_MEDIA = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)\s*$|supports\b|layer\b)", re.IGNORECASE)
_SCREENS = re.compile(r"(?:only\s+)?(?:screen|all)")
_STATES = re.compile(r"::|:(?:before|after|hover|focus|active|target|checked|visited|first-l|selection|placeholder)")
_HIDES = re.compile(
    "|".join(
        (
            r"display\s*:\s*none",
            r"visibility\s*:\s*(?:hidden|collapse)",
            r"opacity\s*:\s*(?:0?\.0|0\s*[;!%}]|0\s*$)",
            r"font(?:-size)?\s*:\s*(?:[0.]|1px)",
            r"clip",
            r"text-indent\s*:\s*-",
            *(rf"{edge}\s*:\s*-" for edge in ("left", "top", "right", "bottom", "margin-left")),
            *(rf"{size}\s*:\s*[01](?:px)?\s*(?:[;!}}]|$)" for size in ("height", "width")),
            r"scale[xy3d]*\(\s*0",
            r"translate[xy3d]*\(\s*-\d{3}",
            r"color(?<![-\w]color)\s*:\s*(?:#f|white|transparent|rgb|hsl|[#\w]+\s*;[^}]{0,200}background)",
            r"background(?:-color)?\s*:\s*[#\w]+\s*;[^}]{0,200}(?<![-\w])color\s*:",
            r"zoom\s*:\s*0(?![.\d])",
        )
    )
)
"""Of lower case alone, and with a letter first in each alternative: at other letters nothing is tried, which makes it
four times as fast."""
_SHOWS = re.compile(r"display\s*:|visibility\s*:|opacity\s*:|font-size\s*:|position\s*:|clip|text-indent|color")
_SIMPLE = re.compile(r"[\s\w.#%;:,()!/+-]*")
"""The characters of declarations that need no parser."""
_NAME = re.compile(r"[.#][\w-]+")
_OWN = re.compile(r"(--[\w-]{1,60})\s{0,9}:([^;{}]{1,100})")
_OWN_VALUE = re.compile(r"var\(\s{0,9}(--[\w-]{1,60})\s{0,9}(?:,[^()]{0,100})?\)")
_HIDING_VALUE = re.compile(r"none|hidden|collapse|0(?:px|em|%)?|transparent|-\d{3,6}(?:px|em|%)")
_BRACED = re.compile(r"([^{}]*)([{}])")
_NEGATED = re.compile(r":not\([^()]{0,200}\)")
_IDENTIFIER = re.compile(r"-?[a-z_][\w-]*|--[\w-]*")
_MOST_ALTERNATIVES = 50
_MOST_DECLARED = 4_000


class Way(Enum):
    """How a text is kept from being seen."""

    NOT_DRAWN = auto()
    """No descendant can be seen either."""
    FADED = auto()
    """As `NOT_DRAWN`, in a way that scripts undo when a page is shown."""
    VISIBILITY = auto()
    """Handed down: a descendant may be shown again."""
    SIZE = auto()
    COLOUR = auto()


@dataclass(frozen=True, slots=True)
class StyleRule:
    """What a rule declares for the elements that one of its selectors selects."""

    selectors: tuple[str, ...]
    declared: Declared
    important: frozenset[str]


@lru_cache(maxsize=4_096)
def declarations(style: str) -> tuple[Declared, frozenset[str]]:
    """What a style attribute or the block of a rule declares, and which of it is important."""
    if _is_simple(style):
        return _simple(style)
    import tinycss2  # only where a page styles something

    found: dict[str, str] = {}
    important: set[str] = set()
    for node in tinycss2.parse_blocks_contents(style[:_MOST_DECLARED], skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and (node.important or node.lower_name not in important):
            found[node.lower_name] = tinycss2.serialize(node.value).strip().lower()
            if node.important:
                important.add(node.lower_name)
    return found, frozenset(important)


def _is_simple(style: str) -> bool:
    """Whether declarations need no parser: no strings, escapes, comments, addresses or open brackets are in them."""
    return (
        len(style) <= _MOST_DECLARED
        and style.isascii()
        and _SIMPLE.fullmatch(style) is not None
        and "/*" not in style
        and style.count("(") == style.count(")")
        and "url(" not in style.lower()
    )


def _simple(style: str) -> tuple[Declared, frozenset[str]]:
    """As `declarations`, in a twentieth of the time."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        name = name.strip()
        if colon and _IDENTIFIER.fullmatch(name):
            value, mark, word = value.strip().rpartition("!")
            urgent = bool(mark) and word.strip() == "important"
            if urgent or name not in important:
                found[name] = value.strip() if urgent else f"{value}{mark}{word}"
            if urgent:
                important.add(name)
    return found, frozenset(important)


def may_hide(style: str) -> bool:
    """False only where a style hides nothing."""
    return _HIDES.search(style.lower()) is not None


def without_comments(sheet: str) -> str:
    """A style sheet without its comments, which may stand in the middle of a declaration."""
    if "/*" not in sheet:
        return sheet
    return "".join(part.partition("*/")[2] if i else part for i, part in enumerate(sheet.split("/*")))


def hiding_values(sheets: Iterable[str]) -> dict[str, str]:
    """The page's own properties (``--name``) by whose only value something may be hidden."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for name, value in _OWN.findall(sheet):
            values[name].add(value.strip().lower())
    only = ((name, value) for name, (value, *others) in values.items() if not others)
    return {name: value for name, value in only if _HIDING_VALUE.fullmatch(value)}


def filled(style: str, values: Mapping[str, str]) -> str:
    """A style with the values of such properties in the place of their names."""
    if not values or "var(" not in style:
        return style
    return _OWN_VALUE.sub(lambda match: values.get(match[1], match[0]), style)


def is_for_screens(media: str | None) -> bool:
    """Whether a style sheet with this ``media`` holds for screens of any size: that for printing does not."""
    return not media or any(_SCREENS.fullmatch(part.strip()) for part in media.lower().split(","))


def rules(sheets: Iterable[str], names: Collection[str]) -> list[StyleRule]:
    """The rules that hide something, and those that may show it again, in order.

    Args:
        names: the classes and ids of the page. Rules for others are left out.
    """
    blocks = [block for sheet in sheets for block in _blocks(sheet[:_MOST_CSS])]
    hiding: dict[int, StyleRule] = {}
    for i, (selector, block) in enumerate(blocks):
        selectors = _selectors(selector, names)
        if selectors and may_hide(block) and _SHOWS.search(block.lower()) and (read := _hiding(block)):
            hiding[i] = StyleRule(selectors, *read)
    if not hiding:
        return []
    hidden = {name for rule in hiding.values() for selector in rule.selectors for name in names_in(selector)}
    found: list[StyleRule] = []
    for i, (selector, block) in enumerate(blocks):
        if i in hiding:
            found.append(hiding[i])
        elif not hidden.isdisjoint(names_in(selector)) and _SHOWS.search(block.lower()):
            selectors = tuple(each for each in _selectors(selector, names) if not hidden.isdisjoint(names_in(each)))
            if selectors:
                found.append(StyleRule(selectors, *declarations(block)))
    return found[:_MOST_RULES]


def names_in(selector: str) -> list[str]:
    """The classes (``.name``) and ids (``#name``) that a selector names."""
    return _NAME.findall(selector)


def _selectors(selector: str, names: Collection[str]) -> tuple[str, ...]:
    """The alternatives of a selector that may select something on a page with these names."""
    return tuple(
        part.strip()
        for part in (selector.split(",") if "(" not in selector else [selector])[:_MOST_ALTERNATIVES]
        if (":" not in part or not _STATES.search(part))
        and all(name[1:] in names for name in _NAME.findall(part if "(" not in part else _NEGATED.sub("", part)))
    )


def _hiding(block: str) -> tuple[Declared, frozenset[str]] | None:
    """What a block declares, where that hides something."""
    declared, important = declarations(block)
    plain = colour(declared.get("color"))
    faint = plain is not None and (plain[3] == 0 or min(plain[:3]) > 1 - _ALIKE or background(declared) is not None)
    return (declared, important) if faint or hiding_way(declared) else None


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a sheet that hold for screens of any size: selector and block. Linear, whatever the sheet holds."""
    preludes: list[str] = []
    opened = False
    for text, brace in _BRACED.findall(sheet, 0, max(sheet.rfind("{"), sheet.rfind("}")) + 1):
        if brace == "{":
            preludes.append(text.rpartition(";")[2].strip())
        elif preludes:
            prelude = preludes.pop()
            if opened and prelude[:1] != "@" and all(map(_SHOWN_MEDIA.match, preludes)):
                yield prelude, text
        opened = brace == "{"


def hiding_way(declared: Declared) -> Way | None:
    """How an element with these declarations is hidden, colours aside; None where they hide nothing."""
    if declared.get("display") == "none" or _is_out_of_sight(declared) or _is_nothing_left(declared):
        return Way.NOT_DRAWN
    if _number(declared.get("opacity")) <= _THIN:
        return Way.FADED
    if declared.get("visibility") in ("hidden", "collapse"):
        return Way.VISIBILITY
    size = declared.get("font-size") or declared.get("font", "").partition("/")[0].rpartition(" ")[2]
    return Way.SIZE if -1 < _pixels(size, 99) <= 1 else None


def shows_again(declared: Declared, way: Way) -> bool:
    """Whether a descendant of an element that is hidden in this way can be seen."""
    if way is Way.VISIBILITY:
        return declared.get("visibility") == "visible"
    if way is Way.SIZE:
        size = declared.get("font-size", "")
        return not size.endswith(("em", "%")) and _pixels(size, 0) > 1
    return way is Way.COLOUR and ("color" in declared or "background" in declared or "background-color" in declared)


def _is_out_of_sight(declared: Declared) -> bool:
    if any(_pixels(declared.get(name), 0) <= -_FAR for name in ("text-indent", "margin-left", "margin-top")):
        return True
    if declared.get("position") in ("absolute", "fixed") and any(
        abs(_pixels(declared.get(name), 0)) >= _FAR for name in ("left", "top", "right", "bottom")
    ):
        return any(_pixels(declared.get(name), 0) <= -_FAR for name in ("left", "top", "right", "bottom"))
    moved = _FUNCTION_LENGTH.search(declared.get("transform", ""))
    return moved is not None and float(moved[1]) * _PIXELS[moved[2] or ""] <= -_FAR


def _is_nothing_left(declared: Declared) -> bool:
    if _NOTHING_SCALED.search(declared.get("transform", "")) or declared.get("content-visibility") == "hidden":
        return True
    if declared.get("zoom") in ("0", "0%"):
        return True
    if _NOTHING_CLIPPED.search(declared.get("clip", "")) or _NOTHING_INSET.search(declared.get("clip-path", "")):
        return True
    cut = declared.get("overflow", declared.get("overflow-y", "")).startswith(("hidden", "clip"))
    return cut and any(
        0 <= _pixels(declared.get(name), 99) <= 1 for name in ("height", "width", "max-height", "max-width")
    )


def _pixels(value: str | None, otherwise: float) -> float:
    match = _LENGTH.match(value.strip()) if value else None
    return float(match[1]) * _PIXELS[match[2] or ""] if match else otherwise


def _number(value: str | None) -> float:
    match = _LENGTH.match(value.strip()) if value else None
    return float(match[1]) / (100 if match[2] == "%" else 1) if match else 1.0


@lru_cache(maxsize=1_024)
def colour(value: str | None) -> tuple[float, float, float, float] | None:
    """Red, green, blue and alpha of a value that names one colour, each from 0 to 1."""
    if not value:
        return None
    from tinycss2.color3 import parse_color

    for part in [value, *value.split()[:4]]:
        read = parse_color(part)
        if read is not None and read != "currentColor":
            return read.red, read.green, read.blue, read.alpha
    return None


def background(declared: Declared) -> str | None:
    """The value that sets the background, None where nothing does."""
    return declared.get("background-color") or declared.get("background")


def alike(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    """Whether a text of the one colour on the other can't be read."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(first[:3], second[:3], strict=True))
