"""The cases of `growth.py`: an input, its real size, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import growth_inputs as inputs
import growth_replies as replies
from growth_inputs import Maker, above, deeper, head, markdown, nested, page, paragraph, paragraphs

import briefing
from briefing.extraction.merge import merge_drafts
from briefing.pages import compose
from briefing.remembering import remember
from briefing.schema.results import ArticleResult

Work = Callable[[], str]
Prepare = Callable[[int, Path], Work]
SETTINGS = briefing.Settings(model="embedded")


@dataclass(frozen=True, slots=True)
class Case:
    """``prepare`` makes the input of a size and returns the work to be timed, which says how it ended.

    ``size`` is the largest that must be done within ``seconds`` of CPU.
    """

    name: str
    size: int
    prepare: Prepare
    seconds: float = 10.0


def _generated(made: Maker, name: str) -> Prepare:
    """A file through the front door with the embedded engine, to all forms of the page."""

    def prepare(size: int, folder: Path) -> Work:
        path = folder / name
        path.write_bytes(made(size))
        return lambda: _told(briefing.generate([path], SETTINGS))

    return prepare


def _told(data: briefing.Briefing) -> str:
    forms = (data.to_markdown(), data.to_html(), data.to_json(), data.to_mail())
    failures = data.coverage.failures
    ending = f"{len(data.briefs)} briefs in {len(data.stories)} stories, {len(forms[0])} characters"
    return f"{ending}; {failures[0].reason[-70:]}" if failures else ending


def _composed(results: list[ArticleResult]) -> str:
    return _told(briefing.Briefing.model_construct(**dict(compose(results, SETTINGS))))


def _checked(made: replies.ReplyMaker) -> Prepare:
    """A reply checked against its article."""

    def prepare(size: int, _folder: Path) -> Work:
        reply = made(size)
        return lambda: f"{sum(1 for _ in replies.checked(*reply).brief.items())} items supported"

    return prepare


def _page_of(made: replies.ReplyMaker) -> Prepare:
    """A checked reply told and rendered."""

    def prepare(size: int, _folder: Path) -> Work:
        results = [replies.checked(*made(size))]
        return lambda: _composed(results)

    return prepare


def _day(each: int, *, own_words: bool = True) -> Prepare:
    def prepare(size: int, _folder: Path) -> Work:
        results = replies.one_story(size, each, own_words=own_words)
        return lambda: _composed(results)

    return prepare


def _merged(size: int, _folder: Path) -> Work:
    drafts = replies.parts(size)
    return lambda: f"{len(merge_drafts(drafts).offers)} offers"


def _ledger(size: int, folder: Path) -> Work:
    """A day with many offers recorded, then the next."""
    data = compose([replies.checked(*replies.offers(size))], SETTINGS)
    path = folder / f"ledger-{size}.db"

    def work() -> str:
        path.unlink(missing_ok=True)
        remember(data, str(path), SETTINGS)
        after = data.model_copy(update={"date": data.date + timedelta(days=1)})
        return f"{len(remember(after, str(path), SETTINGS).stories)} stories"

    return work


ELEMENTS = 28_000
"""Of a page: a few below what is read as an article."""
CHARACTERS = 390_000
"""Of a text: a few below what the embedded engine reads."""

_PAGES: dict[str, Maker] = {
    "cells": inputs.cells,
    "cells of one row": page("<td>Pier {n}.</td>", "<table><tr>", "</tr></table>"),
    "rows of one cell": page("<tr><td>Pier {n}.</td></tr>", "<table>", "</table>", elements=2),
    "cells without a story": inputs.cells_alone,
    "list items": page("<li>Pier {n}.</li>", "<ul>", "</ul>"),
    "spans": page("<span>pier {n}</span> ", "<p>", "</p>"),
    "attributed elements": page('<p class="a{n} b" id="i{n}" data-x="{n}" title="t">Pier {n}.</p>'),
    "attributes": page("data-{n}={n} ", "<p ", ">The ferry lies in the harbour until Friday.</p>"),
    "paragraphs": page("<p>Pier {n}.</p>"),
    "bare blocks": page("<div>Pier {n}.</div>"),
    "blocks of blocks": page("<div><div>{s}</div></div>", elements=2),
    "links": page('<a href="/{n}">pier {n}</a>, ', "<p>", "</p>"),
    "list of links": page('<li><a href="/{n}">Headline number {n} of it</a></li>', "<ul>", "</ul>", elements=2),
    "menu": above('<li><a href="/{n}">Menu entry {n}</a></li>', "<nav><ul>", "</ul></nav>", elements=2),
    "line breaks": page("Pier {n}<br>", "<p>", "</p>"),
    "bare line breaks": page("<br>", f"<p>{inputs.LEAD}", "</p>"),
    "comments": page("pier {n} <!-- {n} -->", "<p>", "</p>"),
    "open comments": page("pier {n} <!-- ", "<p>", "</p>"),
    "scripts": page("<script>var a = {n};</script>"),
    "open scripts": page("pier {n} <script>", "<p>", "</p>"),
    "linked data": inputs.linked_data,
    "linked scripts": head(
        '<script type="application/ld+json">{{"@type": "Article", "headline": "Title {n}"}}</script>'
    ),
    "metas": head('<meta name="author" content="{p}">'),
    "title metas": head('<meta property="og:title" content="Title {n} - of it">'),
    "times": page("<time>{m} March 2024</time> "),
    "headings": page("<h1>Heading number {n}</h1><p>Pier {n}.</p>", elements=2),
    "subheadings": page("<h2>Heading number {n}</h2><p>Pier {n}.</p>", elements=2),
    "figures": page(
        '<figure><img src="/{n}.jpg"><figcaption>Pier {n} (Photo: Anna Berg)</figcaption></figure>', elements=3
    ),
    "bylines": page('<p class="author">By {p}</p>'),
    "definitions": page("<dt>Term {n}</dt><dd>Pier {n}.</dd>", "<dl>", "</dl>", elements=2),
    "block quotes": page("<blockquote><p>{s}</p></blockquote>", elements=2),
    "options": page("<option>Option {n}</option>", "<form><select>", "</select></form>"),
    "split words": page("<b>a</b>", "<p>", "</p>"),
    "less than signs": page("{n} < {w} ", "<p>", "</p>"),
    "nested lists": nested("<ul><li>Pier {n}. ", "</li></ul>", elements=2),
    **{f"nested {tag}": nested(f"<{tag}>", f"</{tag}>") for tag in ("div", "span", "b", "blockquote", "table")},
    **{
        f"nested {tag} with words": nested(f"<{tag}>Pier {{n}}. ", f"</{tag}>")
        for tag in ("div", "span", "b", "blockquote", "p", "i")
    },
    **{f"unclosed {tag}": page(f"<{tag}>Pier {{n}}. ") for tag in ("p", "li", "b", "td", "a", "div")},
}
_LARGE_PAGES: dict[str, tuple[Maker, int]] = {
    "entities": (inputs.words("fish &amp; ships "), 600_000),
    "numeric entities": (inputs.words("&#20108;"), 3_000_000),
    "bare ampersands": (inputs.words("fish & ships "), CHARACTERS),
    "a long attribute": (inputs.words("harbour ", '<p title="', '">The ferry lies here.</p>'), 4_000_000),
    "a long class": (inputs.words("author byline ", '<p class="', '">The ferry lies here.</p>'), 4_000_000),
    "preformatted lines": (inputs.words("pier {n}\n", "<pre>", "</pre>"), CHARACTERS),
    "a paragraph of words": (inputs.words("{w} "), CHARACTERS),
}
_TEXTS: dict[str, Maker] = {
    "dense lines": paragraphs("{s}", "\n"),
    "short lines": paragraphs("{w} {n}", "\n"),
    "same lines": paragraphs("The harbour union met Norline again.", "\n"),
    "one paragraph": paragraph("{s}"),
    "one sentence": paragraph("{w}"),
    "one word": paragraph("x", ""),
    "spaces": paragraph(" ", ""),
    "Han characters": inputs.han,
    "names": paragraphs("{p} met {q} in the harbour of {w}.", group=5),
    "names in one sentence": paragraph("{p},"),
    "names alone": paragraph("{p}"),
    "titled names": paragraphs("Minister {p} and President {q} met on pier {n}.", group=5),
    "numbers": paragraphs("The harbour has {n} tons and {n}5 barrels in store.", group=5),
    "numbers alone": paragraph("{n}"),
    "number words": paragraph("twenty-three thousand four hundred"),
    "dates": paragraphs("They met on {m} March 2024 and will meet by {m} May.", group=5),
    "dates alone": paragraph("{m} March 2024,"),
    "questions": paragraphs("Whether {p} will answer {q} is not clear.", group=5),
    "questions with marks": paragraphs("Will {p} answer {q} about {w}?", group=5),
    "offers": paragraphs("{p} offered {q} a {w} on Monday.", group=5),
    "offers of one side": paragraphs("The harbour union offered Norline a {w} of part {n}."),
    "offers with pronouns": paragraphs("{p} met {q}. He offered her a {w}, and she rejected it."),
    "offers of officials": paragraphs("The {w} minister offered the company a {w}, and the firm refused."),
    "offers in one sentence": paragraph("and {p} offered {q} a {w}"),
    "responses": paragraphs("{p} rejected the offer of {q} on Monday.", group=5),
    "quotations": paragraphs("“We will talk about the {w},” said {p}.", group=2),
    "quotations in one paragraph": paragraph("“We will talk about the {w},” said {p}."),
    "straight quotations": paragraphs('"We will talk about the {w}," said {p}.', group=2),
    "open quotations": paragraphs("“We will talk about the {w}, said {p}."),
    "addresses": paragraphs("See https://example.org/{n} and www.{w}.com for it."),
    "copyright lines": paragraphs("© {n} {p}. All rights reserved.", "\n"),
    "byline lines": paragraphs("By {p}", "\n"),
    "editor lines": paragraphs("{p}, foreign editor", "\n"),
    "acronyms": paragraphs("The {w} Union of Harbours (UH) met the NATO and EU Council.", group=5),
    "hyphens": paragraph("a-", ""),
    **{
        f"{name} after words": paragraph("{w} " + mark)
        for name, mark in {
            "opening marks": "“", "closing marks": "”", "straight marks": '"', "apostrophes": "'", "brackets": "(",
            "square brackets": "[", "ellipses": "...", "dashes": "—", "commas": ",", "full stops": ".",
        }.items()
    },
}  # fmt: skip
_MARKDOWN: dict[str, Maker] = {
    "links": markdown("[pier {n}](http://a.example/{n})", " "),
    "open brackets": markdown("[", ""),
    "emphasis": markdown("*a **b {n}", " "),
    "code marks": deeper("`", 50, "a"),
    "list": markdown("- pier {n} of the list is here."),
    "nested list": deeper("  ", 60, "- pier {n}."),
    "block quotes": deeper(">", 40, " pier {n}"),
    "table": markdown("| {n} | cell of it |", before="| a | b |\n|---|---|\n"),
    "references": markdown("[a{n}]: http://a.example/{n}"),
    "pictures": markdown("![picture {n}](a{n}.png)", " "),
    "inline html": markdown("<b>{n}</b>", " "),
    "angle brackets": markdown("<", ""),
    "backslashes": markdown("\\*", ""),
}
_FILES: dict[str, tuple[Maker, int, str, float]] = {
    "copies of one story": (inputs.copies, 200, "rows.jsonl", 5.0),
    "many copies of one story": (inputs.copies, 800, "rows.jsonl", 10.0),
    "stories": (inputs.stories, 1_000, "rows.jsonl", 10.0),
    "feed": (inputs.feed, 2_000, "feed.xml", 10.0),
    "mail of parts": (inputs.mail_of_parts, 1_900, "mail.eml", 10.0),
    "mail of lines": (inputs.mail_of_lines, 15_000, "mail.eml", 10.0),
}
_REPLIES: dict[str, replies.ReplyMaker] = {
    "offers": replies.offers,
    "like offers": replies.like_offers,
    "one offer repeated": replies.repeated_offers,
    "actors": replies.actors,
    "namesakes": replies.namesakes,
    "aliases": replies.aliases,
    "responses": replies.responses,
    "offers and responses": replies.answered_offers,
    "questions": replies.questions,
    "quotations": replies.quotations,
    "statements": replies.statements,
    "changed quotes": replies.changed_quotes,
    "quotes of one statement": replies.quotes,
    "one long quote": replies.long_quote,
}

CASES: tuple[Case, ...] = (
    *(Case(f"page: {name}", ELEMENTS, _generated(made, "page.html")) for name, made in _PAGES.items()),
    *(Case(f"page: {name}", size, _generated(made, "page.html")) for name, (made, size) in _LARGE_PAGES.items()),
    Case("text: lines", 16_000, _generated(inputs.lines, "text.txt")),
    *(Case(f"text: {name}", CHARACTERS, _generated(made, "text.txt")) for name, made in _TEXTS.items()),
    *(Case(f"markdown: {name}", CHARACTERS, _generated(made, "text.md")) for name, made in _MARKDOWN.items()),
    *(Case(f"file: {name}", size, _generated(made, file), most) for name, (made, size, file, most) in _FILES.items()),
    *(Case(f"check: {name}", 400, _checked(made)) for name, made in _REPLIES.items()),
    *(Case(f"page of a reply: {name}", 400, _page_of(made)) for name, made in _REPLIES.items()),
    Case("day: outlets with 3 offers", 200, _day(3), 5.0),
    Case("day: outlets with 3 offers in the same words", 200, _day(3, own_words=False), 5.0),
    Case("day: outlets with 30 offers", 40, _day(30)),
    Case("day: many outlets with 3 offers", 800, _day(3)),
    Case("merge: replies of 10 items", 100, _merged),
    Case("ledger: offers", 400, _ledger),
)
