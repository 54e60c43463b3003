"""The commands below `briefing ledger`: timeline, and those that correct it: link, split, status, note, confirm,
strike, undo."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, emit, emit_json, say
from briefing.cli.ledgers import day_of, opened_ledger
from briefing.cli.shared import Config, LedgerFlag, example

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
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.LINK, entry, other=other, by=by or user()))


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
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.SPLIT, entry, since=day_of(since), name=name, by=by or user()))


def status(
    context: typer.Context,
    entry: Entry,
    value: Annotated[str, typer.Argument(metavar="STATUS", help="Such as accepted.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say where an entry stands; it holds until a source reports an answer that is new."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.correct(CorrectionKind.STATUS, entry, status=value.replace(" ", "_"), by=by or user())
        told(found)


def note(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What stands beside it on pages to come.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Put a note beside an entry or an actor."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.NOTE, entry, note=words, by=by or user()))


def confirm(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str | None, typer.Argument(metavar="WORDS", help="A remark.")] = None,
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say that an entry is as its passages have it."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.CONFIRM, entry, note=words, by=by or user()))


def strike(
    context: typer.Context,
    entry: Entry,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Why.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Say that an entry is wrong, and why: it stays, and pages to come say so beside it."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.STRIKE, entry, note=words, by=by or user()))


def undo(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Which correction; unset, the last.")] = None,
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Take a correction back; days that were recorded since are reckoned anew."""
    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.undo(number, by=by or user()))


def corrections(context: typer.Context, where: LedgerFlag = None, config: Config = None) -> None:
    """List all corrections, with who made and who undid them."""
    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.corrections()
    emit("".join(f"{each.told()}\n" for each in found))
    if not found:
        say("nothing was corrected")
    raise typer.Exit(Exit.WELL)


class TimelineForm(StrEnum):
    """How a timeline is printed."""

    MARKDOWN = "markdown"
    JSON = "json"


def timeline(
    context: typer.Context,
    ident: Annotated[str, typer.Argument(metavar="ID", help="An entry or a running story, such as O3 or S4.")],
    form: Annotated[TimelineForm, typer.Option("--format", "-f", help="markdown or json.")] = TimelineForm.MARKDOWN,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Show what became of an offer, a question or a running story, day by day."""
    from briefing.rendering import timeline_to_markdown

    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.timeline(ident)
    if form is TimelineForm.MARKDOWN:
        emit(timeline_to_markdown(found))
    else:
        emit_json(found.model_dump_json(indent=2) + "\n")
    raise typer.Exit(Exit.WELL)


def add_to(app: typer.Typer) -> None:
    """Put the commands under ``briefing ledger``."""
    app.command(epilog=example("briefing ledger timeline O3 --ledger days.db"))(timeline)
    app.command(epilog=example("briefing ledger link O3 O9 --ledger days.db"))(link)
    app.command(epilog=example("briefing ledger split O3 --from 2022-01-13 --ledger days.db"))(split)
    app.command(epilog=example("briefing ledger status O3 accepted --by Ann --ledger days.db"))(status)
    app.command(epilog=example('briefing ledger note O3 "Confirmed by telephone." --ledger days.db'))(note)
    app.command(epilog=example("briefing ledger confirm O3 --by Ann --ledger days.db"))(confirm)
    app.command(epilog=example('briefing ledger strike O3 "The source speaks of another." --ledger days.db'))(strike)
    app.command(epilog=example("briefing ledger undo --ledger days.db"))(undo)
    app.command(epilog=example("briefing ledger corrections --ledger days.db"))(corrections)


def named_before(context: typer.Context) -> str | None:
    """The ledger that was named before the command."""
    return context.parent.params.get("where") if context.parent else None


def user() -> str:
    """The user of this system."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):  # a container's user without a name
        return "unknown"


def told(correction: Correction) -> None:
    """Say what was corrected, and be done."""
    emit(f"{correction.told()}\n")
    raise typer.Exit(Exit.WELL)
