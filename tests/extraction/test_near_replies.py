"""Replies that nearly follow their schema: what can mean one thing only is taken, what can't is dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import briefing
from briefing.errors import BadReplyError, ModelFault, PermanentModelError, TransientModelError
from briefing.extraction.prompts import draft_schema, proof_schema
from briefing.extraction.replies import ModelAnswer, ModelQuestion, ask, read_reply
from briefing.llm.lenient import MAX_ITEMS, MAX_LOSSES
from briefing.llm.protocol import Completion, CompletionRequest, Message
from briefing.schema.draft import BriefDraft
from briefing.schema.proof import ProofReply
from tests.exploring import examples
from tests.extraction.test_replies import ScriptedModel
from tests.factories import STORY, draft, quotation
from tests.outputs import hold
from tests.replying import replying

Json = Any
Form = Callable[[Json], Json]

SPOKEN = quotation("peace talks", speaker="a1")
SOUND: dict[str, Json] = draft().model_copy(update={"quotations": (SPOKEN,)}).model_dump(mode="json")
LISTS = [name for name, part in SOUND.items() if isinstance(part, list) and part]
WITH_IDS = ("actors", "offers", "responses")


def copy() -> dict[str, Json]:
    return json.loads(json.dumps(SOUND))  # type: ignore[no-any-return]  # it is what SOUND is


def spelt(word: str, case: int, joint: str) -> str:
    cased = (word, word.upper(), word.title(), word.capitalize())[case]
    return cased.replace("_", joint)


# Wrappers of the whole reply, all of which hold the very same draft.
WRAPPERS: dict[str, Form] = {
    "named": lambda d: {"brief": d},
    "call": lambda d: {"name": "brief_draft", "parameters": d},
    "call with a string": lambda d: {"name": "brief_draft", "arguments": json.dumps(d)},
    "schema echo": lambda d: {"type": "object", "properties": d},
    "list of one": lambda d: [d],
    "list of one in an object": lambda d: {"result": [d]},
    "string": json.dumps,
    "status beside it": lambda d: {"status": "ok", "errors": [], "data": d},
    "three deep": lambda d: {"response": {"output": {"brief": d}}},
    "a part of it beside it": lambda d: {"headline": "A brief", "draft": d},
    "property too many": lambda d: {**d, "reasoning": "as asked", "confidence": 0.9},
    "keys in camel case": lambda d: {key.title().replace("_", ""): part for key, part in d.items()},
    "keys with spaces": lambda d: {key.replace("_", " "): part for key, part in d.items()},
    "keys with hyphens": lambda d: {key.replace("_", "-"): part for key, part in d.items()},
}

# Forms of one list of items.
LIST_FORMS: dict[str, Form] = {
    "string": json.dumps,
    "list in a list": lambda items: [items],
    "object around it": lambda items: {"items": items},
    "items as strings": lambda items: [json.dumps(each) for each in items],
    "items in lists of one": lambda items: [[each] for each in items],
    "items under a name": lambda items: [{"item": each} for each in items],
    "items with more": lambda items: [{**each, "note": 1} for each in items],
    "items by number": lambda items: {str(number): each for number, each in enumerate(items)},
}

# Forms of a list of texts that holds one.
TEXT_FORMS: dict[str, Form] = {
    "bare": lambda texts: texts[0],
    "object": lambda texts: {"text": texts[0]},
    "list of objects": lambda texts: [{"quote": texts[0], "paragraph": 3}],
    "string of JSON": json.dumps,
    "null beside it": lambda texts: [*texts, None],
}
EMPTY_FORMS: dict[str, Form] = {"null": lambda _: None, "blank": lambda _: "", "string": lambda _: "[]"}


@st.composite
def near_replies(draw: st.DrawFn) -> Json:
    """Some of the forms above on one draft, and its words of closed lists in any spelling."""
    reply = copy()
    case, joint = draw(st.integers(0, 3)), draw(st.sampled_from(["_", " ", "-", ""]))
    for name, field in (("actors", "kind"), ("offers", "status"), ("responses", "stance"), ("quotations", "kind")):
        for item in reply[name]:
            item[field] = spelt(item[field], case, joint)
    for name in LISTS:
        for item in reply[name]:
            if len(item["quotes"]) == 1 and draw(st.booleans()):
                item["quotes"] = TEXT_FORMS[draw(st.sampled_from(sorted(TEXT_FORMS)))](item["quotes"])
            for field in ("aliases", "conditions"):
                if item.get(field) == []:
                    form = draw(st.sampled_from(["kept", "missing", *EMPTY_FORMS]))
                    if form == "missing":
                        del item[field]
                    elif form != "kept":
                        item[field] = EMPTY_FORMS[form](None)
    for name in draw(st.sets(st.sampled_from(LISTS))):
        reply[name] = LIST_FORMS[draw(st.sampled_from(sorted(LIST_FORMS)))](reply[name])
    return WRAPPERS[draw(st.sampled_from(sorted(WRAPPERS)))](reply)


@settings(max_examples=examples(300), deadline=None)
@given(near_replies())
def test_a_near_form_is_the_draft_that_it_stands_for(reply: Json) -> None:
    found = read_reply(json.dumps(reply), BriefDraft)
    assert found.reply.model_dump(mode="json") == SOUND
    assert found.dropped == found.unsettled == ()


@pytest.mark.parametrize("name", sorted(WRAPPERS))
def test_every_wrapper(name: str) -> None:
    assert read_reply(json.dumps(WRAPPERS[name](copy())), BriefDraft).reply.model_dump(mode="json") == SOUND


@pytest.mark.parametrize("form", sorted(LIST_FORMS))
@pytest.mark.parametrize("name", LISTS)
def test_every_form_of_a_list(name: str, form: str) -> None:
    reply = SOUND | {name: LIST_FORMS[form](SOUND[name])}
    assert read_reply(json.dumps(reply), BriefDraft).reply.model_dump(mode="json") == SOUND


@pytest.mark.parametrize("name", [name for name in SOUND if name != "headline"])
@pytest.mark.parametrize("form", ["null", "missing"])
def test_a_list_that_is_not_there_is_empty(name: str, form: str) -> None:
    reply = copy()
    if form == "null":
        reply[name] = None
    else:
        del reply[name]
    found = read_reply(json.dumps(reply), BriefDraft)
    expected = SOUND | {name: []}
    assert found.dropped == found.unsettled == ()
    assert found.reply.model_dump(mode="json")[name] == []
    assert {**found.reply.model_dump(mode="json"), **{key: SOUND[key] for key in WITH_IDS}} == expected | {
        key: SOUND[key] for key in WITH_IDS
    }


def test_numbers_for_ids_tell_actors_and_offers_apart() -> None:
    reply = copy()
    numbers = {actor["id"]: number + 1 for number, actor in enumerate(reply["actors"])}
    for actor in reply["actors"]:
        actor["id"] = numbers[actor["id"]]
    for number, offer in enumerate(reply["offers"]):
        offer.update(
            id=number + 1, offerer=numbers[offer["offerer"]], addressees=[numbers[each] for each in offer["addressees"]]
        )
    reply["responses"] = [
        {
            "id": 1,
            "responder": 2,
            "offers": [1],
            "to": "the offer",
            "stance": "pending",
            "what": "no answer",
            "quotes": ["x"],
        }
    ]
    found = read_reply(json.dumps(reply), BriefDraft).reply
    ids = {actor.id: actor.name for actor in found.actors}
    assert found.offers[0].offerer in ids
    assert found.offers[0].id not in ids
    assert found.responses[0].offer == found.offers[0].id
    assert ids[found.responses[0].responder] == found.actors[1].name


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_a_name_in_the_place_of_an_id_is_its_id(case: Callable[[str], str]) -> None:
    reply = copy()
    names = {actor["id"]: actor["name"] for actor in reply["actors"]}
    for offer in reply["offers"]:
        offer["offerer"] = case(names[offer["offerer"]])
        offer["addressees"] = [case(names[each]) for each in offer["addressees"]]
    for response in reply["responses"]:
        response["responder"] = case(names[response["responder"]])
    assert read_reply(json.dumps(reply), BriefDraft).reply.model_dump(mode="json") == SOUND


def test_a_near_reply_of_version_1_is_read_as_a_near_reply_of_version_2() -> None:
    reply = copy()
    names = {actor["id"]: actor["name"] for actor in reply["actors"]}
    for offer in reply["offers"]:
        addressed = [names[each] for each in offer.pop("addressees")]
        offer["recipient"] = addressed[0] if addressed else "null"
        offer["status"] = offer["status"].upper()
    for response in reply["responses"]:
        response["offer"] = next(iter(response.pop("offers")), "")
    reply["offers"] = json.dumps(reply["offers"])
    reply["quotations"] = None
    for question in reply["open_questions"]:
        question["why"] = "no answer yet"
    found = read_reply(json.dumps({"brief": reply}), BriefDraft).reply
    assert found.model_dump(mode="json") == {**SOUND, "quotations": []}


def test_items_without_words_are_told_of_in_a_reply_that_is_sound_otherwise() -> None:
    reply = copy()
    reply["offers"].append({**reply["offers"][0], "id": "o9", "what": " "})
    found = read_reply(json.dumps(reply), BriefDraft)
    assert found.reply.model_dump(mode="json") == SOUND
    assert found.dropped == ("offers: 1 without words",)


def test_a_field_in_the_singular_is_the_one_in_the_plural() -> None:
    reply = copy()
    for offer in reply["offers"]:
        offer["addressee"] = offer.pop("addressees")
    assert read_reply(json.dumps(reply), BriefDraft).reply.model_dump(mode="json") == SOUND


def test_a_name_of_two_actors_is_the_id_of_none() -> None:
    reply = copy()
    name = reply["actors"][0]["name"]
    reply["actors"].append({**reply["actors"][0], "id": "a9"})
    reply["offers"][0]["offerer"] = name
    assert read_reply(json.dumps(reply), BriefDraft).reply.offers[0].offerer == name


def test_every_field_that_asks_for_an_id_is_known_by_its_description() -> None:
    """A field that a reader of names for ids would not see, were its description to change."""
    from briefing.llm.shapes import SchemaPlace

    sections = SchemaPlace.of(draft_schema().definition).sections
    asking = {name: set(item.references) for name, item in sections.items()}
    assert asking["offers"] == {"offerer", "addressees"}
    assert asking["responses"] == {"responder", "offers"}
    assert not asking["quotations"]  # a speaker may be a name


BAD_ITEMS: list[Json] = [
    None,
    7,
    True,
    [],
    {},
    "",
    [[1]],
    {"id": "x9"},
    {"nothing": "of it"},
    {"id": None, "quotes": 3},
]


@settings(max_examples=examples(150), deadline=None)
@given(st.sampled_from(LISTS), st.lists(st.sampled_from(BAD_ITEMS), min_size=1, max_size=4), st.integers(0, 5))
def test_a_bad_item_among_good_ones_is_dropped_alone_and_told(name: str, bad: list[Json], at: int) -> None:
    reply = copy()
    reply[name][at:at] = bad
    found = read_reply(json.dumps(reply), BriefDraft)
    assert found.reply.model_dump(mode="json") == SOUND
    assert found.dropped
    assert all(line.startswith(name) for line in found.dropped)


@pytest.mark.parametrize(
    ("name", "field", "told"),
    [
        ("actors", "kind", "actors.0.kind: 'country' is none of person, organisation, state, group"),
        ("offers", "status", "offers.0.status: 'country' is none of open, "),
    ],
)
def test_a_synonym_is_not_guessed(name: str, field: str, told: str) -> None:
    reply = copy()
    reply[name][0][field] = "country"
    found = read_reply(json.dumps(reply), BriefDraft)
    assert len(getattr(found.reply, name)) == len(SOUND[name]) - 1
    assert found.dropped[0].startswith(told)
    assert found.unsettled == found.dropped


def test_a_list_with_other_in_it_takes_what_is_not_on_it_for_other() -> None:
    reply = copy()
    reply["responses"] = [
        {"id": "r1", "responder": "a1", "offers": [], "to": "it", "stance": "evasive", "what": "no", "quotes": ["x"]}
    ]
    found = read_reply(json.dumps(reply), BriefDraft)
    assert found.reply.responses[0].stance.value == "other"
    assert "'evasive' is none of" in found.dropped[0] and found.dropped[0].endswith("taken as other")
    assert found.unsettled == found.dropped


def test_what_is_lost_inside_an_item_that_is_lost_is_told_once() -> None:
    reply = copy()
    reply["offers"][0] |= {"quotes": [7], "status": None}
    assert len(read_reply(json.dumps(reply), BriefDraft).dropped) == 1


def test_what_other_items_stand_on_is_left_open() -> None:
    reply = copy()
    del reply["actors"][0]["kind"]
    found = read_reply(json.dumps(reply), BriefDraft)
    assert found.unsettled == ("actors.0.kind: it is missing",)
    del reply["offers"], reply["responses"]
    assert read_reply(json.dumps(reply), BriefDraft).unsettled == ()


def test_two_drafts_are_the_first_one_and_left_open() -> None:
    other = SOUND | {"gist": []}
    found = read_reply(json.dumps([SOUND, other]), BriefDraft)
    assert found.reply.model_dump(mode="json") == SOUND
    assert found.unsettled == ("2 objects came where one was asked for; the first is read",)


@pytest.mark.parametrize(
    "reply",
    [
        {},
        [],
        None,
        7,
        {"headline": None},
        {"headline": {"text": 7, "quotes": "none"}, "gist": None},
        {"type": "object", "properties": {name: {"type": "array"} for name in SOUND}},
        {"result": "all good"},
        dict.fromkeys(SOUND),
        {**{name: [] for name in SOUND}, "headline": {"text": "", "quotes": []}, "gist": [7]},
    ],
)
def test_a_reply_that_holds_nothing_is_no_reply(reply: Json) -> None:
    with pytest.raises((ValidationError, BadReplyError)):
        read_reply(json.dumps(reply), BriefDraft)


OBJECTION = {"claim": 1, "level": "content", "field": "what", "problem": "contradicted", "words": "no"}


@pytest.mark.parametrize(
    "reply",
    [
        {"result": {"objections": [OBJECTION]}},
        [{"objections": [OBJECTION]}],
        {"objections": OBJECTION},
        {"objections": json.dumps([OBJECTION])},
        json.dumps({"objections": [OBJECTION]}),
        {"name": "proof_reading", "arguments": json.dumps({"objections": [OBJECTION]})},
        [OBJECTION],
    ],
)
def test_a_proof_reading_in_a_near_form_objects_all_the_same(reply: Json) -> None:
    found = read_reply(json.dumps(reply), ProofReply).reply
    assert [(each.claim, each.problem) for each in found.objections] == [(1, "contradicted")]


@pytest.mark.parametrize("reply", [{}, {"objections": None}, {"objections": "none"}, {"result": []}, SOUND])
def test_nothing_passes_for_a_proof_reading_that_lets_everything_stand(reply: Json) -> None:
    with pytest.raises(ValidationError):
        read_reply(json.dumps(reply), ProofReply)


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*SOUND, "id", "x"]), inner)),
    max_leaves=10,
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_stands_in_a_field_the_other_sections_come_through(data: st.DataObject) -> None:
    reply, name = copy(), data.draw(st.sampled_from(list(SOUND)))
    where = reply[name][0] if isinstance(reply[name], list) else reply[name]
    where[data.draw(st.sampled_from(list(where)))] = data.draw(JSON)
    found = read_reply(json.dumps(reply), BriefDraft)
    for other in set(SOUND) - {name, *WITH_IDS}:
        assert found.reply.model_dump(mode="json")[other] == SOUND[other]
    assert read_reply(json.dumps(reply), BriefDraft) == found


@pytest.mark.parametrize("count", [MAX_ITEMS, MAX_ITEMS + 1])
def test_lists_are_read_up_to_a_bound(count: int) -> None:
    reply = SOUND | {"gist": [{"text": f"Line {number}.", "quotes": []} for number in range(count)]}
    found = read_reply(json.dumps(reply), BriefDraft)
    assert len(found.reply.gist) == MAX_ITEMS
    assert found.dropped == (() if count == MAX_ITEMS else (f"gist: 1 items after the first {MAX_ITEMS}",))


def test_many_losses_are_told_in_a_few_lines() -> None:
    found = read_reply(json.dumps(SOUND | {"gist": [*SOUND["gist"], *[None] * 400]}), BriefDraft)
    assert len(found.dropped) == MAX_LOSSES + 1
    assert found.dropped[-1] == f"and {400 - MAX_LOSSES} more"


@pytest.mark.parametrize("opening", ['{"brief":', "[", '{"headline":', '{"gist":['])
def test_a_reply_nested_without_end_is_no_reply(opening: str) -> None:
    closing = {"{": "}", "[": "]"}
    depth = 5_000
    text = opening * depth + "1" + "".join(closing[c] for c in reversed(opening) if c in closing) * depth
    with pytest.raises((BadReplyError, ValidationError)):
        read_reply(text, BriefDraft)


async def asked(model: ScriptedModel, reasks: int = 1) -> ModelAnswer[BriefDraft]:
    question = (Message(role="user", content="Well?"),)
    return await ask(model, ModelQuestion(question, BriefDraft, draft_schema(), "extraction", 100), reasks=reasks)


@settings(max_examples=examples(100), deadline=None)
@given(near_replies())
async def test_a_near_form_is_asked_for_once(reply: Json) -> None:
    model = ScriptedModel([json.dumps(reply)])
    assert (await asked(model)).reply.model_dump(mode="json") == SOUND
    assert len(model.requests) == 1


def unsettled() -> dict[str, Json]:
    reply = copy()
    reply["offers"][0]["status"] = "proposed"
    return reply


async def test_what_is_left_open_is_asked_for_by_its_name_alone() -> None:
    reply = unsettled() | {"extra": 1}
    model = ScriptedModel([json.dumps(reply), json.dumps(SOUND)])
    answer = await asked(model)
    assert answer.reply.model_dump(mode="json") == SOUND
    assert answer.dropped == ()
    told = model.requests[1].messages[-1].content
    assert "offers.0.status: 'proposed' is none of" in told
    assert "extra" not in told


@pytest.mark.parametrize("second", ["{}", "prose", json.dumps({"gist": SOUND["gist"]})])
async def test_a_second_reply_that_holds_less_does_not_cost_the_first(second: str) -> None:
    model = ScriptedModel([json.dumps(unsettled()), second])
    answer = await asked(model)
    assert answer.text == json.dumps(unsettled())
    assert answer.dropped
    assert len(model.requests) == 2


class Failing(ScriptedModel):
    """Fails the second time it is asked."""

    fault = ModelFault.TIMEOUT

    async def complete(self, request: CompletionRequest) -> Completion:
        if self.requests:
            kind = TransientModelError if self.fault is ModelFault.TIMEOUT else PermanentModelError
            raise kind("no reply", fault=self.fault, model=self.name)
        return await super().complete(request)


async def test_a_second_call_that_fails_does_not_cost_the_first_reply() -> None:
    assert (await asked(Failing([json.dumps(unsettled())]))).dropped


@pytest.mark.parametrize("fault", [ModelFault.NOT_RECORDED, ModelFault.STORE, ModelFault.DEFERRED])
async def test_a_run_that_would_say_something_else_the_next_time_fails(fault: ModelFault) -> None:
    model = Failing([json.dumps(unsettled())])
    model.fault = fault
    with pytest.raises(PermanentModelError):
        await asked(model)


async def test_without_reasks_the_first_reply_is_taken() -> None:
    model = ScriptedModel([json.dumps(unsettled())])
    assert (await asked(model, reasks=0)).dropped
    assert len(model.requests) == 1


def page_of(reply: Json) -> tuple[briefing.Briefing, int]:
    """The page of one article that a model answers with this value, and how often it was asked for a draft."""
    seen: list[CompletionRequest] = []

    def answer(request: CompletionRequest) -> str:
        seen.append(request)
        return json.dumps(reply)

    options = briefing.Settings(proof="off", correct=False, keep_all=True)
    documents = [briefing.Document.of(STORY, "harbour.txt", keep_content=True)]
    return briefing.generate(documents, options, model=replying(answer)), len(seen)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(near_replies(), st.lists(st.sampled_from(BAD_ITEMS), max_size=2))
def test_no_article_is_lost_and_its_page_is_rebuilt(reply: Json, bad: list[Json]) -> None:
    if isinstance(reply, dict) and isinstance(reply.get("gist"), list) and "headline" in reply:
        reply["gist"] = [*reply["gist"], *bad] if len(reply["gist"]) > 1 or not bad else reply["gist"]
    page, asked_for = page_of(reply)
    assert page.coverage.failures == ()
    assert len(page.briefs) == 1
    assert asked_for <= 2
    assert briefing.verify(page.to_json()).failures == ()


def test_what_was_dropped_stands_in_the_brief_the_coverage_and_on_the_page() -> None:
    page, asked_for = page_of(SOUND | {"gist": [*SOUND["gist"], None]})
    (brief,) = page.briefs
    line = f"gist.{len(SOUND['gist'])}: null is no item"
    assert brief.malformed == (line,)
    assert page.coverage.malformed == (brief.article,)
    assert f"not readable in the reply, unnamed: {line}" in page.to_markdown()
    assert asked_for == 1
    assert proof_schema().definition["properties"]
    hold(page)
    assert briefing.verify(page.to_json()).failures == ()
