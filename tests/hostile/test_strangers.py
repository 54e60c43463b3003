"""Pages of strangers: nothing outside their folder is read, no bomb goes off, no control character gets out."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing.cli import main
from briefing.errors import DataError
from briefing.sources import SourceOptions
from briefing.verification import files
from tests.newsroom import PIER, Newsroom

SECRET = "Attack at dawn. The key is under the mat, said nobody to anybody in particular."


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A folder of its own below the one that holds a secret."""
    (tmp_path / "secret.txt").write_text(SECRET)
    folder = tmp_path / "strange"
    folder.mkdir()
    return Newsroom(folder, monkeypatch)


def naming(room: Newsroom, source: str, **ref: Any) -> Path:
    """A page whose article claims to come from a source."""
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    data = json.loads(page.read_bytes())
    data["articles"][0]["ref"].update(source=source, **ref)
    data["trails"][0]["source"] = source
    page.write_text(json.dumps(data), encoding="utf-8")
    return page


def refused(page: Path, **options: Any) -> str:
    """The report on a page whose source is not read."""
    report = briefing.verify(page, **options)
    assert not report.ok
    first = report.failures[0]
    assert first.path == "articles[0].ref.source"
    assert "Attack at dawn" not in report.describe() + report.model_dump_json()
    return first.reason


OUTSIDE: dict[str, Callable[[Path], str]] = {
    "an absolute path": lambda folder: str(folder.parent / "secret.txt"),
    "a path upwards": lambda folder: "../secret.txt",
    "a path down and up": lambda folder: "out/../../secret.txt",
    "a system file": lambda folder: "/etc/hostname",
    "a device": lambda folder: "/dev/zero",
    "a process": lambda folder: "/proc/self/environ",
    "a network share": lambda folder: "//server/share/a.txt",
    "a Windows share": lambda folder: r"\\server\share\a.txt",
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_lies_outside_is_not_read(room: Newsroom, kind: str) -> None:
    reason = refused(naming(room, OUTSIDE[kind](room.folder)))
    assert "is not read: it lies outside" in reason
    assert "--base" in reason


def test_a_link_to_the_outside_is_not_followed(room: Newsroom) -> None:
    (room.folder / "link.txt").symlink_to("../secret.txt")
    (room.folder / "up").symlink_to("..")
    for source in ("link.txt", "up/secret.txt"):
        assert "it lies outside" in refused(naming(room, source))


def test_a_link_within_is_followed(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    (room.folder / "link.txt").symlink_to("pier.txt")
    assert briefing.verify(room.page("link.txt", model="embedded")).ok


def test_a_folder_that_is_itself_a_link_is_a_folder(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    room.page("pier.txt", model="embedded")
    (room.folder.parent / "other").symlink_to(room.folder)
    assert briefing.verify(
        room.folder.parent / "other" / "out" / "2031-02-27.json", base=room.folder.parent / "other"
    ).ok


@pytest.mark.parametrize("kind", ["pipe", "socket", "folder"])
def test_what_is_no_regular_file_is_not_waited_for(room: Newsroom, kind: str, tmp_path: Path) -> None:
    page = naming(room, "odd.txt")
    if kind == "pipe":
        os.mkfifo(room.folder / "odd.txt")
    elif kind == "folder":
        (room.folder / "odd.txt").mkdir()
    else:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("odd.txt")
    assert any(word in refused(page) for word in ("no regular file", "cannot be read"))


def test_another_base_and_further_folders_are_the_readers_choice(room: Newsroom) -> None:
    page = naming(room, "../secret.txt")
    assert "it lies outside" in refused(page)
    assert "it lies outside" not in "".join(
        f.reason for f in briefing.verify(page, allow=[room.folder.parent]).failures
    )
    room.write(pier_txt=PIER)
    moved = room.page("pier.txt", model="embedded").rename(room.folder.parent / "2031-02-27.json")
    assert "does not exist any more" in briefing.verify(moved).failures[0].reason
    assert briefing.verify(moved, base=room.folder).ok


def test_a_file_elsewhere_has_its_sources_beside_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded").rename(room.folder / "page.json")
    away = room.folder.parent / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    assert briefing.verify(page).ok
    (away / "pier.txt").write_text(PIER.replace("half", "full"))
    assert briefing.verify(page).ok


def test_what_stands_in_a_file_that_the_page_does_not_know_is_not_shown(room: Newsroom) -> None:
    page = naming(room, "secret.txt")
    (room.folder / "secret.txt").write_text(SECRET)
    report = briefing.verify(page)
    assert report.failures[0].path == "articles[0].ref.sha256"
    assert "Attack at dawn" not in report.describe() + report.model_dump_json()


def test_a_page_beside_which_a_link_stands_does_not_lead_out(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    page.with_suffix(".md").unlink()
    page.with_suffix(".md").symlink_to(room.folder.parent / "secret.txt")
    (failure,) = briefing.verify(page).failures
    assert (failure.path, "it lies outside" in failure.reason) == ("2031-02-27.md", True)


def test_a_page_of_ones_own_is_read_wherever_its_sources_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pier.txt").write_text(PIER)
    page = briefing.generate([tmp_path / "pier.txt"], briefing.Settings(model="embedded"))
    assert briefing.verify(page).ok
    assert not briefing.verify(page.to_json()).ok
    assert briefing.verify(page.to_json(), base=tmp_path).ok
    (tmp_path / "empty").mkdir()
    assert not briefing.verify(page, base=tmp_path / "empty").ok


@pytest.mark.parametrize("source", ["a\nverified.txt", "a\x1b[2J.txt", "a\u202etxt.exe", "a\0b", "x" * 5_000])
def test_a_name_that_is_none_of_a_file_is_shown_in_plain_characters(room: Newsroom, source: str) -> None:
    reason = refused(naming(room, source))
    assert "is no name of a file" in reason
    assert reason.isprintable()


CONTROLS = "\x1b]0;owned\x07\x9b31m\u202e\u2066\u200b\r"


def test_no_control_character_reaches_the_terminal(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    data = json.loads(page.read_bytes())
    data["stories"][0]["title"] = f"War{CONTROLS}"
    data["stories"][0]["responses"][0]["id"] = f"R1{CONTROLS}"
    data["outlets"][f"key{CONTROLS}\nverified"] = "x"
    data["coverage"]["failures"] = [{"source": CONTROLS, "stage": "x", "reason": CONTROLS}]
    data["trails"].append({"source": f"-{CONTROLS}", "lost": {"stage": "sources", "reason": CONTROLS}})
    page.write_text(json.dumps(data), encoding="utf-8")
    for arguments in (["verify", str(page)], ["verify", str(page), "--json"]):
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        assert stop.value.code == 1
        out, err = (each.decode() for each in capfdbinary.readouterr())
        assert "".join(c for c in out + err if not c.isprintable()).strip("\n") == ""
        assert "\nverified" not in out
    page.write_text(json.dumps({**data, f"x{CONTROLS}": 1}), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["briefing", "verify", str(page)])
    with pytest.raises(SystemExit):
        main()
    assert "\x1b" not in capfdbinary.readouterr().err.decode()


# Bombs


def _bomb_of_gzip() -> bytes:
    """Half a gigabyte in half a megabyte."""
    return gzip.compress(bytes(500_000_000), 1)


def _bomb_of_pdf() -> bytes:
    """A page of more than a gigabyte of white space."""
    packer = zlib.compressobj(1)
    packed = b"".join((*(packer.compress(b" " * 10_000_000) for _ in range(120)), packer.flush()))
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    stream = b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % (len(packed), packed)
    return head + page + stream + b"trailer<</Root 1 0 R>>\n%%EOF"


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip.gz": _bomb_of_gzip,
    "page.pdf": _bomb_of_pdf,
    "rows.jsonl": lambda: b"[" * 5_000_000,
    "lists.json": lambda: b'[{"text": "A."},' + b"[]," * 1_500_000 + b"0]",
    "deep.html": lambda: b"<html><body>" + b"<div>" * 200_000,
    "lines.txt": lambda: b"a\n" * 400_000,
}

_MEASURED = """
import resource, sys
from pathlib import Path
import briefing
report = briefing.verify(Path(sys.argv[1]))
# Of this process the most since it was begun: `ru_maxrss` counts what the one had that it was forked from.
status = Path("/proc/self/status")
own = int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else 0
used = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(used // 1024, report.failures[0].path, report.failures[0].reason[:200])
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_beside_a_page_takes_bounded_memory(room: Newsroom, name: str) -> None:
    pytest.importorskip("pypdfium2")
    page = naming(room, name)
    (room.folder / name).write_bytes(BOMBS[name]())
    done = subprocess.run([sys.executable, "-c", _MEASURED, page], capture_output=True, text=True, check=True)
    used, path, reason = done.stdout.split(" ", 2)
    assert path in ("articles[0].ref.source", "articles[0].ref.sha256"), done.stdout
    assert int(used) < (1_700 if name == "page.pdf" else 450), done.stdout
    assert name in reason


def test_a_file_larger_than_the_bound_is_not_begun(room: Newsroom) -> None:
    page = naming(room, "huge.txt")
    with (room.folder / "huge.txt").open("wb") as file:
        file.truncate(20_000_001)
    assert "is larger than 20 MB" in refused(page)
    with (room.folder / "huge.txt").open("wb") as file:
        file.truncate(1_000)
    assert "larger" not in refused_or_changed(page)


def refused_or_changed(page: Path) -> str:
    return briefing.verify(page).failures[0].reason


def test_the_bounds_are_those_of_reading(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    size = len(PIER.encode())
    assert briefing.verify(page, options=SourceOptions(max_bytes=size)).ok
    assert not briefing.verify(page, options=SourceOptions(max_bytes=size - 1)).ok


def test_the_pages_own_copy_is_bounded_too(room: Newsroom) -> None:
    page = room.page(briefing.Document.of(PIER, "memory:1"), model="embedded")
    assert briefing.verify(page, options=SourceOptions(max_characters=len(PIER))).ok
    report = briefing.verify(page, options=SourceOptions(max_characters=len(PIER) - 1))
    assert "is larger than an article" in report.failures[0].reason


_PAGE_BOMB = """
import sys
import briefing
from briefing.errors import DataError
try:
    briefing.verify(open(sys.argv[1], "rb").read())
except DataError as error:
    # of this program alone: what getrusage says counts the one that started it too
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(peak) // 1024, error)
"""


@pytest.mark.parametrize(
    "bomb",
    [
        b'{"version": "3.0", "trails": [' + b"{}," * 500_000 + b"{}]}",
        b'{"version": "3.0", "articles": [' + b"[]," * 500_000 + b"[]]}",
        b'{"version": "3.0", "made_with": {"a": [' + b"[]," * 4_000_001 + b"[]]}}",
        b'{"version": "3.0", "outlets": {' + b",".join(b'"k%d":0' % n for n in range(500_000)) + b"}}",
        b"[" * 30_000_000,
        b'{"version": "3.0", "date": "' + b"x" * 50_000_000 + b'"}',
        b'{"version": 1' + b"0" * 20_000_000 + b"}",
    ],
    ids=["objects", "lists", "settings", "keys", "deep", "string", "number"],
)
def test_a_page_that_is_a_bomb_is_refused_in_bounded_memory(tmp_path: Path, bomb: bytes) -> None:
    (tmp_path / "page.json").write_bytes(bomb)
    program = [sys.executable, "-c", _PAGE_BOMB, tmp_path / "page.json"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    used, _, said = done.stdout.partition(" ")
    assert said.startswith("not a briefing")
    assert len(said) < 500
    assert int(used) < 700, done.stdout


def test_a_page_has_so_many_bytes_and_values_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'{"version": "3.0", "stories": []}'
    monkeypatch.setattr(files, "MAX_BYTES", len(text))
    monkeypatch.setattr(files, "MAX_ELEMENTS", 3)
    assert files.bounded(text) == text
    with pytest.raises(DataError, match="larger than"):
        files.bounded(text + b" ")
    with pytest.raises(DataError, match="more than 3 values"):
        files.bounded(text.replace(b": []", b":[{}"))


def test_a_page_that_takes_too_long_is_stopped(room: Newsroom, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    from briefing import computing

    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")

    over = threading.Event()

    def endless(*_: object, **__: object) -> None:
        while not over.is_set():
            time.monotonic()

    monkeypatch.setattr(computing, "check", endless)
    monkeypatch.setattr(sys, "argv", ["briefing", "verify", str(page), "--timeout", "0.2"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 1
    assert "took longer than 0.2 seconds" in capfd.readouterr().err
    monkeypatch.undo()
    assert room.page("pier.txt", model="embedded").exists()  # what computes for ever holds nobody up
    over.set()


def test_a_file_is_read_once_however_often_a_page_names_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.sources import rereading

    room.write(pier_txt=gzip.compress(PIER.encode()))
    page = room.page("pier.txt", model="embedded")
    data = json.loads(page.read_bytes())
    data["trails"] += data["trails"] * 50
    read, opened = rereading.read_regular, []
    monkeypatch.setattr(rereading, "read_regular", lambda *given: opened.append(given[1]) or read(*given))
    assert not briefing.verify(json.dumps(data), base=room.folder).ok
    assert opened == ["pier.txt"]


@pytest.mark.parametrize(
    ("path", "value"),
    [(("max_age",), 10**30), (("max_age",), 10**9), (("days", "window"), 10**30), (("days", "silent_after"), 10**12)],
)
def test_a_setting_beyond_all_bounds_is_named_and_costs_no_other_page_its_verdict(
    room: Newsroom, path: tuple[str, ...], value: int, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    data = json.loads(page.read_bytes())
    place = data["made_with"]
    for name in path[:-1]:
        place = place.setdefault(name, {})
    place[path[-1]] = value
    forged = page.with_name("forged.json")
    forged.write_text(json.dumps(data), encoding="utf-8")
    assert verified(monkeypatch, forged, page) == 1
    out = capfd.readouterr().out
    assert f"made_with.{'.'.join(path)}: is no setting of this release" in out
    assert f"{page}: verified" in out


def test_a_fault_of_ours_in_one_page_costs_no_other_its_verdict(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", model="embedded")
    original = briefing.api.verify

    def failing(file: Path, **options: Any) -> Any:
        if file.name == "bad.json":
            raise OverflowError("words of a stranger")
        return original(file, **options)

    monkeypatch.setattr(briefing.api, "verify", failing)
    assert verified(monkeypatch, page.with_name("bad.json"), page) == 3
    out, err = capfd.readouterr()
    assert "bad.json: unexpected fault: OverflowError in failing, test_strangers.py" in err
    assert "words of a stranger" not in err
    assert f"{page}: verified" in out


def verified(monkeypatch: pytest.MonkeyPatch, *pages: Path) -> int:
    """What the command exits with."""
    monkeypatch.setattr(sys, "argv", ["briefing", "verify", *map(str, pages)])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)
