"""The script for the two seeds: the recorded replies of a large language model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from briefing.checking import check
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from tests.endpoint.answers import Answer, answer_with
from tests.endpoint.asked import (
    Asked,
    asked_for,
    claims_in,
    objecting,
    objecting_to_strangers,
    own_claims,
    properties_of,
)
from tests.endpoint.server import Seen

ROOT = Path(__file__).parent.parent.parent
RECORDED = ROOT / "cassettes"
SEEDS = ROOT / "seeds"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a model replied about one seed: its draft, and its objections and corrections."""

    article: Article
    draft: str
    """Brought to the version of the prompt that asks for it."""
    objections: list[dict[str, Any]]
    """Each with the beginning of the claim that it is about in the place of its number."""
    correction: str


def seed_script(seen: Seen) -> Answer:
    """The reply to the article of this request.

    The model proof-read the claims of its draft. To mistakes planted among them this script objects, which knows them
    by not knowing them from the draft; to corrections it does not object. A question of another kind, or about another
    article, gets an error that no retry helps.
    """
    found = next((each for each in _recorded() if each.article.slice(each.article.story) in seen.prompt), None)
    if found:
        match asked_for(properties_of(seen.body), seen.texts):
            case Asked.DRAFT:
                return answer_with(found.draft)
            case Asked.PROOF:
                return answer_with(_proof_read(found, seen.texts[-1]))
            case Asked.CORRECTION:
                return answer_with(found.correction)
    raw = json.dumps({"error": {"message": "no reply was recorded for this", "type": "invalid_request_error"}})
    return Answer(status=400, raw=raw)


def _proof_read(found: Recorded, message: str) -> str:
    own = own_claims(check(found.article, BriefDraft.model_validate_json(found.draft), engine="recorded"))
    claims = claims_in(message)
    if len(claims) < len(own):
        return objecting()  # the corrections
    objections = [
        {**objection, "claim": number}
        for objection in found.objections
        for number, claim in claims.items()
        if claim in own and claim.startswith(objection["claim"])
    ]
    return objecting_to_strangers(message, own, *objections)


def _as_asked_for(draft: str) -> str:
    """A draft in the version that the prompt asks for."""
    return BriefDraft.model_validate_json(draft).model_dump_json()


@cache
def _recorded() -> tuple[Recorded, ...]:
    """What was recorded about each seed, found by the quotes of its headline."""
    articles = [clean(Document.of(file.read_text(encoding="utf-8"), file.name)) for file in sorted(SEEDS.glob("*.txt"))]
    return tuple(
        Recorded(article, draft, proof["objections"], _as_asked_for(json.dumps(proof["correction"])))
        for article in articles
        for file in sorted((RECORDED / "replies").glob("*.json"))
        for draft in [_as_asked_for(file.read_text(encoding="utf-8"))]
        for proof in [json.loads((RECORDED / "proofs" / file.name).read_text(encoding="utf-8"))]
        if all(quote in article.text for quote in json.loads(draft)["headline"]["quotes"])
    )
