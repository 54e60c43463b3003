"""What items of a day and entries of the ledger are compared by.

Which responses and questions are known, what these answer and ask about, and when a question is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from briefing.language.apart import answers_another
from briefing.language.names import fold
from briefing.language.parties import is_generic
from briefing.language.topics import ANSWERS, SAME_OFFER, SAME_QUESTION, content, likeness, question_topics, topics
from briefing.ledger._book import WAITING, number_of
from briefing.ledger._day import DayItem, DayLine, DayStory
from briefing.ledger._parties import Near, Party, addressed, naming, offerer, party, same_party, share_one
from briefing.schema.ledger import EntryKind, LedgerEntry
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import Evidence

ItemT = TypeVar("ItemT")

Rank = tuple[float, ...]
"""How surely two things are one, of all that are compared at once: the less, the surer."""

_ASKS_ABOUT = 0.5
"""Least likeness of a question and the offer that it asks about."""

_COVERED = 0.8
"""Share of a question's topics that a sentence must speak of to answer it."""

_LEAST_TOPICS = 3
"""A question of fewer topics is too short to tell its answer from a repetition."""

_UNSETTLED = re.compile(
    r"\?|n['’]t\b|\b(?:no|not|never|may|might|could|would|should|whether|yet|unclear|uncertain|expect(?:s|ed)?|possibl[ey]"
    r"|hop(?:e|es|ed|ing)|plan(?:s|ned)?|likely|consider\w*|if|will|to be|due|await\w*|pending|unknown|question)\b",
    re.IGNORECASE,
)
_ASKS_FOR_AN_ANSWER = re.compile(
    r"\b(?:accept|agree|answer|approv|back|consent|endors|reject|repl(?:y|ies)|respon[ds]|sign|turn down|take up)\w*",
    re.IGNORECASE,
)

topics_of, _topics_asked = lru_cache(maxsize=8192)(topics), lru_cache(maxsize=8192)(question_topics)
"""What a text or a question is about, kept: each item of a day is compared with many entries."""


def pair(
    items: Sequence[ItemT],
    known: Callable[[ItemT], Iterable[LedgerEntry]],
    rank: Callable[[ItemT, LedgerEntry], Rank | None],
) -> dict[int, LedgerEntry]:
    """The entry of each item that has one, by the item's place: the best pair first, each entry once.

    ``rank`` is None for an item that an entry is not.
    """
    ranked = {
        (ranks, number_of(entry.id), place): entry
        for place, item in enumerate(items)
        for entry in known(item)
        if (ranks := rank(item, entry))
    }
    found: dict[int, LedgerEntry] = {}
    taken: set[str] = set()
    for (_, _, place), entry in sorted(ranked.items(), key=itemgetter(0)):
        if place not in found and entry.id not in taken:
            found[place] = entry
            taken.add(entry.id)
    return found


def name_stems(story: DayStory) -> frozenset[str]:
    """The stems of all names of a story's actors: they say nothing about what is offered or asked."""
    return _stems_of(story.names)


@lru_cache(maxsize=1024)
def _stems_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(content(" ".join(names)))


def _texts_of(entry: LedgerEntry) -> tuple[str, ...]:
    """All that days called it, each once."""
    return tuple(dict.fromkeys((*(state.text for state in entry.states), *entry.wordings)))


def same_response(
    item: DayItem, story: str, answers: str | None, entry: LedgerEntry, stems: frozenset[str]
) -> Rank | None:
    """A response of one party is known by its stance and offer, or by like words in its story where it answers none."""
    if entry.status != item.status or entry.answers != answers:
        return None
    words = max(likeness(topics_of(item.text, stems), topics_of(other, stems)) for other in _texts_of(entry))
    return (-words,) if answers or (entry.story == story and words >= SAME_OFFER) else None


def same_question(item: DayItem, entry: LedgerEntry, stems: frozenset[str]) -> Rank | None:
    """A question of a story is known by what it asks about; the same words come first."""
    reworded = not any(text in item.texts for text in _texts_of(entry))
    known = [_topics_asked(text, stems) for text in _texts_of(entry)]
    value = max(likeness(_topics_asked(text, stems), other) for text in item.texts for other in known)
    return (reworded, -value) if value >= SAME_QUESTION or not reworded else None


def offer_asked_about(question: DayItem, story: DayStory) -> str | None:
    """The key of the offer of the day whose answer a question asks for.

    The words that raised the question are those of an answer to it, or its topics are the offer's, or it asks of
    nothing but "the offer" in an article with a single one.
    """
    if not _ASKS_FOR_AN_ANSWER.search(question.text):
        return None
    for item in story.items:
        if item.kind is EntryKind.RESPONSE and item.answers and share_words(question.evidence, item.evidence):
            return item.answers
    stems = name_stems(story)
    asked = _topics_asked(question.text, stems)
    offers = [item for item in story.items if item.kind is EntryKind.OFFER]
    if not asked:
        articles = {piece.article for piece in question.evidence}
        offers = [offer for offer in offers if articles & {piece.article for piece in offer.evidence}]
        return offers[0].key if len(offers) == 1 else None
    scored = [(max(likeness(asked, topics_of(text, stems)) for text in offer.texts), offer.key) for offer in offers]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _ASKS_ABOUT else None


def share_words(one: Sequence[Evidence], other: Sequence[Evidence]) -> bool:
    """Whether two items rest on the same words of a source, for the most part of the shorter."""
    return any(
        a.article == b.article and 2 * a.span.overlap(b.span) > min(len(a.span), len(b.span))
        for a in one
        for b in other
    )


def answered_by(question: LedgerEntry, story: DayStory) -> tuple[Evidence, ...]:
    """The evidence of the first sentence of a story that settles a question, empty where none does.

    It speaks of nearly all that the question asks about, and leaves nothing open itself.
    """
    stems = name_stems(story)
    asked = [found for text in _texts_of(question) if len(found := _topics_asked(text, stems)) >= _LEAST_TOPICS]
    for line in _statements(story):
        told = topics_of(line.text, stems)
        if any(len(about & told) >= _COVERED * len(about) for about in asked) and not _UNSETTLED.search(line.text):
            return line.evidence
    return ()


def _statements(story: DayStory) -> Iterator[DayLine]:
    yield from story.lines
    for item in story.items:
        if item.kind is EntryKind.RESPONSE and item.status not in (Stance.PENDING, Stance.OTHER):
            yield DayLine(text=item.text, evidence=item.evidence)


def offer_answered(response: DayItem, story: DayStory, offers: Sequence[LedgerEntry]) -> str | None:
    """The id of the known offer that a response answers though the day's sources do not restate the offer.

    Nobody answers an offer of their own, one made to somebody else, or one of another amount, number or name. Of
    several the one is meant whose party is named. Where the response says no more than "the offer", it is the only one
    that waits for this party's answer.
    """
    if response.party is None:
        return None
    stems, by = name_stems(story), party(response.party)
    about = topics_of(response.to, stems)
    candidates = [offer for offer in offers if _may_answer(by, offer) and not _of_another(response, by, offer)]
    if not about:
        waiting = [o.id for o in candidates if o.other_side and OfferStatus(o.status) in WAITING]
        return waiting[0] if len(waiting) == 1 else None
    scored = [(max(likeness(about, topics_of(text, stems)) for text in _texts_of(o)), o) for o in candidates]
    named = [(value, o) for value, o in scored if _names(response.to, o)]
    value, best = max(named or scored, key=lambda each: each[0], default=(0.0, None))
    sure = named or len(candidates) == 1
    return best.id if best and sure and value >= ANSWERS else None


def _of_another(response: DayItem, by: Party, offer: LedgerEntry) -> bool:
    """Whether the words for what a response answers keep it apart from an offer."""
    made_by = offerer(offer)
    parties = (by, *((made_by,) if made_by else ()), *addressed(offer))
    return answers_another(response.to, _texts_of(offer), naming(parties))


def _names(text: str, offer: LedgerEntry) -> bool:
    """Whether a text names who made an offer."""
    told = f" {fold(text)} "
    forms = (offer.party, offer.party_side, *offer.forms)
    return any(f" {fold(form)} " in told for form in forms if form and not is_generic(form))


def _may_answer(by: Party, offer: LedgerEntry) -> bool:
    made_by, made_to = offerer(offer), addressed(offer)
    own = made_by is not None and same_party(by, made_by, Near.STORY)
    return not own and (not made_to or share_one((by,), made_to, Near.STORY))
