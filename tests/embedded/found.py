"""A draft in short, with names in the place of ids."""

from __future__ import annotations

from briefing.embedded import read
from briefing.schema.draft import BriefDraft

FILLER = "The meeting took place in the town hall on the square, which was built in the year of the great flood."
"""A sentence about nobody, so that short examples are long enough to be read."""


def draft_of(text: str) -> BriefDraft:
    return read(f"{text} {FILLER}")


def names(draft: BriefDraft) -> dict[str | None, str | None]:
    return {actor.id: actor.name for actor in draft.actors}


def offers(text: str) -> list[tuple[str | None, str | None, str]]:
    """Offerer, recipient and thing of each offer of a text."""
    draft = draft_of(text)
    known = names(draft)
    return [(known[o.offerer], known.get(o.recipient), o.what) for o in draft.offers]


def responses(text: str) -> list[tuple[str | None, str, str | None]]:
    """Responder, stance and the offer answered of each response of a text."""
    draft = draft_of(text)
    known = names(draft)
    return [(known[r.responder], r.stance.value, r.offer) for r in draft.responses]


def questions(text: str) -> list[str]:
    return [q.question for q in draft_of(text).open_questions]


def quotes(draft: BriefDraft) -> list[str]:
    """Every quote of a draft."""
    sections = (draft.gist, draft.actors, draft.offers, draft.responses, draft.open_questions, draft.quotations)
    return [*draft.headline.quotes, *(quote for section in sections for item in section for quote in item.quotes)]
