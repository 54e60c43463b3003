"""Every text of the evaluation data through the whole pipeline, and the check of the pages that come of it.

    python benchmarks/soak.py --data DATA [--folder stories --folder cases] [--sample 100] [--batch 50] [--details]

Texts are cleaned and briefed by the embedded engine, or with their recorded draft. A page is made of each fifty texts
(of each day or case, where they have one), in every form, with and without a ledger, and verified. Prints by folder
what became of texts and pages, then the faults by place. Of blind texts nothing but counts is printed. Exits with 1
where there is a fault that is none of the input's, or a page does not verify.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, islice
from pathlib import Path
from random import Random
from traceback import extract_tb
from typing import Annotated, TypeVar

import typer
from _recorded import recorded
from _soak_texts import Folder, Text, folders

import briefing
from briefing.pages import compose
from briefing.remembering import remember
from briefing.rendering import to_feed
from briefing.schema.briefing import BriefingData
from briefing.schema.results import ArticleResult

FIRST_DAY = date(2030, 1, 1)
"""Of the pages of texts without a day: a page each day."""

Value = TypeVar("Value")


@dataclass(slots=True)
class Tally:
    """What became of the texts of a folder and of the pages made of them."""

    folder: Folder
    outcomes: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def count(self, result: ArticleResult) -> None:
        if result.failure is None:
            self.outcomes["briefed" if result.brief else "repeated"] += 1
        elif result.failure.stage == "briefing":
            self.outcomes["lost"] += 1
        else:
            reason = result.failure.reason.replace(result.failure.source, "").strip(": ")
            self.outcomes["refused"] += 1
            self.refused[result.failure.stage, reason[:100]] += 1

    def attempt(self, what: str, work: Callable[[], Value]) -> Value | None:
        """The value of some work on a page; an exception is a fault, and None."""
        try:
            return work()
        except Exception as error:
            place = extract_tb(error.__traceback__)[-1]
            self.faults[
                f"{what}: {type(error).__name__} in {place.name}, {Path(place.filename).name}:{place.lineno}"
            ] += 1
            return None


class Faults(logging.Handler):
    """Keeps where articles were lost: type and place of the exception, no word of the article."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        self.found[record.getMessage()] += 1


def main(
    data: Annotated[Path, typer.Option(help="The folder of evaluation data.", exists=True)],
    folder: Annotated[list[str] | None, typer.Option(help="Only folders whose name begins so; repeatable.")] = None,
    sample: Annotated[int | None, typer.Option(help="So many texts of each folder, drawn at random.")] = None,
    seed: Annotated[int, typer.Option(help="Which texts are drawn.")] = 1,
    batch: Annotated[int, typer.Option(help="Articles on a page.")] = 50,
    details: Annotated[bool, typer.Option(help="Why texts were refused.")] = False,
) -> None:
    """Brief every text and verify every page."""
    chosen = [each for each in folders(data) if not folder or each.name.startswith(tuple(folder))]
    if not chosen:
        raise typer.BadParameter(f"{data} holds no such folder")
    print(f"{'folder':34}{'texts':>7}{'briefed':>9}{'repeated':>10}{'refused':>9}{'faults':>8}{'pages verified':>16}"
          f"{'with ledger':>13}{'seconds':>9}")  # fmt: skip
    tallies = []
    for each in chosen:
        tallies.append(_soak(each, sample=sample, seed=seed, batch=batch))
        _print_row(each.name, [tallies[-1]])
    _print_row("all", tallies)
    _print_findings(tallies, details)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of memory: {memory:.0f} MB")
    raise typer.Exit(1 if any(tally.faults or tally.failures for tally in tallies) else 0)


def _soak(folder: Folder, *, sample: int | None, seed: int, batch: int) -> Tally:
    tally = Tally(folder)
    began = time.perf_counter()
    handler = Faults()
    logging.getLogger("briefing").addHandler(handler)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for number, texts in enumerate(_pages_of(_drawn(folder.read(), sample, seed), batch)):
                _page(texts, FIRST_DAY + timedelta(days=number), str(Path(scratch) / "ledger.db"), tally)
    finally:
        logging.getLogger("briefing").removeHandler(handler)
    tally.faults += handler.found
    tally.seconds = time.perf_counter() - began
    return tally


def _drawn(texts: Iterable[Text], sample: int | None, seed: int) -> Iterable[Text]:
    if sample is None:
        return texts
    listed = list(texts)
    kept = sorted(Random(seed).sample(range(len(listed)), min(sample, len(listed))))
    return [listed[place] for place in kept]


def _pages_of(texts: Iterable[Text], most: int) -> Iterator[list[Text]]:
    """The texts that belong on one page, at most so many at a time: memory stays bounded."""
    for _, together in groupby(texts, key=lambda text: text.page):
        while page := list(islice(together, most)):
            yield page


def _page(texts: Sequence[Text], day: date, ledger: str, tally: Tally) -> None:
    drafts = [(_words(text), text.draft) for text in texts if text.draft is not None]
    with recorded(drafts) if drafts else nullcontext() as api_base:
        model = {"model": "recorded", "proof": "off", "correct": False}
        model |= {"llm": {"api_base": api_base, "context_window": 200_000}}
        options = model if drafts else {"model": "embedded"}
        settings = briefing.Settings.model_validate({"date": texts[0].day or day, **options})
        results = asyncio.run(_results(texts, settings))
    for result in results:
        tally.count(result)
    data = tally.attempt("page", lambda: compose(results, settings))
    if data is not None and data.articles:
        page = _as_page(data)
        tally.attempt("eml", page.to_mail)
        tally.attempt("feed", lambda: to_feed([page]).encode())
        _check(page, "without ledger", tally)
        remembered = tally.attempt("ledger", lambda: remember(data, ledger, settings))
        if remembered is not None:
            _check(_as_page(remembered), "with ledger", tally)


def _as_page(data: BriefingData) -> briefing.Briefing:
    return briefing.Briefing.model_construct(**dict(data.finished()))


def _words(text: Text) -> str:
    return text.source.text if not isinstance(text.source, Path) else ""


async def _results(texts: Sequence[Text], settings: briefing.Settings) -> list[ArticleResult]:
    return [result async for result in briefing.stream([text.source for text in texts], settings, ordered=True)]


_ANYWHERE = [Path(Path.cwd().anchor)]
"""Where the sources of the pages lie: they are the caller's own."""


def _check(page: briefing.Briefing, kind: str, tally: Tally) -> None:
    """Write a page, and verify it as it is read back."""
    tally.attempt("md", lambda: page.to_markdown().encode())
    tally.attempt("html", lambda: page.to_html().encode())
    report = tally.attempt("verify", lambda: briefing.verify(page.to_json().encode(), allow=_ANYWHERE))
    tally.pages[kind] += 1
    if report is not None and report.ok:
        tally.pages[f"{kind}, verified"] += 1
    for failure in report.failures if report else ():
        what = f"{kind}: {failure.path}"
        tally.failures[what if tally.folder.blind else f"{what}: {failure.item}: {failure.reason}"] += 1


def _print_row(name: str, tallies: Sequence[Tally]) -> None:
    outcomes = sum((tally.outcomes for tally in tallies), Counter())
    pages = sum((tally.pages for tally in tallies), Counter())
    faults = sum(tally.faults.total() for tally in tallies)
    print(
        f"{name:34}{outcomes.total():7}{outcomes['briefed']:9}{outcomes['repeated']:10}{outcomes['refused']:9}{faults:8}"
        + "".join(f"{pages[f'{kind}, verified']:>{width}} of {pages[kind]:3}" for kind, width in _KINDS)
        + f"{sum(tally.seconds for tally in tallies):9.1f}",
        flush=True,
    )


_KINDS = (("without ledger", 9), ("with ledger", 6))


def _print_findings(tallies: Sequence[Tally], details: bool) -> None:
    stages = Counter[str]()
    for tally in tallies:
        for (stage, reason), count in tally.refused.most_common():
            stages[stage] += count
            if details and not tally.folder.blind:
                print(f"  refused, {tally.folder.name}: {count} x {stage}: {reason}")
        for fault, count in tally.faults.most_common():
            print(f"  FAULT, {tally.folder.name}: {count} x {fault}")
        for failure, count in tally.failures.most_common(20):
            print(f"  NOT VERIFIED, {tally.folder.name}: {count} x {failure}")
    print("refused by stage:", ", ".join(f"{count} in {stage}" for stage, count in stages.most_common()) or "none")


if __name__ == "__main__":
    typer.run(main)
