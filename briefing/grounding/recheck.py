"""A brief checked again from its own words, as if a model had just drafted it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.grounding.items import ItemChecker
from briefing.schema.article import Article
from briefing.schema.brief import (
    Actor,
    Brief,
    CheckedItem,
    Offer,
    OpenQuestion,
    Quotation,
    Response,
    Statement,
)
from briefing.schema.draft import (
    DraftActor,
    DraftItem,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.evidence import Verdict
from briefing.schema.terms import Section


def recheck(article: Article, brief: Brief) -> Iterator[tuple[Section, CheckedItem, Verdict]]:
    """The verdict that each supported item of a brief gets from the rules now.

    A judge's word is not asked again: an item that it confirmed comes out as ``needs_judge``.
    """
    # Names of the draft need not stand in the article, those of actors that the check did not keep included.
    lost = (entry.item for entry in brief.unsupported)
    actors = {actor.id: actor for actor in lost if isinstance(actor, DraftActor)}
    actors |= {actor.id: _with_lost_aliases(actor) for actor in brief.actors}
    checker = ItemChecker(article, actors).with_answers(brief.responses)
    for section, item in brief.items():
        yield section, item, checker.check(section, as_drafted(item)).verdict


def as_drafted(item: CheckedItem) -> DraftItem:
    """The draft of an item of a brief: its fields, with the words of its evidence as quotes."""
    quotes = tuple(evidence.quote for evidence in item.evidence)
    match item:
        case Actor():
            return drafted_actor(item)
        case Offer():
            return DraftOffer(**item.model_dump(exclude={"evidence", "verdict"}), quotes=quotes)
        case Response():
            return DraftResponse(**item.model_dump(exclude={"evidence", "verdict"}), quotes=quotes)
        case OpenQuestion():
            return DraftOpenQuestion(question=item.question, why=item.why, quotes=quotes)
        case Quotation():
            return DraftQuotation(speaker=item.speaker, kind=item.kind, quotes=quotes)
        case Statement():
            return DraftStatement(text=item.text, quotes=quotes)
        case _:
            raise TypeError(f"no item of a brief: {type(item).__name__}")


def drafted_actor(actor: Actor) -> DraftActor:
    """The draft of an actor."""
    quotes = tuple(evidence.quote for evidence in actor.evidence)
    return DraftActor(**actor.model_dump(exclude={"evidence", "verdict"}), quotes=quotes)


def _with_lost_aliases(actor: Actor) -> DraftActor:
    """The draft of an actor, with the aliases that the check took from it."""
    lost = (reason.claimed for reason in actor.verdict.reasons if reason.field == "aliases")
    aliases = dict.fromkeys((*actor.aliases, *(alias for alias in lost if alias)))
    return drafted_actor(actor).model_copy(update={"aliases": tuple(aliases)})
