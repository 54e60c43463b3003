"""Two outlets report one negotiation; the page tells it once."""

from __future__ import annotations

import itertools

import pytest

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import ConflictKind, Story
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance
from briefing.stories import StoryOptions, WatchList, article_keys, bottom_line, tell
from tests.stories.building import Notes, article

HARBOUR = article(
    "harbour",
    "The Harbour Post",
    "2023-03-02",
    "Norway and Iceland in talks to reopen consulates\n\n"
    "Norway and Iceland are in talks to reopen their consulates in Reykjavik and Bergen after the row over cod.\n\n"
    "Norway has also offered to hold meetings on shared patrols in the Barents Sea.\n\n"
    "“We would like to see the consulates open before the sum...",
    cut_quote=True,
)
WIRE = article(
    "wire",
    "Morning Courier",
    "2023-03-01",
    "Norway offers Iceland to restore missions\n\n"
    "Norway has offered Iceland to restore the work of both missions, the Icelandic Foreign Ministry said. "
    "“The proposal has been noted. Reykjavik has not yet given an answer,” the ministry said.\n\n"
    "Iceland has demanded that Norway lower its cod quota by 2024. “Norway would lower nothing before a survey,” "
    "Norwegian Prime Minister Kari Lund was quoted as saying by a broadcaster.",
    agency="NTB",
    origins=("NTB",),
)


def harbour_brief() -> Brief:
    notes = Notes(HARBOUR)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway and Iceland are in talks", aliases=("Oslo",))
    iceland = notes.actor("Iceland", ActorKind.STATE, "Norway and Iceland are in talks")
    notes.headline(
        "Norway and Iceland are in talks to reopen their consulates.",
        "Norway and Iceland are in talks to reopen their consulates in Reykjavik and Bergen",
    )
    notes.offer(
        norway,
        iceland,
        "Reopen the consulates in Reykjavik and Bergen",
        "Norway and Iceland are in talks to reopen their consulates in Reykjavik and Bergen",
    )
    notes.offer(
        norway,
        iceland,
        "Hold meetings on shared patrols in the Barents Sea",
        "Norway has also offered to hold meetings on shared patrols in the Barents Sea",
    )
    notes.question(
        "Will the consulates be reopened?",
        "Norway and Iceland are in talks to reopen their consulates",
    )
    notes.quotation(None, QuotationKind.CUT, "We would like to see the consulates open before the sum...")
    return notes.brief()


def wire_brief() -> Brief:
    notes = Notes(WIRE)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway has offered Iceland")
    iceland = notes.actor("Iceland", ActorKind.STATE, "Iceland has demanded", aliases=("Reykjavik",))
    ministry = notes.actor("Icelandic Foreign Ministry", ActorKind.ORGANISATION, "the Icelandic Foreign Ministry said")
    lund = notes.actor(
        "Kari Lund",
        ActorKind.PERSON,
        "Norwegian Prime Minister Kari Lund was quoted",
        aliases=("Norwegian Prime Minister Kari Lund",),
    )
    notes.headline(
        "Norway has offered Iceland to restore both missions.",
        "Norway has offered Iceland to restore the work of both missions",
    )
    offered = notes.offer(
        norway,
        iceland,
        "Restore the work of both missions",
        "Norway has offered Iceland to restore the work of both missions",
    )
    notes.offer(
        iceland,
        norway,
        "Lower the cod quota by 2024",
        "Iceland has demanded that Norway lower its cod quota by 2024",
    )
    notes.response(
        ministry,
        offered,
        "Norway's offer to restore missions",
        Stance.PENDING,
        "Has noted the proposal and not yet answered",
        "The proposal has been noted. Reykjavik has not yet given an answer",
    )
    notes.response(
        lund,
        None,
        "Iceland's demand to lower the quota for cod",
        Stance.REJECTED,
        "Would lower nothing before a survey",
        "Norway would lower nothing before a survey",
    )
    notes.question(
        "Will Iceland accept the offer to restore the missions?",
        "Reykjavik has not yet given an answer",
    )
    notes.quotation(
        "Icelandic Foreign Ministry",
        QuotationKind.DIRECT,
        "The proposal has been noted. Reykjavik has not yet given an answer",
    )
    notes.quotation(lund, QuotationKind.INDIRECT, "Norway would lower nothing before a survey")
    return notes.brief()


ARTICLES = (HARBOUR, WIRE)
BRIEFS = (harbour_brief(), wire_brief())


@pytest.fixture
def story() -> Story:
    (only,) = tell(ARTICLES, BRIEFS)
    return only


def names(story: Story) -> dict[str, str]:
    return {actor.id: actor.name for actor in story.actors}


def test_two_reports_of_one_event_are_one_story(story: Story) -> None:
    assert set(story.articles) == {"harbour", "wire"}


def test_an_offer_in_other_words_is_merged_with_the_evidence_of_both_outlets(story: Story) -> None:
    first = story.offers[0]
    assert first.outlets == ("morningcourier", "harbourpost")
    assert {(piece.article, piece.quote) for piece in first.evidence} == {
        ("harbour", "Norway and Iceland are in talks to reopen their consulates in Reykjavik and Bergen"),
        ("wire", "Norway has offered Iceland to restore the work of both missions"),
    }
    assert first.origins == ("NTB", "harbourpost, own reporting")


def test_other_offers_between_the_same_parties_stay_apart(story: Story) -> None:
    name = names(story)
    assert [(o.id, name[o.offerer], name[o.recipient or ""], o.what) for o in story.offers[1:]] == [
        ("O2", "Norway", "Iceland", "Hold meetings on shared patrols in the Barents Sea"),
        ("O3", "Iceland", "Norway", "Lower the cod quota by 2024"),
    ]


def test_a_response_answers_the_merged_offer(story: Story) -> None:
    first = story.responses[0]
    assert (first.offer, first.stance) == ("O1", Stance.PENDING)
    assert names(story)[first.responder] == "Iceland – Foreign Ministry"


def test_a_noted_proposal_without_answer_is_acknowledged(story: Story) -> None:
    assert story.offers[0].status is OfferStatus.ACKNOWLEDGED


def test_a_response_to_none_of_its_own_articles_offers_is_linked_to_none_of_them(story: Story) -> None:
    refused = next(r for r in story.responses if r.stance is Stance.REJECTED)
    assert refused.offer is None
    assert next(offer for offer in story.offers if "quota" in offer.what).status is OfferStatus.OPEN


def answered_elsewhere(to: str) -> Story:
    """The story with a third article, which answers something without reporting any offer itself."""
    third = article(
        "third",
        "Fjord Weekly",
        "2023-03-02",
        "Norway will not lower cod quota for Iceland\n\n"
        "Norway will lower no cod quota for Iceland, its government said, whatever becomes of the missions.",
    )
    notes = Notes(third)
    norway = notes.actor("Norwegian government", ActorKind.STATE, "Norway will lower no cod quota")
    notes.response(
        norway, None, to, Stance.REJECTED, "Will lower no quota", "Norway will lower no cod quota for Iceland"
    )
    (told,) = tell((*ARTICLES, third), (*BRIEFS, notes.brief()))
    return told


@pytest.mark.parametrize("to", ["Iceland's demand for a lower cod quota", "the demand to lower the cod quota by 2024"])
def test_a_response_finds_the_offer_that_other_articles_report(to: str) -> None:
    story = answered_elsewhere(to)
    quota = next(offer for offer in story.offers if "quota" in offer.what)
    assert next(r for r in story.responses if r.stance is Stance.REJECTED and r.offer).offer == quota.id
    assert quota.status is OfferStatus.REJECTED


@pytest.mark.parametrize("to", ["Denmark's demand for a lower cod quota", "the mood in Bergen"])
def test_a_response_to_somebody_elses_or_something_else_finds_no_offer(to: str) -> None:
    story = answered_elsewhere(to)
    assert all(r.offer is None for r in story.responses if r.stance is Stance.REJECTED)


def test_talks_against_no_answer_are_a_status_conflict_that_the_party_itself_decides(story: Story) -> None:
    conflict = next(c for c in story.conflicts if c.kind is ConflictKind.STATUS)
    assert conflict.about == "O1"
    assert [side.article for side in conflict.sides] == ["wire", "harbour"]
    assert conflict.shown == "acknowledged, no answer"
    assert conflict.rule.startswith("the named party's own statement")
    assert "harbourpost is later" in conflict.rule


def test_other_words_for_one_thing_are_a_wording_conflict(story: Story) -> None:
    (conflict,) = [c for c in story.conflicts if c.kind is ConflictKind.WORDING]
    assert (conflict.about, conflict.shown) == ("O1", "missions")


def test_a_cut_quote_is_a_caution_and_gains_no_speaker(story: Story) -> None:
    (cut,) = [caution for caution in story.cautions if caution.kind is QuotationKind.CUT]
    assert cut.speaker is None
    assert cut.evidence.quote.endswith("before the sum...")


def test_indirect_speech_in_quotation_marks_is_a_caution(story: Story) -> None:
    (indirect,) = [c for c in story.cautions if c.kind is QuotationKind.INDIRECT]
    assert indirect.speaker == "Kari Lund"


def test_one_question_in_two_articles_is_asked_once(story: Story) -> None:
    (question,) = story.open_questions
    assert {ref.article for ref in question.members} == {"harbour", "wire"}


def test_the_title_is_a_headline_of_a_source_and_not_the_disputed_one(story: Story) -> None:
    assert story.title == "Norway offers Iceland to restore missions"
    assert story.headline is not None
    (piece,) = story.headline.evidence
    assert WIRE.text[piece.start : piece.end] == story.title


def test_evidence_leaves_as_it_came(story: Story) -> None:
    came = {
        (piece.article, piece.start, piece.end)
        for brief in BRIEFS
        for _, item in brief.items()
        for piece in item.evidence
    }
    merged = (*story.actors, *story.offers, *story.responses, *story.open_questions)
    assert {(p.article, p.start, p.end) for item in merged for p in item.evidence} <= came


def test_the_bottom_line_rests_on_evidence_and_refers_to_items(story: Story) -> None:
    lines = bottom_line((story,))
    assert 1 <= len(lines) <= 3
    assert all(line.evidence for line in lines)
    assert "O1" in lines[0].refs
    assert "R1" in lines[1].refs


def test_any_order_of_the_inputs_gives_the_same_stories() -> None:
    told = {
        tell(articles, briefs)
        for articles in itertools.permutations(ARTICLES)
        for briefs in itertools.permutations(BRIEFS)
    }
    assert len(told) == 1


def test_an_article_without_a_brief_is_in_no_story() -> None:
    (story,) = tell(ARTICLES, BRIEFS[:1])
    assert story.articles == ("harbour",)


def test_no_input_no_story() -> None:
    assert tell((), ()) == ()
    assert bottom_line(()) == ()


def test_what_the_reader_watches_raises_a_story_and_says_so() -> None:
    plain = tell(ARTICLES, BRIEFS)[0].importance
    watch = WatchList(topics=("cod quota",), actors=("Reykjavik",), weights={"cod quota": 0.5})
    watched = tell(ARTICLES, BRIEFS, StoryOptions(watch=watch))[0].importance
    assert watched.score == pytest.approx(plain.score + 1 + 2)
    assert {"watch topic cod quota", "watch actor Reykjavik"} <= set(watched.reasons)


def test_keys_of_articles_name_the_outlet_and_count_its_articles() -> None:
    second: Article = article("second", "The Harbour Post", "2023-03-03", "Cod\n\nCod is a fish.")
    assert article_keys((second, *ARTICLES)) == {
        "harbour": "harbourpost",
        "second": "harbourpost-2",
        "wire": "morningcourier",
    }


def test_an_untitled_article_lends_its_briefs_headline_or_its_first_sentence() -> None:
    text = "Cod has become dear in Bodø. Shops there have none left.\n\nMore is to come on Friday."
    untitled = article("untitled", None, None, text, titled=False)
    bare = tell((untitled,), (Notes(untitled).brief(),))[0]
    assert bare.title == "Cod has become dear in Bodø."
    assert bare.headline is not None
    assert bare.headline.evidence[0].end == len(bare.title)
    told = tell((untitled,), (Notes(untitled).headline("Cod is dear.", "Cod has become dear").brief(),))[0]
    assert told.title == "Cod is dear."


def test_a_page_of_several_stories_has_a_line_for_each_of_the_first_three() -> None:
    told = [
        article(f"x{n}", f"Outlet {n}", None, text)
        for n, text in enumerate(
            (
                "Herring returns to the fjords\n\nFishermen near Florø landed more of it than in ten years.",
                "Quarry at Larvik sold\n\nA Danish builder paid nine million kroner for the granite pit.",
                "Opera house shuts its doors\n\nDamp has ruined the stage machinery, says the director.",
                "Snow closes mountain road\n\nDrivers spent Sunday night in a school gymnasium at Geilo.",
            )
        )
    ]
    stories = tell(told, [Notes(one).brief() for one in told])
    assert [line.text for line in bottom_line(stories)] == [story.title for story in stories[:3]]
    assert [story.id for story in stories] == ["S1", "S2", "S3", "S4"]


def test_ids_count_over_the_whole_page() -> None:
    other = article(
        "other", "Peak", "2023-03-01", "Peru offers Chile grain\n\nPeru has offered Chile grain from Arica."
    )
    notes = Notes(other)
    peru, chile = notes.actor("Peru", ActorKind.STATE, "Peru"), notes.actor("Chile", ActorKind.STATE, "Chile")
    offer = notes.offer(peru, chile, "Grain from Arica", "Peru has offered Chile grain from Arica")
    notes.response(chile, offer, "Peru's offer of grain", Stance.PENDING, "Has not answered", "Chile")
    first, second = tell((*ARTICLES, other), (*BRIEFS, notes.brief()))
    assert [offer.id for offer in (*first.offers, *second.offers)] == ["O1", "O2", "O3", "O4"]
    (answer,) = second.responses
    assert (answer.id, answer.offer) == ("R3", "O4")
    assert {second.offers[0].offerer, *second.offers[0].addressees} == {actor.id for actor in second.actors}
    assert not {actor.id for actor in first.actors} & {actor.id for actor in second.actors}
