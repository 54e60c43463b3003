"""Five days more of our own writing: what the five days of cod lack.

A bid is raised and refused, and the refusal told again days later. A rota that the pilots were to sign by 2 May lapses.
The traders take a part of a package; a truce is put to two villages, of which each answers for itself. A loan is
withdrawn. A bonus is accepted, and a later report has the crew still weighing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from tests.stories.building import Notes, article

Told = tuple[Article, Brief]


def _report(
    ident: str,
    day: int,
    text: str,
    offer: dict[str, Any],
    answers: Sequence[dict[str, Any]] = (),
) -> Told:
    """An article with one offer, and what is answered to it; the parties are named by the words that name them."""
    told = article(ident, "Quay Courier", f"2023-05-0{day}", text)
    notes = Notes(told)
    names: dict[str, str] = {}

    def actor(name: str) -> str:
        if name not in names:
            names[name] = notes.actor(name, ActorKind.ORGANISATION, name)
        return names[name]

    by, to = actor(offer["by"]), [actor(name) for name in offer["to"]]
    more = {name: offer[name] for name in ("status", "due", "due_day") if name in offer}
    made = notes.offer(by, to, offer["what"], offer["quote"], **more)
    for each in answers:
        said = {"said_day": each["said"]} if "said" in each else {}
        notes.response(actor(each["by"]), made, offer["what"], each["stance"], each["quote"], each["quote"], **said)
    return told, notes.brief()


def _bid(ident: str, day: int, text: str, pounds: int, quote: str, *answers: dict[str, Any]) -> Told:
    offer = {"by": "Gull Freight", "to": ["Dock Holdings"], "what": f"Bid of £{pounds} a share", "quote": quote}
    status = OfferStatus.REJECTED if answers else OfferStatus.OPEN
    return _report(ident, day, text, offer | {"status": status}, answers)


def _truce(ident: str, day: int, text: str, quote: str, status: OfferStatus, *answers: dict[str, Any]) -> Told:
    offer = {"by": "Lake Mission", "to": ["Velm", "Ostra"], "what": "A truce of ten days on the lake", "quote": quote}
    return _report(ident, day, text, offer | {"status": status}, answers)


_REFUSED = "Dock Holdings rejected the bid of £31 a share"

BID = _bid(
    "q1-bid", 1, "Gull Freight bids for the docks\n\nGull Freight bid £30 a share for Dock Holdings on Monday.", 30,
    "Gull Freight bid £30 a share for Dock Holdings",
)  # fmt: skip
RAISED = _bid(
    "q2-bid", 2, "Gull Freight raises its bid\n\nGull Freight bid £31 a share for Dock Holdings on Tuesday.", 31,
    "Gull Freight bid £31 a share for Dock Holdings",
)  # fmt: skip
REFUSED = _bid(
    "q3-bid", 3, f"Docks refuse\n\n{_REFUSED} from Gull Freight on Wednesday.", 31,
    "the bid of £31 a share from Gull Freight",
    {"by": "Dock Holdings", "stance": Stance.REJECTED, "quote": _REFUSED},
)  # fmt: skip
RETOLD = _bid(
    "q5-bid", 5, f"The docks in retrospect\n\n{_REFUSED} from Gull Freight on Wednesday, its chairman recalled.", 31,
    "the bid of £31 a share from Gull Freight",
    {"by": "Dock Holdings", "stance": Stance.REJECTED, "quote": _REFUSED, "said": date(2023, 5, 3)},
)  # fmt: skip
ROTA = _report(
    "q1-rota", 1,
    "Pilots asked to sign\n\nThe Harbour Board asked the Pilots' Union on Monday to sign the night rota by Tuesday.",
    {"by": "Harbour Board", "to": ["Pilots' Union"], "what": "Sign the night rota",
     "quote": "The Harbour Board asked the Pilots' Union on Monday to sign the night rota by Tuesday",
     "due": "by Tuesday", "due_day": date(2023, 5, 2)},
)  # fmt: skip
PACKAGE = _report(
    "q1-package", 1,
    "A package for the market\n\nThe City Council proposed to the Market Traders stalls on the quay and a tram toll.",
    {"by": "City Council", "to": ["Market Traders"], "what": "Stalls on the quay and a tram toll",
     "quote": "The City Council proposed to the Market Traders stalls on the quay and a tram toll"},
)  # fmt: skip
PARTLY = _report(
    "q2-package", 2,
    "Traders take the stalls\n\nThe Market Traders accepted the stalls on the quay that the City Council had "
    "proposed, and left the tram toll aside.",
    {"by": "City Council", "to": ["Market Traders"], "what": "Stalls on the quay and a tram toll",
     "quote": "the stalls on the quay that the City Council had proposed", "status": OfferStatus.PARTLY_ACCEPTED},
    [{"by": "Market Traders", "stance": Stance.PARTIAL, "quote": "The Market Traders accepted the stalls on the quay"}],
)  # fmt: skip
TRUCE = _truce(
    "q1-truce", 1,
    "A truce for the lake\n\nThe Lake Mission proposed a truce of ten days on the lake to Velm and Ostra.",
    "The Lake Mission proposed a truce of ten days on the lake to Velm and Ostra", OfferStatus.OPEN,
)  # fmt: skip
ONE_AGREES = _truce(
    "q2-truce", 2,
    "Velm agrees\n\nVelm accepted the truce of ten days on the lake that the Lake Mission had proposed to "
    "it and Ostra.",
    "the truce of ten days on the lake that the Lake Mission had proposed", OfferStatus.PARTLY_ACCEPTED,
    {"by": "Velm", "stance": Stance.ACCEPTED, "quote": "Velm accepted the truce of ten days on the lake"},
)  # fmt: skip
OTHER_REFUSES = _truce(
    "q3-truce", 3,
    "Ostra refuses\n\nOstra rejected the truce of ten days on the lake that the Lake Mission had proposed to "
    "it and Velm.",
    "the truce of ten days on the lake that the Lake Mission had proposed", OfferStatus.PARTLY_ACCEPTED,
    {"by": "Ostra", "stance": Stance.REJECTED, "quote": "Ostra rejected the truce of ten days on the lake"},
)  # fmt: skip
LOAN = _report(
    "q2-loan", 2, "A painting on loan\n\nThe Hill Gallery offered the Sea Museum its painting of the flood on loan.",
    {"by": "Hill Gallery", "to": ["Sea Museum"], "what": "Its painting of the flood on loan",
     "quote": "The Hill Gallery offered the Sea Museum its painting of the flood on loan"},
)  # fmt: skip
WITHDRAWN = _report(
    "q4-loan", 4,
    "No painting\n\nThe Hill Gallery has withdrawn its offer to the Sea Museum of its painting of the flood on loan.",
    {"by": "Hill Gallery", "to": ["Sea Museum"], "what": "Its painting of the flood on loan",
     "status": OfferStatus.WITHDRAWN,
     "quote": "The Hill Gallery has withdrawn its offer to the Sea Museum of its painting of the flood on loan"},
)  # fmt: skip
BONUS = _report(
    "q3-bonus", 3, "Crew takes bonus\n\nThe Ferry Crew accepted the winter bonus that Blue Line had offered.",
    {"by": "Blue Line", "to": ["Ferry Crew"], "what": "A winter bonus", "status": OfferStatus.ACCEPTED,
     "quote": "the winter bonus that Blue Line had offered"},
    [{"by": "Ferry Crew", "stance": Stance.ACCEPTED, "quote": "The Ferry Crew accepted the winter bonus"}],
)  # fmt: skip
STILL_WEIGHED = _report(
    "q5-bonus", 5, "Crew weighs bonus\n\nThe Ferry Crew has taken note of the winter bonus that Blue Line had offered.",
    {"by": "Blue Line", "to": ["Ferry Crew"], "what": "A winter bonus", "status": OfferStatus.ACKNOWLEDGED,
     "quote": "the winter bonus that Blue Line had offered"},
    [{"by": "Ferry Crew", "stance": Stance.PENDING, "quote": "The Ferry Crew has taken note of the winter bonus"}],
)  # fmt: skip

DAYS: dict[int, tuple[Told, ...]] = {
    1: (BID, ROTA, PACKAGE, TRUCE),
    2: (RAISED, ONE_AGREES, LOAN),
    3: (REFUSED, OTHER_REFUSES, BONUS),
    4: (WITHDRAWN,),
    5: (RETOLD, STILL_WEIGHED),
}
"""The articles of each day as they came; `PARTLY` came late."""
