"""Things in the place of articles: pipes, devices, sockets, loops, unreadable and odd names."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.sources import blobs
from tests.factories import STORY
from tests.shell import Shell

RUN = ("--model", "embedded", "--workers", "0")


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.txt")
    return folder / "pipe.txt"


def _socket(folder: Path) -> Path:
    bound = socket.socket(socket.AF_UNIX)
    bound.bind("socket.txt")
    bound.close()
    return folder / "socket.txt"


def _loop(folder: Path) -> Path:
    (folder / "loop.txt").symlink_to("loop.txt")
    return folder / "loop.txt"


def _circle(folder: Path) -> Path:
    (folder / "one.txt").symlink_to("other.txt")
    (folder / "other.txt").symlink_to("one.txt")
    return folder / "one.txt"


def _dangling(folder: Path) -> Path:
    (folder / "gone.txt").symlink_to("nowhere.txt")
    return folder / "gone.txt"


def _device_by_link(folder: Path) -> Path:
    (folder / "zero.txt").symlink_to("/dev/zero")
    return folder / "zero.txt"


def _folder_as_file(folder: Path) -> Path:
    (folder / "folder.txt").mkdir()
    return folder / "folder.txt"


def _written(name: str, data: bytes = STORY.encode()) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


THINGS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a pipe that nobody writes to": (_pipe, "nobody writes to"),
    "a socket": (_socket, "no regular file"),
    "a link to itself": (_loop, "does not exist"),
    "two links to each other": (_circle, "does not exist"),
    "a link to nothing": (_dangling, "does not exist"),
    "a link to a device": (_device_by_link, "no regular file"),
    "an empty folder with the name of a file": (_folder_as_file, "holds no files"),
    "an empty file": (_written("empty.txt", b""), "empty"),
    "a file of zeros": (_written("zeros.txt", bytes(5000)), ""),
    "a name that paints": (_written("\x1b[31mred.txt"), "characters that cannot be printed"),
    "a name of two lines": (_written("two\nlines.txt"), ""),
    "a name that turns round": (_written("txt.\u202egnp.txt"), "characters that cannot be printed"),
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "_PATIENCE", 0.1)


@pytest.mark.parametrize("thing", THINGS)
def test_what_is_no_article_is_named_in_a_line(thing: str, shell: Shell, tmp_path: Path) -> None:
    make, reason = THINGS[thing]
    done = shell("generate", make(tmp_path), *RUN)
    assert done.code == 3
    assert reason in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


@pytest.mark.parametrize("thing", THINGS)
def test_it_costs_its_neighbours_nothing(thing: str, shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    made = THINGS[thing][0](tmp_path)
    done = shell("generate", folder / "a.txt", made, *RUN)
    assert done.code == 1
    assert "ten days" in done.out


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random", "/dev/full", "/dev/tty"])
def test_a_device_is_not_read(device: str, shell: Shell) -> None:
    done = shell("generate", device, *RUN)
    assert done.code == 3
    assert "no regular file" in done.err


def test_a_folder_that_holds_a_link_to_itself_ends(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "again").symlink_to(".")
    done = shell("generate", folder, *RUN)
    assert done.code == 0
    assert done.out.count("# ") >= 1


def test_a_deep_folder_ends(shell: Shell, tmp_path: Path) -> None:
    top = deep = tmp_path / "in"
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (top / "a.txt").write_text(STORY)
    assert shell("generate", top, *RUN).code == 0
    shutil.rmtree(top)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)
    done = shell("generate", tmp_path / "a.txt", *RUN)
    assert done.code == 3
    assert "Permission denied" in done.err


def test_a_pipe_that_is_written_to_is_an_article(shell: Shell, tmp_path: Path) -> None:
    pipe = _pipe(tmp_path)
    writer = threading.Thread(target=pipe.write_text, args=(STORY,))
    writer.start()
    done = shell("generate", pipe, *RUN)
    writer.join()
    assert done.code == 0
    assert "ten days" in done.out


def test_a_pipe_without_end_stops_at_the_bound(shell: Shell, tmp_path: Path) -> None:
    pipe = _pipe(tmp_path)

    def pour() -> None:
        with pytest.raises(BrokenPipeError), pipe.open("wb", buffering=0) as stream:
            while True:
                stream.write(b"x" * 65_536)

    writer = threading.Thread(target=pour)
    writer.start()
    done = shell("generate", pipe, *RUN)
    writer.join()
    assert done.code == 3
    assert "larger than" in done.err
