"""When a later source closes an open question."""

from __future__ import annotations

import re

from briefing.language.topics import likeness, question_topics, topics
from briefing.ledger._matching import Parties, texts
from briefing.schema.briefing import Merged, Story, StoryQuestion
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import LedgerEntry

ASKS_ABOUT = 0.5
"""Least likeness of a question and the offer that it asks about."""

_COVERED = 0.8
"""Share of a question's topics that a sentence must speak of to answer it."""

_LEAST_TOPICS = 3
"""A question of fewer topics is too short to tell its answer from a repetition."""

_UNSETTLED = re.compile(
    r"\?|\b(?:may|might|could|would|should|whether|yet|unclear|expected|hop(?:e|es|ed|ing)|possibl[ey]|plan(?:s|ned)?"
    r"|likely|consider\w*|if|will|to be|due|await\w*|pending|unknown|question)\b",
    re.IGNORECASE,
)


def offer_asked_about(question: StoryQuestion, story: Story, parties: Parties) -> str | None:
    """The id of the offer of the story that a question asks about: the words of an answer to it raised the question,
    or its topics are the offer's."""
    for response in story.responses:
        if response.offer and _share_words(question, response):
            return response.offer
    about = question_topics(question.question, parties.stems)
    scored = [(likeness(about, topics(offer.what, parties.stems)), offer.id) for offer in story.offers]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best if score >= ASKS_ABOUT else None


def _share_words(one: Merged, other: Merged) -> bool:
    return any(
        a.article == b.article and 2 * a.span.overlap(b.span) > min(len(a.span), len(b.span))
        for a in one.evidence
        for b in other.evidence
    )


def answered_by(question: LedgerEntry, story: Story, parties: Parties) -> tuple[Evidence, ...]:
    """The evidence of the first sentence of a story's summary that settles a question, empty where none does.

    It speaks of nearly all that the question asks about, and leaves nothing open itself.
    """
    asked = [question_topics(text, parties.stems) for text in texts(question)]
    for line in story.gist:
        told = topics(line.text, parties.stems)
        settled = any(len(about) >= _LEAST_TOPICS and len(about & told) >= _COVERED * len(about) for about in asked)
        if settled and not _UNSETTLED.search(line.text):
            return line.evidence
    return ()
