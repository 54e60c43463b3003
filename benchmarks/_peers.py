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


async def _langextract(api_base: str, texts: Sequence[str], in_flight: int) -> None:
    """langextract over its OpenAI provider, one request an article, quotes aligned as it does by default."""
    import langextract as lx

    example = lx.data.ExampleData(
        text="Norland offered Sudria talks.",
        extractions=[lx.data.Extraction("offer", "Norland offered Sudria talks.")],
    )

    def extract() -> None:
        found = lx.extract(
            [lx.data.Document(text) for text in texts],
            prompt_description="List offers in their own words.",
            examples=[example],
            model_id="gpt-4o-mini",
            api_key="k",
            language_model_params={"base_url": api_base, "max_workers": in_flight},
            max_workers=in_flight,
            batch_length=in_flight,
            max_char_buffer=100_000,
            show_progress=False,
        )
        assert all(document.extractions for document in found)

    await asyncio.to_thread(extract)


def _marked(text: str) -> str:
    from briefing.llm.envelope import wrap

    return wrap(text)


_KNOWN: dict[str, Peer] = {"instructor": _instructor, "langextract": _langextract}

PEERS = {name: peer for name, peer in _KNOWN.items() if importlib.util.find_spec(name)}
