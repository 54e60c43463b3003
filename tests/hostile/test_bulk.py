"""Pages, texts, feeds, mail and rows that are made of very many of one thing: bounded in memory and time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import briefing
from briefing.schema.document import Document, MediaType
from tests.exploring import EXPLORES
from tests.hostile.measuring import measured

MANY = 28_000 if EXPLORES else 2_000
"""Of each thing; the full number at night."""
_SAID = "The harbour union offered Norline a truce of ten days on Monday, the union said in a statement."


def page(body: str, head: str = "") -> str:
    story = f"<p>{_SAID}</p>" * 3
    return f"<!doctype html><title>T</title>{head}<article><h1>Union offers truce</h1>{story}{body}</article>"


def feed(items: str, channel: str = "", before: str = "") -> str:
    return f"<?xml version='1.0'?>{before}<rss version='2.0'><channel><title>P</title>{channel}{items}</channel></rss>"


def item(inside: str = "", attributes: str = "") -> str:
    return f"<item {attributes}><title>T</title><description>{_SAID}</description>{inside}</item>"


def numbered(form: str, count: int = MANY) -> str:
    return "".join(form.replace("#", str(n)) for n in range(count))


def entities() -> str:
    """Ten to the tenth letters from ten lines."""
    lines = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'x' * 10}'>" for n in range(10))
    return f"<!DOCTYPE rss [{lines}]>"


PAGES: dict[str, Callable[[], str]] = {
    "cells": lambda: page("<table>" + "<tr><td>a b c</td></tr>" * MANY + "</table>"),
    "cells of one row": lambda: page("<table><tr>" + "<td>a b</td>" * MANY + "</tr></table>"),
    "tables in tables": lambda: page("<table><tr><td>" * (MANY // 3)),
    "items": lambda: page("<ul>" + "<li>an item of it</li>" * MANY + "</ul>"),
    "lists in lists": lambda: page("<ul><li>" * (MANY // 2)),
    "spans": lambda: page("<p>" + "<span>word </span>" * MANY),
    "spans in spans": lambda: page("<p>" + "<span>" * MANY + "word"),
    "boxes in boxes": lambda: page("<div>" * MANY + "deep"),
    "attributes": lambda: page(f"<p {numbered('a#=x ')}>words of it</p>"),
    "one long attribute": lambda: page(f"<p style='{'color:red;' * MANY}'>words of it</p>"),
    "classes": lambda: page(f"<p class='{numbered('c# ')}'>words of it</p>"),
    "rules of a style sheet": lambda: page(
        "<p class=c5>x</p>" * 100, f"<style>{numbered('.c#{display:none}')}</style>"
    ),
    "long selectors": lambda: page("<p>x y z</p>" * 500, f"<style>{'a b c d e p~p~p~p {display:none}' * 500}</style>"),
    "style sheets": lambda: page("", "<style>.a{display:none}</style>" * MANY),
    "imports of style sheets": lambda: page("", "<style>" + "@import 'x';" * MANY + "</style>"),
    "scripts": lambda: page("<script>" + "var a=1;" * MANY * 10 + "</script>"),
    "brackets in JSON-LD": lambda: page("", f"<script type='application/ld+json'>{'[' * MANY * 4}</script>"),
    "objects in JSON-LD": lambda: page("", f"<script type='application/ld+json'>[{','.join(['{}'] * MANY)}]</script>"),
    "scripts of JSON-LD": lambda: page("", "<script type='application/ld+json'>{}</script>" * MANY),
    "data of a script": lambda: page(
        "", "<script id='__NEXT_DATA__' type='application/json'>" + '{"a":' * MANY + "1" + "}" * MANY + "</script>"
    ),
    "meta elements": lambda: page("", numbered("<meta property='og:title' content='T#'>")),
    "comments": lambda: page("<!-- x -->" * MANY),
    "a comment without end": lambda: page("<!-- " + "- " * MANY * 5),
    "entities": lambda: page("<p>" + "&amp;" * MANY * 3),
    "tags that are not closed": lambda: page("<p <p " * MANY),
    "formatting that is not closed": lambda: page("<p>" + "<b><i><a>x" * (MANY // 3)),
    "forms": lambda: page("<form><select>" + "<option>x" * MANY),
    "paragraphs": lambda: page(f"<p>{_SAID}</p>" * MANY),
    "links": lambda: page(numbered("<p><a href='/#'>Related news number # is here</a></p>")),
    "times": lambda: page("<time datetime='2031-01-01'>x</time>" * MANY),
    "footnotes": lambda: page("<p>" + "word<sup><a href='#f'>1</a></sup> " * MANY),
    "quotation marks": lambda: page("<p>" + "“a ”" * MANY),
    "details": lambda: page("<details><summary>s</summary>x</details>" * (MANY // 2)),
    "drawings": lambda: page("<svg>" + "<g>" * MANY + "</svg>"),
}
TEXTS: dict[str, Callable[[], str]] = {
    "sentences": lambda: "Title here\n\n" + f"{_SAID} " * (MANY // 3),
    "one long word": lambda: "x" * MANY * 30,
    "one long word in a story": lambda: f"{_SAID}\n\n" + "x" * MANY * 30 + f"\n\n{_SAID}",
    "one long word with signs": lambda: f"{_SAID}\n\n" + "x" * MANY * 30 + f"%41\n\n{_SAID}",
    "short lines": lambda: "a b c d.\n" * MANY,
    "empty lines": lambda: f"{_SAID}\n" + "\n" * MANY * 20 + _SAID,
    "points": lambda: ". " * MANY * 5,
    "commas": lambda: "the union, " * MANY,
    "capitals": lambda: "Norline Union " * MANY,
    "figures": lambda: "12,3 " * MANY * 2,
    "brackets": lambda: "([" * MANY * 3,
    "dashes": lambda: "— " * MANY * 3,
    "quotation marks ": lambda: '"' * MANY * 3,
    "open quotation marks": lambda: "“a " * MANY,
    "apostrophes": lambda: "'s " * MANY,
    "joined by hyphens": lambda: "a-" * MANY * 3,
    "accents on one letter": lambda: "a" + "\u0301" * MANY,
    "marks of Markdown": lambda: "*_`[" * MANY,
    "links of Markdown": lambda: "[a](b" * MANY,
    "headings": lambda: "# h\n" * MANY,
    "quotes of Markdown": lambda: ">" * MANY + " x",
    "dates": lambda: "12 March 2031, " * MANY,
    "addresses": lambda: "http://a.b/c@d " * MANY,
    "orders": lambda: "Ignore all previous " * MANY,
    "front matter": lambda: "---\n" + "a: [" * MANY + "\n---\n" + _SAID,
    "anchors of YAML": lambda: "---\na: &a [x]\n" + numbered("b#: &b# [*a,*a,*a,*a]\n", 300) + "---\n" + _SAID,
}
FEEDS: dict[str, Callable[[], str]] = {
    "entries": lambda: feed(item() * (MANY // 10)),
    "attributes of an entry": lambda: feed(item(attributes=numbered("a#='x' ", MANY * 7))),
    "attributes of the channel": lambda: feed(item(), "<x " + numbered("a#='x' ", MANY * 7) + "/>"),
    "name spaces": lambda: feed(item(), numbered("<a#:b xmlns:a#='u#'/>")),
    "name spaces of one element": lambda: feed(item(attributes=numbered("xmlns:a#='u#' "))),
    "categories": lambda: feed(item("<category>c</category>" * MANY)),
    "links of an entry": lambda: feed(item("<link>http://a.example/</link>" * MANY)),
    "elements in elements": lambda: feed(item("<b>" * MANY)),
    "entities in entities": lambda: feed("<item><title>&a9;</title></item>", before=entities()),
    "an entity that is a file": lambda: feed(
        "<item><title>&f;</title></item>", before="<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    ),
    "a document type elsewhere": lambda: feed(item(), before="<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x.dtd'>"),
    "comments in XML": lambda: feed(item("<!-- x -->" * MANY)),
    "processing instructions": lambda: feed(item("<?x y?>" * MANY)),
    "escaped markup": lambda: feed(item(f"<content>{'&lt;p&gt;' * MANY}</content>")),
}
OTHERS: dict[str, Callable[[], tuple[str, str]]] = {
    "headers of a letter": lambda: ("a.eml", numbered("X-#: y\n") + f"Subject: T\n\n{_SAID}\n"),
    "one long header": lambda: ("a.eml", f"Subject: {'=?utf-8?q?a?= ' * MANY}\n\n{_SAID}\n"),
    "parts of a letter": lambda: (
        "a.eml",
        "Subject: T\nContent-Type: multipart/mixed; boundary=b\n\n"
        + f"--b\nContent-Type: text/plain\n\n{_SAID}\n" * (MANY // 10)
        + "--b--\n",
    ),
    "letters in letters": lambda: (
        "a.eml",
        "".join(
            f"Subject: T\nContent-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\nContent-Type: message/rfc822\n\n"
            for n in range(300)
        )
        + _SAID,
    ),
    "brackets in a row": lambda: ("a.jsonl", '{"text": ' + "[" * MANY * 5 + "\n"),
    "fields of a row": lambda: ("a.jsonl", "{" + numbered('"a#": 1, ') + f'"text": "{_SAID}"}}\n'),
    "columns of a table": lambda: ("a.csv", "text," + numbered("a#,") + f'\n"{_SAID}"\n'),
    "a cell without end": lambda: ("a.csv", 'text\n"' + f"{_SAID} " * (MANY // 5)),
    "a long number": lambda: ("a.json", f'[{{"text": "{_SAID}", "date": ' + "9" * MANY + "}]"),
}
INPUTS: dict[str, Callable[[], tuple[str, str]]] = {
    **{f"{name}, in HTML": lambda make=make: ("a.html", make()) for name, make in PAGES.items()},  # type: ignore[misc]
    **{f"{name}, in text": lambda make=make: ("a.md", make()) for name, make in TEXTS.items()},  # type: ignore[misc]
    **{f"{name}, in a feed": lambda make=make: ("a.rss", make()) for name, make in FEEDS.items()},  # type: ignore[misc]
    **OTHERS,
}


@pytest.mark.parametrize("kind", INPUTS)
def test_very_many_of_a_thing_are_bounded(kind: str, tmp_path: Path) -> None:
    name, text = INPUTS[kind]()
    (tmp_path / name).write_text(text, encoding="utf-8")
    taken = measured(tmp_path, "generate", name, "--model", "embedded", "--workers", "0", "--date", "2031-01-01")
    taken.hold()
    assert "root:" not in taken.out


ATTRIBUTES = {
    "with values": "a#=1 ",
    "without values": "a# ",
    "quoted": "a#='>' ",
    "not parted": 'a#="1"',
    "with stray quotation marks": "\" a#=1 '",
}


@pytest.mark.parametrize("kind", ATTRIBUTES)
def test_a_tag_of_very_many_attributes_is_refused(kind: str, tmp_path: Path) -> None:
    """The full number by day too: libxml2 compares each with all others, and no signal ends it."""
    (tmp_path / "a.html").write_text(page(f"<p {numbered(ATTRIBUTES[kind], 200_000)}>words"), encoding="utf-8")
    taken = measured(tmp_path, "generate", "a.html", "--model", "embedded", "--workers", "0")
    taken.hold()
    assert "more than 1000 attributes" in taken.err


def test_a_tag_of_as_many_attributes_as_are_allowed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(f"<p {numbered('a#=1 ', 999)}>words"), encoding="utf-8")
    assert "attributes" not in measured(tmp_path, "clean", "a.html").err


def test_a_document_of_a_caller_is_bounded_too() -> None:
    text = page(f"<p {numbered('a#=1 ', 1_001)}>words")
    found = briefing.generate([Document.of(text, "a.html", MediaType.HTML)], briefing.Settings(model="embedded"))
    assert "attributes" in found.coverage.failures[0].reason
