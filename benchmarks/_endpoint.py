"""The scripted endpoint as a child process, for benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Served:
    """An endpoint that runs."""

    root: str

    @property
    def api_base(self) -> str:
        return f"{self.root}/v1"

    def stats(self) -> dict[str, Any]:
        """Requests seen, most in flight, and requests by article where they are counted."""
        with urllib.request.urlopen(f"{self.root}/stats") as reply:
            stats: dict[str, Any] = json.load(reply)
        return stats

    def forget(self) -> None:
        """Count anew."""
        urllib.request.urlopen(urllib.request.Request(f"{self.root}/stats", method="DELETE")).close()


@contextmanager
def serving(*options: str) -> Iterator[Served]:
    """An endpoint with these options of ``python -m tests.endpoint``, ended with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.endpoint", *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdin is not None
    try:
        yield Served(process.stdout.readline().strip())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def cpu_seconds() -> str:
    """The processor time of the process that this is called in; a string, as what workers give."""
    return str(time.process_time())
