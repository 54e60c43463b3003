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
from briefing import pipeline
from briefing.extraction.merge import merge_drafts
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
    return _told(briefing.Briefing.model_construct(**dict(pipeline.compose(results, SETTINGS))))


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
    data = pipeline.compose([replies.checked(*replies.offers(size))], SETTINGS)
    path = folder / f"ledger-{size}.db"

    def work() -> str:
        path.unlink(missing_ok=True)
        pipeline.remember(data, str(path))
        after = data.model_copy(update={"date": data.date + timedelta(days=1)})
        return f"{len(pipeline.remember(after, str(path)).stories)} stories"

    return work


ELEMENTS = 28_000
_PAGES: dict[str, Maker] = {
    "cells": inputs.cells,
    "cells of one row": page("<td>Cell {n} of it</td>", "<table><tr>", "</tr></table>"),
    "rows of one cell": page("<tr><td>Cell {n} of it</td></tr>", "<table>", "</table>", elements=2),
    "cells without a story": inputs.cells_alone,
    "list items": page("<li>Item {n} of the list is here.</li>", "<ul>", "</ul>"),
    "spans": page("<span>word {n}</span> ", "<p>", "</p>"),
    "attributed elements": page('<p class="a{n} b" id="i{n}" data-x="{n}" title="t">Part {n}, of it.</p>'),
    "attributes": page("data-{n}={n} ", "<p ", ">The ferry lies in the harbour until Friday.</p>"),
    "paragraphs": page("<p>{s}</p>"),
    "short paragraphs": page("<p>Part {n}.</p>"),
    "bare blocks": page("<div>{s}</div>"),
    "blocks of blocks": page("<div><div>{s}</div></div>", elements=2),
    "links": page('<a href="/{n}">link {n}</a>, ', "<p>", "</p>"),
    "list of links": page('<li><a href="/{n}">Headline number {n} of it</a></li>', "<ul>", "</ul>", elements=2),
    "menu": above('<li><a href="/{n}">Menu entry {n}</a></li>', "<nav><ul>", "</ul></nav>", elements=2),
    "line breaks": page("Verse {n} of the song<br>", "<p>", "</p>"),
    "bare line breaks": page("<br>", f"<p>{inputs.LEAD}", "</p>"),
    "comments": page("word {n} <!-- {n} -->", "<p>", "</p>"),
    "open comments": page("word {n} <!-- ", "<p>", "</p>"),
    "scripts": page("<script>var a = {n};</script>"),
    "open scripts": page("word {n} <script>", "<p>", "</p>"),
    "linked data": inputs.linked_data,
    "linked scripts": head(
        '<script type="application/ld+json">{{"@type": "Article", "headline": "Title {n}"}}</script>'
    ),
    "metas": head('<meta name="author" content="{p}">'),
    "title metas": head('<meta property="og:title" content="Title {n} - of it">'),
    "times": page("<time>{m} March 2024</time> "),
    "headings": page("<h1>Heading number {n} of it</h1><p>Part {n} of the story is told.</p>", elements=2),
    "subheadings": page("<h2>Heading number {n} of it</h2><p>{s}</p>", elements=2),
    "figures": page(
        '<figure><img src="/{n}.jpg"><figcaption>Pier {n} (Photo: Anna Berg)</figcaption></figure>', elements=3
    ),
    "bylines": page('<p class="author">By {p}</p>'),
    "definitions": page("<dt>Term {n}</dt><dd>What it means, {n}.</dd>", "<dl>", "</dl>", elements=2),
    "block quotes": page("<blockquote><p>{s}</p></blockquote>", elements=2),
    "options": page("<option>Option {n}</option>", "<form><select>", "</select></form>"),
    "split words": page("<b>a</b>", "<p>", "</p>"),
    "less than signs": page("{n} < {w} ", "<p>", "</p>"),
    "nested lists": nested("<ul><li>Depth {n} is here. ", "</li></ul>", elements=2),
    **{f"nested {tag}": nested(f"<{tag}>", f"</{tag}>") for tag in ("div", "span", "b", "blockquote", "table")},
    **{
        f"nested {tag} with words": nested(f"<{tag}>Depth {{n}} is here. ", f"</{tag}>")
        for tag in ("div", "span", "b", "blockquote", "p", "i")
    },
    **{f"unclosed {tag}": page(f"<{tag}>Part {{n}} of it. ") for tag in ("p", "li", "b", "td", "a", "div")},
}
_LARGE_PAGES: dict[str, tuple[Maker, int]] = {
    "entities": (page("fish &amp; ships ", "<p>", "</p>"), 250_000),
    "numeric entities": (inputs.numeric_entities, 500_000),
    "bare ampersands": (page("fish & ships ", "<p>", "</p>"), 250_000),
    "a long attribute": (page("harbour ", '<p title="', '">The ferry lies in the harbour until Friday.</p>'), 500_000),
    "a long class": (page("author byline ", '<p class="', '">The ferry lies in it until Friday.</p>'), 250_000),
    "preformatted lines": (page("line {n} of the code\n", "<pre>", "</pre>"), 49_000),
    "a paragraph of words": (page("{w} ", "<p>", "</p>"), 150_000),
}
_TEXTS: dict[str, tuple[Maker, int]] = {
    "lines": (paragraphs("{s}"), 16_000),
    "dense lines": (paragraphs("{s}", "\n"), 16_000),
    "short lines": (paragraphs("{w} {n}", "\n"), 48_000),
    "same lines": (paragraphs("The harbour union met Norline again.", "\n"), 24_000),
    "one paragraph": (paragraph("{s}"), 16_000),
    "one sentence": (paragraph("{w}"), 100_000),
    "one word": (paragraph("x", ""), 900_000),
    "spaces": (paragraph(" ", ""), 900_000),
    "blank lines": (paragraph("\n", ""), 49_000),
    "Han characters": (inputs.han, 900_000),
    "names": (paragraphs("{p} met {q} in the harbour of {w}.", group=5), 20_000),
    "names in one sentence": (paragraph("{p},"), 40_000),
    "names alone": (paragraph("{p}"), 60_000),
    "titled names": (paragraphs("Minister {p} and President {q} met on pier {n}.", group=5), 16_000),
    "numbers": (paragraphs("The harbour has {n} tons and {n}5 barrels in store.", group=5), 16_000),
    "numbers alone": (paragraph("{n}"), 120_000),
    "number words": (paragraph("twenty-three thousand four hundred"), 24_000),
    "dates": (paragraphs("They met on {m} March 2024 and will meet by {m} May.", group=5), 16_000),
    "dates alone": (paragraph("{m} March 2024,"), 48_000),
    "questions": (paragraphs("Whether {p} will answer {q} is not clear.", group=5), 16_000),
    "questions with marks": (paragraphs("Will {p} answer {q} about {w}?", group=5), 20_000),
    "offers": (paragraphs("{p} offered {q} a {w} on Monday.", group=5), 16_000),
    "offers of one side": (paragraphs("The harbour union offered Norline a {w} of part {n}."), 14_000),
    "offers with pronouns": (paragraphs("{p} met {q}. He offered her a {w}, and she rejected it."), 12_000),
    "offers in one sentence": (paragraph("and {p} offered {q} a {w}"), 16_000),
    "responses": (paragraphs("{p} rejected the offer of {q} on Monday.", group=5), 16_000),
    "quotations": (paragraphs("“We will talk about the {w},” said {p}.", group=2), 20_000),
    "quotations in one paragraph": (paragraph("“We will talk about the {w},” said {p}."), 20_000),
    "straight quotations": (paragraphs('"We will talk about the {w}," said {p}.', group=2), 20_000),
    "open quotations": (paragraphs("“We will talk about the {w}, said {p}."), 20_000),
    "addresses": (paragraphs("See https://example.org/{n} and www.{w}.com for it."), 16_000),
    "copyright lines": (paragraphs("© {n} {p}. All rights reserved.", "\n"), 16_000),
    "byline lines": (paragraphs("By {p}", "\n"), 40_000),
    "editor lines": (paragraphs("{p}, foreign editor", "\n"), 24_000),
    "acronyms": (paragraphs("The {w} Union of Harbours (UH) met the NATO and EU Council.", group=5), 14_000),
    "hyphens": (paragraph("a-", ""), 300_000),
    **{
        f"{name} after words": (paragraph("{w} " + mark), 80_000)
        for name, mark in {
            "opening marks": "“", "closing marks": "”", "straight marks": '"', "apostrophes": "'", "brackets": "(",
            "square brackets": "[", "ellipses": "...", "dashes": "—", "commas": ",", "full stops": ".",
        }.items()
    },
}  # fmt: skip
_MARKDOWN: dict[str, tuple[Maker, int]] = {
    "links": (markdown("[link {n}](http://a.example/{n})", " "), 25_000),
    "open brackets": (markdown("[", ""), 300_000),
    "emphasis": (markdown("*a **b {n}", " "), 60_000),
    "code marks": (deeper("`", 50, "a"), 30_000),
    "list": (markdown("- item {n} of the list is here."), 24_000),
    "nested list": (deeper("  ", 60, "- item {n}."), 12_000),
    "block quotes": (deeper(">", 40, " word {n}"), 16_000),
    "table": (markdown("| {n} | cell of it |", before="| a | b |\n|---|---|\n"), 24_000),
    "references": (markdown("[a{n}]: http://a.example/{n}"), 24_000),
    "pictures": (markdown("![picture {n}](a{n}.png)", " "), 30_000),
    "inline html": (markdown("<b>{n}</b>", " "), 60_000),
    "angle brackets": (markdown("<", ""), 300_000),
    "backslashes": (markdown("\\*", ""), 300_000),
}
_FILES: dict[str, tuple[Maker, int, str, float]] = {
    "copies of one story": (inputs.copies, 200, "rows.jsonl", 5.0),
    "many copies of one story": (inputs.copies, 800, "rows.jsonl", 10.0),
    "stories": (inputs.stories, 1_000, "rows.jsonl", 10.0),
    "feed": (inputs.feed, 2_000, "feed.xml", 10.0),
    "mail of parts": (inputs.mail_of_parts, 1_900, "mail.eml", 10.0),
    "mail of lines": (inputs.mail_of_lines, 16_000, "mail.eml", 10.0),
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
    *(Case(f"text: {name}", size, _generated(made, "text.txt")) for name, (made, size) in _TEXTS.items()),
    *(Case(f"markdown: {name}", size, _generated(made, "text.md")) for name, (made, size) in _MARKDOWN.items()),
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
