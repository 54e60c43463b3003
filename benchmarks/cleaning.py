"""Measure cleaning: the text of stories, their metadata, speed, and the way back to the source.

    python benchmarks/cleaning.py --data DIR [--input text_dump|text_main|html] [--out FILE]

DIR holds gzipped JSON lines: rows {id, source, body, text_dump, text_main, title?, authors?, date?} with the truth,
and rows {id, html, url?} with the pages as HTML, in whatever files. Without ``--input`` all three forms are measured,
one after the other in one run. FILE gets our predictions, one row a page: {id, body, title, authors, published}
(of ``text_dump`` where no input is named).

Texts are measured once more with their lines wrapped at several widths.

Others are measured where they are installed (dependency group ``bench``): trafilatura, readability-lxml, resiliparse
and jusText for HTML; for text there is only the floor, "the run of lines with the largest sum of (words - 12)".
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

sys.path.insert(0, str(Path(__file__).parent))

from shingles import score_pages

from briefing.cleaning import clean
from briefing.cleaning._lines import split_lines
from briefing.cleaning._story import longest_run
from briefing.errors import NoArticleError
from briefing.schema.article import Article
from briefing.schema.document import Carried, Document, MediaType


class Form(StrEnum):
    """The forms that a page comes in."""

    TEXT_DUMP = "text_dump"
    TEXT_MAIN = "text_main"
    HTML = "html"


Row = dict[str, Any]
Extractor = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Run:
    """What one extractor made of all pages of a form, and how long it took (processor seconds)."""

    name: str
    bodies: dict[str, str]
    seconds: float


def read_rows(data: Path) -> list[Row]:
    """The rows of all files of ``data``, joined by id; those without any form of a page are left out."""
    rows: dict[str, Row] = {}
    for path in sorted(data.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                rows.setdefault(row["id"], {}).update(row)
    return [row for row in rows.values() if any(form in row for form in Form)]


def document_of(row: Row, form: Form) -> Document:
    media = MediaType.HTML if form is Form.HTML else MediaType.TEXT
    carried = Carried(url=row.get("url")) if form is Form.HTML else None
    return Document.of(row[form], f"{row['id']}.{media.name.lower()}", media, carried=carried)


def clean_all(rows: Sequence[Row], form: Form) -> tuple[Run, dict[str, Article]]:
    """Our articles; pages without one are missing from the result and score as empty."""
    documents = [(row["id"], document_of(row, form)) for row in rows]
    clean(documents[0][1])  # imports and models are start-up, not speed
    articles: dict[str, Article] = {}
    start = time.process_time()
    for page, document in documents:
        try:
            articles[page] = clean(document)
        except NoArticleError:
            continue
    seconds = time.process_time() - start
    return Run("briefing", {page: article.body for page, article in articles.items()}, seconds), articles


def extract_all(name: str, extract: Extractor, rows: Sequence[Row], form: Form) -> Run:
    extract(rows[0][form])
    start = time.process_time()
    bodies = {row["id"]: extract(row[form]) for row in rows}
    return Run(name, bodies, time.process_time() - start)


def floor(text: str) -> str:
    lines = split_lines(text)
    return "\n".join(line.text for line in lines[slice(*longest_run(lines))])


def html_extractors() -> Iterable[tuple[str, Extractor]]:
    """The others that are installed; one line on stderr for each that is not."""
    for name, module, make in (
        ("trafilatura", "trafilatura", _trafilatura),
        ("readability-lxml", "readability", _readability),
        ("resiliparse", "resiliparse.extract.html2text", _resiliparse),
        ("jusText", "justext", _justext),
    ):
        try:
            yield name, make(importlib.import_module(module))
        except ImportError:
            print(f"{name} is not installed: skipped (pip install --group bench)", file=sys.stderr)


def _trafilatura(library: Any) -> Extractor:
    return lambda html: library.extract(html, include_comments=False) or ""


def _readability(library: Any) -> Extractor:
    lxml_html = importlib.import_module("lxml.html")

    def extract(html: str) -> str:
        try:
            summary = library.Document(html).summary()
        except library.readability.Unparseable:
            return ""
        return "\n".join(part for part in lxml_html.fromstring(summary).itertext())

    return extract


def _resiliparse(library: Any) -> Extractor:
    return lambda html: str(library.extract_plain_text(html, main_content=True, alt_texts=False))


def _justext(library: Any) -> Extractor:
    stop_words = library.get_stoplist("English")

    def extract(html: str) -> str:
        paragraphs = library.justext(html.encode(), stop_words, encoding="utf-8")
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def mismatches(document: Document, article: Article) -> int:
    """How many characters of an article do not lead back to the same character of its document.

    White space that cleaning folded, and decoded entities, lead back as a run; every other character by itself.
    """
    covered = bytearray(len(article.text))
    wrong = 0
    for run in article.source_map.runs:
        covered[run.start : run.end] = b"\1" * (run.end - run.start)
        if run.verbatim:
            ours, theirs = article.text[run.start : run.end], document.text[run.source_start : run.source_end]
            wrong += sum(a != b for a, b in zip(ours, theirs, strict=True))
    return wrong + sum(not known and not c.isspace() for known, c in zip(covered, article.text, strict=True))


def report_bodies(rows: Sequence[Row], runs: Sequence[Run]) -> None:
    for source in sorted({row["source"] for row in rows if "body" in row}):
        chosen = [row for row in rows if row.get("source") == source and "body" in row]
        print(f"  {source} ({len(chosen)} pages)")
        for run in runs:
            scores = score_pages((row["body"], run.bodies.get(row["id"], "")) for row in chosen)
            print(f"    {run.name:17} {scores}  {len(run.bodies) / max(run.seconds, 1e-9):7.1f} pages/s")


def report_map(rows: Sequence[Row], form: Form, articles: dict[str, Article]) -> None:
    wrong = sum(mismatches(document_of(row, form), articles[row["id"]]) for row in rows if row["id"] in articles)
    kept = sum(len(article.text) for article in articles.values())
    print(
        f"  characters that do not lead back: {wrong} of {kept}; pages without an article: {len(rows) - len(articles)}"
    )


@dataclass(slots=True)
class Told:
    """Counts for the table of metadata."""

    titles: int = 0
    titles_right: int = 0
    dates: int = 0
    dates_given: int = 0
    dates_right: int = 0
    named: int = 0
    names_met: int = 0
    unnamed: int = 0
    names_invented: int = 0

    def add(self, row: Row, title: str | None, day: str | None, authors: Iterable[str]) -> None:
        if row.get("title"):
            self.titles += 1
            self.titles_right += _fold(row["title"]) == _fold(title or "")
        if row.get("date"):
            self.dates += 1
            self.dates_given += day is not None
            self.dates_right += day == row["date"][:10]
        wanted = {name.strip().lower() for name in (row.get("authors") or "").split(",") if name.strip()}
        given = {name.lower() for name in authors}
        self.named += bool(wanted)
        self.names_met += bool(wanted & given)
        self.unnamed += not wanted
        self.names_invented += not wanted and bool(given)

    def __str__(self) -> str:
        return (
            f"title exact {_share(self.titles_right, self.titles)}  "
            f"date exact {_share(self.dates_right, self.dates)} of all, "
            f"{_share(self.dates_right, self.dates_given)} of given  "
            f"author overlap {_share(self.names_met, self.named)}, "
            f"invented on {self.names_invented} of {self.unnamed} pages that name none"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _fold(text: str) -> str:
    return " ".join(text.split())


def report_metadata(rows: Sequence[Row], articles: dict[str, Article]) -> None:
    labelled = [row for row in rows if "authors" in row or "date" in row]
    if not labelled:
        return
    ours, theirs = Told(), Told()
    metadata = importlib.import_module("trafilatura.metadata")
    for row in labelled:
        article = articles.get(row["id"])
        if article:
            ours.add(row, article.title, article.published and article.published.day.isoformat(), article.authors)
        else:
            ours.add(row, None, None, ())
        other = metadata.extract_metadata(row["html"], default_url=row.get("url"))
        theirs.add(row, other.title, other.date, re.split(r"; ", other.author) if other.author else ())
    print(f"  metadata ({len(labelled)} pages)\n    {'briefing':17} {ours}\n    {'trafilatura':17} {theirs}")


def write_predictions(out: Path, rows: Sequence[Row], articles: dict[str, Article]) -> None:
    with out.open("w", encoding="utf-8") as file:
        for row in rows:
            article = articles.get(row["id"])
            published = article.published.isoformat() if article and article.published else None
            prediction = {
                "id": row["id"],
                "body": article.body if article else "",
                "title": article.title if article else None,
                "authors": list(article.authors) if article else [],
                "published": published,
            }
            file.write(json.dumps(prediction, ensure_ascii=False) + "\n")


WIDTHS = (66, 72, 80, 100, 120)
"""Columns at which mail programs, terminals and exports wrap."""


def wrapped(text: str, width: int) -> str:
    return "\n".join(
        part for line in text.splitlines() for part in textwrap.wrap(line, width, expand_tabs=False) or [""]
    )


def report_wrapped(rows: Sequence[Row], form: Form) -> None:
    """The same pages with their lines wrapped."""
    labelled = [row for row in rows if "body" in row]
    print(f"  wrapped at {', '.join(map(str, WIDTHS))} columns, and as they are")
    bodies: list[dict[str, str]] = []
    for width in WIDTHS:
        run, _ = clean_all([row | {form.value: wrapped(row[form], width)} for row in labelled], form)
        bodies.append(run.bodies)
    bodies.append(clean_all(labelled, form)[0].bodies)
    for source in sorted({row["source"] for row in labelled}):
        chosen = [row for row in labelled if row["source"] == source]
        scores = [score_pages((row["body"], each.get(row["id"], "")) for row in chosen) for each in bodies]
        print(f"    {source:4} F1 {'  '.join(f'{score.f1:.4f}' for score in scores)}")


def measure(rows: Sequence[Row], form: Form) -> dict[str, Article]:
    """Prints the table of one form and returns our articles."""
    rows = [row for row in rows if form in row]
    print(f"{form} ({len(rows)} pages)")
    if not rows:
        return {}
    ours, articles = clean_all(rows, form)
    others = html_extractors() if form is Form.HTML else [("floor", floor)]
    runs = [ours, *(extract_all(name, extract, rows, form) for name, extract in others)]
    report_bodies(rows, runs)
    report_map(rows, form, articles)
    if form is Form.HTML:
        report_metadata(rows, articles)
    else:
        report_wrapped(rows, form)
    return articles


def main(
    data: Annotated[Path, typer.Option(help="folder with the pages and their truth")],
    form: Annotated[Form | None, typer.Option("--input", help="one form only")] = None,
    out: Annotated[Path | None, typer.Option(help="where our predictions go")] = None,
) -> None:
    """Measure cleaning on the pages of DATA."""
    rows = read_rows(data) if data.is_dir() else []
    if not rows:
        raise typer.BadParameter(f"{data} holds no pages (*.jsonl.gz)")
    for each in [form] if form else list(Form):
        articles = measure(rows, each)
        if out and each is (form or Form.TEXT_DUMP):
            write_predictions(out, [row for row in rows if each in row], articles)


if __name__ == "__main__":
    typer.run(main)
