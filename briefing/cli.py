"""The command line: parse, call, answer. All work is done by the library."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from briefing._version import __version__
from briefing.console import Exit, Format, emit, progress, render, say, write_briefing, write_file
from briefing.errors import BriefingError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.api import Briefing
    from briefing.settings import Settings

_EPILOG = """Exit codes: 0 all well · 1 done, with failed or rejected parts · 2 usage · 3 nothing could be done.
Settings also come from BRIEFING_... variables and briefing.toml."""

# Plain help: typer's rich help costs 100 ms at every start, more than all the rest of `briefing --help`.
app = typer.Typer(
    name="briefing",
    help="News articles in, an auditable daily briefing out: every line leads to the words that support it.",
    epilog=_EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, http(s) URLs, feeds, JSONL, .eml, or - for stdin."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", "-m", help="Model that drafts, such as openai/gpt-5 or anthropic/claude-sonnet-5 [embedded]."
    ),
]
Fallback = Annotated[
    list[str] | None, typer.Option("--fallback", help="Model that takes over when the one before fails; repeatable.")
]
Judge = Annotated[str | None, typer.Option("--judge", help="Model that decides what no rule can.")]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file [briefing.toml].", exists=True)]
KeepAll = Annotated[bool, typer.Option("--keep-all", help="Take inputs as they are, without cleaning.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        emit(f"briefing {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(context.get_help() + "\n")


@app.command(epilog="Example:  briefing generate seeds/ --out out/\n\n" + _EPILOG)
def generate(
    inputs: Inputs,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for DATE.md, DATE.html and DATE.json, or one file; unset: stdout."),
    ] = None,
    forms: Annotated[
        list[Format] | None, typer.Option("--format", "-f", help="md, html, json or eml; repeatable with a folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Same as --format json.")] = False,
    date: Annotated[
        str | None, typer.Option("--date", help="Day of the briefing, YYYY-MM-DD [latest publication date].")
    ] = None,
    model: Model = None,
    fallback: Fallback = None,
    judge: Judge = None,
    config: Config = None,
    keep_all: KeepAll = False,
    quiet: Quiet = False,
) -> None:
    """Write the briefing of some articles."""
    wanted = (Format.JSON,) if as_json else tuple(forms or ())
    if out is None and len(wanted) > 1:
        raise UsageError("stdout takes one --format", hint="name a folder with --out for several")
    settings = _settings(config, model=model, fallback=fallback, judge=judge, date=date, keep_all=keep_all)
    briefing = _generate(inputs, settings, quiet)
    if not briefing.articles:
        say("nothing to brief: no input gave an article")
        raise typer.Exit(Exit.NOTHING)
    if out is None:
        emit(render(briefing, wanted[0] if wanted else Format.MARKDOWN))
    else:
        for path in write_briefing(briefing, out, wanted):
            emit(f"{path.as_posix()}\n")
    if not quiet:
        _summary(briefing)
    raise typer.Exit(_exit_code(briefing))


@app.command(epilog="Example:  briefing brief article.txt | jq .offers\n\n" + _EPILOG)
def brief(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="One article: a file, a URL, or - for stdin.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the JSON; unset: stdout.")] = None,
    model: Model = None,
    fallback: Fallback = None,
    judge: Judge = None,
    config: Config = None,
    keep_all: KeepAll = False,
    quiet: Quiet = False,
) -> None:
    """Print the checked brief of one article as JSON."""
    settings = _settings(config, model=model, fallback=fallback, judge=judge, keep_all=keep_all)
    briefing = _generate([source], settings, quiet)
    if not briefing.briefs:
        raise typer.Exit(Exit.NOTHING)
    if len(briefing.briefs) > 1:
        raise UsageError(f"{source} holds {len(briefing.briefs)} articles", hint="use `briefing generate` for several")
    text = briefing.briefs[0].model_dump_json(indent=2) + "\n"
    if out is None:
        emit(text)
    else:
        write_file(out, text)
    raise typer.Exit(_exit_code(briefing))


@app.command(epilog="Example:  briefing clean page.txt --explain\n\n" + _EPILOG)
def clean(
    inputs: Inputs,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every line of the input, kept or dropped, and why.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The article with all its fields, one JSON line each.")
    ] = False,
    config: Config = None,
    keep_all: KeepAll = False,
) -> None:
    """Show what cleaning makes of some inputs."""
    import asyncio

    if explain and as_json:
        raise UsageError("--explain and --json exclude each other", hint="pass one of them")
    form = Shown.EXPLAINED if explain else Shown.JSON if as_json else Shown.TEXT
    raise typer.Exit(asyncio.run(_show_cleaned(inputs, _settings(config, keep_all=keep_all), form)))


@app.command(epilog="Example:  briefing verify out/2022-01-13.json\n\n" + _EPILOG)
def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Briefings as JSON, written by `generate`.")],
    base: Annotated[
        Path | None, typer.Option("--base", help="Folder that relative source paths start from [working directory].")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Items left for a judge count as failures.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON, one line a file.")] = False,
) -> None:
    """Check finished briefings against their sources, offline, from the files alone."""
    from briefing import api

    sound = True
    for file in files:
        try:
            report = api.verify(_read_briefing(file), base=base, strict=strict)
        except DataError as error:
            say(f"{file}: {error}")
            sound = False
            continue
        sound = sound and report.ok
        emit(report.model_dump_json() + "\n" if as_json else f"{file}: {report.describe()}\n")
    raise typer.Exit(Exit.WELL if sound else Exit.PARTLY)


@app.command(epilog="Example:  briefing feed out/*.json --out feed.xml\n\n" + _EPILOG)
def feed(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Briefings as JSON, written by `generate`.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the feed; unset: stdout.")] = None,
) -> None:
    """Make an Atom feed of finished briefings, latest first."""
    from briefing.rendering import to_feed

    page = to_feed([_read_briefing(file) for file in files])
    if out is None:
        emit(page)
    else:
        write_file(out, page)


@app.command()
def schemas(
    name: Annotated[str | None, typer.Argument(help="draft, brief or briefing; unset lists them.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder to write all schemas to.")] = None,
) -> None:
    """Print or write the JSON Schemas of drafts, briefs and briefings."""
    from briefing.schema.export import SCHEMAS, schema_text

    if out is not None:
        for schema in SCHEMAS:
            path = out / f"{schema}.schema.json"
            write_file(path, schema_text(schema))
            emit(f"{path.as_posix()}\n")
    elif name is None:
        emit("".join(f"{schema}\n" for schema in SCHEMAS))
    elif name in SCHEMAS:
        emit(schema_text(name))
    else:
        raise UsageError(f"no schema {name!r}", hint=f"there are: {', '.join(SCHEMAS)}")


@app.command()
def models(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    config: Config = None,
) -> None:
    """Show how model names are read, and which model is in use."""
    from briefing.llm.names import MODEL_NAMES

    settings = _settings(config)
    rows = [*MODEL_NAMES, ("in use", settings.drafting_model)]
    if as_json:
        import json

        emit(json.dumps(dict(rows), ensure_ascii=False, indent=2) + "\n")
    else:
        width = max(len(name) for name, _ in rows)
        emit("".join(f"{name:<{width}}  {meaning}\n" for name, meaning in rows))


class Shown(StrEnum):
    """How `briefing clean` shows an article."""

    TEXT = "text"
    EXPLAINED = "explained"
    JSON = "json"


async def _show_cleaned(inputs: Sequence[str], settings: Settings, form: Shown) -> Exit:
    """Print what cleaning makes of each input as it comes."""
    from briefing.pipeline import clean_all
    from briefing.rendering.clean_report import explain

    cleaned = failed = 0
    async for found in clean_all(inputs, settings):
        if found.failure:
            failed += 1
            say(f"{found.failure.stage}: {found.failure.reason}")
        if found.article is None or found.document is None:
            continue
        if cleaned and form is not Shown.JSON:
            emit("\n\n")
        cleaned += 1
        match form:
            case Shown.TEXT:
                emit(found.article.text + "\n")
            case Shown.EXPLAINED:
                emit(explain(found.document, found.article).rstrip("\n") + "\n")
            case Shown.JSON:
                emit(found.article.model_dump_json() + "\n")
    return Exit.NOTHING if not cleaned else Exit.PARTLY if failed else Exit.WELL


def _settings(config: Path | None, **flags: Any) -> Settings:
    """Settings with the flags that were given first."""
    from briefing.settings import load_settings

    return load_settings({name: value for name, value in flags.items() if value}, file=config)


def _read_briefing(file: Path) -> Briefing:
    from briefing.api import Briefing

    try:
        return Briefing.from_json(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", hint="name a briefing's .json file") from error


def _generate(inputs: Sequence[str], settings: Settings, quiet: bool) -> Briefing:
    import asyncio

    from briefing.api import agenerate
    from briefing.settings import EMBEDDED

    if settings.model is None and not quiet:
        say(f"no model configured: using the {EMBEDDED} engine, which finds less than a model does (see --model)")
    with progress(quiet) as observer:
        briefing = asyncio.run(agenerate(inputs, settings, observer=observer))
    for failure in briefing.coverage.failures:
        say(f"{failure.stage}: {failure.reason}")
    return briefing


def _summary(briefing: Briefing) -> None:
    checked = briefing.metrics
    say(
        f"{len(briefing.articles)} articles, {len(briefing.stories)} stories; {checked.items} items checked: "
        f"{checked.supported} supported, {checked.rejected} rejected, {checked.needs_judge} left for a judge"
    )


def _exit_code(briefing: Briefing) -> Exit:
    incomplete = briefing.coverage.failures or briefing.coverage.partial or briefing.metrics.rejected
    return Exit.PARTLY if incomplete else Exit.WELL


def main() -> NoReturn:
    """Run the command line and exit with a documented code."""
    try:
        app(standalone_mode=True)
    except BriefingError as error:
        say(f"briefing: {error}")
        sys.exit(Exit.USAGE if isinstance(error, UsageError) else Exit.NOTHING)
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; Python's own flush at exit would complain once more.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - must outlive this function
        sys.exit(Exit.WELL)
    except KeyboardInterrupt:
        say("briefing: interrupted; a second run takes up what is in the reply store, if one is set")
        sys.exit(130)
    sys.exit(Exit.WELL)


if __name__ == "__main__":
    main()
