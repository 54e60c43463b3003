"""The command that trusts a settings file: trust."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.console import emit


def trust(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Settings file [briefing.toml].")] = Path(
        "briefing.toml"
    ),
    forget: Annotated[bool, typer.Option("--forget", help="Trust it no longer.")] = False,
) -> None:
    """Trust a settings file until it changes.

    Before that, an address in it gets no key of yours, and it names nothing outside of its folder: a briefing.toml
    comes with its folder, whoever packed that.
    """
    from briefing.settings import trust as trusting

    if forget:
        trusting.distrust(file)
        emit(f"no longer trusted: {file.resolve()}\n")
    else:
        trusting.trust(file)
        emit(f"trusted as it reads now: {file.resolve()}\n")
