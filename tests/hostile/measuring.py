"""A command run as a process of its own, with what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOST = 700_000_000
"""Bytes of memory that any single input may take."""
SECONDS = 20
"""Seconds of processor time that it may."""
_BETWEEN = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "briefing", *sys.argv[1:]], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, done.returncode, done.stdout, done.stderr]))
"""
"""A process between this one and the command: what children took is told of all of them together, and this process
has had many."""


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
    line = [sys.executable, "-c", _BETWEEN, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, cwd=folder, check=True)
    return Taken(*json.loads(done.stdout))
