"""Rules alone on claims without quotes: what is refuted, by data set and by kind of error.

    python benchmarks/support.py --data FILE [--out FILE]

The data is JSONL (or .jsonl.gz): {id, source, claim, supported, kind, dataset, article}. A claim cites nothing, so the
sentences of its source that share the most telling words with it are cited for it (five at most), which is less than
an author's own quotes are worth. A claim that its data set calls supported may still state a fact that its source has
not: where the rules name a figure, day or name that stands nowhere in the source, the refutation is no false alarm and
is counted by itself. FILE gets one row a claim: {id, verdict, objections}. Intervals are 95% by resampling articles
(not claims: those of one article are alike).
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.checking.check import ItemChecker
from briefing.checking.reading import ComparedText
from briefing.language.sentences import sentences
from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Document
from briefing.schema.draft import DraftStatement
from briefing.schema.terms import Section
from briefing.schema.verdict import Objection

RESAMPLES = 1_000
CITED = 5
_SPLIT_NUMBER = re.compile(r"(?<=\d)([,.]) (?=\d{1,3}(?!\d))")
"""A tokeniser of one of the data sets split "235, 000" and "122. 5"."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with what is right and what we say."""

    dataset: str
    kind: str
    article: str
    supported: bool
    refuted: bool
    absent: bool
    """It is refuted for something that stands nowhere in the source."""
    objections: tuple[Objection, ...]


class Source:
    """A source that claims are checked against."""

    def __init__(self, text: str) -> None:
        self._checker = ItemChecker(_article(text), {})
        self._sentences = [span.slice(text) for span in sentences(text)]
        self._stems = [ComparedText(sentence).content for sentence in self._sentences]
        held = Counter(stem for stems in self._stems for stem in stems)
        self._weights = {stem: math.log(1 + len(self._sentences) / count) for stem, count in held.items()}
        self._text = text.casefold()

    def refuted_by(self, claim: str) -> tuple[bool, tuple[Objection, ...]]:
        """Whether the rules refute a claim, and what they say."""
        checked = self._checker.check(Section.GIST, DraftStatement(text=claim, quotes=self._cited(claim)))
        return checked.refuted, checked.verdict.objections

    def holds(self, claimed: str | None) -> bool:
        return claimed is not None and claimed.casefold() in self._text

    def _cited(self, claim: str) -> tuple[str, ...]:
        stems = ComparedText(claim).content
        scores = [sum(self._weights[stem] for stem in sorted(stems & held)) for held in self._stems]
        best = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:CITED]
        return tuple(self._sentences[at] for at in sorted(best) if scores[at] > 0.3 * max(scores))


def main(
    data: Annotated[Path, typer.Option(help="JSONL or .jsonl.gz of claims.")],
    out: Annotated[Path | None, typer.Option(help="File for one row a claim.")] = None,
) -> None:
    """Print the figures."""
    if not data.is_file():
        raise typer.BadParameter(f"{data} is no file", param_hint="--data")
    raw = list(_read(data))
    rows, seconds = _check(raw)
    if out:
        with out.open("w", encoding="utf-8") as file:
            for record, row in zip(raw, rows, strict=True):
                objections = [each.model_dump(mode="json", exclude_none=True) for each in row.objections]
                answer = {"id": record["id"], "verdict": "refuted" if row.refuted else "unconfirmed"}
                file.write(json.dumps(answer | {"objections": objections}, ensure_ascii=False) + "\n")
    for dataset in sorted({row.dataset for row in rows}):
        _print(dataset, [row for row in rows if row.dataset == dataset])
    print(f"{len(rows) / seconds:,.0f} claims/s on one core, sources read ({len(rows)} claims)")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)


def _text(record: dict[str, Any]) -> str:
    return _SPLIT_NUMBER.sub(r"\1", record["source"]) if "qags" in record["dataset"] else record["source"]


def _claim(record: dict[str, Any]) -> str:
    """The claim; words that a summariser did not know stand as "UNK" in one of the data sets, and are no names."""
    return str(record["claim"]).replace("UNK", "unk")


def _check(raw: Sequence[dict[str, Any]]) -> tuple[list[Row], float]:
    sources = {text: Source(text) for text in dict.fromkeys(map(_text, raw))}
    rows: list[Row] = []
    for record in raw:
        source = sources[_text(record)]
        refuted, objections = source.refuted_by(_claim(record))
        rows.append(
            Row(
                dataset=record["dataset"].removesuffix("_task1").removesuffix("_task2"),
                kind=record["kind"] or "unlabelled",
                article=record["article"],
                supported=record["supported"],
                refuted=refuted,
                absent=refuted and not source.holds(objections[0].claimed),
                objections=objections,
            )
        )
    started = time.process_time()  # the second pass: every source is read now
    for record in raw:
        sources[_text(record)].refuted_by(_claim(record))
    return rows, time.process_time() - started


def _article(text: str) -> Article:
    whole = Span(start=0, end=len(text))
    run = MapRun(start=0, end=len(text), source_start=0, source_end=len(text))
    return Article(
        id="source",
        ref=Document.of(text, "source.txt").ref,
        title=None,
        outlet=None,
        language="en",
        text=text,
        paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=whole),),
        source_map=SourceMap(runs=(run,)),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Of refutation: precision, precision without absent facts, recall."""

    precision: float
    certain: float
    recall: float


def _figures(rows: Sequence[Row]) -> Figures:
    flagged = [row for row in rows if row.refuted]
    caught = sum(not row.supported for row in flagged)
    alarms = sum(row.supported and not row.absent for row in flagged)
    wrong = sum(not row.supported for row in rows)
    return Figures(
        precision=caught / len(flagged) if flagged else 1.0,
        certain=caught / (caught + alarms) if caught + alarms else 1.0,
        recall=caught / wrong if wrong else 0.0,
    )


def _print(dataset: str, rows: Sequence[Row]) -> None:
    whole = _figures(rows)
    articles = len({row.article for row in rows})
    print(f"{dataset}: {len(rows)} claims, {articles} articles, {sum(not row.supported for row in rows)} unsupported")
    for name, title in (
        ("certain", "precision"),
        ("precision", "precision, absent facts as alarms"),
        ("recall", "recall"),
    ):
        low, high = _interval(rows, name)
        print(f"  {title:<34} {getattr(whole, name):.3f}  [{low:.3f}, {high:.3f}]")
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        kinds["(supported)" if row.supported else row.kind][row.refuted] += 1
    for kind, counts in sorted(kinds.items(), key=lambda entry: (-entry[1].total(), entry[0])):
        if counts.total() >= 5:
            print(f"    {kind:<64} {counts.total():>4}  refuted {counts[True] / counts.total():.2f}")
    problems = Counter((row.objections[0].problem.value, row.supported) for row in rows if row.refuted)
    parts = (
        f"{name} {problems[name, False]}/{problems[name, True]}" for name in sorted({name for name, _ in problems})
    )
    print(f"  problems (right/false alarm): {', '.join(parts)}\n")


def _interval(rows: Sequence[Row], name: str) -> tuple[float, float]:
    """The 95% interval of a figure by resampling articles with a fixed seed."""
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_article[row.article].append(row)
    articles = sorted(by_article)
    draw = random.Random(11)
    values = sorted(
        getattr(_figures([row for key in draw.choices(articles, k=len(articles)) for row in by_article[key]]), name)
        for _ in range(RESAMPLES)
    )
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


if __name__ == "__main__":
    typer.run(main)
