"""Replayed proof-readings: each kind of reply, from the wire to the brief.

``make record`` records these anew, from the scripted endpoint on loopback.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from briefing.briefs import BriefOptions, brief_article
from briefing.checking import check
from briefing.computing import Computing
from briefing.extraction import ExtractionOptions, ModelAsker, Trail
from briefing.schema.brief import Brief
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import OfferStatus
from briefing.schema.verdict import Problem, Standing
from briefing.workers import Workers
from tests.endpoint import Answer, FaultKind, answer_with, fault
from tests.endpoint.asked import (
    STOOD_BY,
    Asked,
    asked_for,
    claims_in,
    objecting,
    objecting_to_strangers,
    objection,
    own_claims,
    properties_of,
)
from tests.endpoint.server import Script, Seen
from tests.factories import article, draft
from tests.llm.conftest import ANTHROPIC, OPENAI, Stage

TRUCE = "A truce of ten days. Conditions"
ACKNOWLEDGED = BriefDraft.model_validate_json(STOOD_BY).model_copy(
    update={"offers": (draft().offers[0].model_copy(update={"status": OfferStatus.ACKNOWLEDGED}),)}
)

Proof = Callable[[Seen], Answer]


def clean(seen: Seen) -> Answer:
    """Objects to planted mistakes alone."""
    return answer_with(objecting_to_strangers(seen.texts[-1], own_claims(check(article(), draft(), engine="scripted"))))


def against_the_truce(problem: str, level: str, words: str) -> Proof:
    """Objects to planted mistakes and to the offer; to nothing when it reads again."""

    def proof(seen: Seen) -> Answer:
        own = own_claims(check(article(), draft(), engine="scripted"))
        claims = claims_in(seen.texts[-1])
        if len(claims) < len(own):
            return answer_with(objecting())
        found = next(number for number, claim in claims.items() if TRUCE in claim and claim in own)
        return answer_with(
            objecting_to_strangers(seen.texts[-1], own, objection(found, problem, "status", words, level))
        )

    return proof


FRAME = against_the_truce("wrong_status", "frame", "Norline has not yet answered the offer")


def script_of(proof: Proof, correction: str = STOOD_BY) -> Script:
    def script(seen: Seen) -> Answer:
        match asked_for(properties_of(seen.body), seen.texts):
            case Asked.DRAFT:
                return answer_with(draft().model_dump_json())
            case Asked.CORRECTION:
                return answer_with(correction)
        return proof(seen)

    return script


@dataclass(frozen=True)
class Case:
    """A script, and what comes of the offer: its standing, status and problems, and how many calls failed."""

    script: Script
    standing: Standing
    status: OfferStatus = OfferStatus.OPEN
    problems: tuple[Problem, ...] = ()
    failures: int = 0
    unclear: int = 0


CASES = {
    "clean": Case(script_of(clean), Standing.CONFIRMED),
    "content": Case(
        script_of(against_the_truce("wrong_number", "content", "a truce of ten days")),
        Standing.REFUTED,
        problems=(Problem.WRONG_NUMBER,),
    ),
    "frame-corrected": Case(
        script_of(FRAME, ACKNOWLEDGED.model_dump_json()), Standing.CONFIRMED, OfferStatus.ACKNOWLEDGED
    ),
    "frame-stood-by": Case(script_of(FRAME), Standing.UNCONFIRMED, problems=(Problem.WRONG_STATUS,)),
    "truncated": Case(
        script_of(lambda seen: fault(FaultKind.TRUNCATED, objecting(objection(1, "contradicted")))),
        Standing.UNCONFIRMED,
        failures=1,
    ),
    "not-json": Case(script_of(lambda seen: fault(FaultKind.NOT_JSON)), Standing.UNCONFIRMED, failures=1),
    "refused": Case(script_of(lambda seen: fault(FaultKind.REFUSAL)), Standing.UNCONFIRMED, failures=1),
    "wrong-numbers": Case(
        script_of(lambda seen: answer_with(objecting(objection(0, "contradicted"), objection(99, "not_stated")))),
        Standing.CONFIRMED,
        unclear=2,
    ),
}


@pytest.mark.vcr
@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("name", [OPENAI, ANTHROPIC])
async def test_a_recorded_proof_reading_is_told_by_its_kind(stage: Stage, name: str, kind: str) -> None:
    case = CASES[kind]
    brief = await briefed(stage, name, case.script)
    (offer,) = [*brief.offers, *(struck.item for struck in brief.struck)]
    assert offer.standing in (case.standing, Standing.QUOTED if case.standing is not Standing.REFUTED else None)
    assert getattr(offer, "status", None) is case.status
    assert tuple(objection.problem for objection in offer.verdict.objections) == case.problems
    assert brief.proof is not None
    assert (len(brief.proof.failures), brief.proof.unclear) == (case.failures, case.unclear)
    assert brief.proof.by == (None if case.failures else name)


async def briefed(stage: Stage, name: str, script: Script) -> Brief:
    model = await stage.model(name, script=script)
    asker = ModelAsker(model, ExtractionOptions(), Trail())
    async with Workers(0, ["briefing.computing"]) as workers:
        return await brief_article(article(), asker, asker, Computing(workers), BriefOptions())
