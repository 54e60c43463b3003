"""What was struck or contested goes back to its author once, through the whole pipeline."""

from __future__ import annotations

import asyncio

import pytest

import briefing
from briefing.briefs import BriefOptions, brief_article
from briefing.computing import Computing
from briefing.errors import TransientModelError
from briefing.extraction import ExtractionOptions, Playback, Trail, TrailAsker
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import CompletionRequest, LanguageModel
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.schema.results import ArticleResult
from briefing.schema.terms import OfferStatus
from briefing.schema.verdict import Standing
from briefing.settings import Settings
from briefing.workers import Workers
from tests.endpoint.asked import STOOD_BY, Asked, claims_in, objecting, objection, own_claims
from tests.factories import STORY, draft
from tests.staff import Staff, briefed

TRUCE = "A truce of ten days. Conditions"
NOT_AN_OFFER = objection(0, "not_an_offer", "what", "", "frame")
NOTHING = BriefDraft.model_validate_json(STOOD_BY)
MISQUOTED = draft().model_copy(
    update={"offers": (draft().offers[0].model_copy(update={"quotes": ("The union proposed a truce",)}),)}
)


def correction(**lists: object) -> str:
    return NOTHING.model_copy(update=lists).model_dump_json()


async def test_what_a_rule_struck_is_put_right_and_then_proof_read() -> None:
    author = Staff(
        MISQUOTED, proof=[Staff(MISQUOTED).objecting(), objecting()], correction=[correction(offers=draft().offers)]
    )
    page = await briefed(author)
    (brief,) = page.briefs
    (offer,) = brief.offers
    assert offer.standing in (Standing.CONFIRMED, Standing.QUOTED)
    assert (offer.verdict.repaired, offer.verdict.by) == (True, "stub")
    assert brief.unsupported == ()
    assert [request.stage for request in author.requests] == ["extraction", "proof", "correction", "proof"]
    assert brief.proof is not None
    again = claims_in(author.asked[Asked.PROOF][1].messages[-1].content)
    assert set(again.values()) <= own_claims(brief)


async def test_the_author_is_told_what_is_wrong_and_shown_the_passage() -> None:
    author = Staff(MISQUOTED)
    await briefed(author)
    told = author.asked[Asked.CORRECTION][0].messages[-1].content
    assert "its quote" in told
    assert "The union proposed a truce" in told
    assert "offers o1: harbour union to Norline" in told


async def test_who_objects_is_no_part_of_the_question() -> None:
    """So that a recording can be replayed under a name of its own."""
    asked = []
    for name in ("one", "two"):
        author = Staff()
        reader = Staff(proof=[Staff().objecting((TRUCE, NOT_AN_OFFER))], name=name)
        await briefed(author, reader)
        asked.append(author.asked[Asked.CORRECTION][0].messages)
    assert asked[0] == asked[1]


async def test_without_a_proof_reader_what_was_put_right_is_unconfirmed() -> None:
    author = Staff(MISQUOTED, correction=[correction(offers=draft().offers)])
    page = await briefed(author, proof="off")
    assert [offer.standing for offer in page.briefs[0].offers] == [Standing.UNCONFIRMED]
    assert [request.stage for request in author.requests] == ["extraction", "correction"]


@pytest.mark.parametrize("reply", [TransientModelError("away"), "I won't."])
async def test_a_correction_that_fails_changes_nothing(reply: str | Exception) -> None:
    author = Staff(proof=[Staff().objecting((TRUCE, NOT_AN_OFFER))], correction=[reply])
    page = await briefed(author)
    (offer,) = page.briefs[0].offers
    assert (offer.standing, len(offer.verdict.objections)) == (Standing.UNCONFIRMED, 1)
    assert page.coverage.failures == ()
    assert page.coverage.uncorrected == (page.briefs[0].article,)
    assert f"author not heard, {page.outlets[page.briefs[0].article]}: " in page.to_markdown()
    assert len(author.asked[Asked.PROOF]) == 1


async def test_correcting_can_be_turned_off() -> None:
    author = Staff(proof=[Staff().objecting((TRUCE, NOT_AN_OFFER))])
    await briefed(author, correct=False)
    assert author.asked[Asked.CORRECTION] == []


async def test_where_nothing_is_struck_or_contested_nobody_is_asked() -> None:
    author = Staff()
    await briefed(author)
    assert author.asked[Asked.CORRECTION] == []


async def test_an_offer_becomes_a_line_of_the_gist() -> None:
    withdrawn = draft().offers[0].model_copy(update={"quotes": ()})
    line = draft().gist[0].model_copy(update={"text": "A truce of ten days is what the union speaks of."})
    author = Staff(
        proof=[Staff().objecting((TRUCE, NOT_AN_OFFER)), objecting()],
        correction=[correction(offers=(withdrawn,), gist=(line,))],
    )
    (brief,) = (await briefed(author)).briefs
    assert brief.offers == ()
    assert [struck.item.id for struck in brief.unsupported] == ["o1"]
    assert [item.text for item in brief.gist if item.verdict.repaired] == [line.text]
    assert all(item.verdict.by == "stub" for item in brief.gist)


KEEP_ALL = Settings.model_validate({"keep_all": True, "llm": {"attempts": 1}})


async def run(
    *models: LanguageModel, settings: Settings = KEEP_ALL, proof: LanguageModel | None = None, text: str = STORY
) -> ArticleResult:
    """The article by a model, by others where that fails."""
    documents = [Document.of(text, "harbour.txt")]
    (result,) = [result async for result in briefing.stream(documents, settings, model=models, proof=proof)]
    return result


async def test_only_who_wrote_a_brief_reads_and_corrects_it() -> None:
    first = Staff(drafting=[TransientModelError("away")], name="first")
    second = Staff(MISQUOTED, name="second")
    result = await run(first, second)
    assert result.brief is not None
    assert result.brief.engine == "second"
    assert [len(first.asked[kind]) for kind in Asked] == [1, 0, 0, 0, 0]
    assert [len(second.asked[kind]) for kind in Asked] == [1, 1, 1, 0, 0]


async def test_what_the_embedded_engine_wrote_is_neither_read_by_it_nor_corrected() -> None:
    first = Staff(drafting=[TransientModelError("away")], name="first")
    result = await run(first, EmbeddedModel())
    assert result.brief is not None
    assert (result.brief.engine, result.brief.proof) == ("embedded", None)
    assert [len(first.asked[kind]) for kind in Asked] == [1, 0, 0, 0, 0]


async def test_another_model_reads_what_the_embedded_engine_wrote() -> None:
    reader = Staff(proof=[objecting()], name="reader")
    result = await run(EmbeddedModel(), proof=reader)
    assert result.brief is not None
    assert result.brief.proof is not None
    assert [len(reader.asked[kind]) for kind in Asked] == [0, 0, 1, 0, 0]


def by_part(request: CompletionRequest) -> str:
    """The draft of a part: what of the whole draft stands in it, numbered anew as a model would."""
    text = unwrap(request.messages[-1].content) or ""
    whole = draft()
    kept = {
        name: tuple(item for item in getattr(whole, name) if all(quote in text for quote in item.quotes))
        for name in ("gist", "actors", "offers", "responses", "open_questions")
    }
    part = whole.model_copy(update=kept).model_dump_json()
    return part if kept["offers"] else part.replace('"a2"', '"a1"')


PARTS = ExtractionOptions(chunk_tokens=40, overlap_tokens=0)


async def test_a_long_article_is_read_in_the_parts_in_which_it_was_drafted() -> None:
    author = Staff(drafting=[by_part], proof=[objecting()])
    (brief,) = (await briefed(author, extraction=PARTS)).briefs
    drafted, read = author.asked[Asked.DRAFT], author.asked[Asked.PROOF]
    assert len(drafted) == len(read) == 2
    shown = [unwrap(request.messages[-1].content) or "" for request in drafted]
    for part, request in zip(shown, read, strict=True):
        assert (unwrap(request.messages[-1].content) or "").endswith(part)
        assert "of 2 of a long article" in request.messages[-1].content
    claims = [claim for request in read for claim in claims_in(request.messages[-1].content).values()]
    own = own_claims(brief)
    assert sorted(claim for claim in claims if claim in own) == sorted(own)
    assert not any(
        "Has not yet answered the offer" in claim for claim in claims_in(read[0].messages[-1].content).values()
    )


async def test_each_part_is_corrected_in_its_own_conversation() -> None:
    def contesting(request: CompletionRequest) -> str:
        claims = claims_in(request.messages[-1].content)
        wanted = [n for n, claim in claims.items() if claim.startswith("Norline answers") and "pending" in claim]
        return objecting(*(objection(n, "not_an_answer", "to", "", "frame") for n in wanted))

    author = Staff(drafting=[by_part], proof=[contesting])
    await briefed(author, extraction=PARTS)
    (asked,) = author.asked[Asked.CORRECTION]
    second = author.asked[Asked.DRAFT][1]
    assert asked.messages[: len(second.messages)] == second.messages
    assert "the ids are other than yours were: a1 = harbour union, a2 = Norline." in asked.messages[-1].content


async def test_a_proof_reading_that_fails_for_a_part_leaves_the_other_part_confirmed() -> None:
    def half(request: CompletionRequest) -> str:
        first = any("part 1 of 2" in message.content for message in request.messages)
        return "no." if first else objecting()

    author = Staff(drafting=[by_part], proof=[half])
    page = await briefed(author, extraction=PARTS, proof_floor=0)
    (brief,) = page.briefs
    assert brief.proof is not None
    assert len(brief.proof.failures) == 1
    assert {item.standing for item in brief.responses} == {Standing.CONFIRMED}
    assert {item.standing for item in brief.offers} <= {Standing.UNCONFIRMED, Standing.QUOTED}


async def again(result: ArticleResult, name: str = "stub", *, reads: bool = True) -> Brief:
    """The same way gone with the kept trail in the place of the models."""
    assert result.trail is not None and result.article is not None
    kept = Trail()
    playback = Playback(result.trail, kept, {name})
    asker = TrailAsker(name, playback, ExtractionOptions())
    async with Workers(0, ["briefing.computing"]) as workers:
        brief = await brief_article(result.article, asker, asker if reads else None, Computing(workers), BriefOptions())
    assert playback.problems == []
    assert kept.whole(result.article.ref, result.article.id) == result.trail
    return brief


STAFFS = {
    "clean": Staff,
    "contested": lambda: Staff(proof=[Staff().objecting((TRUCE, NOT_AN_OFFER))]),
    "corrected": lambda: Staff(
        MISQUOTED,
        correction=[correction(offers=(draft().offers[0].model_copy(update={"status": OfferStatus.ACKNOWLEDGED}),))],
    ),
    "unread": lambda: Staff(proof=["no."]),
    "uncorrected": lambda: Staff(MISQUOTED, correction=["no."]),
}


@pytest.mark.parametrize("kind", STAFFS)
async def test_a_brief_is_the_same_when_its_trail_is_read_again(kind: str) -> None:
    author = STAFFS[kind]()
    result = await run(author)
    assert await again(result) == result.brief


async def test_many_articles_at_once_give_the_same_briefs_as_one() -> None:
    author = STAFFS["corrected"]()
    results = await asyncio.gather(*(run(author) for _ in range(8)))
    assert len({result.model_dump_json() for result in results}) == 1
