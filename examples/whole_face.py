"""A program that uses every public name of `briefing` once: `python -m examples.whole_face article.txt`.

Checked with `mypy --strict`, and run by the tests.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import briefing


class Echo:
    """A model that says that there is nothing to say."""

    name, version = "echo", briefing.__version__
    context_window: int | None = 32_768
    capabilities = briefing.Capabilities(structured=briefing.StructuredOutput.PROMPT)

    def __init__(self, text: str) -> None:
        self.text = text

    def count_tokens(self, text: str) -> int:
        return len(text) // 4 + 1

    async def complete(self, request: briefing.CompletionRequest) -> briefing.Completion:
        messages: Sequence[briefing.Message] = request.messages
        schema: briefing.ReplySchema | None = request.reply_schema
        if not messages or schema is None:
            raise briefing.PermanentModelError("nothing was asked")
        usage = briefing.Usage(input_tokens=len(messages), output_tokens=1)
        return briefing.Completion(
            text=self.text, finish_reason=briefing.FinishReason.STOP, model=self.name, usage=usage
        )

    async def aclose(self) -> None:
        """Holds nothing."""


def told(error: briefing.BriefingError) -> str:
    """What a person does about an error, by its class."""
    match error:
        case briefing.TransientModelError():
            return "again later"
        case briefing.PermanentModelError() | briefing.ModelFault() | briefing.ModelError():
            return "another model"
        case briefing.UsageError():
            return "another call"
        case briefing.NoArticleError() | briefing.OtherKindError() | briefing.SourceError() | briefing.DataError():
            return "another input"
        case _:
            return "what its message says"


async def streamed(documents: list[briefing.Document]) -> list[briefing.ArticleResult]:
    """Each article as it finishes, computed in a process beside this one."""
    async with briefing.open_workers(1) as workers:
        return [result async for result in briefing.stream(documents, workers=workers)]


async def awaited(document: briefing.Document, model: briefing.LanguageModel) -> tuple[briefing.Briefing, str]:
    page = await briefing.agenerate([document], model=[model, "embedded"])
    brief = await briefing.abrief(document)
    return page, brief.headline.text if brief.headline else ""


def main(text: str) -> list[str]:
    """A line for each way to ask."""
    document = briefing.Document.of(text, "a note")
    settings: briefing.Settings = briefing.load_settings({"model": "embedded"})
    page: briefing.Briefing = briefing.generate([document], settings)
    lines = [page.to_markdown().splitlines()[0], str(briefing.verify(page).ok)]
    lines += [result.source for result in asyncio.run(streamed([document]))]
    _, headline = asyncio.run(awaited(document, Echo("{}")))
    lines.append(headline)
    try:
        briefing.brief(briefing.Document.of("", "an empty note"), settings)
    except briefing.BriefingError as error:
        lines.append(told(error))
    return lines


if __name__ == "__main__":
    print("\n".join(main(Path(sys.argv[1]).read_text(encoding="utf-8"))))
