"""The verbs and nouns of offering, demanding and answering.

How surely a verb alone makes an item is told in points: 3 by itself, 2 with one more sign (whom it addresses, what is
to be done), 1 with two. What else speaks for or against an item is the same for all verbs: see `_sure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from briefing.embedded._lexicon import COMMON_VERBS, SPEECH, verb_table, words
from briefing.schema.terms import Stance


class Frame(StrEnum):
    """What stands behind an offering verb."""

    ADDRESS = "address"
    """Whoever is asked: "urged *the embassy* to reconsider"."""
    THING = "thing"
    """What is wanted: "demanded *an apology* from"."""
    GIVE = "give"
    """What the subject itself would give or do: "offered *Sweden a ship*"."""


class OfferCue(NamedTuple):
    """How an offering verb is built, and how surely it makes an offer by itself."""

    frame: Frame
    points: int


class AnswerCue(NamedTuple):
    """What an answering verb means, and how surely it makes a response by itself."""

    stance: Stance
    points: int


Cue = TypeVar("Cue")


def _table(text: str, cue: Mapping[str, Cue]) -> Mapping[tuple[str, str], Cue]:
    table = {}
    for line in text.strip().splitlines():
        name, _, phrases = line.partition(":")
        for phrase in phrases.split(","):
            verb, _, particle = phrase.strip().partition(" ")
            table[verb, particle] = cue[name.strip()]
    return MappingProxyType(table)


OFFERS = _table(
    """
    address 3: ask, urge, implore, beg, exhort, call on, call upon, appeal to, plead with, invite
    address 2: press, pressure, lobby, petition, tell, push
    thing 3: demand, propose, request, call for, ask for, appeal for, plead for, ask that
    thing 3: push for, press for, lobby for, insist on
    thing 2: recommend, suggest, insist, seek, bid for
    give 3: pledge, promise
    give 2: offer
    give 1: vow, volunteer
    """,
    {f"{frame} {points}": OfferCue(frame, points) for frame in Frame for points in (1, 2, 3)},
)

# Adjectives of readiness behind "be", "remain" or "stand".
READINESS = words("ready willing prepared")

# Verbs of giving and letting: who says that it will do this makes a pledge.
GIVING = words(
    "release free allow let permit lift return withdraw reopen restore provide grant resume lend hand pay give "
    "repatriate"
)

OFFER_NOUNS = words(
    "offer offers proposal proposals bid demand demands request requests call calls appeal appeals invitation "
    "plea pleas ultimatum petition concession suggestion recommendation pledge promise counteroffer counter-offer"
)
# What is an offer where somebody lays it before others: "unveiled a plan", "introduced a bill".
PLANS = OFFER_NOUNS | words("plan plans package roadmap framework initiative bill legislation conditions terms")
LIGHT_VERBS = words("make issue send submit table extend put reiterate renew repeat launch file lodge")
PRESENTING = words("unveil present introduce outline lay submit")

DEAL_NOUNS = words(
    "agreement deal treaty pact accord accords contract memorandum settlement truce ceasefire cease-fire merger "
    "takeover compromise"
)

ANSWERS = _table(
    """
    yes 3: consent to, accede to, comply with
    yes 2: accept, agree, agree to, approve, ratify, grant, sign up, give in, bow to
    no 3: reject, refuse, turn down, rebuff, rule out, spurn, veto
    no 2: decline, dismiss, deny, oppose, resist, object to, vote against, vote down, brush aside, block
    pending 2: consider, study, review, weigh, examine, mull, evaluate, assess
    other 2: respond to, reply to, react to, answer
    """,
    {
        "yes 3": AnswerCue(Stance.ACCEPTED, 3),
        "yes 2": AnswerCue(Stance.ACCEPTED, 2),
        "no 3": AnswerCue(Stance.REJECTED, 3),
        "no 2": AnswerCue(Stance.REJECTED, 2),
        "pending 2": AnswerCue(Stance.PENDING, 2),
        "other 2": AnswerCue(Stance.OTHER, 2),
    },
)

# Verbs that report silence when denied: "has not yet answered", "has yet to decide".
SILENT_ANSWERS = words("respond answer reply decide ratify sign approve react accept agree endorse")

# What an offer or a decision is called when it is answered.
ANSWERED_NOUNS = (
    OFFER_NOUNS
    | DEAL_NOUNS
    | words(
        "plan plans idea ban terms condition conditions resolution referendum reform reforms scheme suit lawsuit "
        "motion extension approach package embargo deadline extradition boycott blockade permission entry access "
        "cooperation talks claim claims allegation allegations accusation accusations bill decision ruling measure "
        "measures legislation sanctions nomination endorsement"
    )
)

VERBS = verb_table(
    {verb for verb, _ in OFFERS}
    | {verb for verb, _ in ANSWERS}
    | SPEECH
    | COMMON_VERBS
    | SILENT_ANSWERS
    | LIGHT_VERBS
    | PRESENTING
    | {"sign", "reach", "strike", "seal", "conclude"}
    | GIVING
    | {"be", "have", "do", "acquire", "purchase"}
)
