"""The commands that correct a ledger: link, split, status, note, confirm, strike, rename, undo, corrections,
forget-day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.console import Exit, emit, say
from briefing.cli.ledgers import day_of, named_before, opened_ledger
from briefing.cli.shared import Config, LedgerFlag
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.schema.corrections import Correction

Entry = Annotated[str, typer.Argument(metavar="ID", help="An entry or an actor of the ledger, such as O3 or P7.")]
By = Annotated[str | None, typer.Option("--by", help="Who corrects it; unset, the user of this system.")]


def link(
    context: typer.Context,
    entry: Entry,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="What is the same, called ID from now on.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Hold two entries, or two actors, to be one."""
    _correct(context, where, config, by, "link", entry, other=other)


def split(
    context: typer.Context,
    entry: Entry,
    since: Annotated[str | None, typer.Option("--from", help="First day of the other one, YYYY-MM-DD.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name by which an actor is another one.")] = None,
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Hold what was told of an entry from a day on, or of an actor by a name, to be another with an id of its own."""
    _correct(context, where, config, by, "split", entry, since=since, name=name)


def status(
    context: typer.Context,
    entry: Entry,
    value: Annotated[str, typer.Argument(metavar="STATUS", help="Such as accepted.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say where an entry stands; it holds until a source reports an answer that is new."""
    _correct(context, where, config, by, "status", entry, status=value.replace(" ", "_"))


def note(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What stands beside it on pages to come.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Put a note beside an entry or an actor."""
    _correct(context, where, config, by, "note", entry, note=words)


def confirm(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help="A remark.")] = None,
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say that an entry is as its passages have it."""
    _correct(context, where, config, by, "confirm", entry, note=words)


def strike(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Why.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say that an entry is wrong, and why: it stays, and pages to come say so beside it."""
    _correct(context, where, config, by, "strike", entry, note=words)


def rename(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ID", help="An actor of the ledger, such as P3.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called from now on.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Call an actor otherwise."""
    _correct(context, where, config, by, "rename", actor, name=name)


def undo(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Which correction; unset, the last.")] = None,
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Take a correction back; days that were recorded since are reckoned anew."""
    with opened_ledger(where or named_before(context), config) as opened:
        _tell(opened.undo(number, by=by or _user()))


def forget_day(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DAY", help="The latest recorded day, YYYY-MM-DD.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it: what was recorded of the day is gone.")] = False,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Take the latest recorded day back, such as one of a mistyped year; its page stays where it was written."""
    named = day_of(day)
    assert named is not None  # the argument is required
    if not yes:
        raise UsageError(f"what the ledger holds of {named} would be gone", hint="pass --yes to have it so")
    with opened_ledger(where or named_before(context), config) as opened:
        opened.forget_day(named)
    say(f"briefing: the ledger holds {named} no more")
    raise typer.Exit(Exit.WELL)


def corrections(context: typer.Context, where: LedgerFlag = None, config: Config = None) -> None:
    """List all corrections, with who made and who undid them."""
    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.corrections()
    emit("".join(f"{each.told()}\n" for each in found))
    if not found:
        say("nothing was corrected")
    raise typer.Exit(Exit.WELL)


def _correct(
    context: typer.Context,
    where: str | None,
    config: Path | None,
    by: str | None,
    kind: str,
    entry: str,
    *,
    since: str | None = None,
    **said: Any,
) -> None:
    """Make a correction of a kind, with what is said in it."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        _tell(opened.correct(CorrectionKind(kind), entry, since=day_of(since), by=by or _user(), **said))


def _user() -> str:
    """The user of this system."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):  # a container's user without a name
        return "unknown"


def _tell(correction: Correction) -> None:
    """Say what was corrected, and be done."""
    emit(f"{correction.told()}\n")
    raise typer.Exit(Exit.WELL)
