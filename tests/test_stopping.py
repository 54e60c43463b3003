"""Processes that are stopped, or whose asker has gone: they end in order, and no traceback is left."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.endpoint import Answer, Endpoint
from tests.endpoint.articles import article

CALL = json.dumps(["os.path", "join", "a", "b"]).encode() + b"\n"


@pytest.mark.parametrize("calls", [b"", CALL, CALL * 200])
def test_a_worker_whose_asker_has_gone_says_nothing(calls: bytes) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "briefing.workers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert worker.stdin and worker.stdout and worker.stderr
    worker.stdout.close()  # as where the process that reads is killed
    try:
        worker.stdin.write(calls)
        worker.stdin.close()
    except BrokenPipeError:
        pass  # it has seen already that nobody reads
    assert worker.stderr.read() == b""
    worker.stderr.close()
    assert worker.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
async def test_a_run_that_is_stopped_ends_in_order(number: signal.Signals, code: int, tmp_path: Path) -> None:
    Path(tmp_path / "one.txt").write_text("\n\n".join(article(1, 1200)), encoding="utf-8")  # noqa: ASYNC240 - a test's file
    async with Endpoint([Answer(delay=3600)]) as endpoint:
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "briefing", "generate", "one.txt", "--out", "out", "--model", "my-model"),
            env={**os.environ, "BRIEFING_LLM__API_BASE": endpoint.api_base},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_as_in_a_terminal,
        )
        await endpoint.arrived(1)
        run.send_signal(number)
        out, err = await run.communicate()
    assert run.returncode == code
    assert out == b""
    assert err.decode().startswith("briefing: interrupted; a second run takes up")
    assert len(err.splitlines()) == 1
    assert not Path(tmp_path / "out").exists()  # noqa: ASYNC240 - a test's file


def _as_in_a_terminal() -> None:
    """Tests that run in the background (``nohup``) are begun with interrupts ignored, and so would be the run."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
