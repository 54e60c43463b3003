"""The story that a page holds in its data and not in its markup: JSON-LD, and what scripts draw the page from.

Every character still leads back to the document: through the escapes of JSON, and through the HTML that may stand in
its strings, escaped once more or not.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.cleaning._html_text import Tags, Visible, visible

_BODY = "articleBody"
_NO_STORY = re.compile(
    r"description|summary|teaser|excerpt|caption|alt|title|headline|css|style|class|url|href|src|bio|policy",
    re.IGNORECASE,
)
"""Names of strings that hold a text beside the story."""
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s{0,20}:)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_TAG = re.compile(r"</?(?:p|br|div|h\d|li|ul|strong|em|a|b|i|span|blockquote|figure)\b[^<>]{0,400}>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|h\d|li|strong|em|a|b)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_STOP = re.compile(r"""[.!?…。！？]["'”’»)]{0,2}(?:\s|<|&lt;|\\|$)""")
_LEAST_WORDS, _LEAST_STOPS = 40, 2
"""What a string needs to be a story; a paragraph of one needs a fifth of it."""
_MOST_SCRIPT = 3_000_000


class _ScriptString(NamedTuple):
    """A string of a script, by its name: ``document[start:end]`` between its quotation marks."""

    name: str
    start: int
    end: int
    size: int
    stops: int


def scripted_body(html: str, page: Visible, *, stated_alone: bool) -> Visible | None:
    """The text of the story in a page's scripts; None where they hold none.

    Args:
        stated_alone: take a text for the story only where the page states that it is (``articleBody``).
    """
    scripts = _scripts(html, page)
    said = [each for start, end in scripts for each in _strings(html, start, end, stated_alone=stated_alone)]
    stated = [each for each in said if each.name == _BODY]
    chosen: Sequence[_ScriptString] = [max(stated, key=lambda each: each.size)] if stated else ()
    if not chosen and not stated_alone:
        chosen = _largest(said)
    if not chosen or sum(each.size for each in chosen) < _LEAST_WORDS:
        return None
    return _joined([_decoded(html, each) for each in chosen])


def _scripts(html: str, page: Visible) -> Iterator[tuple[int, int]]:
    for name, start in zip(page.tags.names, page.tags.ends, strict=True):
        if len(name) == len("script") and name.lower() == "script":
            end = html.find("</", start)
            while end >= 0 and html[end + 2 : end + 8].lower() != "script":
                end = html.find("</", end + 2)
            if end < 0:
                return  # no later one ends either
            if end - start <= _MOST_SCRIPT and '"' in html[start : start + 2_000]:
                yield start, end


def _strings(html: str, start: int, end: int, *, stated_alone: bool) -> Iterator[_ScriptString]:
    """The strings of a script that tell something, with their names."""
    if stated_alone and html.find(_BODY, start, end) < 0:
        return
    name = ""
    for match in _STRING.finditer(html, start, end):
        if match[2]:
            name = match[1]
        elif len(match[1]) > _LEAST_WORDS and (name == _BODY or not stated_alone) and not _NO_STORY.search(name):
            size, stops = len(_WORD.findall(match[1])), len(_STOP.findall(match[1]))
            if stops and size >= _LEAST_WORDS // 5:
                yield _ScriptString(name, match.start(1), match.end(1), size, stops)


def _largest(said: Sequence[_ScriptString]) -> list[_ScriptString]:
    """The longest string that may be a story by itself, or all paragraphs of one name where they hold more."""
    by_name: defaultdict[str, list[_ScriptString]] = defaultdict(list)
    for each in said:
        by_name[each.name].append(each)
    whole = max((each for each in said if each.stops >= _LEAST_STOPS), key=lambda each: each.size, default=None)
    parts = max(by_name.values(), key=lambda group: sum(each.size for each in group), default=[])
    if whole and 2 * whole.size >= sum(each.size for each in parts):
        return [whole]
    return parts if len(parts) > 2 else []


def _decoded(html: str, said: _ScriptString) -> Visible:
    """A string of JSON, its escapes read, and the HTML in it too."""
    parts: list[tuple[str, int, int]] = []
    low = said.start
    for match in _ESCAPE.finditer(html, said.start, said.end):
        try:
            text = json.loads(f'"{match[0]}"')
        except ValueError:
            text = match[0][1:]
        parts += (html[low : match.start()], low, match.start()), (text, match.start(), match.end())
        low = match.end()
    parts.append((html[low : said.end], low, said.end))
    text = _of([part for part in parts if part[0]])
    if _ESCAPED_TAG.search(text.text):
        text = text.through(visible(text.text))
    return text.through(visible(text.text)) if _TAG.search(text.text) or "&" in text.text else text


def _joined(texts: Sequence[Visible]) -> Visible:
    """Texts of one document, one below the other."""
    parts: list[tuple[str, int, int]] = []
    for text in texts:
        ends = [*text.starts[1:], len(text.text)]
        for start, end, raw_start, raw_end in zip(text.starts, ends, text.raw_starts, text.raw_ends, strict=True):
            parts.append((text.text[start:end], raw_start, raw_end))
        if parts:
            parts.append(("\n", parts[-1][2], parts[-1][2] + 1))  # for the mark that ends the string
    return _of(parts)


def _of(parts: Sequence[tuple[str, int, int]]) -> Visible:
    return Visible.of(
        [text for text, _, _ in parts], [start for _, start, _ in parts], [end for *_, end in parts], Tags()
    )
