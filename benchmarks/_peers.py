"""Other libraries at the same task, where they are installed. Each is used as its own documentation says."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Awaitable, Callable, Sequence

Peer = Callable[[str, Sequence[str], int], Awaitable[None]]


async def _instructor(api_base: str, texts: Sequence[str], in_flight: int) -> None:
    """instructor over the openai SDK, JSON schema mode, validating the same draft."""
    import instructor
    from openai import AsyncOpenAI

    from briefing.schema.draft import BriefDraft

    client = instructor.from_openai(
        AsyncOpenAI(base_url=api_base, api_key="k", max_retries=0), mode=instructor.Mode.JSON_SCHEMA
    )
    slots = asyncio.Semaphore(in_flight)

    async def call(text: str) -> None:
        async with slots:
            await client.chat.completions.create(
                model="gpt-4o-mini",
                response_model=BriefDraft,
                messages=[{"role": "user", "content": _marked(text)}],
            )

    await asyncio.gather(*(call(text) for text in texts))


def _marked(text: str) -> str:
    from briefing.llm.envelope import wrap

    return wrap(text)


PEERS: dict[str, Peer] = {"instructor": _instructor} if importlib.util.find_spec("instructor") else {}
