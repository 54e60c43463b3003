"""The command line: parse, call, answer. All work is done by the library."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Annotated, NoReturn, TextIO, cast

import typer

from briefing._version import __version__
from briefing.cli import correcting, finished, ledgers, preparing, serving, writing
from briefing.cli.console import Exit, LogForm, LogLevel, SafeStream, emit, fault_told, say, set_up
from briefing.cli.shared import EPILOG, example
from briefing.errors import BriefingError, UsageError

# Plain help: typer's rich help costs 100 ms at every start, more than all the rest of `briefing --help`.
app = typer.Typer(
    name="briefing",
    help="News articles in, an auditable daily briefing out: every line leads to the words that support it.",
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

ledgers_app = typer.Typer(
    epilog=example("briefing ledger --ledger days.db --actor NATO --status open"), rich_markup_mode=None
)
ledgers_app.callback(invoke_without_command=True)(ledgers.ledger)
ledgers_app.command(epilog=example("briefing ledger timeline O3 --ledger days.db"))(ledgers.timeline)
ledgers_app.command(epilog=example("briefing ledger link O3 O9 --ledger days.db"))(correcting.link)
ledgers_app.command(epilog=example("briefing ledger split O3 --from 2022-01-13 --ledger days.db"))(correcting.split)
ledgers_app.command(epilog=example("briefing ledger status O3 accepted --by Ann --ledger days.db"))(correcting.status)
ledgers_app.command(epilog=example('briefing ledger note O3 "Confirmed by telephone." --ledger days.db'))(
    correcting.note
)
ledgers_app.command(epilog=example("briefing ledger confirm O3 --by Ann --ledger days.db"))(correcting.confirm)
ledgers_app.command(epilog=example('briefing ledger strike O3 "The source speaks of another." --ledger days.db'))(
    correcting.strike
)
ledgers_app.command(epilog=example("briefing ledger undo --ledger days.db"))(correcting.undo)
ledgers_app.command("forget-day", epilog=example("briefing ledger forget-day 2062-05-02 --yes --ledger days.db"))(
    correcting.forget_day
)
ledgers_app.command(epilog=example("briefing ledger corrections --ledger days.db"))(correcting.corrections)
ledgers_app.command(epilog=example("briefing ledger actors Sullivan --ledger days.db"))(ledgers.actors)
ledgers_app.command(epilog=example('briefing ledger rename P3 "John J. Sullivan" --ledger days.db'))(correcting.rename)

app.command(epilog=example("briefing generate seeds/ --out out/"))(writing.generate)
app.command(epilog=example("briefing brief article.txt | jq .offers"))(writing.brief)
app.command(epilog=example("briefing clean page.txt --explain"))(preparing.clean)
app.command(epilog=example("briefing verify out/2022-01-13.json"))(finished.verify)
app.command(epilog=example("briefing keygen newsroom.key"))(preparing.keygen)
app.command(epilog=example("briefing feed out/*.json --out feed.xml"))(finished.feed)
app.command(epilog=example("briefing render out/2022-01-13.json --format html --brief --out short.html"))(
    finished.render
)
app.command(epilog=example("briefing export out/2022-01-13.json --as annotations"))(finished.export)
app.add_typer(ledgers_app, name="ledger")
app.command(epilog=example("briefing diff 2022-01-12 2022-01-13 --ledger days.db"))(ledgers.diff)
app.command(epilog=example("briefing cluster articles/*.jsonl --out out --engine dask"))(writing.cluster)
app.command(epilog=example("briefing costs out/*.json"))(finished.costs)
app.command(epilog=example("briefing schemas draft"))(preparing.schemas)
app.command(epilog=example("briefing models"))(preparing.models)
app.command(epilog=example("briefing mcp out/ --ledger days.db"))(serving.mcp)
app.command(epilog=example("briefing trust briefing.toml"))(preparing.trust)
app.command(epilog=example("briefing serve --db service.db --ledger days.db"))(serving.serve)
app.add_typer(serving.keys_app, name="keys")
app.command(epilog=example("briefing people people.jsonl anna --scope read --scope review"))(serving.people)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    log_level: Annotated[LogLevel, typer.Option("--log-level", help="What to log on stderr.")] = LogLevel.WARNING,
    log_form: Annotated[LogForm, typer.Option("--log-format", help="How to log: text or json.")] = LogForm.TEXT,
) -> None:
    set_up(log_level, log_form)
    if version:
        emit(f"briefing {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(context.get_help() + "\n")


@cache
def _command() -> Callable[..., object]:
    """All commands, put together once a process: they are the same for every call of `main`."""
    return typer.main.get_command(app)


def main() -> NoReturn:
    """Run the command line and exit with a documented code."""
    stderr = sys.stderr
    sys.stderr = cast("TextIO", SafeStream(stderr))
    try:
        _run()
    finally:
        sys.stderr = stderr
    sys.exit(Exit.WELL)


def _run() -> None:
    try:
        _command()(standalone_mode=True)
    except BriefingError as error:
        say(f"briefing: {error}")
        sys.exit(Exit.USAGE if isinstance(error, UsageError) else Exit.NOTHING)
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; Python's own flush at exit would complain once more.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - must outlive this function
        sys.exit(Exit.WELL)
    except SystemExit as stop:
        # Typer makes this exit code of an interrupt, and says nothing.
        if stop.code in (Exit.INTERRUPTED, Exit.TERMINATED):
            say("briefing: interrupted; a second run takes up what is in the reply store, if one is set (llm.cache)")
        raise
    except Exception as error:  # a fault of ours
        say(f"briefing: {fault_told(error)}")
        logging.getLogger("briefing").debug("traceback of the unexpected fault", exc_info=error)
        sys.exit(Exit.NOTHING)
