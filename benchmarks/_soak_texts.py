"""The texts of a folder of evaluation data, as inputs of the pipeline."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from briefing.schema.document import Carried, Document, MediaType

_NO_INPUT = frozenset({".py", ".sh", ".csv"})
"""Files of a case that are no texts: the scripts that run it, and tables."""


@dataclass(frozen=True, slots=True)
class Text:
    """One input. ``draft`` is the recorded reply of a model to it, ``page`` what its page has in common, ``day`` the
    day of that page."""

    source: Document | Path
    draft: str | None = None
    page: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """Texts of one kind. Nothing of a ``blind`` one is printed but counts: it holds texts that nobody may look at."""

    name: str
    read: Callable[[], Iterator[Text]]
    blind: bool = False


def folders(data: Path) -> list[Folder]:
    """All texts below ``data``, by where they come from; those that are absent are left out."""
    found = [
        *(_rows(data / path, field) for path, field in _ARTICLES),
        *(_rows(data / "clean/dev.jsonl.gz", field) for field in ("text_dump", "text_main", "body")),
        *(_rows(data / f"clean/{name}.jsonl.gz", "html") for name in ("dev_html", "dev_news_html")),
        *(_rows(data / f"drafts/{name}", "text") for name in ("read.jsonl", "blind.jsonl.gz")),
        *(_thread(folder) for folder in sorted((data / "threads").glob("*/"))),
        _replies(data / "replies"),
        *(_files(data / name) for name in ("day", "cases")),
    ]
    return [folder for folder in found if folder is not None]


_ARTICLES = (
    *(("alignment/docs.jsonl", "text"), ("verify/dev.jsonl.gz", "source"), ("stories/dev.jsonl.gz", "text")),
    *(("gold/dev.jsonl", "text"), ("gold/silver_read.jsonl", "text"), ("gold/silver_blind.jsonl.gz", "text")),
    ("plover/dev.jsonl", "sentence"),
)


def _rows(path: Path, field: str) -> Folder | None:
    """The different texts in one field of the rows of a file, each with its row's draft where it has one."""
    name = f"{path.parent.name}/{path.name.partition('.')[0]} {field}"

    def read() -> Iterator[Text]:
        seen: set[int] = set()
        for number, row in enumerate(_json_lines(path)):
            if row[field] and (key := hash(row[field])) not in seen:
                seen.add(key)
                yield _text(row, field, f"{name}/{row.get('id', number)}")

    return Folder(name, read, blind="blind" in name or "plover" in name) if path.exists() else None


def _text(row: dict[str, Any], field: str, source: str) -> Text:
    day = date.fromisoformat(row["date"]) if _is_day(row.get("date")) else None
    published = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    carried = Carried(title=row.get("title"), outlet=row.get("outlet"), url=row.get("url"), published=published)
    html = field == "html"
    return Text(
        Document.of(
            row[field],
            source,
            MediaType.HTML if html else MediaType.TEXT,
            # A page says all this itself.
            carried=None if html or field == "text_dump" else carried,
            keep_content=True,
        ),
        draft=json.dumps(row["draft"], ensure_ascii=False) if "draft" in row else None,
    )


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10


def _thread(folder: Path) -> Folder | None:
    path = folder / "articles.jsonl"

    def read() -> Iterator[Text]:
        for row in sorted(_json_lines(path), key=lambda row: row["day"]):
            draft = (folder / "drafts" / f"{row['id']}.json").read_text(encoding="utf-8")
            document = _text(row, "text", f"threads/{folder.name}/{row['id']}").source
            yield Text(document, draft, row["day"], date.fromisoformat(row["day"]))

    return Folder(f"threads/{folder.name}", read) if path.exists() else None


def _replies(folder: Path) -> Folder | None:
    def read() -> Iterator[Text]:
        for path in sorted(folder.glob("*.article.txt")):
            reply = folder / f"{path.name.removesuffix('.article.txt')}.json"
            text = path.read_text(encoding="utf-8")
            document = Document.of(text, f"replies/{path.name}", keep_content=True)
            yield Text(document, reply.read_text(encoding="utf-8"))

    return Folder("replies", read) if folder.exists() else None


def _files(folder: Path) -> Folder | None:
    """The files of a folder as they are, whatever they hold; a page for each folder in it."""

    def read() -> Iterator[Text]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in _NO_INPUT and path.name != "expected.md":
                yield Text(path, page=path.relative_to(folder).parts[0])

    return Folder(folder.name, read) if folder.exists() else None


def _json_lines(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
