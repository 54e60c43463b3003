"""What an author's answer to objections does to a brief."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.checking import check, contested, corrected, told_anew
from briefing.checking.correction import Contested
from briefing.checking.sections import with_verdicts
from briefing.schema.brief import Brief, CheckedItem
from briefing.schema.draft import BriefDraft, DraftActor, DraftQuotation, DraftStatement
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Section, Stance
from briefing.schema.verdict import RULES, Objection, Problem, Standing, Verdict
from tests.endpoint.asked import STOOD_BY
from tests.factories import article, draft

STORY = (
    "Harbour union offers ferry firm a truce\n\n"
    "The harbour union offered Norline a truce of ten days if the ferry firm takes back 40 dismissed deckhands.\n\n"
    "Norline has not yet answered the offer, a spokeswoman said on Monday.\n\n"
    'The port authority hopes for calm. "We want no more delays," it said.'
)
ARTICLE = article(STORY)
OFFER = draft().offers[0].quotes[0]
SILENCE = draft().responses[0].quotes[0]
HOPE = "The port authority hopes for calm."
NOTHING = BriefDraft.model_validate_json(STOOD_BY)
FRAME = Objection(problem=Problem.NOT_AN_OFFER, by="reader")
CONTENT = Objection(problem=Problem.CONTRADICTED, by="reader")


def brief_of(written: BriefDraft | None = None) -> Brief:
    return check(ARTICLE, written or draft(), engine="author")


def objected(brief: Brief, item_id: str, *objections: Objection) -> Brief:
    """The brief with an item that a proof-reader contests, the others confirmed."""

    def settled(item: CheckedItem) -> CheckedItem:
        verdict = Verdict(standing=Standing.CONFIRMED, by="reader")
        if item.id == item_id:
            verdict = Verdict(standing=Standing.UNCONFIRMED, objections=objections)
        return item.model_copy(update={"verdict": verdict})

    items = {name: tuple(map(settled, getattr(brief, name))) for name in ("gist", "actors", "offers", "responses")}
    items |= {name: tuple(map(settled, getattr(brief, name))) for name in ("open_questions", "quotations")}
    return brief.model_copy(update={**items, "headline": settled(brief.headline) if brief.headline else None})


def answered(brief: Brief, **lists: Any) -> Brief:
    return corrected(ARTICLE, brief, contested(brief), NOTHING.model_copy(update=lists))


def test_what_is_struck_or_contested_or_lacks_a_quote_is_asked_about_and_nothing_else() -> None:
    stray = draft().gist[0].model_copy(update={"quotes": ("Norline sank a boat.",), "text": "Norline sank a boat."})
    brief = brief_of(draft().model_copy(update={"gist": (*draft().gist, stray)}))
    brief = objected(brief, "o1", FRAME)
    lacking = brief.responses[0].verdict.model_copy(update={"objections": (Objection(problem=Problem.NEEDS_QUOTE),)})
    brief = brief.model_copy(update={"responses": (brief.responses[0].model_copy(update={"verdict": lacking}),)})
    asked = contested(brief)
    assert [(each.section, each.item.id, each.struck) for each in asked] == [
        (Section.GIST, "g2", True),
        (Section.OFFERS, "o1", False),
        (Section.RESPONSES, "r1", False),
    ]


@pytest.mark.parametrize(
    "note",
    [
        Objection(problem=Problem.WRONG_KIND, by=RULES),
        Objection(problem=Problem.QUOTE_MISSING),
        Objection(problem=Problem.NOT_STATED, field="aliases"),
    ],
)
def test_what_was_put_right_or_only_noted_is_settled(note: Objection) -> None:
    assert contested(objected(brief_of(), "o1", note)) == ()


def test_an_item_put_right_takes_the_place_of_the_old_one() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    right = draft().offers[0].model_copy(update={"status": OfferStatus.ACKNOWLEDGED, "conditions": ()})
    after = answered(brief, offers=(right,))
    (offer,) = after.offers
    assert (offer.id, offer.status, offer.conditions) == ("o1", OfferStatus.ACKNOWLEDGED, ())
    assert offer.verdict.repaired
    assert offer.verdict.objections == ()
    assert after.metrics.repaired == 1


def test_an_item_left_out_is_stood_by() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    after = answered(brief)
    assert list(after.items()) == list(brief.items())
    assert after.unsupported == brief.unsupported


def test_an_item_given_again_as_it_was_is_stood_by() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    assert list(answered(brief, offers=draft().offers).items()) == list(brief.items())


def test_an_item_without_quotes_is_withdrawn_and_kept_among_what_was_struck() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    after = answered(brief, offers=(draft().offers[0].model_copy(update={"quotes": ()}),))
    assert after.offers == ()
    (struck,) = after.unsupported
    assert (struck.item.id, struck.item.standing) == ("o1", Standing.REFUTED)
    assert struck.item.verdict.objections == (FRAME,)
    assert [response.offer for response in after.responses] == ["o1"]


def test_an_offer_that_is_none_may_become_a_line_of_the_gist() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    line = DraftStatement(text="The port authority hopes for calm.", quotes=(HOPE,))
    withdrawn = draft().offers[0].model_copy(update={"quotes": ()})
    after = answered(brief, offers=(withdrawn,), gist=(line,))
    assert [statement.text for statement in after.gist] == [draft().gist[0].text, line.text]
    assert after.gist[1].verdict.repaired
    assert after.gist[1].id not in {item.id for _, item in brief.items()}


def test_a_line_that_replaces_nothing_is_not_taken() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    line = DraftStatement(text="The port authority hopes for calm.", quotes=(HOPE,))
    assert answered(brief, gist=(line,)).gist == brief.gist
    withdrawn = draft().offers[0].model_copy(update={"quotes": ()})
    other = line.model_copy(update={"text": "Calm is what the port authority hopes for."})
    assert len(answered(brief, offers=(withdrawn,), gist=(line, other)).gist) == 2


def test_a_line_that_the_article_does_not_have_is_not_taken() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    withdrawn = draft().offers[0].model_copy(update={"quotes": ()})
    line = DraftStatement(text="Norline sank a boat.", quotes=("Norline sank a boat.",))
    assert answered(brief, offers=(withdrawn,), gist=(line,)).gist == brief.gist


def test_items_that_were_not_asked_about_are_not_touched() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    other = draft().responses[0].model_copy(update={"stance": Stance.REJECTED})
    actor = draft().actors[0].model_copy(update={"role": "sinks boats"})
    after = answered(brief, responses=(other,), actors=(actor,), headline=draft().headline)
    assert list(after.items()) == list(brief.items())


def test_a_missing_quote_is_made_good() -> None:
    wrong = draft().offers[0].model_copy(update={"quotes": ("The union proposed a truce of ten days",)})
    brief = brief_of(draft().model_copy(update={"offers": (wrong,)}))
    assert brief.offers == ()
    after = answered(brief, offers=draft().offers)
    assert [offer.id for offer in after.offers] == ["o1"]
    assert after.unsupported == ()


def test_another_quote_alone_does_not_outvote_a_proof_reader() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    refuted = brief.offers[0].model_copy(update={"verdict": Verdict(standing=Standing.REFUTED, objections=(CONTENT,))})
    brief = with_verdicts(brief, [(s, refuted if i.id == "o1" else i) for s, i in brief.items()])
    same = draft().offers[0].model_copy(update={"quotes": (SILENCE,)})
    assert answered(brief, offers=(same,)).offers == ()
    changed = same.model_copy(update={"what": "A truce", "quotes": (OFFER,)})
    assert [offer.what for offer in answered(brief, offers=(changed,)).offers] == ["A truce"]


def test_a_correction_that_quotes_nothing_of_the_article_changes_nothing() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    wrong = draft().offers[0].model_copy(update={"what": "A boat", "quotes": ("Norline sank a boat.",)})
    after = answered(brief, offers=(wrong,))
    assert list(after.items()) == list(brief.items())
    assert after.unsupported == ()


def test_a_new_actor_that_a_corrected_item_names_comes_with_it() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    port = actor("a3", "port authority", "hopes for calm", HOPE)
    idle = actor("a4", "spokeswoman", "spoke", "a spokeswoman said on Monday")
    offer = draft().offers[0].model_copy(update={"addressees": ("a3",)})
    after = answered(brief, offers=(offer,), actors=(port, idle))
    assert [a.name for a in after.actors] == ["harbour union", "Norline", "port authority"]
    assert after.offers[0].recipient == "a3"


def test_a_new_actor_with_the_id_of_another_gets_one_of_its_own() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    port = actor("a2", "port authority", "hopes for calm", HOPE)
    offer = draft().offers[0].model_copy(update={"addressees": ("a2",)})
    after = answered(brief, offers=(offer,), actors=(port,))
    assert [a.name for a in after.actors] == ["harbour union", "Norline", "port authority"]
    assert after.cast.actor(after.offers[0].recipient) == "port authority"
    assert after.cast.actor(after.responses[0].responder) == "Norline"


def test_an_actor_put_right_takes_the_place_of_its_bare_name() -> None:
    lost = draft().actors[0].model_copy(update={"quotes": ("The union sank a boat",)})
    brief = brief_of(draft().model_copy(update={"actors": (lost, draft().actors[1])}))
    assert [a.role for a in brief.actors if a.id == "a1"] == [""]
    after = answered(brief, actors=(draft().actors[0],))
    assert [(a.id, a.role) for a in after.actors] == [("a2", "has not yet answered"), ("a1", "offers a truce")]
    assert after.unsupported == ()


@pytest.mark.parametrize("change", ["text", "quote"])
def test_lines_without_an_id_are_told_by_their_likeness(change: str) -> None:
    lines = (
        DraftStatement(text="The harbour union offered Norline a truce of ten days.", quotes=(OFFER,)),
        DraftStatement(text="Norline has not yet answered the offer.", quotes=(SILENCE,)),
    )
    brief = brief_of(draft().model_copy(update={"gist": lines}))
    brief = objected(brief, "g2", Objection(problem=Problem.HEDGE_DROPPED, by="reader"))
    text = "Norline has not yet answered the offer, it says." if change == "text" else "Silence, says the ferry firm."
    quote = SILENCE if change == "quote" else "a spokeswoman said on Monday"
    after = answered(brief, gist=(lines[0], DraftStatement(text=text, quotes=(quote,))))
    assert [statement.text for statement in after.gist] == [lines[0].text, text]
    assert [statement.id for statement in after.gist] == ["g1", "g2"]


def test_a_line_about_something_else_is_no_answer() -> None:
    brief = objected(brief_of(), "g1", Objection(problem=Problem.HEDGE_DROPPED, by="reader"))
    other = DraftStatement(text="Calm is hoped for by those at the port.", quotes=(HOPE,))
    assert answered(brief, gist=(other,)).gist == brief.gist


def test_a_headline_is_put_right_and_an_empty_one_is_none() -> None:
    brief = objected(brief_of(), "h1", Objection(problem=Problem.HEDGE_DROPPED, by="reader"))
    line = draft().headline.model_copy(update={"text": "Harbour union is said to offer Norline a truce."})
    after = answered(brief, headline=line)
    assert after.headline is not None
    assert (after.headline.id, after.headline.text) == ("h1", line.text)
    assert answered(brief).headline == brief.headline


def test_a_quotation_keeps_its_words_and_changes_its_speaker() -> None:
    words = "We want no more delays,"
    written = DraftQuotation(speaker="a2", kind=QuotationKind.DIRECT, quotes=(words,))
    brief = brief_of(draft().model_copy(update={"quotations": (written,)}))
    brief = objected(brief, "s1", Objection(problem=Problem.WRONG_PARTY, by="reader"), FRAME)
    after = answered(brief, quotations=(written.model_copy(update={"speaker": "port authority"}),))
    assert [(quotation.id, quotation.speaker) for quotation in after.quotations] == [("s1", "port authority")]


def test_what_names_a_corrected_item_is_told_anew_and_loses_its_confirmation() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    after = answered(brief, offers=(draft().offers[0].model_copy(update={"what": "A truce"}),))
    assert told_anew(brief, after) == {"o1", "r1"}
    assert after.responses[0].standing is Standing.UNCONFIRMED
    assert after.responses[0].verdict.by is None
    assert after.gist[0].standing is Standing.CONFIRMED
    assert after.metrics.confirmed == brief.metrics.items - 2


def test_answers_about_several_parts_are_entered_one_after_the_other() -> None:
    brief = objected(brief_of(), "o1", FRAME)
    (offer,) = contested(brief)
    first = NOTHING.model_copy(update={"offers": (draft().offers[0].model_copy(update={"what": "A truce"}),)})
    after = corrected(ARTICLE, brief, (offer,), first)
    response = Contested(Section.RESPONSES, brief.responses[0], struck=False, spans=())
    second = NOTHING.model_copy(update={"responses": (draft().responses[0].model_copy(update={"quotes": ()}),)})
    last = corrected(ARTICLE, after, (response,), second)
    assert ([o.what for o in last.offers], last.responses) == (["A truce"], ())


def actor(ident: str, name: str, role: str, quote: str) -> DraftActor:
    return DraftActor(id=ident, name=name, aliases=(), kind=ActorKind.ORGANISATION, role=role, quotes=(quote,))
