"""Models and readers of other packages, found by their entry points."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

import briefing
from tests.factories import STORY
from tests.plugged import Install, install
from tests.shell import Shell, shell

__all__ = ["install", "shell"]

MODEL = """
from briefing.testing import ScriptedModel

CLOSED = []

class Acme(ScriptedModel):
    async def aclose(self):
        CLOSED.append(self.name)

def make(name, settings):
    return Acme(name="acme", context_window=settings.context_window)
"""
READER = """
from briefing import Document

def text(data, name):
    return data.decode()[::-1]

def several(data, name):
    return [Document.of(part, "whatever") for part in data.decode().split("====")]

def raising(data, name):
    raise RuntimeError("no such format")
"""
SECOND = STORY.replace("Harbour union", "Pilots' union").replace("harbour union", "pilots' union")


def test_a_model_of_another_package_is_named_like_any_other(install: Install, shell: Shell) -> None:
    install("acme_briefing", MODEL, {"briefing.models:acme": "acme_briefing:make"})
    Path("harbour.txt").write_text(STORY, encoding="utf-8")
    done = shell("generate", "harbour.txt", "--keep-all", "--model", "acme/large", "--out", "page.json")
    assert done.code == 0
    page = json.loads(Path("page.json").read_text("utf-8"))
    assert page["run"]["engines"] == ["acme/large"]
    assert shell("verify", "page.json").code == 0
    assert import_module("acme_briefing").CLOSED == ["acme"]
    assert "acme/MODEL" in shell("models").out
    assert "by the plug-in of acme_briefing" in shell("models").out


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import no_such_module_at_all", "ModuleNotFoundError"),
        ("make = 7", "is no function"),
        ("def make(name, settings): raise ValueError('no licence')", "ValueError: no licence"),
        ("def make(name, settings): return 7", "int is no briefing.LanguageModel"),
    ],
)
def test_a_broken_plug_in_is_named_and_takes_nothing_else_down(
    install: Install, shell: Shell, source: str, what: str
) -> None:
    install("acme_broken", source, {"briefing.models:acme": "acme_broken:make"})
    done = shell("generate", "seeds", "--model", "acme/large")
    assert done.code == 2
    assert "the plug-in 'acme' (briefing.models) of acme_broken can't be used" in done.err
    assert what in done.err
    assert shell("generate", "seeds").code == 0
    assert shell("models").code == 0


def test_what_two_packages_declare_is_neithers(install: Install, shell: Shell) -> None:
    install("acme_one", MODEL, {"briefing.models:acme": "acme_one:make"})
    install("acme_two", MODEL, {"briefing.models:acme": "acme_two:make"})
    done = shell("generate", "seeds", "--model", "acme/large")
    assert (done.code, "is declared by acme_" in done.err) == (2, True)


def test_what_is_built_in_is_not_taken_over(install: Install, shell: Shell) -> None:
    install("acme_greedy", MODEL, {"briefing.models:openai": "acme_greedy:make", "briefing.readers:txt": "x:y"})
    assert shell("generate", "seeds", "--model", "openai/gpt-5").code == 3
    assert shell("generate", "seeds").code == 0


def test_files_of_another_kind_are_read_and_the_page_verifies(install: Install, shell: Shell) -> None:
    install(
        "acme_reader",
        READER,
        {"briefing.readers:acme": "acme_reader:text", "briefing.readers:many": "acme_reader:several"},
    )
    Path("news").mkdir()
    Path("news/one.acme").write_text(STORY[::-1], encoding="utf-8")
    Path("news/two.many").write_text(f"{SECOND}===={STORY}  ", encoding="utf-8")
    Path("news/picture.png").write_bytes(b"\x89PNG")
    page = briefing.generate(["news"], briefing.Settings(keep_all=True))
    assert sorted(str(article.ref) for article in page.articles) == [
        "news/one.acme",
        "news/two.many#1",
        "news/two.many#2",
    ]
    assert [failure.source for failure in page.coverage.failures] == ["news/picture.png"]
    assert briefing.verify(page, base=Path()).ok


def test_a_reader_that_fails_costs_its_own_file_alone(install: Install, shell: Shell) -> None:
    points = {"briefing.readers:acme": "acme_raising:raising", "briefing.readers:gone": "acme_raising:gone"}
    install("acme_raising", READER, points)
    for name in ("one.acme", "two.gone", "three.txt"):
        Path(name).write_text(STORY, encoding="utf-8")
    page = briefing.generate(["one.acme", "two.gone", "three.txt"])
    first, second = (failure.reason for failure in page.coverage.failures)
    assert "'acme' (briefing.readers) of acme_raising can't be used: RuntimeError: no such format" in first
    assert "'gone' (briefing.readers) of acme_raising can't be used: AttributeError" in second
    assert [str(article.ref) for article in page.articles] == ["three.txt"]
