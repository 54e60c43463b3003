"""What an HTML document says about itself: JSON-LD, meta elements, time elements, headings.

Statements made for machines come first, the visible page second, and where neither speaks the fact stays None:
trafilatura and htmldate always answer, and are wrong on 16% of dates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from briefing.cleaning._bylines import AGENCIES, byline_names, split_names
from briefing.cleaning._facts import squash
from briefing.cleaning._html_shown import fold, from_times, text_of, timestamp_of
from briefing.cleaning._pieces import Facts
from briefing.language.calendar import MONTHS
from briefing.language.outlets import belongs, host_of, says_unknown
from briefing.schema.article import Timestamp

_EXACT_TYPE = re.compile(r"Article|Posting|LiveBlog|Report")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review|Recipe|LiveBlog|WebPage$|HowTo")
_LONGEST_JSON = 2_000_000
_DEEPEST_JSON = 8
_LONGEST_NAMES = 200
_MOST_TITLES = 100
"""Headings, and titles stated for machines, that are compared with each other. A page has one to three of each, a
front page some dozens."""
_WORD = re.compile(r"\w+")

_TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "publish-date", "publish_date", "published_at", "pubdate", "publication_date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "article_date_original", "date",
    "originalpublicationdate", "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "revised",
)  # fmt: skip
_AUTHOR_META = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "byl", "citation_author",
    "cxenseparse:author", "dcterms.creator",
)  # fmt: skip
_SITE_META = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:site")

# How page titles set the outlet apart from the headline.
_TITLE_BREAK = re.compile(r"\s+[|–—·»•:-]+\s+")
_ADDRESS = re.compile(r"https?:|www\.|@|\.com\b|/")
_MAIL = re.compile(r"<?\(?[\w.+-]{1,64}@[\w.-]{1,255}\)?>?")
_BETWEEN_NAMES = re.compile(r"\s*[;|]\s*|(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])")
_AUTHOR_NOISE = re.compile(
    r"^(?:by|von|par|por|posted by|written by|author|view all posts by|posts by|article by)\s*:?\s+", re.IGNORECASE
)
_NOT_A_PERSON = re.compile(
    r"(?:^|\b)(?:admin|administrator|editors?|staff|reporters?|reports?|webmaster|guest|unknown|none|null|author|company|"
    r"team|desk|newsroom|brandroom|correspondent|redaktion|redacción|rédaction|feed|wire|import|importer|syndication|"
    r"service|cms|bot|api|rss)$|^\W*\d|\w_|_\w|\.(?:com|in|net|org)$",
    re.IGNORECASE,
)
# Degrees and honours behind a name.
_TITLES_BEHIND = re.compile(r"(?:\s+(?:[A-Z]{2,4}|Ph\.?D\.?|M\.?D\.?|Jr\.?))+$|\s+(?:" + "|".join(MONTHS) + r")\b.*$")
_ONLY_TITLE = re.compile(r"^(?:[A-Z]{2,5}|[JS]r\.?|Ph\.?D\.?|M\.?[DA]\.?|B\.?[SA]\.?|Dr\.?)$")
_BYLINE_CLASS = re.compile(
    r"\b(?:byline|author(?:-?name)?|posted-by|article__author|c-byline|contributor-?name)", re.IGNORECASE
)


@dataclass(slots=True)
class _Found:
    """The elements of a document that state something, in document order."""

    root: Any
    meta: dict[str, list[str]] = field(default_factory=dict)
    linked: list[dict[str, Any]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    marked: list[tuple[str, Any]] = field(default_factory=list)
    """Elements with ``itemprop`` or ``rel="author"``; read by `_search_marked`."""
    bylines: list[str] = field(default_factory=list)
    searched: bool = False
    page_title: str | None = None
    canonical: str | None = None
    language: str | None = None


def read_html_facts(tree: Any) -> Facts:
    """The facts of a parsed HTML document; what it does not say stays None."""
    found = _collect(tree)
    outlet = _outlet(found)
    return Facts(
        title=_title(found, outlet),
        outlet=outlet,
        authors=_authors(found, outlet),
        published=_date(found, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED_META, "datepublished"),
        updated=_date(found, ("dateModified",), _UPDATED_META, "datemodified"),
        language=found.language,
        url=found.canonical,
    )


def _collect(tree: Any) -> _Found:
    root = tree.getroottree().getroot()
    found = _Found(root)
    language = (root.get("lang") or "")[:2].lower()
    found.language = language if re.fullmatch("[a-z]{2}", language) else None
    for element in root.iter("meta", "script", "title", "h1", "link", "time"):
        match element.tag:
            case "meta":
                _read_meta(found, element)
            case "script":
                _read_script(found, element)
            case "title":
                found.page_title = found.page_title or fold(element.text or "") or None
            case "h1":
                if text := text_of(element):
                    found.headings.append(text)
            case "link":
                _read_link(found, element)
            case _:
                found.times.append(element)
    return found


def _search_marked(found: _Found) -> None:
    """Reads the marked elements of the page: only where machines are told too little, since it takes longer than all
    the rest."""
    if not found.searched:
        found.searched = True
        for element in found.root.xpath(_MARKED):
            _read_marked(found, element)


def _read_meta(found: _Found, element: Any) -> None:
    key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
    content = fold(element.get("content") or "")
    if key and content:
        found.meta.setdefault(key, []).append(content)


def _read_script(found: _Found, element: Any) -> None:
    if (element.get("type") or "").lower() != "application/ld+json" or not element.text:
        return
    if len(element.text) <= _LONGEST_JSON:
        with suppress(ValueError, RecursionError):
            found.linked.extend(_objects(json.loads(element.text.strip().rstrip(";"), strict=False)))


def _read_link(found: _Found, element: Any) -> None:
    href = element.get("href") or ""
    if (element.get("rel") or "").lower() == "canonical" and href.startswith(("http://", "https://")):
        found.canonical = found.canonical or href


def _read_marked(found: _Found, element: Any) -> None:
    mark = (element.get("itemprop") or "").lower() or ("author" if element.get("rel") == "author" else "")
    if mark in ("author", "datepublished", "datemodified", "headline", "name"):
        found.marked.append((mark, element))
    shape = element.get("class")
    if shape and len(found.bylines) < 12 and _BYLINE_CLASS.search(shape) and (text := text_of(element, 300)):
        found.bylines.append(text)


# Found by libxml2: stepping through every element in Python takes longer still. Each attribute is looked up once, and
# judged where there is one: half the time of ``contains(@class, …) or contains(@class, …)``.
_MARKED = (
    "/descendant::*[@class[contains(., 'author') or contains(., 'byline') or contains(., 'posted-by')] or "
    "@itemprop[. = 'author' or . = 'datePublished' or . = 'dateModified'] or @rel = 'author'][not(self::meta)]"
)


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block, through lists and graphs."""
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | dict):
                yield from _objects(value[key], depth + 1)


def _articles(found: _Found) -> list[dict[str, Any]]:
    """The objects that describe an article: the more exact kinds first."""
    exact: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for item in found.linked:
        kind = str(item.get("@type", ""))
        if _EXACT_TYPE.search(kind):
            exact.append(item)
        elif _ARTICLE_TYPE.search(kind):
            others.append(item)
    return exact + others


def _title(found: _Found, outlet: str | None) -> str | None:
    """The headline: the page's own heading where a statement for machines confirms it."""
    stated = [fold(str(item["headline"])) for item in _articles(found) if isinstance(item.get("headline"), str)]
    stated += [value for key in _TITLE_META for value in found.meta.get(key, [])]
    stated += [found.page_title] if found.page_title else []
    stated = [_without_outlet(title, outlet) for title in stated if title]
    titles = [_words(title) for title in stated[:_MOST_TITLES]]
    for heading in found.headings[:_MOST_TITLES]:
        words = _words(heading)
        if any(_alike(words, title) for title in titles) or any(_opens(heading, title) for title in stated):
            return heading
    if len(found.headings) == 1 and not stated:
        return found.headings[0]
    return stated[0] if stated else None


def _opens(heading: str, title: str) -> bool:
    """Whether a title is a heading and, behind some mark, a little more: the way to tell where no spaces are set."""
    rest = title.removeprefix(heading).lstrip()
    return title.startswith(heading) and not rest[:1].isalnum() and 2 * len(heading) >= len(title)


def _without_outlet(title: str, outlet: str | None) -> str:
    parts = _TITLE_BREAK.split(title)
    if len(parts) < 2:
        return title
    last = parts[-1]
    if (outlet and squash(last) in (squash(outlet), squash(outlet) + "com")) or len(last.split()) <= 4 <= len(
        title.split()
    ) - len(last.split()):
        return title[: title.rfind(last)].rstrip(" |–—·»•:-")
    return title


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two headlines share most of their words."""
    return bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b)) and len(a & b) >= 0.35 * max(len(a), len(b))


def _outlet(found: _Found) -> str | None:
    return next((name for name in _outlets(found) if name and not says_unknown(name)), None)


def _outlets(found: _Found) -> Iterator[str]:
    yield from found.meta.get(_SITE_META[0], [])[:1]
    for item in _articles(found):
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield fold(publisher["name"])
    for key in _SITE_META[1:]:
        yield from (name.lstrip("@") for name in found.meta.get(key, [])[:1])
    host = host_of(found.canonical)
    last = _TITLE_BREAK.split(found.page_title or "")[-1]
    if host and last != found.page_title and belongs(last, host):
        yield last  # "Trump suspends attacks - US Tower", at ustower.net


def _authors(found: _Found, outlet: str | None) -> tuple[str, ...]:
    for candidates in _author_sources(found):
        names = _people(candidates, outlet)
        if names:
            return names
    return ()


def _author_sources(found: _Found) -> Iterator[Iterable[str]]:
    """The places that may name the authors, the most reliable first."""
    known = {item["@id"]: item for item in found.linked if isinstance(item.get("@id"), str)}
    for item in _articles(found):
        yield list(_names_in(item.get("author") or item.get("creator"), known))
    yield [name for key in _AUTHOR_META for name in found.meta.get(key, [])[:3]]
    _search_marked(found)
    yield [text_of(element, 200) for mark, element in found.marked if mark == "author"][:4]
    yield [name for line in found.bylines for name in byline_names(line)]


def _names_in(value: Any, known: Mapping[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """The names of a JSON-LD author: a string, an object, a reference to one, or a list of them."""
    if isinstance(value, str):
        yield from _names_in(known[value], known, depth + 1) if value in known and depth < _DEEPEST_JSON else (value,)
    elif isinstance(value, dict) and depth < _DEEPEST_JSON:
        name = value.get("name")
        parts = [value[key] for key in ("givenName", "familyName") if isinstance(value.get(key), str)]
        if isinstance(name, str | list) and name:
            yield from _names_in(name, {}, depth + 1)
        elif parts:
            yield " ".join(parts)
        elif isinstance(value.get("@id"), str):
            yield from _names_in(known.get(value["@id"]), known, depth + 1)
    elif isinstance(value, list):
        for item in value[:12]:
            yield from _names_in(item, known, depth)


def _people(candidates: Iterable[str], outlet: str | None) -> tuple[str, ...]:
    """The names among candidates: no addresses, desks or agencies, not the outlet itself; each once."""
    names: list[str] = []
    for candidate in candidates:
        for stated in _parted(unescape(candidate)):
            if not stated or len(stated) > _LONGEST_NAMES or _ADDRESS.search(stated):
                continue
            for part in split_names(stated):
                name = _in_mixed_case(part) if part.isupper() else _TITLES_BEHIND.sub("", part).strip(" |")
                if name and name not in names and _is_person(name, outlet):
                    names.append(name)
    return tuple(names)


def _parted(stated: str) -> Iterator[str]:
    """The names of a list with semicolons, bars or strokes between them, without the addresses beside them."""
    if not stated.startswith(("http:", "https:", "www.")):
        for part in _BETWEEN_NAMES.split(stated[: 4 * _LONGEST_NAMES]):
            without = _MAIL.sub(" ", part)
            yield _AUTHOR_NOISE.sub("", fold(without.strip(" ()") if without != part else part))


def _in_mixed_case(name: str) -> str:
    """A name of two words or more in capitals as it is written elsewhere; one alone may be initials."""
    return name if len(name.split()) < 2 else re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)


def _is_person(name: str, outlet: str | None) -> bool:
    if len(name) > 60 or _NOT_A_PERSON.search(name) or _ONLY_TITLE.match(name) or name in AGENCIES:
        return False
    return not (outlet and squash(name) in (squash(outlet), "the" + squash(outlet)))


def _date(found: _Found, keys: Iterable[str], meta: Iterable[str], mark: str) -> Timestamp | None:
    for item in _articles(found):
        for key in keys:
            if isinstance(item.get(key), str) and (read := timestamp_of(item[key])):
                return read
    for name in meta:
        for value in found.meta.get(name, []):
            if read := timestamp_of(value):
                return read
    _search_marked(found)
    for element in (element for known, element in found.marked if known == mark):
        stated = element.get("datetime") or element.get("content") or text_of(element, 100)
        if read := timestamp_of(stated):
            return read
    return from_times(found.times) if mark == "datepublished" else None
