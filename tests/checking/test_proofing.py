"""What becomes of a brief when it was proof-read, and what a proof-reader's word is worth."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.checking import check, distrust, plant, proof_rates, proof_sheets, settle
from briefing.checking.planting import Claim, Mistake, Planted
from briefing.checking.proofing import Sheet, SheetReading, in_full, numbered, part_of, shown
from briefing.schema.article import Timestamp
from briefing.schema.base import Span
from briefing.schema.brief import Brief, CheckedItem, Proofreading
from briefing.schema.proof import CONTENT, FIELDS, FRAME, Spotted
from briefing.schema.terms import ActorKind, OfferStatus, Section
from briefing.schema.verdict import Level, Problem, Standing
from tests.checking.stories import Story
from tests.factories import article, draft

ARTICLE = article()
BRIEF = check(ARTICLE, draft(), engine="author")
WHOLE = [ARTICLE.story]
PROMPT = "proof@1"


def sheet_of(brief: Brief = BRIEF) -> Sheet:
    (sheet,) = proof_sheets(brief, (), WHOLE)
    return sheet


def spot(claim: int, problem: Problem | None = Problem.CONTRADICTED, **changes: Any) -> Spotted:
    return Spotted.model_validate({"claim": claim, "problem": problem} | changes)


def number_of(item_id: str, sheet: Sheet) -> int:
    return next(n for n, claim in enumerate(sheet.claims, 1) if claim.item.id == item_id and not claim.planted)


def settled(item_id: str, **spotted: Any) -> tuple[Brief, CheckedItem]:
    """The brief after one objection to one item, and that item."""
    sheet = sheet_of()
    reading = SheetReading(sheet, "reader", (spot(number_of(item_id, sheet), **spotted),))
    brief = settle(ARTICLE, BRIEF, [reading], PROMPT)
    items = [*(item for _, item in brief.items()), *(struck.item for struck in brief.unsupported)]
    return brief, next(item for item in items if item.id == item_id and item.verdict.objections)


@pytest.mark.parametrize("problem", CONTENT)
def test_each_fault_of_content_strikes(problem: Problem) -> None:
    brief, offer = settled("o1", problem=problem)
    assert (offer.standing, brief.offers) == (Standing.REFUTED, ())
    assert [struck.item.id for struck in brief.unsupported] == ["o1"]
    assert brief.metrics.refuted == 1


@pytest.mark.parametrize("problem", FRAME)
def test_each_fault_of_the_frame_contests(problem: Problem) -> None:
    brief, offer = settled("o1", problem=problem)
    assert (offer.standing, brief.unsupported) == (Standing.UNCONFIRMED, ())
    assert brief.offers == (offer,)


def test_of_a_claim_with_both_faults_the_content_decides() -> None:
    sheet = sheet_of()
    number = number_of("o1", sheet)
    spotted = (spot(number, Problem.WRONG_STATUS), spot(number, Problem.WRONG_PARTY))
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", spotted)], PROMPT)
    assert [found.problem for found in brief.unsupported[0].item.verdict.objections] == [
        Problem.WRONG_STATUS,
        Problem.WRONG_PARTY,
    ]


def test_a_problem_named_twice_of_one_claim_is_one_objection() -> None:
    sheet = sheet_of()
    twice = (spot(number_of("o1", sheet)), spot(number_of("o1", sheet), words="a truce"))
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", twice)], PROMPT)
    assert len(brief.unsupported[0].item.verdict.objections) == 1


@pytest.mark.parametrize("level", [Level.CONTENT, Level.FRAME])
@pytest.mark.parametrize("problem", [Problem.WRONG_NUMBER, Problem.WRONG_STATUS])
def test_where_level_and_problem_disagree_the_problem_decides(level: Level, problem: Problem) -> None:
    _, offer = settled("o1", problem=problem, level=level.value)
    assert offer.standing is (Standing.REFUTED if problem is Problem.WRONG_NUMBER else Standing.UNCONFIRMED)


@pytest.mark.parametrize(
    ("item", "field", "problem"),
    [
        ("o1", None, Problem.NOT_AN_OFFER),
        ("o1", "status", Problem.WRONG_STATUS),
        ("o1", "conditions", Problem.NOT_A_CONDITION),
        ("r1", None, Problem.NOT_AN_ANSWER),
        ("r1", "stance", Problem.WRONG_STATUS),
        ("r1", "offers", Problem.NOT_AN_ANSWER),
        ("a1", "role", Problem.WRONG_KIND),
        ("g1", "text", Problem.HEDGE_DROPPED),
    ],
)
def test_a_problem_that_is_none_of_the_list_is_the_general_one(item: str, field: str | None, problem: Problem) -> None:
    _, found = settled(item, problem=None, level="frame", field=field)
    assert [objection.problem for objection in found.verdict.objections] == [problem]
    _, found = settled(item, problem=None, level="content", field=field)
    assert [objection.problem for objection in found.verdict.objections] == [Problem.CONTRADICTED]


@pytest.mark.parametrize(
    ("item", "field", "claimed"),
    [
        ("o1", "offerer", "harbour union"),
        ("o1", "conditions", "the ferry firm takes back 40 dismissed deckhands"),
        ("o1", "status", "open"),
        ("r1", "offers", "A truce of ten days"),
        ("o1", "addressees", "Norline"),
        ("r1", "responder", "Norline"),
        ("g1", "text", "The harbour union offered Norline a truce of ten days."),
    ],
)
def test_an_objection_says_what_the_item_has_in_words(item: str, field: str, claimed: str) -> None:
    _, found = settled(item, field=field)
    (objection,) = found.verdict.objections
    assert (objection.field, objection.claimed) == (field, claimed)


def test_a_field_that_the_item_does_not_have_is_none() -> None:
    _, found = settled("g1", field="stance")
    assert [(objection.field, objection.claimed) for objection in found.verdict.objections] == [(None, None)]


def test_words_are_found_beside_the_quotes_of_the_item() -> None:
    text = "Title\n\nTen days passed.\n\nThe harbour union offered Norline a truce of ten days."
    story = article(text)
    offer = draft().offers[0].model_copy(update={"quotes": ("The harbour union offered Norline a truce of ten days",)})
    brief = check(story, draft().model_copy(update={"offers": (offer,)}), engine="author")
    (sheet,) = proof_sheets(brief, (), [story.story])
    reading = SheetReading(sheet, "reader", (spot(number_of("o1", sheet), words="days"),))
    (struck,) = [each for each in settle(story, brief, [reading], PROMPT).unsupported if each.item.id == "o1"]
    (objection,) = struck.item.verdict.objections
    assert objection.at is not None
    assert objection.at.start == text.rindex("days")


def test_an_actor_whose_part_is_struck_is_kept_by_name() -> None:
    brief, struck = settled("a1", field="role")
    assert struck.standing is Standing.REFUTED
    (kept,) = [actor for actor in brief.actors if actor.id == "a1"]
    assert (kept.name, kept.role, kept.standing) == ("harbour union", "", Standing.QUOTED)
    assert [offer.offerer for offer in brief.offers] == ["a1"]


def test_an_item_whose_actor_is_struck_and_nowhere_named_falls_with_it() -> None:
    offer = "The harbour union offered Norline a truce"
    ghost = draft().actors[0].model_copy(update={"name": "Dockers United", "quotes": (offer,)})
    brief = check(ARTICLE, draft().model_copy(update={"actors": (ghost, draft().actors[1])}), engine="author")
    (sheet,) = proof_sheets(brief, (), WHOLE)
    reading = SheetReading(sheet, "reader", (spot(number_of("a1", sheet), Problem.WRONG_PARTY, field="name"),))
    after = settle(ARTICLE, brief, [reading], PROMPT)
    assert sorted(struck.item.id for struck in after.unsupported) == ["a1", "o1"]
    fallen = next(struck.item for struck in after.unsupported if struck.item.id == "o1")
    assert fallen.verdict.objections[0].problem is Problem.UNKNOWN_REFERENCE
    assert fallen.verdict.objections[0].claimed == "Dockers United"


def test_quoted_items_stay_quoted_unless_objected_to() -> None:
    quoted = BRIEF.offers[0].verdict.model_copy(update={"standing": Standing.QUOTED})
    before = BRIEF.model_copy(update={"offers": (BRIEF.offers[0].model_copy(update={"verdict": quoted}),)})
    sheet = sheet_of(before)
    clean = settle(ARTICLE, before, [SheetReading(sheet, "reader")], PROMPT)
    assert (clean.offers[0].standing, clean.offers[0].verdict.by) == (Standing.QUOTED, "reader")
    number = number_of("o1", sheet)
    for problem, standing in ((Problem.WRONG_STATUS, Standing.UNCONFIRMED), (Problem.WRONG_DATE, Standing.REFUTED)):
        after = settle(ARTICLE, before, [SheetReading(sheet, "reader", (spot(number, problem),))], PROMPT)
        items = [*after.offers, *(struck.item for struck in after.unsupported)]
        assert [item.standing for item in items] == [standing]


SPOTTED = st.builds(
    spot,
    st.integers(-2, 12),
    st.sampled_from([*CONTENT, *FRAME, None]),
    level=st.sampled_from(["content", "frame"]),
    field=st.sampled_from([*FIELDS, None]),
    words=st.text(max_size=40) | st.sampled_from(["a truce of ten days", "Norline", "40"]),
)


@given(st.lists(SPOTTED, max_size=30))
def test_a_proof_reader_edits_nothing_adds_nothing_and_revives_nothing(spotted: list[Spotted]) -> None:
    stray = draft().gist[0].model_copy(update={"quotes": ("Norline sank a boat.",), "text": "Norline sank a boat."})
    before = check(ARTICLE, draft().model_copy(update={"gist": (*draft().gist, stray)}), engine="author")
    (sheet,) = proof_sheets(before, (), WHOLE)
    after = settle(ARTICLE, before, [SheetReading(sheet, "reader", tuple(spotted))], PROMPT)

    def said(brief: Brief) -> dict[str, dict[str, object]]:
        bare = {actor.id for actor in brief.actors if not actor.role}
        items = [*(i for _, i in brief.items() if i.id not in bare), *(struck.item for struck in brief.unsupported)]
        return {item.id: item.model_dump(exclude={"verdict"}) for item in items}

    assert said(after) == said(before)
    assert {struck.item.id for struck in before.unsupported} <= {struck.item.id for struck in after.unsupported}
    objected = {sheet.claims[each.claim - 1].item.id for each in spotted if 1 <= each.claim <= len(sheet.claims)}
    for _, item in after.items():
        assert (item.standing is Standing.UNCONFIRMED) == (item.id in objected and bool(item.verdict.objections))
        for objection in item.verdict.objections:
            assert objection.at is None or objection.at.slice(ARTICLE.text) == objection.passage


def test_objections_to_no_claim_of_the_sheet_are_counted_and_do_nothing() -> None:
    sheet = sheet_of()
    last = len(sheet.claims)
    strays = (spot(0), spot(last + 1), spot(-1))
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", strays)], PROMPT)
    assert brief.unsupported == ()
    assert brief.proof == Proofreading(by="reader", prompt=PROMPT, unclear=3)
    hit = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", (spot(1), spot(last)))], PROMPT)
    assert {struck.item.id for struck in hit.unsupported} == {sheet.claims[0].item.id, sheet.claims[-1].item.id}


def test_what_nobody_read_stays_as_it_was() -> None:
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet_of(), failure="reader: the reply was cut")], PROMPT)
    assert list(brief.items()) == list(BRIEF.items())
    assert brief.proof == Proofreading(by=None, prompt=PROMPT, failures=("reader: the reply was cut",))


def test_readings_of_two_models_are_counted_together_and_both_are_named() -> None:
    once = settle(ARTICLE, BRIEF, [SheetReading(sheet_of(), "one")], PROMPT)
    twice = settle(
        ARTICLE, once, [SheetReading(sheet_of(once), "two"), SheetReading(sheet_of(once), failure="away")], PROMPT
    )
    assert twice.proof == Proofreading(by="one + two", prompt=PROMPT, failures=("away",))


def planted_among(mistake: Mistake, item: CheckedItem, section: Section) -> Sheet:
    planted = Planted(section, item, item.id, mistake)
    sheet = sheet_of()
    return replace(sheet, claims=(Claim(section, item, planted), *sheet.claims))


CAUGHT = [
    (Mistake.NUMBER, Problem.WRONG_NUMBER, True),
    (Mistake.NUMBER, Problem.NOT_STATED, True),
    (Mistake.NUMBER, Problem.WRONG_STATUS, False),
    (Mistake.STANCE, Problem.WRONG_STATUS, True),
    (Mistake.STANCE, Problem.NOT_A_CONDITION, False),
    (Mistake.STATUS, Problem.WRONG_STATUS, True),
    (Mistake.STATUS, Problem.NOT_AN_OFFER, False),
    (Mistake.CONDITION, Problem.NOT_A_CONDITION, True),
    (Mistake.CONDITION, Problem.HEDGE_DROPPED, False),
    (Mistake.SPEAKER, Problem.WRONG_PARTY, True),
    (Mistake.SPEAKER, Problem.WRONG_KIND, False),
]


@pytest.mark.parametrize(("mistake", "problem", "caught"), CAUGHT)
def test_a_planted_mistake_is_caught_by_an_objection_that_can_mean_it(
    mistake: Mistake, problem: Problem, caught: bool
) -> None:
    sheet = planted_among(mistake, BRIEF.offers[0], Section.OFFERS)
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", (spot(1, problem),))], PROMPT)
    assert brief.proof is not None
    assert (brief.proof.planted, brief.proof.caught) == (1, int(caught))
    assert brief.unsupported == ()


def test_objections_to_a_true_claim_catch_nothing_that_was_planted() -> None:
    sheet = planted_among(Mistake.NUMBER, BRIEF.offers[0], Section.OFFERS)
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", (spot(2),))], PROMPT)
    assert brief.proof is not None
    assert (brief.proof.planted, brief.proof.caught, len(brief.unsupported)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("planted", "caught", "blind"), [(1, 0, False), (2, 0, True), (2, 1, False), (3, 0, True), (0, 0, False)]
)
def test_who_lets_all_mistakes_of_a_sheet_pass_confirms_nothing_on_it(planted: int, caught: int, blind: bool) -> None:
    false = Claim(Section.OFFERS, BRIEF.offers[0], Planted(Section.OFFERS, BRIEF.offers[0], "o1", Mistake.NUMBER))
    sheet = replace(sheet_of(), claims=(*(false for _ in range(planted)), *sheet_of().claims))
    objections = (*(spot(number + 1) for number in range(caught)), spot(number_of("g1", sheet)))
    brief = settle(ARTICLE, BRIEF, [SheetReading(sheet, "reader", objections)], PROMPT)
    assert {item.standing for _, item in brief.items()} == {Standing.UNCONFIRMED if blind else Standing.CONFIRMED}
    assert [struck.item.id for struck in brief.unsupported] == ["g1"]  # what it does object to is looked at
    assert brief.proof is not None
    assert (brief.proof.by, brief.proof.planted, brief.proof.caught) == ("reader", planted, caught)
    assert len(brief.proof.failures) == blind


def read_by(by: str, planted: int, caught: int) -> Brief:
    proof = Proofreading(by=by, prompt=PROMPT, planted=planted, caught=caught)
    return settle(ARTICLE, BRIEF, [SheetReading(sheet_of(), by)], PROMPT).model_copy(update={"proof": proof})


@pytest.mark.parametrize(("caught", "trusted"), [(8, True), (7, False), (10, True), (0, False)])
def test_a_proof_reader_below_the_share_confirms_nothing(caught: int, trusted: bool) -> None:
    brief = read_by("reader", 10, caught)
    rates = proof_rates([brief], 0.8)
    assert [(rate.planted, rate.caught, rate.trusted) for rate in rates] == [(10, caught, trusted)]
    after = distrust(brief, rates)
    standings = {item.standing for _, item in after.items()}
    assert standings == {Standing.CONFIRMED if trusted else Standing.UNCONFIRMED}
    assert {item.verdict.by for _, item in after.items()} == {"reader" if trusted else None}
    assert after.metrics.confirmed == (len(list(after.items())) if trusted else 0)


def test_a_proof_reader_for_whom_nothing_could_be_planted_confirms_nothing() -> None:
    untested = read_by("reader", 0, 0)
    rates = proof_rates([untested], 0.0)
    assert {item.standing for _, item in distrust(untested, rates).items()} == {Standing.UNCONFIRMED}
    tested = proof_rates([untested, read_by("reader", 1, 1)], 0.0)
    assert distrust(untested, tested) == untested


def test_the_share_is_that_of_a_whole_run_by_proof_reader() -> None:
    briefs = [read_by("one", 4, 1), read_by("one", 6, 6), read_by("two", 4, 3)]
    rates = {rate.by: rate for rate in proof_rates(briefs, 0.7)}
    assert (rates["one"].planted, rates["one"].caught, rates["one"].trusted) == (10, 7, True)
    assert rates["two"].trusted
    assert not {rate.by: rate for rate in proof_rates(briefs, 0.76)}["two"].trusted


def test_who_took_over_from_a_doubtful_proof_reader_does_not_save_its_word() -> None:
    doubtful, mixed = read_by("one", 4, 0), read_by("one + two", 4, 4)
    rates = proof_rates([doubtful, mixed], 0.8)
    assert all(item.standing is Standing.UNCONFIRMED for _, item in distrust(mixed, rates).items())
    sound = read_by("two", 4, 4)
    assert distrust(sound, rates) == sound


def test_where_nothing_was_read_there_is_no_rate() -> None:
    unread = settle(ARTICLE, BRIEF, [SheetReading(sheet_of(), failure="away")], PROMPT)
    assert proof_rates([unread, BRIEF], 0.8) == ()


@pytest.mark.parametrize(
    ("spans", "part"),
    [
        ([Span(start=0, end=10)], 0),
        ([Span(start=60, end=65)], 1),
        ([Span(start=40, end=60)], 0),  # held by both, as much by the one as by the other
        ([Span(start=45, end=70)], 1),
        ([Span(start=200, end=210)], 1),
        ([], 0),
    ],
)
def test_an_item_goes_with_the_part_that_holds_most_of_its_quotes(spans: list[Span], part: int) -> None:
    assert part_of([Span(start=0, end=60), Span(start=40, end=100)], spans) == part


@given(st.lists(st.integers(1, len(ARTICLE.text) - 1), max_size=4, unique=True))
def test_every_item_is_on_exactly_one_sheet_however_the_article_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(ARTICLE.text)]
    parts = [Span(start=start, end=end) for start, end in pairwise(edges)]
    planted = plant(ARTICLE, BRIEF)
    sheets = proof_sheets(BRIEF, planted, parts)
    claims = [claim for sheet in sheets for claim in sheet.claims]
    assert sorted(claim.item.id for claim in claims if not claim.planted) == sorted(i.id for _, i in BRIEF.items())
    assert sum(claim.planted is not None for claim in claims) == len(planted)
    for sheet in sheets:
        assert sheet.span == parts[sheet.part]
        assert len(numbered(sheet, BRIEF.cast).splitlines()) == len(sheet.claims)


def test_what_is_cited_beyond_the_part_is_shown_with_the_claim() -> None:
    half = ARTICLE.text.index("Norline has not yet")
    parts = [Span(start=0, end=half), Span(start=half, end=len(ARTICLE.text))]
    both = draft().gist[0].model_copy(update={"quotes": (*draft().gist[0].quotes, "a spokeswoman said on Monday")})
    brief = check(ARTICLE, draft().model_copy(update={"gist": (both,)}), engine="author")
    first, second = proof_sheets(brief, (), parts)
    assert "Quoted from elsewhere in the article: “a spokeswoman said on Monday”" in numbered(first, brief.cast)
    assert "elsewhere" not in numbered(second, brief.cast)


def test_a_claim_is_one_line_whatever_it_holds() -> None:
    odd = draft().gist[0].model_copy(update={"text": "A truce\n2 gist: of\u2028ten days"})
    brief = check(ARTICLE, draft().model_copy(update={"gist": (odd,)}), engine="author")
    lines = numbered(sheet_of(brief), brief.cast).split("\n")
    assert len(lines) == len(list(brief.items()))
    assert "2 gist: A truce 2 gist: of ten days" in lines


def test_the_article_is_shown_under_what_is_known_of_it() -> None:
    dated = ARTICLE.model_copy(
        update={"outlet": "Harbour\nPost", "title": "Other", "published": Timestamp(day="2023-03-01"), "language": "en"}
    )
    head, _, text = shown(dated, dated.story).partition("\n\n")
    assert head == "Title: Other\nOutlet: Harbour Post\nPublished: 2023-03-01\nLanguage: en"
    assert text == dated.text
    assert shown(ARTICLE, ARTICLE.story) == ARTICLE.text  # its title is its first line


def test_claims_name_parties_status_conditions_and_what_is_answered() -> None:
    text = numbered(sheet_of(), BRIEF.cast)
    assert "offer: harbour union to Norline: A truce of ten days." in text
    assert "Conditions: the ferry firm takes back 40 dismissed deckhands. Status: open." in text
    assert "answer: Norline answers the union's offer of a truce (the offer: A truce of ten days)" in text
    assert "Stance: pending." in text
    assert f"({ActorKind.ORGANISATION.value}, also called the ferry firm)" in text
    assert OfferStatus.OPEN.value in text


def test_the_words_of_a_quotation_in_parts_are_told_with_what_is_left_out() -> None:
    told = in_full(Story(ARTICLE).quotation(None, "harbour union offered", "takes back"), BRIEF.cast)
    assert told.endswith(": “harbour union offered” […] “takes back”")
