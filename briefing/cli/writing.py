"""The commands that make a briefing: generate, brief; and cluster, over several processes or machines."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.characters import json_shown
from briefing.cli.console import Exit, emit, progress, run, say, settling, spare_cores
from briefing.cli.files import refuse_input
from briefing.cli.pages import FILES, Format, check_out, give, render, write_briefing
from briefing.cli.shared import (
    Brief,
    Config,
    Fallback,
    Inputs,
    KeepAll,
    LedgerFlag,
    Link,
    Model,
    Proof,
    Quiet,
    WikidataFlag,
    Workers,
    rendering_of,
    settings_of,
)
from briefing.cluster.names import EngineName, ResultForm
from briefing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from briefing.api import Briefing
    from briefing.cluster import BlockDone, Manifest
    from briefing.extraction import Estimate
    from briefing.rendering import RenderingOptions
    from briefing.schema.results import Failure
    from briefing.settings import Settings
    from briefing.signing import PrivateKey

_KEEP_ONE = "pass --ledger FILE_OR_URL"
_ALIKE = 3
"""Failures of many inputs in the same words that are shown one by one."""
_FEW = 20
"""Up to so many articles, `--explain-stories` speaks of every two of them."""


Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Folder for DATE.md, DATE.html and DATE.json, or one file; unset: stdout."),
]
Forms = Annotated[
    list[Format] | None, typer.Option("--format", "-f", help="md, html, json or eml; repeatable with a folder.")
]
Json = Annotated[bool, typer.Option("--json", help="Same as --format json.")]
Date = Annotated[str | None, typer.Option("--date", help="Day of the briefing, YYYY-MM-DD [latest publication date].")]
MaxAge = Annotated[
    str | None,
    typer.Option("--max-age", help="Days before the page's own that an article may be of: 3d, or off [3d]."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only estimate the tokens and the money that a run would take.")
]
ReplaceDay = Annotated[
    bool, typer.Option("--replace-day", help="Rewrite a day that the ledger holds with other content.")
]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", help="US dollars after which no more is asked; what is done stands.")
]
Sign = Annotated[Path | None, typer.Option("--sign", help="Private key (PEM) to sign the JSON with, in DATE.json.sig.")]
Editor = Annotated[
    str | None, typer.Option("--editor", help="Name of the person responsible, on the page and in all its forms.")
]
ExplainStories = Annotated[
    bool, typer.Option("--explain-stories", help="Say on stderr what joined or parted each two articles.")
]


def generate(
    inputs: Inputs,
    out: Out = None,
    forms: Forms = None,
    as_json: Json = False,
    date: Date = None,
    max_age: MaxAge = None,
    model: Model = None,
    fallback: Fallback = None,
    proof: Proof = None,
    config: Config = None,
    keep_all: KeepAll = False,
    dry_run: DryRun = False,
    ledger: LedgerFlag = None,
    wikidata: WikidataFlag = None,
    link: Link = None,
    replace_day: ReplaceDay = False,
    max_cost: MaxCost = None,
    sign: Sign = None,
    editor: Editor = None,
    first_screen: Brief = False,
    explain_stories: ExplainStories = False,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Write the briefing of some articles."""
    wanted = _wanted(forms, as_json)
    check_out(out, wanted)
    refuse_input(out, inputs)
    signer = _signer(sign, out, wanted)
    given = {"model": model, "fallback": fallback, "proof": proof, "date": date, "max_age": max_age, "editor": editor}
    kept = {"ledger": ledger, "wikidata": wikidata, "link": link, "replace_day": replace_day}
    settings = settings_of(config, **given, **kept, keep_all=keep_all, workers=workers, llm=_budget(max_cost))
    _refuse_without_ledger(settings, wikidata=bool(wikidata), replace_day=replace_day)
    if dry_run:
        raise typer.Exit(_dry_run(inputs, settings))
    briefing = _generate(inputs, settings, quiet)
    if not briefing.articles:
        say("nothing to brief: no input gave an article")
        raise typer.Exit(Exit.NOTHING)
    _write(briefing, out, wanted, signer, rendering_of(settings, brief=first_screen))
    if explain_stories:
        _explain_stories(briefing)
    if not quiet:
        _summary(briefing)
    raise typer.Exit(_exit_code(briefing))


def brief(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="One article: a file, a URL, or - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the JSON; unset: stdout.")] = None,
    model: Model = None,
    fallback: Fallback = None,
    proof: Proof = None,
    config: Config = None,
    keep_all: KeepAll = False,
    quiet: Quiet = False,
) -> None:
    """Print the checked brief of one article as JSON."""
    refuse_input(out, [source])
    settings = settings_of(config, model=model, fallback=fallback, proof=proof, keep_all=keep_all)
    # One article is no day: it is not recorded.
    briefing = _generate([source], settings.model_copy(update={"ledger": None}), quiet)
    if not briefing.briefs:
        raise typer.Exit(Exit.NOTHING)
    if len(briefing.briefs) > 1:
        raise UsageError(f"{source} holds {len(briefing.briefs)} articles", hint="use `briefing generate` for several")
    text = json_shown(briefing.briefs[0].model_dump_json(indent=2)) + "\n"
    give(text, out)
    raise typer.Exit(_exit_code(briefing))


def _wanted(forms: Sequence[Format] | None, as_json: bool) -> tuple[Format, ...]:
    """The forms that were named."""
    if as_json and forms and set(forms) != {Format.JSON}:
        raise UsageError("--json is --format json, and another --format is named", hint="name each form by --format")
    return (Format.JSON,) if as_json else tuple(forms or ())


def _refuse_without_ledger(settings: Settings, *, wikidata: bool, replace_day: bool) -> None:
    """Flags that would do nothing, since no ledger is kept."""
    if wikidata and not settings.ledger:
        raise UsageError("--wikidata names actors of a ledger, and none is kept", hint=_KEEP_ONE)
    if replace_day and not settings.ledger:
        raise UsageError("--replace-day rewrites a day of a ledger, and none is kept", hint=_KEEP_ONE)


def _dry_run(inputs: Sequence[str], settings: Settings) -> Exit:
    """Say what a run would take."""
    missed: list[Failure] = []
    emit(_estimate(inputs, settings, missed.append))
    _say_failures(missed)
    return Exit.PARTLY if _failed(missed) else Exit.WELL


def _write(
    briefing: Briefing,
    out: Path | None,
    wanted: tuple[Format, ...],
    signer: PrivateKey | None,
    options: RenderingOptions,
) -> None:
    if out is None:
        emit(render(briefing, wanted[0] if wanted else Format.MARKDOWN, options))
        return
    for path in write_briefing(briefing, out, wanted, signer, options):
        emit(f"{path.as_posix()}\n")


def _signer(key: Path | None, out: Path | None, forms: tuple[Format, ...]) -> PrivateKey | None:
    """The key to sign with, read before any work."""
    if key is None:
        return None
    suffixes = {form.value for form in forms or FILES} if out is None or not out.suffix else {out.suffix[1:].lower()}
    if out is None or Format.JSON.value not in suffixes:
        raise UsageError("--sign signs the JSON of a briefing", hint="name a folder with --out, or a .json file")
    from briefing.signing import PrivateKey

    return PrivateKey.read(key)


def _budget(max_cost: float | None) -> dict[str, object]:
    return {} if max_cost is None else {"budget": {"cost": max_cost}}


def _estimate(inputs: Sequence[str], settings: Settings, missed: Callable[[Failure], None]) -> str:
    from briefing.estimating import estimate

    found = run(estimate(inputs, settings, missed))
    return "".join(f"{who}: {_told(each)}\n" for who, each in found.items())


def _told(found: Estimate) -> str:
    from briefing.rendering.words import counted

    money = "price not known" if found.cost is None else f"about {found.cost:.4f} US dollars"
    return (
        f"{counted(found.articles, 'article')}, {counted(found.requests, 'request')}, "
        f"{found.input_tokens} tokens in, about {found.output_tokens} out, {money}"
    )


def _generate(inputs: Sequence[str], settings: Settings, quiet: bool) -> Briefing:
    from briefing.api import agenerate
    from briefing.settings import EMBEDDED

    if settings.model is None and not quiet:
        say(f"no model configured: using the {EMBEDDED} engine, which finds less than a model does (see --model)")
    if settings.workers is None:
        settings = settings.model_copy(update={"workers": spare_cores()})
    with progress(quiet) as observer:
        briefing = run(agenerate(inputs, settings, observer=settling(observer)))
    _say_failures([*briefing.coverage.failures, *_unheard(briefing)])
    return briefing


def _unheard(briefing: Briefing) -> Iterator[Failure]:
    """What a page has in spite of a model: items that could not be read, proof-reading and correction that failed."""
    from briefing.schema.results import Failure

    sources = {article.id: str(article.ref) for article in briefing.articles}
    for brief in briefing.briefs:
        source = sources[brief.article]
        for reason in brief.proof.failures if brief.proof else ():
            yield Failure(source=source, stage="proof-reading", reason=f"{source}: {reason}")
        for reason in brief.malformed:
            yield Failure(source=source, stage="reply", reason=f"{source}: {reason}")
        for reason in brief.uncorrected:
            yield Failure(source=source, stage="correction", reason=f"{source}: {reason}")
    for reason in briefing.linking.failures if briefing.linking else ():
        yield Failure(source="the ledger", stage="linking", reason=reason)


def _say_failures(failures: Sequence[Failure]) -> None:
    """A line for each; where many inputs failed in the same words, for the first few of them."""
    alike: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        alike.setdefault((failure.stage, failure.reason.replace(failure.source, "")), []).append(failure)
    for same in alike.values():
        for failure in same if len(same) <= _ALIKE + 1 else same[:_ALIKE]:
            say(f"{failure.stage}: {failure.reason}")
        if len(same) > _ALIKE + 1:
            say(f"{same[0].stage}: {len(same) - _ALIKE} more failed in the same way; the briefing lists them")


def _explain_stories(briefing: Briefing) -> None:
    """A paragraph for each two articles; in a large pool only for those that tell one story."""
    from briefing.stories import explain_grouping

    story_of = {article: story.id for story in briefing.stories for article in story.articles}
    everything = len(briefing.articles) <= _FEW
    for one, other in combinations(briefing.articles, 2):
        if everything or story_of.get(one.id) == story_of.get(other.id):
            reason = explain_grouping(briefing.articles, one.id, other.id, briefing.briefs)
            say(f"{briefing.outlets[one.id]} and {briefing.outlets[other.id]}: {reason}")


def _summary(briefing: Briefing) -> None:
    from briefing.rendering.words import counted

    checked = briefing.metrics
    say(
        f"{counted(len(briefing.articles), 'article')}, {counted(len(briefing.stories), 'story')}; "
        f"{counted(checked.items, 'item')} checked: {checked.confirmed} confirmed, {checked.quoted} quoted, "
        f"{checked.unconfirmed} unconfirmed, {checked.refuted} refuted"
    )


def _failed(failures: Iterable[Failure]) -> bool:
    """Whether an input failed, and was not only left out for being no article by its kind."""
    from briefing.schema.results import LEFT_OUT

    return any(failure.stage != LEFT_OUT for failure in failures)


def _exit_code(briefing: Briefing) -> Exit:
    coverage = briefing.coverage
    failed = (
        _failed(coverage.failures) or coverage.partial or coverage.malformed or coverage.unread or coverage.uncorrected
    )
    unlinked = briefing.linking and briefing.linking.failures
    return Exit.PARTLY if failed or unlinked or briefing.metrics.refuted else Exit.WELL


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
    max_cost: MaxCost = None,
    quiet: Quiet = False,
) -> None:
    """Brief partitions of articles over several processes, and write the page of each day."""
    from briefing.cluster import ClusterRun, open_engine, run_blocks, write_pages

    flags = {"model": model, "fallback": fallback, "proof": proof, "keep_all": keep_all, "ledger": ledger}
    settings = settings_of(config, **flags, llm=_budget(max_cost))
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
