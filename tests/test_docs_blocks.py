"""Every code block of README, docs/ and examples/ is run or read by what it is written for.

Shell blocks are run by the command line in a folder with articles, in the order of their page; hosted models answer on
loopback. Python blocks are type-checked and run. A block that is not run says why in a comment above it, which the test
prints.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import briefing
from briefing.service.delivery.targets import DeliveryOptions
from tests.endpoint.dialects import Dialects
from tests.factories import STORY
from tests.plugged import Install, install
from tests.shell import SEEDS, Shell, shell

__all__ = ["install", "shell"]

ROOT = Path(__file__).parent.parent
WRITTEN_BY_PROGRAM = {"cli.md", "settings.md", "library.md"}
PAGES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.name not in WRITTEN_BY_PROGRAM),
]
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>not run|exit \d): (?P<why>[^\n]*?) -->\n)?^(?P<fence>`{3,})(?P<language>\w*)\n"
    r"(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
PRELUDE = f"""
import briefing
from briefing.testing import ScriptedModel as MyModel

text = {STORY!r}
key = "planted"
settings = briefing.Settings()


async def walked() -> None:
"""


@dataclass(frozen=True)
class Block:
    page: str
    language: str
    text: str
    mark: str
    why: str

    @property
    def exit_code(self) -> int:
        return int(self.mark.removeprefix("exit ")) if self.mark.startswith("exit ") else 0


def blocks_of(path: Path) -> list[Block]:
    page = path.relative_to(ROOT).as_posix()
    found = _BLOCK.finditer(path.read_text("utf-8"))
    return [Block(page, hit["language"], hit["text"], hit["mark"] or "", hit["why"] or "") for hit in found]


BLOCKS = {path.relative_to(ROOT).as_posix(): blocks_of(path) for path in PAGES}


def pages_with(language: str) -> list[str]:
    return [page for page, blocks in BLOCKS.items() if any(block.language == language for block in blocks)]


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The root of a server on loopback that every provider's variables lead to."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(Dialects().__aenter__(), loop).result()
    for provider, path in (("OPENAI", "/v1"), ("ANTHROPIC", "")):
        monkeypatch.setenv(f"{provider}_API_KEY", "planted")
        monkeypatch.setenv(f"{provider}_API_BASE", server.root + path)
        monkeypatch.setenv(f"{provider}_BASE_URL", server.root + path)
    yield server.root
    asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def desk(shell: Shell) -> Shell:
    """A shell in a folder with what the pages take for given: articles under some names, a page, a template."""
    for folder in ("news", "archive"):
        Path(folder).mkdir()
        Path(folder, "harbour.txt").write_text(STORY, "utf-8")
    title, *said = STORY.split("\n\n")
    body = f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in said)
    Path("news", "harbour.html").write_text(f"<html><body><article>{body}</article></body></html>", "utf-8")
    Path("article.txt").write_text(STORY, "utf-8")
    shutil.copy(next(SEEDS.iterdir()), "page.txt")
    for name in ("mine.html.j2", "mine.md.j2"):
        Path(name).write_text("{{ page.title }}\n", "utf-8")
    assert shell("generate", "seeds/", "--out", "out/").code == 0
    return shell


def commands(block: Block) -> list[list[str]]:
    """The commands of a shell block as words, without comments and without what they are piped into."""
    lines = [shlex.split(line, comments=True) for line in block.text.replace("\\\n", " ").splitlines()]
    return [line[: line.index("|")] if "|" in line else line for line in lines if line]


def expanded(words: list[str]) -> list[str]:
    """File names in the place of patterns, as a shell puts them."""
    return [name for word in words for name in (sorted(map(str, Path().glob(word))) if "*" in word else []) or [word]]


@pytest.mark.parametrize("page", pages_with("sh"))
def test_the_shell_blocks_of_a_page_work(page: str, desk: Shell, hosted: str) -> None:
    left = []
    for block in (block for block in BLOCKS[page] if block.language == "sh"):
        if block.mark == "not run":
            left.append(block.why)
            continue
        for words in commands(block):
            if words[0] == "make":
                assert re.search(rf"^{words[-1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), words
                continue
            assert words[0] == "briefing", f"{page}: say why it is not run: {words}"
            if "replay:cassettes/demo.json" in words:
                words[words.index("replay:cassettes/demo.json")] = f"replay:{ROOT}/cassettes/demo.json"
            done = desk(*expanded(words[1:]))
            assert done.code == block.exit_code, f"{page}: {shlex.join(words)}\n{done.err}\n{done.out[-500:]}"
    if left and all(block.mark == "not run" for block in BLOCKS[page] if block.language == "sh"):
        pytest.skip(f"{page}: {'; '.join(left)}")


def program_of(page: str) -> str:
    """The Python blocks of a page as one program."""
    blocks = (block.text for block in BLOCKS[page] if block.language == "python")
    return PRELUDE + "\n".join(textwrap.indent(text, "    ") for text in blocks)


def test_the_python_blocks_and_the_examples_are_typed(tmp_path: Path) -> None:
    """All at once: most of the time goes into reading what they import."""
    for page in pages_with("python"):
        (tmp_path / f"{re.sub(r'[^a-z]', '_', page.lower())}.py").write_text(program_of(page), "utf-8")
    files = [*tmp_path.glob("*.py"), *(ROOT / "examples").glob("*.py")]
    assert {path.name for path in files} >= {"service.py", "whole_face.py", "readme_md.py"}
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, files)]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("page", pages_with("python"))
def test_the_python_blocks_of_a_page_run(page: str, desk: Shell, hosted: str) -> None:
    program = program_of(page)
    names: dict[str, object] = {}
    exec(compile(program, page, "exec"), names)
    asyncio.run(names["walked"]())  # type: ignore[operator]


@pytest.mark.parametrize("page", pages_with("toml"))
def test_the_settings_of_a_page_are_settings(page: str) -> None:
    for block in (block for block in BLOCKS[page] if block.language == "toml"):
        said = tomllib.loads(block.text)
        if "project" in said:
            assert set(said["project"]["entry-points"]) <= {"briefing.models", "briefing.readers"}
        elif "stores" in said:
            DeliveryOptions.model_validate(said)
        else:
            briefing.Settings.model_validate(said)


def test_the_reader_of_its_page_reads(desk: Shell, install: Install) -> None:
    source, points = (
        next(block.text for block in BLOCKS["docs/how-to/own-reader.md"] if block.language == language)
        for language in ("python", "toml")
    )
    declared = tomllib.loads(points)["project"]["entry-points"]
    install(
        "acme_briefing", source, {f"{group}:{name}": at for group, one in declared.items() for name, at in one.items()}
    )
    Path("notes.acme").write_text(f"ACME 1.0\n{STORY}", "utf-8")
    done = desk("generate", "notes.acme", "--keep-all", "--out", "notes.json")
    assert done.code == 0, done.err
    (article,) = briefing.Briefing.from_json(Path("notes.json").read_text("utf-8")).articles
    assert article.text == STORY


@pytest.fixture
def demo(shell: Shell) -> str:
    done = shell("generate", "seeds/", "--out", "demo/", "--model", f"replay:{ROOT}/cassettes/demo.json")
    assert done.code == 1
    written = Path("demo/2022-01-13.md").read_text("utf-8")
    return written.replace(f"replay:{ROOT}/cassettes/", "replay:cassettes/")


def test_the_page_that_is_shown_is_the_one_that_the_demo_writes(demo: str) -> None:
    (whole,) = [block.text for block in BLOCKS["docs/demo.md"] if block.language == "markdown"]
    assert demo.startswith(whole)
    (short,) = [block.text for block in BLOCKS["README.md"] if block.language == "markdown"]
    written = iter(demo.splitlines())
    missing = [line for line in short.splitlines() if line not in written]
    assert missing == []


@pytest.mark.parametrize("page", ["README.md", "docs/demo.md"])
def test_the_input_that_is_shown_is_that_of_the_seeds(page: str) -> None:
    dump = next(block.text for block in BLOCKS[page] if block.language == "text")
    seeds = "\n".join(path.read_text("utf-8") for path in sorted(SEEDS.iterdir()))
    lines = [line.strip() for line in dump.splitlines() if line.strip() not in ("", "...")]
    assert len(lines) > 4
    assert [line for line in lines if line not in seeds] == []


def test_json_that_is_shown_is_json() -> None:
    shown = [block.text for blocks in BLOCKS.values() for block in blocks if block.language == "json"]
    assert shown
    assert all(isinstance(json.loads(text), dict) for text in shown)


def test_no_block_is_of_a_kind_that_nothing_looks_at() -> None:
    kinds = {block.language for blocks in BLOCKS.values() for block in blocks}
    assert kinds <= {"sh", "python", "toml", "json", "markdown", "text", "jinja", ""}
    unmarked = [block for blocks in BLOCKS.values() for block in blocks if block.language == ""]
    assert [block.page for block in unmarked] == ["docs/explanation/how-it-works.md"]


def test_a_block_that_is_wrong_is_noticed(desk: Shell) -> None:
    block = Block("none", "sh", "briefing generate news/ --no-such-flag  # a comment\n", "", "")
    ((_, *words),) = commands(block)
    assert desk(*words).code == 2
