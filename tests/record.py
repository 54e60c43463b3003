"""Record the cassettes anew: ``make record``.

The test cassettes always come from the scripted endpoint on loopback. The demo (``cassettes/demo.json``, which
``make demo`` replays) comes from it too, unless a model is named:

    OPENAI_API_KEY=... .venv/bin/python -m tests.record --model openai/gpt-4o-mini

The key is sent to the provider and kept nowhere: see ``cassettes/README.md``.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "cassettes" / "demo.json"
SEEDS = ROOT / "seeds"
SCRIPTED = "openai/recorded-llm"


def main(
    model: Annotated[str | None, typer.Option(help="A hosted model; unset: the scripted endpoint.")] = None,
    demo_only: Annotated[bool, typer.Option(help="Leave the cassettes of the tests as they are.")] = False,
) -> None:
    """Record the cassettes anew."""
    if not demo_only:
        subprocess.run([sys.executable, "-m", "pytest", "-m", "vcr", "--record-mode=rewrite"], cwd=ROOT, check=True)
    asyncio.run(_record_demo(model))
    print(f"wrote {DEMO.relative_to(ROOT).as_posix()}")


async def _record_demo(model: str | None) -> None:
    """One run over the seeds, with every exchange kept."""
    from tests.endpoint import Endpoint
    from tests.endpoint.seeds import seed_script

    if model is not None:
        await _run(model, None)
        return
    async with Endpoint(seed_script) as endpoint:
        await _run(SCRIPTED, endpoint.api_base)


async def _run(model: str, api_base: str | None) -> None:
    from briefing.llm import ModelSettings
    from briefing.pipeline import stream
    from briefing.settings import load_settings

    settings = load_settings(
        {"model": model, "llm": ModelSettings(api_base=api_base, record=DEMO), "fallback": (), "proof": "same"}
    )
    async for result in stream([SEEDS], settings):
        if result.failure:
            print(f"{result.source}: {result.failure.reason}", file=sys.stderr)


if __name__ == "__main__":
    typer.run(main)
