"""Show what becomes of one day's mail bag: a row for each record of each file, judged by what the file itself states.

    python benchmarks/day.py --data DIR [--keep-all]

DIR holds files of any kind that is read. A record is an article or a named failure. Where its file states a title, an
outlet or a day by rule (front matter, JSON-LD and meta elements, the entry of a feed, the fields of a row, the headers
of a mail, the host of an address), ours is right (``+``), wrong (``!``) or missing (``?``); where it states none, ours
is shown and not counted (``.``).
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from briefing.cleaning import clean
from briefing.errors import SourceError
from briefing.schema.article import Article
from briefing.schema.document import Document
from briefing.sources import SourceOptions, read

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
_FIELD = re.compile(r'^(\w+):\s*"?((?:\\.|[^"\n])*)', re.M)
_FRONT_QUOTED = re.compile(r'^(\w+):\s*"((?:\\.|[^"])*)"', re.M)
_NO_NAME = {"", "unknown", "none", "null", "n/a"}
_LABELLED = re.compile(r"^(?:published|posted|date|updated)\b", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a record states about itself, by rule; None where it states nothing."""

    title: str | None = None
    outlets: tuple[str, ...] = ()
    """Any of them will do: a name, or the host of its address."""
    day: str | None = None


def of_markdown(text: str) -> Stated:
    """The fields of the front matter."""
    block = _FRONT.match(text)
    if not block:
        return Stated()
    fields = {m[1]: " ".join(m[2].split()) for m in _FIELD.finditer(block[1])}
    fields |= {m[1]: " ".join(m[2].split()) for m in _FRONT_QUOTED.finditer(block[1])}
    title = fields.get("title", "").replace('\\"', '"') or None
    return Stated(title, _names(None, fields.get("url")), fields.get("published", "")[:10] or None)


def of_html(text: str) -> Stated:
    """Meta elements first, then the heading or the title up to its outlet."""
    import lxml.html

    tree = lxml.html.document_fromstring(text)
    meta = {(e.get("property") or e.get("name")): e.get("content") for e in tree.iter("meta")}
    heading = next((" ".join(e.text_content().split()) for e in tree.iter("h1")), None)
    address = next((e.get("href") for e in tree.iter("link") if e.get("rel") == "canonical"), None)
    title = meta.get("og:title") or heading or (tree.findtext(".//title") or "").split(" | ")[0] or None
    published = meta.get("article:published_time") or ""
    return Stated(title, _names(meta.get("og:site_name"), address), published[:10] or None)


def of_feed(data: bytes) -> list[Stated]:
    """Each entry's title, link and day, with the feed's own title."""
    import feedparser

    feed = feedparser.parse(data)
    return [
        Stated(
            entry.get("title"),
            _names(feed.feed.get("title"), entry.get("link")),
            parsedate_to_datetime(entry.published).date().isoformat() if "published" in entry else None,
        )
        for entry in feed.entries
    ]


def of_rows(text: str) -> list[Stated]:
    """The fields of each object."""
    rows: list[dict[str, Any]] = json.loads(text)
    return [Stated(row["title"], _names(None, row["link"]), row["date_published"][:10]) for row in rows]


def of_mail(data: bytes) -> Stated:
    """Subject, sender and date."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    name, address = parseaddr(str(message["From"]))
    day = parsedate_to_datetime(str(message["Date"])).date().isoformat()
    return Stated(" ".join(str(message["Subject"]).split()), (name, address.partition("@")[2]), day)


def stated_by(path: Path) -> list[Stated]:
    """What the records of a file state, in order; nothing for plain texts and PDF."""
    data = path.read_bytes()
    match path.suffix:
        case ".md":
            return [of_markdown(data.decode())]
        case ".html":
            return [of_html(data.decode())]
        case ".xml":
            return of_feed(data)
        case ".json":
            return of_rows(data.decode())
        case ".eml":
            return [of_mail(data)]
        case _:
            return [Stated(day=_only_labelled_day(data)) if path.suffix == ".txt" else Stated()]


def _only_labelled_day(data: bytes) -> str | None:
    """The day of a line that opens with a label such as ``Published``, or that is nothing but an ISO date."""
    from dateutil import parser

    for line in data.decode().splitlines():
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", line.strip()):
            return line.strip()
        if _LABELLED.match(line) and len(line) < 60:
            try:
                return parser.parse(line, fuzzy=True).date().isoformat()
            except ValueError:
                continue
    return None


def _names(name: str | None, address: str | None) -> tuple[str, ...]:
    host = urlsplit(address or "").hostname or ""
    named = name.strip() if name and name.strip().lower() not in _NO_NAME else ""
    return tuple(part for part in (named, host.removeprefix("www.")) if part)


def _squash(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def outlet_is_right(outlet: str, stated: tuple[str, ...]) -> bool:
    """Whether an outlet is a stated name, its start ("Al Jazeera – Breaking News"), a host, or the name in a host."""
    ours = _squash(outlet)
    for name in stated:
        theirs = _squash(name)
        labels = {_squash(label) for label in name.split(".")} if "." in name else set()
        if ours in (theirs, *labels) or (len(ours) > 2 and " " in name and theirs.startswith(ours)):
            return True
    return False


class Table:
    """The rows, and how many facts were right."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, ref: str, found: Article | SourceError, stated: Stated) -> None:
        if isinstance(found, SourceError):
            self.counts["failures"] += 1
            print(f"{ref[:34]:34}  FAILED  {found.message[:120]}")
            return
        self.counts["articles"] += 1
        day = found.published.day.isoformat() if found.published else None
        marks = (
            self._mark("titles", found.title, stated.title, _squash(found.title or "") == _squash(stated.title or "")),
            self._mark("outlets", found.outlet, stated.outlets, outlet_is_right(found.outlet or "", stated.outlets)),
            self._mark("days", day, stated.day, day == stated.day),
        )
        title, outlet = (found.title or "-")[:60], (found.outlet or "-")[:22]
        print(f"{ref[:34]:34}  {''.join(marks)}  {day or '-':10}  {outlet:22}  {title}")

    def _mark(self, what: str, ours: object, stated: object, right: bool) -> str:
        if not stated:
            return "."
        self.counts[what] += 1
        self.counts[f"{what} right"] += right
        return "+" if right else "!" if ours else "?"

    def __str__(self) -> str:
        c = self.counts
        facts = "  ".join(f"{what} {c[f'{what} right']} of {c[what]}" for what in ("titles", "outlets", "days"))
        return f"{c['articles']} articles, {c['failures']} named failures; right where stated: {facts}"


async def _read(files: list[Path]) -> list[tuple[Path, Document | SourceError]]:
    found: list[tuple[Path, Document | SourceError]] = []
    for path in files:
        found += [(path, record) async for record in read([path], SourceOptions())]
    return found


def main(
    data: Annotated[Path, typer.Option(help="folder with the files of a day")],
    keep_all: Annotated[bool, typer.Option(help="take every line of every file for the story")] = False,
) -> None:
    """Judge the articles of DATA by what their files state."""
    files = sorted(path for path in data.iterdir() if path.is_file()) if data.is_dir() else []
    if not files:
        raise typer.BadParameter(f"{data} holds no files")
    table = Table()
    seen: Counter[Path] = Counter()
    for path, record in asyncio.run(_read(files)):
        stated = stated_by(path)
        about = stated[seen[path]] if seen[path] < len(stated) else Stated()
        seen[path] += 1
        found: Article | SourceError
        try:
            found = record if isinstance(record, SourceError) else clean(record, keep_all=keep_all)
        except SourceError as error:
            found = error
        table.add(f"{path.name}#{seen[path]}" if len(stated) > 1 else path.name, found, about)
    silent = [path.name for path in files if not seen[path]]
    print(f"\n{len(files)} files: {table}")
    if silent:
        print(f"neither article nor failure: {', '.join(silent)}")
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
