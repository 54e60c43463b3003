"""What verifying a page takes beside making it.

    python -m benchmarks.verify [--articles FILE] [--drafts FILE] [--times 3]

Both files are JSONL (or .jsonl.gz) with a title and a text a row; rows of drafts have the draft of a model too. Pages
are made of the articles by the embedded engine, and of the drafts by a model that replies at once with them, objects to
nothing and stands by what it wrote. All in one process; seconds of its processor, the shortest of a few runs.

Prints the time of cleaning and checking the articles (to briefs: with drafting by the embedded engine, and with all of
proof-reading but the replies), and of making the page with its Markdown, HTML and JSON; then of verifying the JSON
alone, times cleaning and checking, and of verifying it with the other two beside it, times making them.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

import briefing
from briefing.cleaning import clean
from briefing.cli.pages import FILES, write_briefing
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.document import Carried, Document
from briefing.settings import Settings
from tests.endpoint.articles import article as made_up
from tests.endpoint.asked import STOOD_BY, Asked, asked_for, objecting

NAME = "openai/recorded"
MADE_UP = 200


@dataclass(frozen=True)
class Row:
    """An article, and the draft that a model wrote of it."""

    title: str
    text: str
    draft: str | None


class Recorded:
    """A model that replies with recorded drafts."""

    name = NAME
    context_window: int | None = 1_000_000

    def __init__(self, drafts: dict[str, str]) -> None:
        self._drafts = drafts

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        assert request.reply_schema is not None
        kind = asked_for(request.reply_schema.definition["properties"], request.messages[-1].content)
        text = unwrap(request.messages[1].content) or ""
        reply = {Asked.DRAFT: self._drafts.get(text, STOOD_BY), Asked.PROOF: objecting()}.get(kind, STOOD_BY)
        return Completion(text=reply, finish_reason=FinishReason.STOP, model=NAME, engine=NAME)

    async def aclose(self) -> None: ...


def main(
    articles: Annotated[Path | None, typer.Option(help="Articles; unset: made-up ones.")] = None,
    drafts: Annotated[Path | None, typer.Option(help="Articles with drafts; unset: none of these.")] = None,
    times: Annotated[int, typer.Option(help="How often each step is done.")] = 3,
) -> None:
    """Print what making and verifying pages takes."""
    rows = _read(articles) if articles else [Row("", made_up(n)[0], None) for n in range(MADE_UP)]
    recorded = _read(drafts) if drafts else []
    print(f"{'page of':<20} {'articles':>8} {'clean+check':>12} {'making':>8} {'verify JSON':>12} {'and pages':>10}")
    _report("the embedded engine", rows, None, times)
    if recorded:
        _report("recorded drafts", recorded, recorded, times)


def _report(what: str, rows: Sequence[Row], recorded: Sequence[Row] | None, times: int) -> None:
    documents = [Document.of(row.text, f"{number:04}.txt", carried=Carried()) for number, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for document in documents:
            Path(document.ref.source).write_text(document.text, encoding="utf-8")
        names = [document.ref.source for document in documents]
        drafts = {clean(d).story.slice(clean(d).text): row.draft for d, row in zip(documents, rows, strict=True)}
        model = Recorded({text: draft for text, draft in drafts.items() if draft})
        settings = Settings.model_validate({"date": "2031-01-01"})
        author = model if recorded else "embedded"
        steps = _best(lambda: asyncio.run(_checked(names, settings, author)), times)
        making = _best(lambda: _made(names, settings, author), times)
        page = _made(names, settings, author)
        file = next(Path("out").glob("*.json"))
        report = briefing.verify(file)
        if not report.ok:
            raise SystemExit(report.describe())
        pages = _best(lambda: briefing.verify(file), times)
        for rendered in (file.with_suffix(".md"), file.with_suffix(".html")):
            rendered.unlink()
        alone = _best(lambda: briefing.verify(file), times)
        print(f"{what:<20} {len(page.articles):>8} {steps:>10.2f} s {making:>6.2f} s {alone:>10.2f} s {pages:>8.2f} s")
        print(f"{'':<50} {alone / steps:>11.2f} x {pages / making:>8.2f} x")
        os.chdir("/")


async def _checked(names: Sequence[str], settings: Settings, author: Recorded | str) -> None:
    async for result in briefing.stream(names, settings, model=author, ordered=True):
        assert result.brief, result.failure


def _made(names: Sequence[str], settings: Settings, author: Recorded | str) -> briefing.Briefing:
    page = briefing.generate(names, settings, model=author)
    write_briefing(page, Path("out"), FILES)
    return page


def _best(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def _read(file: Path) -> list[Row]:
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode()
    return [_row(json.loads(line)) for line in text.splitlines() if line.strip()]


def _row(row: dict[str, Any]) -> Row:
    title, text = row.get("title") or "", row["text"]
    whole = text if text.startswith(title) else f"{title}\n\n{text}"
    return Row(title, whole, json.dumps(row["draft"], ensure_ascii=False) if row.get("draft") else None)


if __name__ == "__main__":
    typer.run(main)
