"""What the check comes to for one item among actors, through the front door."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.checking import check
from briefing.schema.article import Article
from briefing.schema.brief import CheckedItem
from briefing.schema.draft import DraftActor, DraftItem, DraftStatement
from briefing.schema.terms import ActorKind
from briefing.schema.verdict import Objection, Problem, Standing
from tests.checking.articles import actor, article, draft, statement


def ruled(item: DraftItem, text: str | Article, cast: Sequence[DraftActor] = ()) -> CheckedItem:
    """The item as it comes out of the check, struck or printed."""
    source = article(text) if isinstance(text, str) else text
    gist = (item,) if isinstance(item, DraftStatement) else ()
    brief = check(source, draft(*cast, *(() if gist else (item,)), gist=gist), engine="test")
    everything = [*(each.item for each in brief.unsupported), *(each for _, each in brief.items())]
    found = [each for each in everything if type(each).__name__ == type(item).__name__.removeprefix("Draft")]
    wanted = getattr(item, "id", None)
    return next(each for each in found if wanted is None or each.id == wanted)


def struck(item: DraftItem, text: str | Article, cast: Sequence[DraftActor] = ()) -> list[tuple[Problem, str | None]]:
    """Why an item is struck, with the fields; nothing where it is not."""
    checked = ruled(item, text, cast)
    if checked.standing is not Standing.REFUTED:
        return []
    return [(each.problem, each.field) for each in checked.verdict.objections]


def noted(item: DraftItem, text: str | Article, cast: Sequence[DraftActor] = ()) -> list[Problem]:
    """What is said against an item, whether it is struck for it or not."""
    return [each.problem for each in objections(item, text, cast)]


def objections(item: DraftItem, text: str | Article, cast: Sequence[DraftActor] = ()) -> tuple[Objection, ...]:
    return ruled(item, text, cast).verdict.objections


def claimed(text: str, source: str, quote: str | None = None) -> list[Problem]:
    """What strikes a line of the gist that rests on ``quote``, or on the first sentence of the source."""
    first = source.split("\n")[0].split(". ")[0]
    return [problem for problem, _ in struck(statement(text, quote or first), source)]


def person(actor_id: str, name: str, quote: str | None = None, aliases: tuple[str, ...] = ()) -> DraftActor:
    return actor(actor_id, name, quote or name, aliases=aliases, kind=ActorKind.PERSON)


def state(actor_id: str, name: str, quote: str | None = None, aliases: tuple[str, ...] = ()) -> DraftActor:
    return actor(actor_id, name, quote or name, aliases=aliases, kind=ActorKind.STATE)


def body(actor_id: str, name: str, quote: str | None = None, aliases: tuple[str, ...] = ()) -> DraftActor:
    return actor(actor_id, name, quote or name, aliases=aliases)
