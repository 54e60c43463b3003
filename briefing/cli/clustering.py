"""The command that briefs over several processes or machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, emit, say
from briefing.cli.shared import Config, Fallback, KeepAll, LedgerFlag, Model, Proof, Quiet, settings_of
from briefing.cluster.names import EngineName, ResultForm

if TYPE_CHECKING:
    from briefing.cluster import BlockDone, Manifest


def cluster(
    inputs: Annotated[
        list[str], typer.Argument(help="Partitions: JSONL or Parquet files, folders or globs; s3:// and the like too.")
    ],
    out: Annotated[str, typer.Option("--out", "-o", help="Folder or URL for results, manifest and pages.")],
    engine: Annotated[EngineName, typer.Option("--engine", help="Where the work runs.")] = EngineName.LOCAL,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Dask's workers on this machine.")] = 2,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Dask's scheduler, tcp://...; unset: one of its own.")
    ] = None,
    shared: Annotated[
        str, typer.Option("--shared", help="Database that workers share: a file, or postgresql://...")
    ] = "cluster.db",
    rows: Annotated[int, typer.Option("--block", min=1, help="Articles of a task.")] = 200,
    form: Annotated[ResultForm, typer.Option("--results", help="How results are kept.")] = ResultForm.JSONL,
    pages: Annotated[bool, typer.Option("--pages/--no-pages", help="Write the page of each day.")] = True,
    model: Model = None,
    fallback: Fallback = None,
    proof: Proof = None,
    config: Config = None,
    keep_all: KeepAll = False,
    ledger: LedgerFlag = None,
    max_cost: Annotated[
        float | None, typer.Option("--max-cost", help="US dollars after which no more is asked; what is done stands.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Brief partitions of articles over several processes, and write the page of each day."""
    from briefing.cluster import ClusterRun, open_engine, run_blocks, write_pages

    budget = {} if max_cost is None else {"budget": {"cost": max_cost}}
    settings = settings_of(
        config, model=model, fallback=fallback, proof=proof, keep_all=keep_all, ledger=ledger, llm=budget
    )
    run = ClusterRun(inputs, out, shared, settings, rows, form)
    with open_engine(engine, workers=workers, scheduler=scheduler) as opened:
        manifest = run_blocks(run, opened, (lambda *_: None) if quiet else _Progress())
        written = write_pages(run, manifest, opened) if pages else {}
    for day in written:
        emit(f"{out.rstrip('/')}/pages/{day}.html\n")
    raise typer.Exit(_summed(manifest, quiet=quiet))


class _Progress:
    def __init__(self) -> None:
        self._done = 0

    def __call__(self, done: BlockDone, of: int) -> None:
        from briefing.rendering.words import counted

        self._done += 1
        say(f"block {self._done} of {of}: {counted(done.articles, 'article')}, {done.failed} failed")


def _summed(manifest: Manifest, *, quiet: bool) -> Exit:
    from briefing.rendering.words import counted

    articles = sum(done.articles for done in manifest.blocks)
    failed = sum(done.failed for done in manifest.blocks)
    if not quiet:
        say(f"{counted(articles, 'article')} of {counted(len(manifest.days), 'day')}, {failed} failed")
    if not articles:
        return Exit.NOTHING
    return Exit.PARTLY if failed else Exit.WELL
