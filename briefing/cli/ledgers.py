"""The commands that ask the ledger: ledger, diff."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.characters import spreadsheet_cell, visible
from briefing.cli.console import Exit, emit, emit_json, say
from briefing.cli.shared import Config, LedgerFlag, settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.ledger import Ledger
    from briefing.schema.ledger import Change, LedgerEntry, LedgerSource
    from briefing.schema.verdict import Evidence

    Sources = Mapping[str, LedgerSource]


class Shape(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Form = Annotated[Shape, typer.Option("--format", "-f", help="table, json (with the whole history) or csv.")]

_WIDTH = 60
"""Characters of a text that a table shows."""


def ledger(
    context: typer.Context,
    where: LedgerFlag = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Who offers, responds or receives.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="offer, response or question.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="Status of the entry, such as open.")] = None,
    story: Annotated[str | None, typer.Option("--story", help="Id of a story, such as S4.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Spoken of on this day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Spoken of on this day or before.")] = None,
    day: Annotated[str | None, typer.Option("--day", help="As it stood at the end of this day.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only what waits for an answer.")] = False,
    form: Form = Shape.TABLE,
    config: Config = None,
) -> None:
    """Show what the ledger remembers: offers, responses and open questions, with their statuses.

    The commands below tell it day by day, and correct it.
    """
    if context.invoked_subcommand is not None:
        return
    from briefing.ledger import LedgerQuery
    from briefing.schema.ledger import EntryKind, QuestionStatus
    from briefing.schema.terms import OfferStatus, Stance

    wanted: dict[str, Any] = {
        "actor": actor,
        "kind": kind,
        "status": status.replace(" ", "_") if status else None,
        "story": story,
        "since": day_of(since),
        "until": day_of(until),
        "day": day_of(day),
        "open_only": open_only,
    }
    _one_of("kind", kind, EntryKind)
    _one_of("status", wanted["status"], OfferStatus, Stance, QuestionStatus)
    query = LedgerQuery.model_validate(wanted)
    if query.since and query.until and query.since > query.until:
        raise UsageError(f"--since {query.since} is after --until {query.until}: no day lies between")
    with opened_ledger(where, config) as opened:
        entries = opened.entries(query)
        sources = opened.sources()
    match form:
        case Shape.JSON:
            _emit_json([_whole(entry, sources) for entry in entries])
        case _:
            emit_rows(form, _ENTRY_COLUMNS, [_entry_row(entry, sources) for entry in entries])
    finished(len(entries))


def diff(
    earlier: Annotated[str, typer.Argument(metavar="DAY1", help="YYYY-MM-DD.")],
    later: Annotated[str, typer.Argument(metavar="DAY2", help="YYYY-MM-DD.")],
    where: LedgerFlag = None,
    form: Form = Shape.TABLE,
    config: Config = None,
) -> None:
    """Show what changed between two recorded days."""
    first, second = day_of(earlier), day_of(later)
    assert first is not None  # both arguments are required
    assert second is not None
    with opened_ledger(where, config) as opened:
        changes = opened.diff(first, second)
        sources = opened.sources()
    match form:
        case Shape.JSON:
            _emit_json([c.model_dump(mode="json") | {"evidence": _pieces(c.evidence, sources)} for c in changes])
        case _:
            emit_rows(form, _CHANGE_COLUMNS, [_change_row(change, sources) for change in changes])
    finished(len(changes))


def opened_ledger(where: str | None, config: Path | None) -> Ledger:
    """The ledger that is named, or set."""
    settings = settings_of(config, ledger=where)
    if settings.ledger is None:
        raise UsageError("no ledger is named", hint="pass --ledger FILE_OR_URL, or set BRIEFING_LEDGER")
    from briefing.ledger import Ledger

    return Ledger.open(settings.ledger, create=False)


def _one_of(name: str, value: str | None, *lists: type[StrEnum]) -> None:
    known = list(dict.fromkeys(member.value for each in lists for member in each))
    if value is not None and value not in known:
        raise UsageError(f"no {name} {value!r}", hint=f"there are: {', '.join(known)}")


def day_of(text: str | None) -> dt.date | None:
    """A day as it is written on the command line."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day", hint="write days as YYYY-MM-DD") from error


_ENTRY_COLUMNS = ("id", "story", "status", "party", "other", "answers", "first", "last", "text", "evidence")
_CHANGE_COLUMNS = ("change", "id", "before", "after", "by", "since", "text", "evidence")


def _entry_row(entry: LedgerEntry, sources: Sources) -> tuple[str, ...]:
    return (
        entry.id,
        entry.story,
        entry.status,
        entry.party or "",
        entry.other or "",
        entry.answers or "",
        entry.opened.isoformat(),
        entry.last_reported.isoformat(),
        entry.text,
        _cited(entry.current.evidence, sources),
    )


def _change_row(change: Change, sources: Sources) -> tuple[str, ...]:
    return (
        change.kind.value,
        change.item,
        change.before or "",
        change.after,
        " ".join(change.by),
        change.since.isoformat() if change.since else "",
        change.text,
        _cited(change.evidence, sources),
    )


def _whole(entry: LedgerEntry, sources: Sources) -> dict[str, Any]:
    """An entry with the history of its statuses, each with its evidence."""
    own = entry.model_dump(mode="json", exclude={"states"})
    history = [
        state.model_dump(mode="json") | {"evidence": _pieces(state.evidence, sources)} for state in entry.history
    ]
    seen = {"first": entry.opened.isoformat(), "last": entry.last_reported.isoformat()}
    return own | {"text": entry.text, "status": entry.status, **seen, "history": history}


def _pieces(evidence: Sequence[Evidence], sources: Sources) -> list[dict[str, Any]]:
    """Evidence with all that is needed to check it again: outlet, source and digest, place and words."""
    return [
        {
            **sources[piece.article].model_dump(include={"article", "outlet", "title", "ref", "sha256", "published"}),
            "start": piece.start,
            "end": piece.end,
            "quote": piece.quote,
        }
        for piece in evidence
    ]


def _cited(evidence: Sequence[Evidence], sources: Sources) -> str:
    return "; ".join(f"{sources[piece.article].outlet} {piece.start}–{piece.end}" for piece in evidence)


def _emit_json(rows: list[dict[str, Any]]) -> None:
    import json

    emit_json(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def emit_rows(form: Shape, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as CSV or as a table."""
    if form is Shape.CSV:
        _emit_csv(columns, rows)
    else:
        _emit_table(columns, rows)


def _emit_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *(map(spreadsheet_cell, row) for row in rows)])
    emit(text.getvalue())


def _emit_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    short = [columns, *([_shortened(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in short) for at in range(len(columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in short)
    emit("".join(f"{line}\n" for line in lines))


def _shortened(cell: str) -> str:
    plain = " ".join(visible(cell).split())
    return plain if len(plain) <= _WIDTH else plain[: _WIDTH - 1] + "…"


def finished(found: int) -> None:
    """Say where nothing was found, and be done."""
    if not found:
        say("nothing in the ledger is so")
    raise typer.Exit(Exit.WELL)
