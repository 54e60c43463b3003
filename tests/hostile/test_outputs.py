"""Places to write to: full, closed, of another kind, shared by two runs; a page is written as one set."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import briefing
from briefing.cli import files
from briefing.cli.files import write_files
from briefing.cli.pages import FILES, write_briefing
from briefing.errors import UsageError
from briefing.schema.document import Document
from tests.factories import STORY
from tests.plugged import Install, install
from tests.shell import Shell

__all__ = ["install"]

RUN = ("--model", "embedded", "--workers", "0", "--date", "2031-03-03")
COUNTING = """
from briefing.testing import ScriptedModel
asked = ScriptedModel()
"""


@contextmanager
def files_of_at_most(count: int) -> Iterator[None]:
    """No file gets longer: the system's stand-in for a disk that fills up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def page(words: str = "ten") -> briefing.Briefing:
    settings = briefing.Settings(model="embedded", date=date(2031, 3, 3))
    return briefing.generate([Document.of(STORY.replace("ten", words), "a.txt")], settings)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_disk_that_fills_up_leaves_the_earlier_page_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_briefing(page(), out, FILES)
    before = held(out)
    with files_of_at_most(max(map(len, before.values())) - 100), pytest.raises(UsageError, match="can't be written"):
        write_briefing(page("twelve"), out, FILES)
    assert held(out) == before


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path) -> None:
    with files_of_at_most(10), pytest.raises(UsageError, match="can't be written"):
        write_briefing(page(), tmp_path / "out", FILES)
    assert held(tmp_path / "out") == {}


@pytest.mark.parametrize("number", range(3))
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    paths[1].write_text("before")
    write_files({path: "first" for path in paths if path != paths[1]})
    before = held(tmp_path)
    original, count = Path.replace, iter(range(99))

    def replace(self: Path, target: Path) -> Path:
        if next(count) == number:
            raise PermissionError(1, "Operation not permitted")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(UsageError, match="Operation not permitted"):
        write_files(dict.fromkeys(paths, "second"))
    monkeypatch.undo()
    assert held(tmp_path) == before


def test_a_set_that_failed_leaves_no_file_that_was_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(UsageError, match="no regular file"):
        write_files({tmp_path / "a": "x", tmp_path / "b": "y"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert files.encoded("\ud83d") == b"?"


PLACES: dict[str, Callable[[Path], str]] = {
    "a file with the name of a folder": lambda folder: _file(folder / "out"),
    "a folder below a file": lambda folder: _file(folder / "file") + "/out",
    "a device": lambda _: "/dev/full",
    "a folder of the kernel": lambda _: "/proc/briefing",
    "a pipe with the name of a page": lambda folder: _fifo(folder / "page.md"),
    "a name that is too long": lambda folder: str(folder / ("x" * 300)),
    "a link to itself": lambda folder: _looped(folder / "out"),
}


def _file(path: Path) -> str:
    path.write_text("something else")
    return str(path)


def _fifo(path: Path) -> str:
    os.mkfifo(path)
    return str(path)


def _looped(path: Path) -> str:
    path.symlink_to(path.name)
    return str(path)


@pytest.mark.parametrize("place", PLACES)
def test_where_nothing_can_be_written_no_model_is_asked(
    place: str, shell: Shell, tmp_path: Path, install: Install
) -> None:
    install("counting", COUNTING, {"briefing.models:counting": "counting:asked"})
    (tmp_path / "a.txt").write_text(STORY)
    done = shell("generate", "a.txt", "--model", "counting", "--out", PLACES[place](tmp_path))
    assert done.code == 2
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert import_module("counting").asked.requests == []


@pytest.mark.parametrize(
    "command",
    (
        "feed out/2031-03-03.json --out out/2031-03-03.json",
        "feed out/2031-03-03.json --out linked.json",
        "render out/2031-03-03.json --format json --out out/2031-03-03.json",
        "export out/2031-03-03.json --as plover --out out/2031-03-03.json",
        "brief a.txt --model embedded --out a.txt",
        "generate a.md --model embedded --out a.md",
    ),
)
def test_what_is_read_is_not_written_over(command: str, shell: Shell, tmp_path: Path) -> None:
    write_briefing(page(), tmp_path / "out", FILES)
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.md").write_text(STORY)
    (tmp_path / "linked.json").symlink_to(tmp_path / "out" / "2031-03-03.json")
    before = held(tmp_path / "out"), (tmp_path / "a.txt").read_bytes(), (tmp_path / "a.md").read_bytes()
    done = shell(*command.split())
    assert done.code == 2
    assert "would be written over" in done.err
    assert (held(tmp_path / "out"), (tmp_path / "a.txt").read_bytes(), (tmp_path / "a.md").read_bytes()) == before


def test_a_feed_is_written_over_an_earlier_one(shell: Shell, tmp_path: Path) -> None:
    write_briefing(page(), tmp_path / "out", FILES)
    (tmp_path / "feed.xml").write_text("an earlier one")
    assert shell("feed", "out/2031-03-03.json", "--out", "feed.xml").code == 0
    assert (tmp_path / "feed.xml").read_text().startswith("<?xml")


def test_a_device_is_not_replaced(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "feed.xml")
    write_briefing(page(), tmp_path / "out", FILES)
    done = shell("feed", "out/2031-03-03.json", "--out", "feed.xml")
    assert done.code == 2
    assert "no regular file" in done.err
    assert (tmp_path / "feed.xml").is_fifo()


STDOUT = {
    "full": ("> /dev/full", 2, "can't be written"),
    "closed": (">&-", 2, "closed"),
    "of a reader who left": ("| head -c 5 > /dev/null; exit ${PIPESTATUS[0]}", 0, ""),
}


@pytest.mark.parametrize("kind", STDOUT)
@pytest.mark.parametrize("command", ["generate", "clean", "schemas"])
def test_a_standard_output_that_takes_nothing_is_told_in_a_line(kind: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    told = {"generate": ("a.txt", *RUN, "--quiet"), "clean": ("a.txt",), "schemas": ("briefing",)}[command]
    where, code, reason = STDOUT[kind]
    line = " ".join([sys.executable, "-m", "briefing", command, *told, where])
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == code
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


_WRITER = """
import sys
from pathlib import Path
from briefing import Briefing
from briefing.cli.pages import FILES
from briefing.cli.pages import write_briefing
page = Briefing.from_json(Path(sys.argv[1]).read_bytes())
for _ in range(10):
    write_briefing(page, Path("out"), FILES)
"""


def test_two_runs_at_once_mix_no_page(tmp_path: Path) -> None:
    for name in ("ten", "twelve"):
        (tmp_path / f"{name}.json").write_text(page(name).to_json(), encoding="utf-8")
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, f"{name}.json"], cwd=tmp_path, stderr=subprocess.DEVNULL)
        for name in ("ten", "twelve")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = sorted((tmp_path / "out").glob("*.json"))
    assert len(found) >= 2
    for file in found:
        days = {"ten days", "twelve days"}
        said = [{each for each in days if each in file.with_suffix(end).read_text()} for end in (".md", ".html")]
        (one,) = (each for each in days if each in json.dumps(json.loads(file.read_text())["stories"]))
        assert said == [{one}, {one}]
