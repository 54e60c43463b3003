"""Five days of news of our own writing: eleven articles in three outlets, one of them a copy of another.

Norway offers Iceland a share of its cod; Iceland notes it, counters, accepts. A union's demand is rejected. One
question is closed by the answer to the offer it asks about, one by a plain sentence.
"""

from __future__ import annotations

from datetime import date

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import Story
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.stories import tell
from tests.stories.building import Notes, article

HERALD, WIRE, COURIER = "North Herald", "Capital Wire", "Morning Courier"

_OFFER = (
    "Norway has offered Iceland a fifth of its cod quota in the Barents Sea, Fisheries Minister Liv Aasen said in Oslo "
    "on Wednesday. In return Norwegian boats would fish for capelin off Iceland, she said after a meeting with the "
    "shipowners. Reykjavik is still to reply to the offer, which stands until the end of the month."
)

Told = tuple[Article, Brief]


def _states(notes: Notes, norway: str, iceland: str) -> tuple[str, str]:
    return notes.actor("Norway", ActorKind.STATE, norway), notes.actor("Iceland", ActorKind.STATE, iceland)


def _offer_report(ident: str, outlet: str, title: str, agency: str | None) -> Told:
    told = article(ident, outlet, "2023-03-01", f"{title}\n\n{_OFFER}", agency=agency)
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway has offered Iceland", "Norway has offered Iceland")
    notes.offer(
        norway,
        iceland,
        "A fifth of its cod quota in the Barents Sea",
        "Norway has offered Iceland a fifth of its cod quota in the Barents Sea",
    )
    notes.question("Will Iceland accept the cod quota?", "Reykjavik is still to reply to the offer")
    return told, notes.brief()


def _offer_in_other_words() -> Told:
    told = article(
        "d1-herald",
        HERALD,
        "2023-03-01",
        "Oslo holds out cod to Iceland\n\n"
        "Oslo has proposed to leave a fifth of Norway's cod quota to Iceland, two officials told the North Herald. "
        "The Barents Sea quota has divided the two countries for years.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Oslo has proposed", "leave a fifth of Norway's cod quota to Iceland")
    notes.offer(
        norway,
        iceland,
        "Leave a fifth of the cod quota to Iceland",
        "Oslo has proposed to leave a fifth of Norway's cod quota to Iceland",
    )
    return told, notes.brief()


def _noted() -> Told:
    told = article(
        "d2-wire",
        WIRE,
        "2023-03-02",
        "Iceland notes Norway's cod offer\n\n"
        "Iceland has taken note of Norway's offer of a fifth of its cod quota and will study it, Foreign Minister Jon "
        "Stefansson said in Reykjavik on Thursday. He gave no date for an answer.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway's offer", "Iceland has taken note")
    offer = notes.offer(norway, iceland, "A fifth of the cod quota", "Norway's offer of a fifth of its cod quota")
    notes.response(
        iceland,
        offer,
        "Norway's offer of cod",
        Stance.PENDING,
        "Has taken note of it and will study it",
        "Iceland has taken note of Norway's offer of a fifth of its cod quota and will study it",
    )
    return told, notes.brief()


def _in_talks() -> Told:
    told = article(
        "d2-herald",
        HERALD,
        "2023-03-02",
        "Norway and Iceland in talks on cod quota\n\n"
        "Norway and Iceland are in talks on handing a fifth of the Norwegian cod quota to Iceland, the Herald has "
        "learned from officials in Oslo.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway and Iceland are in talks", "Norway and Iceland are in talks")
    notes.offer(
        norway,
        iceland,
        "Hand a fifth of the cod quota to Iceland",
        "Norway and Iceland are in talks on handing a fifth of the Norwegian cod quota to Iceland",
    )
    return told, notes.brief()


def _countered() -> Told:
    told = article(
        "d3-herald",
        HERALD,
        "2023-03-03",
        "Iceland answers cod offer with one of its own\n\n"
        "Iceland answered Norway's offer of a fifth of the cod quota on Friday with a proposal of its own: it wants to "
        "swap capelin for herring instead. Oslo has said nothing about the herring yet.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway's offer", "Iceland answered")
    offer = notes.offer(norway, iceland, "A fifth of the cod quota", "Norway's offer of a fifth of the cod quota")
    notes.offer(iceland, norway, "Swap capelin for herring", "it wants to swap capelin for herring instead")
    notes.response(
        iceland,
        offer,
        "Norway's offer of cod",
        Stance.COUNTER_OFFER,
        "Proposes to swap capelin for herring",
        "Iceland answered Norway's offer of a fifth of the cod quota on Friday with a proposal of its own",
    )
    return told, notes.brief()


def _demanded() -> Told:
    told = article(
        "d3-wire",
        WIRE,
        "2023-03-03",
        "Seafarers demand end of rota at Stenmark\n\n"
        "The Seafarers' League has demanded that Stenmark Lines withdraw its new rota. Sailings from Holyhead to "
        "Dublin were halted on Friday, and it is not known when the sailings will resume.",
    )
    notes = Notes(told)
    league = notes.actor("Seafarers' League", ActorKind.ORGANISATION, "The Seafarers' League has demanded")
    stenmark = notes.actor("Stenmark Lines", ActorKind.ORGANISATION, "Stenmark Lines withdraw", aliases=("Stenmark",))
    notes.offer(league, stenmark, "Withdraw the new rota", "demanded that Stenmark Lines withdraw its new rota")
    notes.question(
        "When will sailings from Holyhead to Dublin resume?",
        "it is not known when the sailings will resume",
    )
    return told, notes.brief()


def _accepted() -> Told:
    told = article(
        "d4-wire",
        WIRE,
        "2023-03-04",
        "Iceland accepts cod offer\n\n"
        "Iceland has accepted Norway's offer of a fifth of its cod quota in the Barents Sea, Foreign Minister Jon "
        "Stefansson said on Saturday.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway's offer", "Iceland has accepted")
    offer = notes.offer(
        norway,
        iceland,
        "A fifth of the cod quota in the Barents Sea",
        "Iceland has accepted Norway's offer of a fifth of its cod quota in the Barents Sea",
        status=OfferStatus.ACCEPTED,
    )
    notes.response(
        iceland,
        offer,
        "Norway's offer of cod",
        Stance.ACCEPTED,
        "Has accepted the offer",
        "Iceland has accepted Norway's offer of a fifth of its cod quota in the Barents Sea",
    )
    return told, notes.brief()


def _rejected() -> Told:
    told = article(
        "d4-courier",
        COURIER,
        "2023-03-04",
        "Stenmark refuses to drop rota\n\n"
        "Stenmark Lines refused on Saturday to withdraw the rota as the Seafarers' League had demanded. “The rota "
        "stays,” its director said.",
    )
    notes = Notes(told)
    league = notes.actor("Seafarers' League", ActorKind.ORGANISATION, "the Seafarers' League had demanded")
    stenmark = notes.actor("Stenmark Lines", ActorKind.ORGANISATION, "Stenmark Lines refused", aliases=("Stenmark",))
    offer = notes.offer(
        league,
        stenmark,
        "Withdraw the rota",
        "withdraw the rota as the Seafarers' League had demanded",
        status=OfferStatus.REJECTED,
    )
    notes.response(
        stenmark,
        offer,
        "the League's demand",
        Stance.REJECTED,
        "Refused to withdraw the rota",
        "Stenmark Lines refused on Saturday to withdraw the rota",
    )
    return told, notes.brief()


def _withdrawn() -> Told:
    told = article(
        "d5-courier",
        COURIER,
        "2023-03-05",
        "Iceland drops herring plan after cod deal\n\n"
        "Iceland has withdrawn its proposal to swap capelin for herring, after it took up Norway's offer of a fifth of "
        "the cod quota.",
    )
    notes = Notes(told)
    norway, iceland = _states(notes, "Norway's offer", "Iceland has withdrawn")
    notes.offer(
        iceland,
        norway,
        "Swap capelin for herring",
        "Iceland has withdrawn its proposal to swap capelin for herring",
        status=OfferStatus.WITHDRAWN,
    )
    # As reports do: the offer is mentioned, its answer is not.
    notes.offer(norway, iceland, "A fifth of the cod quota", "Norway's offer of a fifth of the cod quota")
    return told, notes.brief()


def _resumed() -> Told:
    told = article(
        "d5-wire",
        WIRE,
        "2023-03-05",
        "Stenmark ferries sail again\n\n"
        "Sailings from Holyhead to Dublin resumed on Sunday with crews that Stenmark Lines had brought in from Spain. "
        "The Seafarers' League called it an outrage.",
    )
    notes = Notes(told)
    notes.actor("Seafarers' League", ActorKind.ORGANISATION, "The Seafarers' League called it an outrage")
    notes.actor("Stenmark Lines", ActorKind.ORGANISATION, "Stenmark Lines had brought in", aliases=("Stenmark",))
    notes.headline(
        "Stenmark sailings from Holyhead to Dublin resumed on Sunday.",
        "Sailings from Holyhead to Dublin resumed on Sunday",
    )
    return told, notes.brief()


def five_days() -> dict[date, tuple[Told, ...]]:
    """The articles and briefs of each day."""
    return {
        date(2023, 3, 1): (
            _offer_report("d1-wire", WIRE, "Norway offers Iceland cod", "NTB"),
            _offer_report("d1-courier", COURIER, "Norway offers cod to Iceland", None),
            _offer_in_other_words(),
        ),
        date(2023, 3, 2): (_noted(), _in_talks()),
        date(2023, 3, 3): (_countered(), _demanded()),
        date(2023, 3, 4): (_accepted(), _rejected()),
        date(2023, 3, 5): (_withdrawn(), _resumed()),
    }


def stories_of(told: tuple[Told, ...]) -> tuple[Story, ...]:
    """The stories of one day."""
    return tell([article for article, _ in told], [brief for _, brief in told])
