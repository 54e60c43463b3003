"""Every scripted fault against both transports, through the whole pipeline.

    .venv/bin/python -m benchmarks.fault_matrix [--fault NAME] [--json]

For each fault three articles are briefed, and the requests for the second are answered by the fault: once, then
always. Printed are the requests that the endpoint saw for it, what became of the article, and what the model layer
alone makes of the fault: the class and kind of its error, or the finish reason of its reply.
``lost`` counts neighbours that did not come out as they do without a fault: it must be 0 everywhere. The exit code is
1 where a neighbour was lost, where the pipeline raised, or where a run took longer than a minute.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from briefing.errors import ModelError
from briefing.extraction.prompts import draft_schema
from briefing.extraction.replies import ModelQuestion, ask
from briefing.llm import Message, ModelSettings, open_model
from briefing.pipeline import ArticleResult, stream
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.settings import Settings
from tests.endpoint import Endpoint, FaultKind
from tests.endpoint import fault as spoil
from tests.endpoint.articles import article
from tests.endpoint.mix import article_of, drafts, sound, spoiled

TRANSPORTS = ("openai/gpt-4o-mini", "litellm/openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5")
ARTICLES = 3
MARKER = "in round 1,"
HANG = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    fault: str
    transport: str
    once_requests: int
    once_outcome: str
    always_requests: int
    always_outcome: str
    told_as: str
    lost: int
    seconds: float


def main(
    fault: Annotated[str | None, typer.Option(help="One fault; unset: all of them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Print the matrix."""
    kinds = [FaultKind(fault)] if fault else list(FaultKind)
    rows = asyncio.run(_matrix(kinds))
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        _print(rows)
    bad = [row for row in rows if row.lost or row.seconds > HANG]
    raise typer.Exit(1 if bad else 0)


async def _matrix(kinds: list[FaultKind]) -> list[Row]:
    rows = []
    for transport in TRANSPORTS:
        clean, _ = await _run(transport, None, times=None)
        if any(result.failure for result in clean):
            raise SystemExit(f"{transport}: the run without a fault failed: {clean}")
        for kind in kinds:
            rows.append(await _row(transport, kind, clean))
    return rows


async def _row(transport: str, kind: FaultKind, clean: list[ArticleResult]) -> Row:
    started = time.monotonic()
    once, once_requests = await _run(transport, kind, times=1)
    always, always_requests = await _run(transport, kind, times=None)
    lost = sum(
        _comparable(results[n]) != _comparable(clean[n])
        for results in (once, always)
        for n in range(ARTICLES)
        if n != 1
    )
    return Row(
        fault=kind.value,
        transport=transport,
        once_requests=once_requests,
        once_outcome=_outcome(once[1], clean[1]),
        always_requests=always_requests,
        always_outcome=_outcome(always[1], clean[1]),
        told_as=await _told_as(transport, kind),
        lost=lost,
        seconds=round(time.monotonic() - started, 1),
    )


async def _run(transport: str, kind: FaultKind | None, times: int | None) -> tuple[list[ArticleResult], int]:
    """The results, in order, and the requests for the second article."""
    script = spoiled(kind, MARKER, times=times) if kind else drafts()
    async with Endpoint(script) as endpoint:
        llm = _reach(endpoint, transport)
        settings = Settings.model_validate(
            {"model": transport, "llm": llm, "fallback": (), "proof": "off", "correct": False}
        )
        results = [result async for result in stream([_document(n) for n in range(ARTICLES)], settings)]
        asked = sum(MARKER in (article_of(seen) or "") for seen in endpoint.seen)
    return results, asked


async def _told_as(transport: str, kind: FaultKind) -> str:
    """How one call that meets the fault, tried once, ends."""
    async with Endpoint([spoil(kind, sound(article(1)[1]))]) as endpoint:
        model = open_model(transport, _reach(endpoint, transport).model_copy(update={"attempts": 1}))
        try:
            messages = (Message(role="user", content="Well?"),)
            await ask(model, ModelQuestion(messages, BriefDraft, draft_schema(), "matrix", 1000), reasks=0)
        except ModelError as error:
            return f"{type(error).__name__} {error.fault}"
        finally:
            await model.aclose()
        return "reply"


def _reach(endpoint: Endpoint, transport: str) -> ModelSettings:
    base = endpoint.root if transport.startswith("anthropic/") else endpoint.api_base
    return ModelSettings.model_validate(
        {"api_base": base, "api_key": "k", "attempts": 4, "timeout": 2.0, "max_wait": 0.1}
    )


def _document(number: int) -> Document:
    title, text = article(number, size=1500)
    return Document.of(f"{title}\n\n{text}\n", f"article-{number}.txt", keep_content=True)


def _comparable(result: ArticleResult) -> str:
    return result.model_dump_json()


def _outcome(result: ArticleResult, clean: ArticleResult) -> str:
    if result.failure:
        return "failed"
    if result.brief is not None and result.brief.partial:
        return "partial"
    return "done" if _comparable(result) == _comparable(clean) else "done, other"


def _print(rows: list[Row]) -> None:
    head = ("fault", "transport", "once", "outcome", "always", "outcome", "lost", "s")
    print("{:15} {:28} {:>4} {:12} {:>6} {:8} {:>4} {:>5}  told as".format(*head))
    for row in rows:
        print(
            f"{row.fault:15} {row.transport:28} {row.once_requests:4} {row.once_outcome:12} {row.always_requests:6} "
            f"{row.always_outcome:8} {row.lost:4} {row.seconds:5}  {row.told_as}"
        )
    print(f"{len(rows)} rows, {sum(row.lost for row in rows)} neighbours lost, no run raised")


if __name__ == "__main__":
    typer.run(main)
