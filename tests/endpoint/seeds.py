"""The script for the two seeds: the recorded replies of a large language model, as they are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from briefing.checking import check
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from tests.endpoint.answers import Answer, answer_with
from tests.endpoint.asked import STOOD_BY, Asked, asked_for, objecting_to_strangers, own_claims, properties_of
from tests.endpoint.server import Seen

ROOT = Path(__file__).parent.parent.parent
REPLIES = ROOT / "cassettes" / "replies"
SEEDS = ROOT / "seeds"


def seed_script(seen: Seen) -> Answer:
    """The reply to the article of this request, byte for byte as the model wrote it.

    The model was asked for drafts alone. As a proof-reader this script stands in for it: it objects to the planted
    mistakes, which it knows by not knowing them from the draft, and to nothing else. Asked to correct, it stands by
    what the model wrote. A question of another kind, or about another article, gets an error that no retry helps.
    """
    wanted = asked_for(properties_of(seen.body), seen.last)
    found = next((found for article, found in _replies() if article.slice(article.story) in seen.prompt), None)
    match wanted:
        case Asked.DRAFT if found:
            return answer_with(found)
        case Asked.CORRECTION if found:
            return answer_with(STOOD_BY)
        case Asked.PROOF if found:
            return answer_with(objecting_to_strangers(seen.last, _claims()))
    raw = json.dumps({"error": {"message": "no reply was recorded for this", "type": "invalid_request_error"}})
    return Answer(status=400, raw=raw)


@cache
def _replies() -> tuple[tuple[Article, str], ...]:
    """Each seed with the reply whose quotes stand in it."""
    articles = [clean(Document.of(file.read_text(encoding="utf-8"), file.name)) for file in sorted(SEEDS.glob("*.txt"))]
    replies = [file.read_text(encoding="utf-8") for file in sorted(REPLIES.glob("*.json"))]
    return tuple(
        (article, reply)
        for article in articles
        for reply in replies
        if all(quote in article.text for quote in json.loads(reply)["headline"]["quotes"])
    )


@cache
def _claims() -> frozenset[str]:
    """The claims of the recorded drafts."""
    briefs = (check(article, BriefDraft.model_validate_json(reply), engine="recorded") for article, reply in _replies())
    return frozenset(claim for brief in briefs for claim in own_claims(brief))
