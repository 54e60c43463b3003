"""What all commands share: arguments, settings, reading a briefing back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.console import hide
from briefing.errors import DataError, UsageError

if TYPE_CHECKING:
    from briefing.api import Briefing
    from briefing.rendering import RenderingOptions
    from briefing.settings import Settings

EPILOG = """Exit codes: 0 all well · 1 done, with failed or rejected parts · 2 usage · 3 nothing could be done.
Settings also come from BRIEFING_... variables and briefing.toml (see `briefing trust`)."""


def example(line: str) -> str:
    """The end of a command's help: an example, then what all commands have in common."""
    return f"Example:  {line}\n\n{EPILOG}"


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
Proof = Annotated[
    str | None,
    typer.Option("--proof", help="Who proof-reads what a model drafted: same, off, or another MODEL [same]."),
]
Link = Annotated[
    str | None,
    typer.Option("--link", help="Who links the day to the ledger: same, off, or another MODEL [same]."),
]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file [briefing.toml].", exists=True)]
Workers = Annotated[
    int | None,
    typer.Option("--workers", help="Processes that clean and check beside this one in long runs [by cores]."),
]
KeepAll = Annotated[bool, typer.Option("--keep-all", help="Take inputs as they are, without cleaning.")]
LedgerFlag = Annotated[
    str | None,
    typer.Option("--ledger", help="Ledger that remembers offers over days: a file, or postgresql://... [none]."),
]
WikidataFlag = Annotated[
    str | None,
    typer.Option("--wikidata", help="CSV or JSON file from names to ids of Wikidata, for actors of the ledger [none]."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


Brief = Annotated[
    bool, typer.Option("--brief", help="The first screen alone: what happened, and the contents; JSON stays whole.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
BriefingFiles = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Briefings as JSON, written by `briefing generate`.")
]


def settings_of(config: Path | None, **flags: Any) -> Settings:
    """Settings with the flags that were given first. None, False and an empty list are flags not given; 0 is one."""
    from briefing.settings import load_settings

    given = {name: value for name, value in flags.items() if value or (value == 0 and value is not False)}
    settings = load_settings(given, file=config)
    hide(settings.secrets())
    return settings


def rendering_of(settings: Settings, **flags: Any) -> RenderingOptions:
    """How the page looks: as the settings say, and first of all the flags that were given."""
    given = {name: value for name, value in flags.items() if value}
    return settings.rendering.model_copy(update=given)


def read_briefing(file: Path) -> Briefing:
    """A briefing as `briefing generate` wrote it.

    Raises:
        UsageError: the file can't be read.
        DataError: it is no briefing; the message names the file.
    """
    from briefing.api import Briefing

    try:
        return Briefing.from_json(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", hint="name a briefing's .json file") from error
    except DataError as error:
        raise DataError(f"{file}: {error.message}", hint=error.hint) from error
