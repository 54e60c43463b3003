"""A service that briefs articles by a model of its own: what it asks, where, and how is all in one object.

    python -m examples.service article.txt

Checked with `mypy --strict`, and run by the tests.
"""

import asyncio
import sys
from pathlib import Path

import httpx

import briefing


class OurModel:
    """A model behind our own gateway, which takes a prompt and gives a text."""

    name, version = "gateway", "2026-11"
    context_window: int | None = 32_768
    # The gateway knows no JSON Schema: briefing puts it into the prompt.
    capabilities = briefing.Capabilities(structured=briefing.StructuredOutput.PROMPT, max_output_tokens=4_096)

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=60)

    def count_tokens(self, text: str) -> int:
        return len(text) // 3

    async def complete(self, request: briefing.CompletionRequest) -> briefing.Completion:
        prompt = [{"role": message.role, "text": message.content} for message in request.messages]
        try:
            reply = await self._http.post("/generate", json={"prompt": prompt, "most_tokens": request.max_tokens})
            reply.raise_for_status()
        except httpx.HTTPError as error:  # asked again, after a pause
            raise briefing.TransientModelError(f"the gateway failed: {error}") from error
        said = reply.json()
        usage = briefing.Usage(input_tokens=said["read"], output_tokens=said["written"])
        return briefing.Completion(
            text=said["text"], finish_reason=briefing.FinishReason.STOP, model=self.name, usage=usage
        )

    async def aclose(self) -> None:
        await self._http.aclose()


async def page_of(articles: list[str], model: briefing.LanguageModel) -> briefing.Briefing:
    """The page of some articles; where the gateway is down, the embedded engine drafts, and the page says so."""
    documents = [briefing.Document.of(text, f"article-{n}") for n, text in enumerate(articles, start=1)]
    return await briefing.agenerate(documents, model=[model, "embedded"])


if __name__ == "__main__":
    articles = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    print(asyncio.run(page_of(articles, OurModel("http://localhost:8080"))).to_markdown())
