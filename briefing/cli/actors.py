"""The commands of who acts: `briefing ledger actors` and `rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import emit_json
from briefing.cli.correcting import By, named_before, told, user
from briefing.cli.ledgers import Form, Shape, emit_rows, finished, opened_ledger
from briefing.cli.shared import Config, LedgerFlag, WikidataFlag, example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.schema.ledger import LedgerActor

_COLUMNS = (
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


def actors(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An id, a name, or words of one.")] = None,
    wikidata: WikidataFlag = None,
    form: Form = Shape.TABLE,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """List who acts over days: names, roles, first and last day, offers made, received and answered."""
    from briefing.cli.shared import settings_of
    from briefing.ledger import read_wikidata

    file = settings_of(config, wikidata=wikidata).wikidata
    items = read_wikidata(file) if file else {}
    with opened_ledger(where or named_before(context), config) as opened:
        found = opened.actors(name, wikidata=items)
    if form is Shape.JSON:
        import json

        emit_json(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False, indent=2) + "\n")
    else:
        emit_rows(form, _COLUMNS, [_row(each) for each in found])
    finished(len(found))


def _row(actor: LedgerActor) -> tuple[str, ...]:
    return (
        actor.id,
        actor.name,
        actor.kind.value if actor.kind else "",
        _listed([f"{used.text} ({_days(used.first.isoformat(), used.last.isoformat())})" for used in actor.names]),
        _listed([used.text for used in actor.roles]),
        actor.first.isoformat(),
        actor.last.isoformat(),
        " ".join(actor.made),
        " ".join(actor.received),
        " ".join(actor.answered),
        actor.wikidata or "",
        _listed([each.told() for each in actor.corrections]),
    )


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _listed(texts: Sequence[str]) -> str:
    return "; ".join(texts)


def rename(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ID", help="An actor of the ledger, such as P3.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called from now on.")],
    by: By = None,
    where: LedgerFlag = None,
    config: Config = None,
) -> None:
    """Call an actor otherwise."""
    from briefing.schema.corrections import CorrectionKind

    with opened_ledger(where or named_before(context), config) as opened:
        told(opened.correct(CorrectionKind.RENAME, actor, name=name, by=by or user()))


def add_to(app: typer.Typer) -> None:
    """Put the commands under ``briefing ledger``."""
    app.command(epilog=example("briefing ledger actors Sullivan --ledger days.db"))(actors)
    app.command(epilog=example('briefing ledger rename P3 "John J. Sullivan" --ledger days.db'))(rename)
