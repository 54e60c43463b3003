"""Days linked by a model, through the front door: what the page says, what it keeps, and what a failure costs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing.errors import PermanentModelError
from briefing.llm import ModelSettings
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.briefing import Usage
from briefing.settings import Settings
from briefing.testing import everything_new
from tests.endpoint import Answer, answer_with
from tests.endpoint.asked import Asked, asked_for, properties_of, schema_of
from tests.endpoint.server import Seen
from tests.ledger.script import served
from tests.linking.bids import BRACK, DAYS, FIRST, THIRD, TOLMIN, UNION, Desk, Told, block, items_of, linking

SAME = linking(takeover="O2", strike="O1")
"""Takes each day's bid for that of the first day, and each demand of the dockers for theirs."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def offers(page: briefing.Briefing) -> dict[str, str]:
    """The status of each offer of a page by its id in the ledger."""
    return {offer.id: offer.status.value for story in page.stories for offer in story.offers}


def test_an_offer_of_other_words_is_the_entry_that_the_model_says(desk: Desk) -> None:
    assert offers(desk.day(1)) == {"O1": "open", "O2": "open"}
    page = desk.day(2, SAME)
    assert offers(page) == {"O1": "open", "O2": "rejected"}
    assert page.linking is not None
    assert page.linking.by == "scripted"
    assert briefing.verify(page).failures == ()


def test_a_raised_bid_is_a_version_that_starts_open(desk: Desk) -> None:
    desk.day(1)
    desk.day(2, SAME)

    def raised(request: CompletionRequest) -> Mapping[str, Any]:
        said = dict(linking(strike="O1")(request))
        new = next(row["entry"] for row in said["offers"] if "raised" in items_of(request)[row["item"]])
        return said | {"new": [{"entry": new, "version_of": "O2", "counter_to": None}]}

    page = desk.day(3, raised)
    assert offers(page) == {"O1": "open", "O3": "open"}
    desk.day(4, told=[Told("Brack waits", [(BRACK, TOLMIN, "a takeover", "open")]), FIRST[1]])
    shown = block(desk.asked[0], "LEDGER")
    assert "O3 offer" in shown
    assert "  O2 version before: a takeover" in shown


def test_an_entry_is_shown_as_it_was_told_most_exactly_with_its_conditions(desk: Desk) -> None:
    terms = ("if nine of ten shares are tendered", "by the end of June")
    desk.day(1, told=[Told("Brack bids", [(BRACK, TOLMIN, "a takeover at $30 a share", "open")], conditions=terms)])
    again = Told("Brack waits", [(BRACK, TOLMIN, "its takeover", "open")])
    desk.day(2, linking(takeover="O1"), told=[again])
    desk.day(3, linking(takeover="O1"), told=[again])
    shown = block(desk.asked[0], "LEDGER")
    assert re.search(r"^O1 offer in S1: .*: a takeover at \$30 a share$", shown, re.MULTILINE)
    assert f"  conditions: {'; '.join(terms)}. amounts told: $30." in shown


def test_another_amount_is_asked_about_once_more_and_what_is_then_said_stands(desk: Desk) -> None:
    desk.day(1)
    desk.day(2, SAME)
    page = desk.day(3, SAME)
    assert len(desk.asked) == 2
    again = desk.asked[1].messages[-1].content
    assert "linked to O2: its amounts differ from all that were told of the entry." in again
    assert page.linking is not None
    assert [doubt.entry for doubt in page.linking.doubts] == ["O2"]
    assert "is linked to O2, though its amounts differ" in page.to_markdown()
    assert briefing.verify(page).failures == ()


def test_an_answer_that_its_draft_ties_keeps_that_tie(desk: Desk) -> None:
    desk.day(1)

    def tied_elsewhere(request: CompletionRequest) -> Mapping[str, Any]:
        key = next(key for key in items_of(request) if "r" in key)
        return {**SAME(request), "responses": [{"item": key, "answers": ["O1"], "told_again": False}]}

    page = desk.day(2, tied_elsewhere)
    assert len(desk.asked) == 2
    assert offers(page) == {"O1": "open", "O2": "rejected"}
    assert page.linking is not None
    assert [(doubt.entry, doubt.kept) for doubt in page.linking.doubts] == [("O1", False)]
    assert page.linking.links.responses == ()
    assert "is not linked to O1 as a model has it: its draft ties it" in page.to_markdown()
    assert briefing.verify(page).failures == ()


def test_a_second_answer_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.day(1)
    desk.day(2, SAME)
    page = desk.day(3, SAME, linking(strike="O1"))
    assert page.linking is not None
    assert page.linking.doubts == ()
    assert "O2" not in {link.entry for link in page.linking.links.offers}
    assert briefing.verify(page).failures == ()


def test_items_that_are_left_out_are_asked_about_once_and_then_linked_by_rules(desk: Desk) -> None:
    desk.day(1)
    bare = {"offers": [], "new": [], "responses": [], "questions": [], "closed": [], "stories": []}
    page = desk.day(2, bare, bare)
    assert len(desk.asked) == 2
    assert page.linking is not None
    assert len(page.linking.left) == 2
    assert "2 items were left out or named wrongly, and are linked by rules" in page.to_markdown()
    assert set(offers(page)) == {"O1", "O2"}, "the rules know them"
    assert briefing.verify(page).failures == ()


REFUSED = Completion(text="", finish_reason=FinishReason.REFUSED, model="scripted", refusal="not this")
CUT = Completion(text='{"offers": [', finish_reason=FinishReason.LENGTH, model="scripted")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (PermanentModelError("the key is wrong"), "the key is wrong"),
        (REFUSED, "refused: not this"),
        (CUT, "cut at the token limit"),
        ("no JSON at all", "holds no JSON"),
        ({"other": 1}, "does not follow the schema"),
        ("[" * 5000, "JSON"),
    ],
    ids=["error", "refused", "cut", "no-json", "other-schema", "deep"],
)
def test_a_failure_leaves_the_day_to_the_rules_and_is_told(desk: Desk, reply: Any, told: str) -> None:
    desk.day(1)
    page = desk.day(2, reply)
    by_rules = Desk(desk.folder / "other")
    by_rules.folder.mkdir()
    by_rules.day(1, link="off")
    assert page.linking is not None
    assert page.linking.by is None
    assert told in page.linking.failures[0]
    assert "not linked to the ledger by a model" in page.to_markdown()
    assert "linked to the ledger by rules, since no model was heard" in page.to_markdown()
    assert offers(page) == offers(by_rules.day(2, link="off")), "nothing is lost"
    assert briefing.verify(page).failures == ()


def test_where_the_budget_is_spent_the_rules_link(desk: Desk) -> None:
    page = desk.day(1, llm={"budget": {"requests": 2}})
    assert page.linking is not None
    assert page.linking.by is None
    assert len(page.linking.failures) == 1
    assert len(offers(page)) == 2


def test_what_linking_took_is_counted_under_its_task(desk: Desk) -> None:
    page = desk.day(1)
    rows = {row.stage: row for row in page.run.usage_by_stage}
    assert rows["link"].requests == 1
    assert rows["link"].model == "scripted"
    assert page.run.usage == page.run.usage.model_copy(update={"requests": 3})
    assert "link@1" in page.run.prompts
    assert isinstance(page.run.usage, Usage)


def test_nobody_is_asked_where_linking_is_off_no_ledger_is_kept_or_nothing_is_to_be_linked(desk: Desk) -> None:
    assert desk.day(1, link="off").linking is None
    assert desk.asked == []
    assert desk.day(2, ledger=None).linking is None
    assert desk.asked == []
    alone = Desk(desk.folder / "alone")
    alone.folder.mkdir()
    assert alone.day(1, told=FIRST[:1]).linking is None
    assert alone.asked == []


def test_the_embedded_engine_does_not_link() -> None:
    assert Settings(ledger="l.db").link_model is None
    assert Settings(model="openai/m", ledger="l.db").link_model == "openai/m"
    assert Settings(link="openai/m", ledger="l.db").models == ("embedded", "openai/m")
    with pytest.raises(ValueError, match="can't link"):
        Settings(link="embedded")


def test_another_model_can_link(desk: Desk, tmp_path: Path) -> None:
    from briefing.testing import ScriptedModel

    desk.day(1)
    linker = ScriptedModel(name="linker")
    file = tmp_path / "day1.jsonl"
    chosen = Settings(ledger=str(tmp_path / "l2.db"), keep_all=True, workers=0, proof="off")
    page = briefing.generate([file], chosen, model=ScriptedModel(name="author"), link=linker)
    assert [request.stage for request in linker.requests] == ["link"]
    assert page.linking is not None
    assert page.linking.by == "linker"
    assert page.made_with["link"] == "linker"
    assert briefing.verify(page).failures == ()


def test_a_day_that_is_recorded_is_not_asked_about_again_and_its_page_is_the_same(desk: Desk) -> None:
    desk.day(1)
    first = desk.day(2, SAME)
    again = desk.day(2, linking(takeover="O1", strike="O2"))
    assert desk.asked == []
    assert again.model_copy(update={"run": first.run}).to_json() == first.to_json()
    replaced = desk.day(2, linking(takeover="O1", strike="O2"), replace_day=True)
    assert replaced.linking == first.linking


def test_a_day_on_which_nobody_was_heard_is_asked_about_again_where_it_is_replaced(desk: Desk) -> None:
    desk.day(1)
    desk.day(2, REFUSED)
    page = desk.day(2, SAME, replace_day=True)
    assert page.linking is not None
    assert page.linking.by == "scripted"
    assert page.linking.failures == ()
    assert desk.day(2).linking == page.linking
    assert briefing.verify(page).failures == ()


def test_a_page_that_the_ledger_would_refuse_costs_no_linking(desk: Desk) -> None:
    desk.day(2)
    with pytest.raises(briefing.UsageError, match="before the latest"):
        desk.day(1)
    assert desk.asked == []


@pytest.mark.parametrize("day", DAYS)
def test_the_order_of_articles_does_not_show(desk: Desk, day: int) -> None:
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    pages = []
    for each in (desk, other):
        for number in range(1, day + 1):
            told = DAYS[number] if each is desk else DAYS[number][::-1]
            page = each.day(number, told=told)
        pages.append(page)
    shown = [each.asked[0].messages for each in (desk, other)]
    assert shown[0] == shown[1]
    links = [page.linking.links.model_dump_json() for page in pages if page.linking]
    assert len({re.sub(r"(?<=[0-9a-f]{12})-[0-9]", "", each) for each in links}) == 1, "but for the numbers of rows"


def planted_words(desk: Desk) -> list[str]:
    """What stands among the items of the last request and in no draft."""
    told = [what for each in DAYS[3] for _, _, what, _ in each.offers]
    return [words for key, words in items_of(desk.asked[0]).items() if "o" in key and not any(w in words for w in told)]


def test_what_is_planted_reaches_no_output(desk: Desk) -> None:
    for seed in range(1, 4):
        folder = desk.folder / str(seed)
        folder.mkdir()
        each = Desk(folder)
        each.day(seed, told=DAYS[1])
        page = each.day(seed + 3, SAME, told=[*DAYS[3]])
        words = [what for what in planted_words(each) if "$34" in what or what.startswith((UNION, BRACK))]
        assert page.linking is not None
        assert page.linking.planted == 1
        for what in words:
            changed = what.partition(". Conditions")[0]
            if "$34" in changed:
                assert "$34" not in page.to_json() + page.to_markdown() + page.to_html()
        assert f"{page.linking.caught} of 1 planted offers linked rightly" in page.to_markdown()


def test_who_links_all_that_is_alike_or_nothing_is_found_out(desk: Desk) -> None:
    """By one planted offer a day: over days both kinds are among them."""
    caught = {"alike": 0, "nothing": 0, "planted": 0}
    for day in range(1, 9):
        for name, link in (("alike", linking(takeover="O2", strike="O1")), ("nothing", everything_new_in)):
            folder = desk.folder / f"{name}{day}"
            folder.mkdir()
            each = Desk(folder)
            each.day(day, told=DAYS[1])
            page = each.day(day + 1, link, told=DAYS[2])
            assert page.linking is not None
            caught[name] += page.linking.caught
            caught["planted"] += page.linking.planted
    assert 0 < caught["alike"] < 8
    assert 0 < caught["nothing"] < 8
    assert caught["planted"] == 16


NOTES = tuple(
    Told(f"Note {name}", [(f"{name} Works", f"Town of {name}", f"a {name.casefold()} bridge", "open")])
    for name in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple")
)


def misled(times: int) -> Callable[[CompletionRequest], Mapping[str, Any]]:
    """Links all that is told in a draft rightly, and so many of the planted offers wrongly."""

    def reply(request: CompletionRequest) -> Mapping[str, Any]:
        right, wrong = SAME(request), times
        told = items_of(request)
        drafted = [f"{by} to {to}: {what}." for each in (*THIRD, *NOTES) for by, to, what, _ in each.offers]
        for row in right["offers"]:
            words = told[row["item"]]
            if any(words.startswith(each) for each in drafted):
                row["entry"] = row["entry"] if row["entry"][0] == "N" or words.startswith(UNION) else "N9"
                continue
            same = words.startswith((UNION, BRACK)) and ("9%" in words or "$30" in words)
            entry = "O1" if "strike" in words else "O2"
            row["entry"] = entry if same is (wrong <= 0) else f"N2{wrong}"
            wrong -= 1
        return right

    return reply


@pytest.mark.parametrize(("wrong", "used"), [(1, True), (2, False)])
def test_links_of_one_who_links_planted_offers_wrongly_are_not_used(desk: Desk, wrong: int, used: bool) -> None:
    desk.day(1)
    page = desk.day(3, misled(wrong), misled(wrong), told=(*THIRD, *NOTES))
    assert page.linking is not None
    assert (page.linking.planted, page.linking.caught, page.linking.trusted) == (2, 2 - wrong, used)
    assert page.known is not None
    assert (page.known.links.by == "scripted") is used
    rate = f"{2 - wrong} of 2 planted offers linked rightly"
    said = f"linked to the ledger by scripted ({rate})" if used else f"by rules, since scripted had only {rate}"
    assert said in page.to_markdown()
    assert briefing.verify(page).failures == ()


def test_a_day_that_was_linked_by_nobody_who_is_trusted_is_asked_about_again_when_it_is_replaced(desk: Desk) -> None:
    desk.day(1)
    told = (*THIRD, *NOTES)
    for replace, wrong, asked in ((False, 2, True), (False, 0, False), (True, 0, True), (True, 0, False)):
        page = desk.day(3, misled(wrong), misled(wrong), told=told, replace_day=replace)
        assert bool(desk.asked) is asked
    assert page.linking is not None
    assert page.linking.trusted


def everything_new_in(request: CompletionRequest) -> Mapping[str, Any]:
    assert request.reply_schema is not None
    return everything_new(request.reply_schema.definition)


def test_a_recorded_run_links_again_as_it_did(tmp_path: Path) -> None:
    """With the requests for links among those that are recorded."""

    def script(seen: Seen) -> Answer:
        if asked_for(properties_of(seen.body), seen.texts) is Asked.LINK:
            return answer_with(json.dumps(everything_new(schema_of(seen.body))))
        return answer_with(next(json.dumps(each.draft()) for each in FIRST if each.title in seen.prompt))

    file, recording = tmp_path / "day.jsonl", tmp_path / "run.json"
    file.write_text("".join(json.dumps(each.row(1)) + "\n" for each in FIRST), encoding="utf-8")
    chosen = {"keep_all": True, "workers": 0, "proof": "off"}
    with served(script) as api_base:
        llm = {"api_base": api_base, "api_key": "none", "record": recording}
        first = Settings(model="openai/m", ledger=str(tmp_path / "a.db"), llm=ModelSettings(**llm), **chosen)
        page = briefing.generate([file], first)
    again = briefing.generate([file], Settings(model=f"replay:{recording}", ledger=str(tmp_path / "b.db"), **chosen))
    assert page.linking is not None
    assert again.linking is not None
    assert page.linking.by == "openai/m"
    assert again.linking.links.offers == page.linking.links.offers
    assert again.linking.failures == ()


FORGERIES = {
    "another reply": lambda page: _set(page, ("linking", "answers", 0, "reply"), '{"offers": [], "questions": []}'),
    "no reply": lambda page: _set(page, ("linking", "answers"), []),
    "another link": lambda page: _set(page, ("linking", "links", "offers", 0, "entry"), "O7"),
    "another status shown": lambda page: _set(page, ("linking", "shown", 0, "status"), "accepted"),
    "a better rate": lambda page: _set(page, ("linking", "caught"), page["linking"]["planted"] + 1),
    "no failures": lambda page: _set(page, ("linking", "doubts"), [_DOUBT]),
    "what the ledger made of it": lambda page: _swap(page["known"]["links"]["offers"]),
    "links of the ledger": lambda page: _set(page, ("known", "links", "offers", 0, "entry"), "N9"),
    "linking off": lambda page: _set(page, ("made_with", "link"), "off"),
    "nobody linked": lambda page: _set(page, ("linking",), None),
}
_DOUBT = {"item": {"article": "x", "item": "o1"}, "entry": "O1", "why": "it is odd"}


def _swap(links: list[dict[str, Any]]) -> None:
    """Each of two offers is what the other is."""
    links[0]["entry"], links[1]["entry"] = links[1]["entry"], links[0]["entry"]


def _set(page: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    at: Any = page
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_linking_is_found(desk: Desk, forgery: str) -> None:
    desk.day(1)
    page = json.loads(desk.day(2, SAME).to_json())
    FORGERIES[forgery](page)
    forged = briefing.Briefing.model_validate(page).finished()
    assert briefing.verify(forged).failures != ()
