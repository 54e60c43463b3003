"""Models as objects: what they need, how they are recorded, and what stands around them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import briefing
from briefing.errors import ModelFault
from briefing.llm import Capabilities, CompletionRequest, StructuredOutput, capabilities_of
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.factory import open_model
from briefing.llm.fallback import FallbackModel
from briefing.llm.given import Given, named
from briefing.llm.replay import Recorder, RecordingModel
from briefing.testing import CORRECTION, DRAFT, PROOF, ScriptedModel
from tests.endpoint import Endpoint, answer_with
from tests.factories import STORY, draft
from tests.llm.conftest import request_for

DOCUMENT = briefing.Document.of(STORY, "harbour.txt", keep_content=True)
QUICK = briefing.Settings.model_validate({"keep_all": True, "llm": {"attempts": 3, "max_wait": 0}})


def page(*models: briefing.LanguageModel | str, **changes: object) -> briefing.Briefing:
    settings = briefing.Settings.model_validate({**dict(QUICK), **changes})
    return briefing.generate(DOCUMENT, settings, model=list(models))


def test_an_object_is_recorded_by_its_name_and_version_and_the_page_verifies_without_it() -> None:
    made = page(ScriptedModel(name="ours", version="7"))
    assert (made.made_with["model"], made.run.engines) == ("ours@7", ("ours@7",))
    assert {answer.engine for answer in made.trails[0].answers} == {"ours@7"}
    assert [(row.model, row.stage, row.requests) for row in made.run.usage_by_stage] == [
        ("ours@7", "extraction", 1),
        ("ours@7", "proof", 1),
    ]
    assert briefing.verify(briefing.Briefing.from_json(made.to_json())).ok


def test_another_version_is_asked_anew_and_the_same_is_not(tmp_path: Path) -> None:
    llm = {"cache": tmp_path / "replies.db"}
    first, same, other = (ScriptedModel([draft().model_dump_json()], version=version) for version in "112")
    for model in (first, same, other):
        page(model, llm=llm, proof="off")
    assert [len(model.requests) for model in (first, same, other)] == [1, 0, 1]


@pytest.mark.parametrize("same", [True, False])
def test_an_object_may_proof_read(same: bool) -> None:
    author, reader = ScriptedModel(name="author"), ScriptedModel(name="reader")
    made = briefing.generate(DOCUMENT, QUICK, model=author, proof="same" if same else reader)
    assert [request.stage for request in author.requests] == [DRAFT, PROOF][: 1 + same]
    assert [request.stage for request in reader.requests] == [PROOF][same:]
    assert made.made_with["proof"] == ("same" if same else "reader")
    assert briefing.verify(made).ok


async def test_every_front_door_takes_an_object() -> None:
    model = ScriptedModel(name="ours")
    assert briefing.brief(DOCUMENT, QUICK, model=model).engine == "ours"
    assert (await briefing.abrief(DOCUMENT, QUICK, model=model)).engine == "ours"
    assert (await briefing.agenerate(DOCUMENT, QUICK, model=model)).run.engines == ("ours",)
    async for result in briefing.stream(DOCUMENT, QUICK, model=model):
        assert result.brief is not None
        assert result.brief.engine == "ours"


def test_a_brief_is_of_one_article() -> None:
    row = {"title": "Pier owners offer anglers a ticket", "text": STORY}
    rows = "\n".join(json.dumps({**row, "text": f"{STORY}\n\n{n}"}) for n in range(3))
    Path("rows.jsonl").write_text(rows, encoding="utf-8")
    with pytest.raises(briefing.UsageError, match="several articles"):
        briefing.brief("rows.jsonl", model=ScriptedModel())
    with pytest.raises(briefing.BriefingError, match="does not exist"):
        briefing.brief("absent.txt", model=ScriptedModel())


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_may_pass_is_tried_again() -> None:
    model = ScriptedModel([briefing.TransientModelError("busy"), draft().model_dump_json()])
    assert page(model, proof="off").briefs
    assert len(model.requests) == 2


@pytest.mark.parametrize("error", [TimeoutError("slow"), ConnectionResetError("gone"), OSError("no route")])
def test_a_broken_line_is_tried_again(error: Exception) -> None:
    model = ScriptedModel([error, draft().model_dump_json()])
    assert page(model, proof="off").briefs
    assert len(model.requests) == 2


@pytest.mark.parametrize("error", [ValueError("a bug"), KeyError("a bug"), RecursionError()])
def test_a_bug_in_an_object_costs_its_article_and_lets_the_next_model_take_over(error: Exception) -> None:
    alone = page(ScriptedModel([error]), proof="off")
    assert f"scripted: {type(error).__name__}" in alone.coverage.failures[0].reason
    assert page(ScriptedModel([error]), "embedded").run.engines == ("embedded",)


def test_an_object_that_gives_no_completion_is_told_so() -> None:
    class Wrong(ScriptedModel):
        async def complete(self, request: CompletionRequest) -> str:  # type: ignore[override]  # as a caller may write it
            return "a text"

    failures = page(Wrong()).coverage.failures  # type: ignore[arg-type]  # the same
    assert "complete() gave str, and no Completion" in failures[0].reason


def test_each_of_a_chain_is_named_where_it_wrote(caplog: pytest.LogCaptureFixture) -> None:
    first = ScriptedModel([briefing.PermanentModelError("no")], name="first", version="1")
    second = ScriptedModel(name="second")
    for chain in ([first, second], [FallbackModel([first, second])]):
        made = page(*chain)
        assert (made.made_with["model"], made.made_with["fallback"]) == ("first@1", ["second"])
        assert made.run.engines == ("second",)
        assert briefing.verify(made).ok


def test_a_caller_s_model_stays_open() -> None:
    class Closing(ScriptedModel):
        closed = False

        async def aclose(self) -> None:
            self.closed = True

    model = Closing()
    page(model)
    page(model)
    assert not model.closed


@pytest.mark.parametrize("name", ["", " ", "same", "off", "embedded", "a + b", "a\nb"])
def test_names_that_mean_something_else_are_refused(name: str) -> None:
    with pytest.raises(briefing.UsageError, match="can't be the name of a model object"):
        page(ScriptedModel(name=name))


@pytest.mark.parametrize("model", [object(), ScriptedModel, 7, None])
def test_what_is_no_model_is_refused_with_what_it_lacks(model: object) -> None:
    with pytest.raises(briefing.UsageError, match=r"is no briefing\.LanguageModel"):
        briefing.generate(DOCUMENT, QUICK, model=[model])  # type: ignore[list-item]  # as a caller may


def test_two_objects_need_two_names() -> None:
    with pytest.raises(briefing.UsageError, match="two models are called scripted"):
        page(ScriptedModel(), ScriptedModel())
    with pytest.raises(briefing.UsageError, match="name of a model and of an object"):
        page(ScriptedModel(name="openai/x"), "openai/x")
    with pytest.raises(briefing.UsageError, match="one model proof-reads"):
        page()


def test_a_bound_on_money_holds_an_object_that_states_its_cost() -> None:
    budget = {"budget": {"cost": 0.5}}
    with pytest.raises(briefing.UsageError, match="the price of scripted is not known"):
        page(ScriptedModel(), llm=budget)
    able, usage = Capabilities(reports_cost=True), briefing.Usage(cost=1.0)
    made = page(ScriptedModel(capabilities=able, usage=usage), llm=budget)
    assert made.run.usage.cost == 1.0
    assert "budget of 0.5 US dollars is spent" in made.briefs[0].proof.failures[0]  # type: ignore[union-attr]  # it failed


def test_what_an_object_can_t_do_is_not_asked_of_it() -> None:
    able = Capabilities(structured=StructuredOutput.PROMPT, max_output_tokens=500)
    model = ScriptedModel(capabilities=able)
    page(model, proof="off")
    (request,) = model.requests
    assert request.max_tokens == 500
    assert '"additionalProperties"' in request.messages[0].content
    plain = ScriptedModel()
    page(plain, proof="off")
    assert plain.requests[0].max_tokens == 8192
    assert '"additionalProperties"' not in plain.requests[0].messages[0].content


def test_capabilities_survive_every_wrapping(tmp_path: Path) -> None:
    strict = Capabilities(
        structured=StructuredOutput.STRICT, max_output_tokens=900, caches_prompts=True, reports_cost=True
    )
    loose = Capabilities(structured=StructuredOutput.JSON_OBJECT, max_output_tokens=700, reports_cost=True)
    models = [
        ScriptedModel(name="a", capabilities=strict, context_window=9_000),
        ScriptedModel(name="b", capabilities=loose, context_window=5_000),
    ]
    names, objects = named(models)
    llm = briefing.Settings.model_validate(
        {"llm": {"cache": tmp_path / "replies.db", "record": tmp_path / "recording.json"}}
    ).llm
    one = open_model(names[0], llm, given=Given(objects))
    both = open_model(names[0], llm, fallback=names[1:], given=Given(objects))
    assert capabilities_of(one) == strict
    assert (one.context_window, both.context_window) == (9_000, 5_000)
    assert capabilities_of(both) == Capabilities(
        structured=StructuredOutput.JSON_OBJECT, max_output_tokens=700, reports_cost=True
    )
    assert capabilities_of(EmbeddedModel()).reports_cost


async def test_a_chain_is_one_through_a_recording(tmp_path: Path) -> None:
    first = ScriptedModel([briefing.PermanentModelError("no", fault=ModelFault.REFUSED)], name="first")
    second = ScriptedModel(["{}"], name="second")
    chain = FallbackModel([first, second])
    recording = RecordingModel(chain, Recorder(tmp_path / "recording.json", chain))
    part = recording.written_by(["second"])
    assert isinstance(part, RecordingModel)
    assert (await part.complete(request_for(stage=DRAFT))).text == "{}"
    assert recording.written_by(["third"]) is None
    error = briefing.PermanentModelError("no", model="first")
    rest = recording.pass_on(error, DRAFT)
    assert rest is not None
    assert rest.name == "second"


async def test_keys_stay_with_the_model_that_the_settings_name() -> None:
    """An object that drafts has no claim on the key, and no name that is passed takes over another provider's."""
    async with Endpoint([answer_with(draft().model_dump_json())]) as endpoint:
        llm: dict[str, object] = {"api_base": endpoint.api_base, "api_key": "planted-key-1", "attempts": 1}
        settings = briefing.Settings.model_validate({"model": "openai/m", "llm": llm, "keep_all": True, "proof": "off"})
        failing = ScriptedModel([briefing.PermanentModelError("no")])
        made = await briefing.agenerate(DOCUMENT, settings, model=[failing, "openai/m"])
        assert made.run.engines == ("openai/m",)
        assert endpoint.seen[-1].headers["authorization"] == "Bearer planted-key-1"
        before = endpoint.count
        other = await briefing.agenerate(DOCUMENT, settings, model="groq/m")
        assert endpoint.count == before
        assert other.briefs == ()
        llm["providers"] = {"deepseek": {"api_base": "http://127.0.0.1:9/v1"}}
        settings = briefing.Settings.model_validate({"model": "openai/m", "llm": llm, "keep_all": True, "proof": "off"})
        made = await briefing.agenerate(DOCUMENT, settings, model=["deepseek/x", "openai/m"])
        assert made.run.engines == ("openai/m",)
        assert {seen.headers["authorization"] for seen in endpoint.seen} == {"Bearer planted-key-1"}
        as_named = briefing.Settings.model_validate({"llm": llm, "keep_all": True, "proof": "off"})
        assert (await briefing.agenerate(DOCUMENT, as_named, model="openai/m")).briefs


def test_the_double_replies_by_stage_in_turn_and_records() -> None:
    drafts = [draft().model_dump(mode="json"), lambda request: draft().model_dump_json()]
    model = ScriptedModel({DRAFT: drafts, PROOF: ["no JSON"], CORRECTION: [{}]}, usage=briefing.Usage(input_tokens=5))
    made = page(model, proof_floor=0)
    assert [request.stage for request in model.requests[:3]] == [DRAFT, PROOF, PROOF]
    assert made.coverage.unread == (made.articles[0].id,)
    assert made.run.usage.input_tokens == 5 * len(model.requests)
    failures = page(ScriptedModel({"link": ["x"]}), proof="off").coverage.failures
    assert failures == ()
