"""A run: the blocks that are not done yet, handed to an engine; its manifest; the pages of its days."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pydantic import ValidationError

from briefing import ArticleResult, Briefing, DataError, ModelRun, Settings, UsageError, compose
from briefing.cluster.blocks import BlockWork, work_on
from briefing.cluster.board import Board, database_url
from briefing.cluster.engines import Engine
from briefing.cluster.manifest import UNDATED, Block, BlockDone, Manifest, digest_of, unpacked
from briefing.cluster.names import ResultForm
from briefing.cluster.partitions import Place, blocks_of, settings_digest
from briefing.cluster.shares import TERM

MANIFEST = "manifest.json"
ROWS = 200
"""Articles of a block: at 20 a second some ten seconds, which is what a lost worker costs in time."""


@dataclass(frozen=True, slots=True)
class ClusterRun:
    """What is to be done, where to, and what workers share.

    ``board`` names the shared database: a file that all workers reach on one machine, or ``postgresql://...``.
    """

    inputs: Sequence[str]
    out: str
    board: str
    settings: Settings
    rows: int = ROWS
    form: ResultForm = ResultForm.JSONL
    term: float = TERM


def run_blocks(
    run: ClusterRun, engine: Engine, told: Callable[[BlockDone, int], None] = lambda _done, _of: None
) -> Manifest:
    """Brief what is not done yet, and write the manifest of all of it.

    A run that was ended in whatever way goes on where it was: a block that left word is not done again, and of the
    others no reply that came is asked for again.

    Args:
        told: called with each block as it is done, and how many there are.

    Raises:
        UsageError: an input holds nothing, or the settings ask for what a cluster does not do.
        DataError: the shared database can't be used.
    """
    _check(run.settings)
    blocks = list(blocks_of(run.inputs, run.settings, run.rows))
    place = Place.of(run.out)
    done = {block.id: entry for block in blocks if (entry := _done_before(place, block))}
    job = BlockWork(_run_id(blocks), run.out, database_url(run.board), run.settings, run.form, run.term)
    _prepare(job.board)
    for entry in done.values():
        told(entry, len(blocks))
    for entry in engine.each(_Task(job), [block for block in blocks if block.id not in done]):
        done[entry.block.id] = entry
        told(entry, len(blocks))
    manifest = Manifest(settings=settings_digest(run.settings), blocks=tuple(done[block.id] for block in blocks))
    place.write(MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


def read_manifest(out: str) -> Manifest:
    """The manifest of an output.

    Raises:
        DataError: there is none, or none of this version.
    """
    data = Place.of(out).read(MANIFEST)
    try:
        return Manifest.model_validate_json(data or b"")
    except ValidationError as error:
        raise DataError(f"{out} holds no manifest", hint="run its blocks first") from error


def page_of(run: ClusterRun, manifest: Manifest, day: str, engine: Engine) -> Briefing:
    """The page of a day, from its results.

    Raises:
        DataError: results are missing, or not those that the manifest names.
    """
    results = list(_results(Place.of(run.out), manifest, day))
    settings = run.settings if day == UNDATED else run.settings.model_copy(update={"date": date.fromisoformat(day)})
    counted = ModelRun(settings.llm.budget)
    for row in manifest.usage_of(day):
        counted.ledger.add(row)
    return asyncio.run(compose(results, settings, run=counted, mapped=engine.mapped))


def write_pages(
    run: ClusterRun, manifest: Manifest, engine: Engine, days: Iterable[str] | None = None
) -> dict[str, Briefing]:
    """Write the pages of some days, or of all, in their order: with a ledger, each knows the ones before it."""
    place, pages = Place.of(run.out), {}
    for day in sorted(days if days is not None else manifest.days):
        page = page_of(run, manifest, day, engine)
        for suffix, text in (("json", page.to_json()), ("md", page.to_markdown()), ("html", page.to_html())):
            place.write(f"pages/{day}.{suffix}", text.encode())
        pages[day] = page
    return pages


@dataclass(frozen=True, slots=True)
class _Task:
    """What an engine applies to each block."""

    job: BlockWork

    def __call__(self, block: Block) -> BlockDone:
        return work_on(self.job, block)


def _check(settings: Settings) -> None:
    if settings.llm.batch:
        raise UsageError("workers that share their replies send no batches", hint="leave out llm.batch")
    if settings.llm.record:
        raise UsageError("several processes make no one recording", hint="leave out llm.record")


def _done_before(place: Place, block: Block) -> BlockDone | None:
    """What a block left when it was done; None where it is to be done, or done again."""
    data = place.read(f"done/{block.id}.json")
    if data is None:
        return None
    try:
        done = BlockDone.model_validate_json(data)
    except ValidationError:
        return None
    whole = all(place.size(file.name) == file.size for file in done.files)
    return done.model_copy(update={"block": block}) if whole and not done.unpaid else None


def _results(place: Place, manifest: Manifest, day: str) -> Iterable[ArticleResult]:
    for file in manifest.files_of(day):
        data = place.read(file.name)
        if data is None or digest_of(data) != file.sha256:
            state = "missing" if data is None else "not what was written"
            raise DataError(f"{file.name} is {state}", hint="remove its block's entry under done/ and run again")
        yield from unpacked(data)


def _run_id(blocks: Sequence[Block]) -> str:
    """The same for the same work: a run that goes on has spent what it had spent."""
    return sha256("\n".join(block.id for block in blocks).encode()).hexdigest()[:12]


def _prepare(url: str) -> None:
    board = Board(url)
    try:
        board.prepare()
    finally:
        board.close()
