"""A program that uses every public name of `briefing` once: `python -m examples.whole_face article.txt`.

Checked with `mypy --strict`, and run by the tests.
"""

import asyncio
import sys
import tempfile
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
    workers: briefing.Workers = briefing.open_workers(1)
    async with workers:
        return [result async for result in briefing.stream(documents, workers=workers)]


async def awaited(document: briefing.Document, model: briefing.LanguageModel) -> tuple[briefing.Briefing, str]:
    page = await briefing.agenerate([document], model=[model, "embedded"])
    brief: briefing.Brief = await briefing.abrief(document)
    return page, brief.headline.text if brief.headline else ""


async def composed(text: str, mapped: briefing.Mapped | None) -> briefing.Briefing:
    """A page of articles that came as bytes, briefed first and put together later, in a run of one budget."""
    run = briefing.ModelRun(briefing.RunBudget(requests=10))
    results: list[briefing.ArticleResult] = []
    for found in briefing.read_documents(text.encode(), "note.txt", briefing.SourceOptions(max_characters=50_000)):
        if isinstance(found, briefing.SourceError):
            results.append(briefing.unread(found))
        else:
            results += [result async for result in briefing.stream([found], run=run)]
    page = await (briefing.compose(results, run=run, mapped=mapped) if mapped else briefing.compose(results, run=run))
    rows: tuple[briefing.UsageRow, ...] = page.run.usage_by_stage
    assert all(row.requests == 0 for row in rows)
    return page


def chosen(ledger: Path) -> briefing.Settings:
    """Settings by the options of each room."""
    return briefing.Settings(
        ledger=str(ledger),
        days=briefing.LedgerOptions(window=30),
        stories=briefing.StoryOptions(gist_lines=2),
        extraction=briefing.ExtractionOptions(overlap_tokens=100),
        llm=briefing.ModelSettings(),
    )


def shown(page: briefing.BriefingData, key: briefing.PublicKey | None = None) -> list[str]:
    """A feed of a page, what failed by its code, and whether the page holds."""
    failures: tuple[briefing.Failure, ...] = page.coverage.failures
    faults = [each for each in failures if each.code is briefing.FailureCode.FAULT]
    report: briefing.VerifyReport = briefing.verify(page, key=key)
    return [briefing.feed([page], briefing.RenderingOptions(brief=True))[:5], str(len(faults)), str(report.ok)]


def remembered(ledger: Path) -> int:
    """How many entries wait for an answer."""
    with briefing.Ledger.open(ledger) as opened:
        return len(opened.entries(briefing.LedgerQuery(open_only=True)))


def main(text: str) -> list[str]:
    """A line for each way to ask."""
    carried = briefing.Carried(outlet="Harbour Post")
    document = briefing.Document.of(text, "a note", briefing.MediaType.TEXT, carried=carried)
    settings: briefing.Settings = briefing.load_settings({"model": "embedded"})
    page: briefing.Briefing = briefing.generate([document], settings)
    lines = [page.to_markdown().splitlines()[0], str(briefing.verify(page).ok)]
    lines += [result.source for result in asyncio.run(streamed([document]))]
    _, headline = asyncio.run(awaited(document, Echo("{}")))
    lines.append(headline)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "days.db"
        later = briefing.generate([document], chosen(ledger))
        lines += [*shown(later), str(remembered(ledger) >= 0)]
    article: briefing.Article = asyncio.run(composed(text, None)).articles[0]
    lines.append(article.text[:7])
    try:
        briefing.brief(briefing.Document.of("", "an empty note"), settings)
    except briefing.BriefingError as error:
        lines.append(told(error))
    return lines


if __name__ == "__main__":
    print("\n".join(main(Path(sys.argv[1]).read_text(encoding="utf-8"))))
