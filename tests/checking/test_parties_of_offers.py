"""Whose offer it is: items of a draft whose quotes are exact and whose parties are the wrong way round."""

from __future__ import annotations

import pytest

from briefing.grounding import ground
from briefing.schema.draft import BriefDraft, DraftActor, DraftOffer, DraftStatement
from briefing.schema.evidence import ReasonCode, Ruling
from briefing.schema.terms import ActorKind, OfferStatus
from tests.factories import article

TEXT = (
    "Velmark rejects Osteria's offer to host talks\n\n"
    "Velmark on Sunday rejected an offer by Osteria to host talks on the disputed salt flats.\n\n"
    "Lunaria did not accept the invitation to mediate, officials in Velmark said."
)
LEAD = "Velmark on Sunday rejected an offer by Osteria to host talks on the disputed salt flats."


def drafted(offerer: str, recipient: str, what: str, quote: str) -> BriefDraft:
    actors = tuple(
        DraftActor(id=name[0].lower(), name=name, aliases=(), kind=ActorKind.STATE, role="", quotes=(name,))
        for name in ("Velmark", "Osteria", "Lunaria")
    )
    offer = DraftOffer(
        id="o1",
        offerer=offerer,
        recipient=recipient,
        what=what,
        conditions=(),
        status=OfferStatus.OPEN,
        quotes=(quote,),
    )
    return BriefDraft(
        headline=DraftStatement(text="Velmark rejects Osteria's offer to host talks", quotes=(LEAD,)),
        gist=(),
        actors=actors,
        offers=(offer,),
        responses=(),
        open_questions=(),
        quotations=(),
    )


@pytest.mark.parametrize("quote", [LEAD, "Velmark rejects Osteria's offer to host talks"])
def test_an_offer_is_its_owners(quote: str) -> None:
    brief = ground(article(TEXT), drafted("v", "o", "host talks", quote), engine="stub")
    (left,) = brief.unsupported
    assert left.verdict.ruling is Ruling.REJECTED
    assert left.verdict.reasons[0].code is ReasonCode.DIRECTION_DIFFERS
    right = ground(article(TEXT), drafted("o", "v", "host talks", quote), engine="stub")
    assert [offer.offerer for offer in right.offers] == ["o"]


def test_who_takes_an_invitation_did_not_make_it() -> None:
    quote = "Lunaria did not accept the invitation to mediate"
    brief = ground(article(TEXT), drafted("l", "v", "mediate", quote), engine="stub")
    (left,) = brief.unsupported
    assert left.verdict.ruling is Ruling.NEEDS_JUDGE


@pytest.mark.parametrize("text", ["Velmark soldiers burned the crops.", "Osteria had bribed the referees."])
def test_a_made_up_predicate_about_the_right_parties_is_no_fact(text: str) -> None:
    draft = drafted("o", "v", "host talks", LEAD)
    draft = draft.model_copy(update={"gist": (DraftStatement(text=text, quotes=(LEAD,)),)})
    brief = ground(article(TEXT), draft, engine="stub")
    assert brief.gist == ()
    assert ReasonCode.LOW_OVERLAP in [reason.code for reason in brief.unsupported[0].verdict.reasons]
