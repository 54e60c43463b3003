"""Proof-reading through the whole pipeline: what strikes, what goes to the author, what an answer is worth."""

from __future__ import annotations

import pytest

import briefing
from briefing.errors import ModelFault, PermanentModelError, TransientModelError
from briefing.llm.protocol import Completion, FinishReason
from briefing.schema.brief import Brief
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import OfferStatus, Section
from briefing.schema.verdict import Problem, Standing
from tests.endpoint.asked import STOOD_BY, Asked, claims_in, objecting, objection, own_claims
from tests.factories import draft
from tests.staff import Reply, Staff, briefed

TRUCE = "A truce of ten days. Conditions"
"""Words of the claim about the offer, and of no other."""


def brief_of(page: briefing.Briefing) -> Brief:
    (brief,) = page.briefs
    return brief


def standings(brief: Brief) -> set[Standing]:
    return {item.standing for _, item in brief.items()}


async def test_what_draws_no_objection_is_confirmed_by_who_read_it() -> None:
    author = Staff()
    page = await briefed(author)
    brief = brief_of(page)
    assert standings(brief) <= {Standing.CONFIRMED, Standing.QUOTED}
    assert {item.verdict.by for _, item in brief.items()} == {"stub"}
    assert brief.unsupported == ()
    assert [len(author.asked[kind]) for kind in Asked] == [1, 0, 1, 0, 0]


async def test_one_call_shows_every_item_once_with_mistakes_among_them() -> None:
    author = Staff()
    brief = brief_of(await briefed(author))
    claims = list(claims_in(author.asked[Asked.PROOF][0].messages[-1].content).values())
    assert brief.proof is not None
    assert brief.proof.planted >= 1
    assert sorted(claim for claim in claims if claim in own_claims(brief)) == sorted(own_claims(brief))
    assert len(claims) == len(own_claims(brief)) + brief.proof.planted


async def test_a_fault_of_content_strikes_with_field_reason_and_passage() -> None:
    author = Staff()
    said = objection(0, "wrong_number", "what", "a truce of  ten days")
    page = await briefed(Staff(proof=[author.objecting((TRUCE, said))]), correct=False)
    brief = brief_of(page)
    assert brief.offers == ()
    (struck,) = brief.unsupported
    assert (struck.section, struck.item.id, struck.item.standing) == (Section.OFFERS, "o1", Standing.REFUTED)
    (found,) = struck.item.verdict.objections
    assert (found.problem, found.field, found.claimed) == (Problem.WRONG_NUMBER, "what", "A truce of ten days")
    assert found.at is not None
    assert found.at.slice(page.articles[0].text) == found.passage == "a truce of ten days"
    assert found.by == "stub"
    assert "A truce of ten days" not in page.to_markdown().partition("## Behind this page")[0]


async def test_words_that_the_article_does_not_have_are_no_passage() -> None:
    said = objection(0, "wrong_number", "what", "a truce of thirty days")
    author = Staff(proof=[Staff().objecting((TRUCE, said))])
    brief = brief_of(await briefed(author, correct=False))
    (found,) = brief.unsupported[0].item.verdict.objections
    assert (found.problem, found.passage, found.at) == (Problem.WRONG_NUMBER, None, None)


async def test_a_fault_of_the_frame_goes_to_the_author_in_the_same_conversation() -> None:
    said = objection(0, "wrong_status", "status", "Norline has not yet answered the offer", "frame")
    author = Staff(proof=[Staff().objecting((TRUCE, said))])
    await briefed(author)
    (drafting,), (correcting,) = author.asked[Asked.DRAFT], author.asked[Asked.CORRECTION]
    assert correcting.messages[: len(drafting.messages)] == drafting.messages
    assert correcting.messages[len(drafting.messages)].content == author.drafted.model_dump_json()
    assert correcting.reply_schema == drafting.reply_schema  # providers count the schema to the prefix
    told = correcting.messages[-1].content
    assert "offers o1: harbour union to Norline: A truce of ten days." in told
    assert "the article leaves it at another status" in told
    assert "Norline has not yet answered the offer" in told
    assert [request.stage for request in author.requests] == ["extraction", "proof", "correction"]


async def test_where_the_author_stands_by_it_the_item_is_unconfirmed_with_the_objection() -> None:
    said = objection(0, "not_an_offer", "what", "offered Norline a truce", "frame")
    author = Staff(proof=[Staff().objecting((TRUCE, said))])
    page = await briefed(author)
    (offer,) = brief_of(page).offers
    assert (offer.standing, offer.verdict.by) == (Standing.UNCONFIRMED, None)
    assert [found.problem for found in offer.verdict.objections] == [Problem.NOT_AN_OFFER]
    assert "this is no offer addressed to somebody" in page.to_markdown()
    assert len(author.asked[Asked.PROOF]) == 1


async def test_what_the_author_puts_right_is_read_again_in_one_call() -> None:
    said = objection(0, "wrong_status", "status", "has not yet answered", "frame")
    acknowledged = draft().offers[0].model_copy(update={"status": OfferStatus.ACKNOWLEDGED})
    answer = empty().model_copy(update={"offers": (acknowledged,)}).model_dump_json()
    author = Staff(proof=[Staff().objecting((TRUCE, said)), objecting()], correction=[answer])
    brief = brief_of(await briefed(author))
    (offer,) = brief.offers
    assert (offer.status, offer.standing) == (OfferStatus.ACKNOWLEDGED, Standing.CONFIRMED)
    assert offer.verdict.repaired
    assert offer.verdict.objections == ()
    again = claims_in(author.asked[Asked.PROOF][1].messages[-1].content)
    assert list(again.values()) == [claim for claim in own_claims(brief) if "Status: acknowledged" in claim]
    assert brief.metrics.repaired == 1


async def test_a_correction_that_is_refuted_again_stays_struck() -> None:
    said = objection(0, "wrong_number", "what", "a truce of ten days")
    answer = empty().model_copy(update={"offers": (draft().offers[0].model_copy(update={"what": "A long truce"}),)})
    again = Staff(draft().model_copy(update={"offers": answer.offers}))
    author = Staff(
        proof=[Staff().objecting((TRUCE, said)), again.objecting(("A long truce. Conditions", said))],
        correction=[answer.model_dump_json()],
    )
    brief = brief_of(await briefed(author))
    assert brief.offers == ()
    assert [struck.item.id for struck in brief.unsupported] == ["o1"]
    assert len(author.asked[Asked.CORRECTION]) == 1


async def test_a_proof_reader_never_sees_what_a_rule_struck() -> None:
    stray = draft().gist[0].model_copy(update={"text": "Norline sank a boat.", "quotes": ("Norline sank a boat.",)})
    drafted = draft().model_copy(update={"gist": (*draft().gist, stray)})
    author = Staff(drafted)
    brief = brief_of(await briefed(author))
    assert "sank" not in author.asked[Asked.PROOF][0].messages[-1].content.rpartition("The claims")[2]
    assert [struck.item.told(brief.cast) for struck in brief.unsupported] == ["Norline sank a boat."]


async def test_another_model_may_proof_read_and_the_author_still_corrects() -> None:
    said = objection(0, "not_an_offer", "what", "", "frame")
    author = Staff()
    reader = Staff(proof=[Staff().objecting((TRUCE, said))], name="reader")
    page = await briefed(author, reader)
    assert [len(author.asked[kind]) for kind in Asked] == [1, 1, 0, 0, 0]
    assert [len(reader.asked[kind]) for kind in Asked] == [0, 0, 1, 0, 0]
    assert [rate.by for rate in page.proofs] == ["reader"]
    assert "proof-read by reader" in page.to_markdown()


async def test_proof_reading_can_be_turned_off() -> None:
    author = Staff()
    page = await briefed(author, proof="off")
    assert len(author.requests) == 1
    assert brief_of(page).proof is None
    assert standings(brief_of(page)) <= {Standing.UNCONFIRMED, Standing.QUOTED}
    assert "not proof-read" in page.to_markdown()


CUT = Completion(text='{"objections": [{"cla', finish_reason=FinishReason.LENGTH, model="stub")
REFUSED = Completion(text="", finish_reason=FinishReason.REFUSED, model="stub", refusal="I can't help with that.")
FAILURES: dict[str, tuple[Reply, str]] = {
    "cut": (CUT, "cut at the token limit"),
    "not JSON": ("Everything is fine.", "no JSON object"),
    "no list": ('{"verdict": "all good"}', "does not follow the schema"),
    "refused": (REFUSED, "refused"),
    "away": (TransientModelError("stub is away"), "stub is away"),
    "bad key": (PermanentModelError("stub: bad key", fault=ModelFault.KEY), "bad key"),
}


@pytest.mark.parametrize("kind", FAILURES)
async def test_a_failed_proof_reading_loses_nothing_and_is_counted(kind: str) -> None:
    reply, reason = FAILURES[kind]
    page = await briefed(Staff(proof=[reply]))
    brief = brief_of(page)
    assert brief.items() is not None
    assert own_claims(brief) == own_claims(brief_of(await briefed(Staff())))
    assert standings(brief) <= {Standing.UNCONFIRMED, Standing.QUOTED}
    assert brief.proof is not None
    (failure,) = brief.proof.failures
    assert reason in failure
    assert (brief.proof.by, brief.proof.planted, brief.proof.caught) == (None, 0, 0)
    assert page.coverage.unread == (brief.article,)
    assert page.coverage.failures == ()
    assert reason in page.to_markdown()


async def test_a_second_reading_that_fails_leaves_what_was_corrected_unconfirmed() -> None:
    said = objection(0, "wrong_status", "status", "has not yet answered", "frame")
    acknowledged = draft().offers[0].model_copy(update={"status": OfferStatus.ACKNOWLEDGED})
    answer = empty().model_copy(update={"offers": (acknowledged,)}).model_dump_json()
    author = Staff(proof=[Staff().objecting((TRUCE, said)), "no."], correction=[answer])
    page = await briefed(author)
    (offer,) = brief_of(page).offers
    assert (offer.status, offer.standing) == (OfferStatus.ACKNOWLEDGED, Standing.UNCONFIRMED)
    assert page.coverage.unread == (brief_of(page).article,)
    assert Standing.CONFIRMED in standings(brief_of(page))


async def test_a_proof_reader_who_lets_mistakes_pass_confirms_nothing() -> None:
    page = await briefed(Staff(proof=[objecting()]))
    (rate,) = page.proofs
    assert (rate.caught, rate.trusted) == (0, False)
    assert standings(brief_of(page)) <= {Standing.UNCONFIRMED, Standing.QUOTED}
    assert f"struck 0 of {rate.planted} planted mistake" in page.to_markdown()


async def test_the_page_says_how_many_planted_mistakes_were_struck() -> None:
    page = await briefed(Staff())
    (rate,) = page.proofs
    assert rate.trusted
    assert f"proof-read by stub (struck {rate.planted} of {rate.planted} planted mistake" in page.to_markdown()


def empty() -> BriefDraft:
    return BriefDraft.model_validate_json(STOOD_BY)
