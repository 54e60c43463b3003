from __future__ import annotations

import pytest

from briefing.embedded import CannotReadError, read
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import OfferStatus, QuotationKind, Stance

FERRY = """Ferry union and operator at odds over pay

The Harbour Workers Union has offered Northern Ferries to end the strike in return for a two-year contract, the \
company said on Monday, adding that the board has not yet replied to the offer.

"We urged the board to come back to the table," said union leader Anna Berg. Northern Ferries rejected an earlier \
proposal by the union in March.

The Transport Ministry called on both sides to accept mediation. It is unclear whether the ferries will sail on Friday.
"""

BRIDGE = """The old bridge at Millbrook was washed away on Sunday after three days of rain, the county said.

No one was hurt. The bridge was built in 1874 and had last been repaired in 1990. About 400 cars used it every day."""


def items(draft: BriefDraft) -> list[str]:
    """Every quote of a draft."""
    sections = (draft.gist, draft.actors, draft.offers, draft.responses, draft.open_questions, draft.quotations)
    return [*draft.headline.quotes, *(quote for section in sections for item in section for quote in item.quotes)]


def name(draft: BriefDraft, actor: str | None) -> str | None:
    return next((a.name for a in draft.actors if a.id == actor), None)


def test_an_offer_has_its_parties_and_its_words() -> None:
    draft = read(FERRY)
    offer = draft.offers[0]
    assert name(draft, offer.offerer) == "Harbour Workers Union"
    assert name(draft, offer.recipient) == "Northern Ferries"
    assert offer.what == "end the strike in return for a two-year contract"


def test_every_quote_is_a_slice_of_the_text() -> None:
    quotes = items(read(FERRY))
    assert len(quotes) > 6
    assert all(quote in FERRY for quote in quotes)


def test_what_answers_an_offer_is_linked_to_it() -> None:
    text = (
        "Denmark has offered Sweden to share the rescue ship. The offer was made in Oslo on Monday by officials. "
        "Sweden has not yet answered the offer."
    )
    draft = read(text)
    assert [(r.offer, r.stance) for r in draft.responses] == [("o1", Stance.PENDING)]
    assert name(draft, draft.responses[0].responder) == "Sweden"
    assert draft.offers[0].status is OfferStatus.OPEN


def test_a_rejection_by_the_addressee_makes_the_offer_rejected() -> None:
    text = (
        "Denmark has offered Sweden to share the rescue ship. On Tuesday Sweden rejected the offer to share the ship."
    )
    draft = read(text)
    assert draft.offers[0].status is OfferStatus.REJECTED


def test_a_story_without_offers_has_headline_and_gist_alone() -> None:
    draft = read(BRIDGE)
    assert not draft.offers
    assert not draft.responses
    assert draft.headline.quotes[0] in BRIDGE
    assert draft.gist


def test_a_cut_quote_gains_no_speaker() -> None:
    text = (
        "Norway and Iceland are in talks to open the strait, the minister said on Monday after the meeting in Oslo.\n\n"
        '"We have always said that we would open the str...'
    )
    cut = [q for q in read(text).quotations if q.kind is QuotationKind.CUT]
    assert [q.speaker for q in cut] == [None]


def test_a_report_in_quotation_marks_is_told_from_direct_speech() -> None:
    text = (
        "NATO has offered Norway to open an office there. "
        '"NATO was ready to open an office in Oslo, since a dialogue with Norway was needed," the Baltic '
        "News Agency quoting NATO chief Jan Holm reported.\n\n"
        '"We are ready to talk about it whenever they want to," Holm told reporters on Friday.'
    )
    kinds = [q.kind for q in read(text).quotations]
    assert kinds == [QuotationKind.INDIRECT, QuotationKind.DIRECT]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Too short to read.",
        "Die Gewerkschaft hat der Reederei angeboten, den Streik zu beenden, und das Unternehmen hat bisher noch nicht "
        "auf das Angebot geantwortet, wie ein Sprecher am Montag in Hamburg mitteilte.",
        "Le syndicat a proposé à la compagnie de mettre fin à la grève, mais la direction n'a pas encore répondu à "
        "cette offre, selon un porte-parole qui s'exprimait lundi à Marseille devant la presse.",
    ],
)
def test_other_languages_and_scraps_are_declined(text: str) -> None:
    with pytest.raises(CannotReadError):
        read(text)
