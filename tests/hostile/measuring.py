"""A command run as a process of its own, with what it took."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST = 700_000_000
"""Bytes of memory that any single input may take."""
SECONDS = 20
"""Seconds of processor time that it may."""
_FORKING = """
import io, json, os, sys, tempfile
from contextlib import redirect_stderr, redirect_stdout
from briefing.cli import main

def run(arguments):
    sys.argv = ["briefing", *arguments]
    main()

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("a.html", "w") as file:
        file.write("<html><body><p>The union offered Norline a truce of ten days on Monday.</p></body></html>")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            run(["generate", "a.html", "--model", "embedded", "--workers", "0"])
        except SystemExit:
            pass
    os.chdir("/")

for line in sys.stdin:
    folder, environment, arguments = json.loads(line)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            run(arguments)
            os._exit(99)  # the command ends by itself
        _, status, used = os.wait4(child, 0)
        told = []
        for each in (out, err):
            each.seek(0)
            told.append(each.read().decode())
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps([used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, code, *told]), flush=True)
"""
"""A process that has imported all that a command does, and has a copy of itself make each one: what that copy takes is
counted by itself, its memory with all that was imported."""


@dataclass(frozen=True)
class Taken:
    memory: int
    seconds: float
    code: int
    out: str
    err: str

    def hold(self) -> None:
        """It was bounded, and ended in order."""
        assert self.memory < MOST
        assert self.seconds < SECONDS
        assert self.code in (0, 1, 3)
        assert "Traceback" not in self.err
        assert "unexpected fault" not in self.err


def measured(folder: Path, *arguments: str) -> Taken:
    """What a command takes in that folder."""
    process = _forking()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps([str(folder), dict(os.environ), arguments]) + "\n")
    process.stdin.flush()
    return Taken(*json.loads(process.stdout.readline()))


@cache
def _forking() -> subprocess.Popen[str]:
    """The process that makes copies of itself; it ends with this one."""
    process = subprocess.Popen(
        [sys.executable, "-c", _FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()
