"""The commands that ask a ledger: ledger, timeline, actors, diff."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from briefing.characters import spreadsheet_cell, visible
from briefing.cli.console import Exit, emit, emit_json, say
from briefing.cli.shared import Config, LedgerFlag, WikidataFlag, settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefing.ledger import Ledger
    from briefing.schema.corrections import Correction
    from briefing.schema.ledger import Change, LedgerActor, LedgerSource, MarkedEntry
    from briefing.schema.verdict import Evidence

    Sources = Mapping[str, LedgerSource]

T = TypeVar("T")


class Shape(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class TimelineForm(StrEnum):
    """How a timeline is printed."""

    MARKDOWN = "markdown"
    JSON = "json"


Form = Annotated[Shape, typer.Option("--format", "-f", help="table, json (with the whole history) or csv.")]
_WIDTH = 60
"""Characters of a text that a table shows."""
_ENTRY_COLUMNS = ("id", "story", "status", "party", "other", "answers", "first", "last", "text", "evidence", "editor")
_CHANGE_COLUMNS = ("change", "id", "before", "after", "by", "since", "text", "evidence", "editor")
_ACTOR_COLUMNS = (
    "id",
    "name",
    "kind",
    "also",
    "roles",
    "first",
    "last",
    "made",
    "received",
    "answered",
    "wikidata",
    "editor",
)


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
    open_only: Annotated[
        bool, typer.Option("--open", help="Only what waits for an answer, and was not struck.")
    ] = False,
    form: Form = Shape.TABLE,
    config: Config = None,
) -> None:
    """Show what the ledger remembers: offers, responses and open questions, with their statuses and what people say.

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
    _answer(
        form, entries, lambda entry: _whole(entry, sources), _ENTRY_COLUMNS, lambda entry: _entry_row(entry, sources)
    )


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


def actors(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An id, a name, or words of one.")] = None,
    wikidata: WikidataFlag = None,
    form: Form = Shape.TABLE,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """List who acts over days: names, roles, first and last day, offers made, received and answered."""
    from briefing.ledger import read_wikidata

    file = settings_of(config, wikidata=wikidata).wikidata
    items = read_wikidata(file) if file else {}
    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.actors(name, wikidata=items)
    _answer(form, found, lambda actor: actor.model_dump(mode="json"), _ACTOR_COLUMNS, _actor_row)


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
        sources, said = opened.sources(), opened.corrections()

    def whole(change: Change) -> dict[str, Any]:
        return _whole_change(change, sources, said)

    _answer(form, changes, whole, _CHANGE_COLUMNS, lambda change: _change_row(change, sources, said))


def opened_ledger(where: str | None, config: Path | None) -> Ledger:
    """The ledger that is named, or set."""
    settings = settings_of(config, ledger=where)
    if settings.ledger is None:
        raise UsageError("no ledger is named", hint="pass --ledger FILE_OR_URL, or set BRIEFING_LEDGER")
    from briefing.ledger import Ledger

    return Ledger.open(settings.ledger, create=False)


def named_before(context: typer.Context) -> str | None:
    """The ledger that was named before the command."""
    return context.parent.params.get("where") if context.parent else None


def day_of(text: str | None) -> dt.date | None:
    """A day as it is written on the command line."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day", hint="write days as YYYY-MM-DD") from error


def _one_of(name: str, value: str | None, *lists: type[StrEnum]) -> None:
    known = list(dict.fromkeys(member.value for each in lists for member in each))
    if value is not None and value not in known:
        raise UsageError(f"no {name} {value!r}", hint=f"there are: {', '.join(known)}")


def _actor_row(actor: LedgerActor) -> tuple[str, ...]:
    return (
        actor.id,
        actor.name,
        actor.kind.value if actor.kind else "",
        "; ".join([f"{used.text} ({_days(used.first.isoformat(), used.last.isoformat())})" for used in actor.names]),
        "; ".join([used.text for used in actor.roles]),
        actor.first.isoformat(),
        actor.last.isoformat(),
        " ".join(actor.made),
        " ".join(actor.received),
        " ".join(actor.answered),
        actor.wikidata or "",
        "; ".join([each.told() for each in actor.corrections]),
    )


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _entry_row(entry: MarkedEntry, sources: Sources) -> tuple[str, ...]:
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
        _said(entry.corrections),
    )


def _change_row(change: Change, sources: Sources, said: Sequence[Correction]) -> tuple[str, ...]:
    from briefing.schema.corrections import said_of

    return (
        change.kind.value,
        change.item,
        change.before or "",
        change.after,
        " ".join(change.by),
        change.since.isoformat() if change.since else "",
        change.text,
        _cited(change.evidence, sources),
        _said(said_of(said, change.item)),
    )


def _said(corrections: Sequence[Correction]) -> str:
    """What people say, in a cell: a strike first, since a table cuts what is long."""
    from briefing.schema.corrections import is_struck

    return "; ".join(each.told() for each in sorted(corrections, key=lambda each: not is_struck((each,))))


def _whole_change(change: Change, sources: Sources, said: Sequence[Correction]) -> dict[str, Any]:
    """A change with its evidence and what people say of its entry."""
    from briefing.schema.corrections import is_struck, said_of

    own = said_of(said, change.item)
    told = {"corrections": [each.model_dump(mode="json") for each in own], "struck": is_struck(own)}
    return change.model_dump(mode="json") | told | {"evidence": _pieces(change.evidence, sources)}


def _whole(entry: MarkedEntry, sources: Sources) -> dict[str, Any]:
    """An entry with the history of its statuses, each with its evidence."""
    own = entry.model_dump(mode="json", exclude={"states"})
    history = [
        state.model_dump(mode="json") | {"evidence": _pieces(state.evidence, sources)} for state in entry.history
    ]
    seen = {"first": entry.opened.isoformat(), "last": entry.last_reported.isoformat()}
    return own | {"text": entry.text, "status": entry.status, "struck": entry.struck, **seen, "history": history}


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


def _answer(
    form: Shape,
    found: Sequence[T],
    whole: Callable[[T], dict[str, Any]],
    columns: Sequence[str],
    row: Callable[[T], Sequence[str]],
) -> None:
    """Print what was found, or say that nothing was, and be done."""
    match form:
        case Shape.JSON:
            import json

            emit_json(json.dumps([whole(each) for each in found], ensure_ascii=False, indent=2) + "\n")
        case Shape.CSV:
            _emit_csv(columns, [row(each) for each in found])
        case Shape.TABLE:
            _emit_table(columns, [row(each) for each in found])
    if not found:
        say("nothing in the ledger is so")
    raise typer.Exit(Exit.WELL)


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
