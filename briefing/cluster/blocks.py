"""The task of a worker: brief one block of articles, and write what came of them by their days.

It is a function of a module, given values that can be sent to another machine.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from uuid import uuid4

from briefing import ArticleResult, Document, ModelRun, Settings, SourceError, stream, unread
from briefing.cluster.board import Board
from briefing.cluster.manifest import UNDATED, Block, BlockDone, ResultFile, digest_of, packed
from briefing.cluster.names import ResultForm
from briefing.cluster.partitions import Place, documents_of
from briefing.cluster.replies import SharedReplies
from briefing.cluster.shares import TERM, LeasedShares


@dataclass(frozen=True, slots=True)
class BlockWork:
    """What all blocks of a run have in common. ``board`` is the URL of the shared database."""

    run: str
    out: str
    board: str
    settings: Settings
    form: ResultForm = ResultForm.JSONL
    term: float = TERM


def work_on(job: BlockWork, block: Block) -> BlockDone:
    """Brief a block, write its results, and leave word that it is done."""
    board = Board(job.board)
    try:
        results, run = asyncio.run(_briefed(job, block, board))
    finally:
        board.close()
    place = Place.of(job.out)
    done = _written(place, job.form, block, results, run)
    place.write(f"done/{block.id}.json", done.model_dump_json().encode())
    return done


async def _briefed(job: BlockWork, block: Block, board: Board) -> tuple[list[ArticleResult], ModelRun]:
    worker = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    # The provider's limits are leased; the budget stands here too, so that what has no price is refused.
    llm = job.settings.llm.model_copy(update={"requests_per_minute": None, "tokens_per_minute": None, "cache": None})
    settings = job.settings.model_copy(update={"llm": llm, "workers": 0, "ledger": None})
    found = list(documents_of(block, settings))
    results = [unread(each) for each in found if isinstance(each, SourceError)]
    async with LeasedShares(board, worker, job.run, job.settings.llm, term=job.term) as shares:
        run = ModelRun(llm.budget, shares=shares, replies=SharedReplies(board, worker))
        articles = [each for each in found if isinstance(each, Document)]
        async with aclosing(stream(articles, settings, ordered=True, run=run)) as briefed:
            results += [result async for result in briefed]
    return results, run


def _written(place: Place, form: ResultForm, block: Block, results: list[ArticleResult], run: ModelRun) -> BlockDone:
    by_day: defaultdict[str, list[ArticleResult]] = defaultdict(list)
    for result, day in zip(results, _days(results), strict=True):
        by_day[day].append(result)
    files = []
    for day, told in sorted(by_day.items()):
        data = packed(told, form)
        name = f"results/date={day}/{block.id}.{form.suffix}"
        place.write(name, data)
        files.append(ResultFile(name=name, day=day, sha256=digest_of(data), size=len(data), results=len(told)))
    failures = [result.failure for result in results if result.failure]
    return BlockDone(
        block=block,
        files=tuple(files),
        articles=sum(result.brief is not None for result in results),
        failed=len(failures),
        unpaid=sum(failure.stage == "extraction" for failure in failures),
        usage=run.ledger.rows(),
    )


def _days(results: Iterable[ArticleResult]) -> list[str]:
    """The day of each result. What gave no article goes to the day that most of its block is of: it is to be told on
    some page."""
    results = list(results)
    own = {r.article.id: r.article.published.day.isoformat() for r in results if r.article and r.article.published}
    counted = Counter(own.values())
    usual = min(counted, key=lambda day: (-counted[day], day)) if counted else UNDATED

    def day_of(result: ArticleResult) -> str:
        if result.article:
            return own.get(result.article.id, UNDATED)
        return own.get(result.duplicate_of or "", usual)

    return [day_of(result) for result in results]
