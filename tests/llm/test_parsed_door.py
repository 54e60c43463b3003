"""The embedded engine with a parser beside its rules: how it is named, found and refused."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from briefing.errors import UsageError
from briefing.llm import Message, open_model
from briefing.llm.envelope import wrap
from briefing.schema.draft import BriefDraft
from briefing.settings import load_settings
from tests.embedded.parses import COUNCIL, PARSE
from tests.llm.test_embedded_door import draft_request

NAME = "parsed/en_core_web_sm"


@pytest.fixture
def spacy(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module in the place of spaCy with one pipeline, which knows one sentence."""
    module = ModuleType("spacy")
    vars(module).update(
        util=SimpleNamespace(get_installed_models=lambda: ["en_core_web_sm"]), load=lambda name, exclude: PARSE
    )
    monkeypatch.setitem(sys.modules, "spacy", module)
    return module


@pytest.mark.usefixtures("spacy")
async def test_a_pipeline_that_is_installed_reads_beside_the_rules() -> None:
    model = open_model(NAME)
    completion = await model.complete(draft_request(Message(role="user", content=wrap(COUNCIL))))
    assert (completion.engine, model.name) == (NAME, NAME)
    assert [offer.what for offer in BriefDraft.model_validate_json(completion.text).offers] == [
        "the opening of the port"
    ]


def test_without_spacy_the_name_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match="needs spaCy"):
        open_model(NAME)


@pytest.mark.usefixtures("spacy")
def test_a_pipeline_that_is_not_installed_is_named_beside_those_that_are() -> None:
    with pytest.raises(UsageError, match="en_core_web_md"):
        open_model("parsed/en_core_web_md")


def test_it_neither_proof_reads_nor_links() -> None:
    settings = load_settings({"model": NAME})
    assert (settings.proof_model, settings.link_model) == (None, None)
