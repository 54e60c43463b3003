"""Does a source support a claim: rejection by data set and by kind of error, and claims a second.

    python benchmarks/support.py --data FILE [--out FILE]

The data is JSONL (or .jsonl.gz): {id, source, claim, supported, kind, dataset, article}. The output gets one row a
claim: {id, verdict, reasons}. Intervals are 95% by resampling articles (not claims: those of one article are alike).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from briefing.grounding import SourceIndex, check_claim

from briefing.schema.evidence import Ruling, Verdict

RESAMPLES = 1_000
_SPLIT_NUMBER = re.compile(r"(?<=\d)([,.]) (?=\d{1,3}(?!\d))")
"""A tokeniser of one of the data sets split "235, 000" and "122. 5"."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with what is right and what we say."""

    dataset: str
    kind: str
    article: str
    supported: bool
    verdict: Verdict


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
                reasons = [reason.model_dump(mode="json", exclude_none=True) for reason in row.verdict.reasons]
                answer = {"id": record["id"], "verdict": row.verdict.ruling.value, "reasons": reasons}
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
    for dataset in sorted({row.dataset for row in rows}):
        _print(dataset, [row for row in rows if row.dataset == dataset])
    print(f"{len(rows) / seconds:,.0f} claims/s on one core, sources indexed ({len(rows)} claims)")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for line in text.split("\n"):
        if line.strip():
            yield json.loads(line)


def _check(raw: Sequence[dict[str, Any]]) -> tuple[list[Row], float]:
    indexes: dict[str, SourceIndex] = {}
    rows: list[Row] = []
    for record in raw:
        source = _SPLIT_NUMBER.sub(r"\1", record["source"]) if "qags" in record["dataset"] else record["source"]
        index = indexes.setdefault(source, SourceIndex(source))
        verdict = check_claim(index, record["claim"])
        rows.append(
            Row(
                dataset=record["dataset"].removesuffix("_task1").removesuffix("_task2"),
                kind=record["kind"] or "unlabelled",
                article=record["article"],
                supported=record["supported"],
                verdict=verdict,
            )
        )
    started = time.process_time()  # the second pass: every source is indexed now
    for record in raw:
        source = _SPLIT_NUMBER.sub(r"\1", record["source"]) if "qags" in record["dataset"] else record["source"]
        check_claim(indexes[source], record["claim"])
    return rows, time.process_time() - started


@dataclass(frozen=True, slots=True)
class Figures:
    """Of rejection: precision, recall, false alarms, balanced accuracy."""

    precision: float
    recall: float
    alarms: float

    @property
    def balanced(self) -> float:
        return (self.recall + 1 - self.alarms) / 2


def _figures(rows: Sequence[Row]) -> Figures:
    flagged = [row for row in rows if row.verdict.ruling is Ruling.REJECTED]
    caught = sum(not row.supported for row in flagged)
    wrong = sum(not row.supported for row in rows)
    right = len(rows) - wrong
    return Figures(
        precision=caught / len(flagged) if flagged else 1.0,
        recall=caught / wrong if wrong else 0.0,
        alarms=(len(flagged) - caught) / right if right else 0.0,
    )


def _print(dataset: str, rows: Sequence[Row]) -> None:
    whole = _figures(rows)
    articles = len({row.article for row in rows})
    print(f"{dataset}: {len(rows)} claims, {articles} articles, {sum(not row.supported for row in rows)} unsupported")
    for name in ("precision", "recall", "alarms", "balanced"):
        low, high = _interval(rows, name)
        print(f"  {name:<10} {getattr(whole, name):.3f}  [{low:.3f}, {high:.3f}]")
    open_share = sum(row.verdict.ruling is Ruling.NEEDS_JUDGE for row in rows) / len(rows)
    print(f"  left for a judge {open_share:.3f}")
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        kinds["(supported)" if row.supported else row.kind][row.verdict.ruling.value] += 1
    for kind, rulings in sorted(kinds.items(), key=lambda entry: (-sum(entry[1].values()), entry[0])):
        count = sum(rulings.values())
        if count >= 5:
            print(f"    {kind:<64} {count:>4}  rejected {rulings[Ruling.REJECTED.value] / count:.2f}")
    reasons = Counter(
        (code, row.supported) for row in rows for code in sorted({r.code.value for r in row.verdict.reasons})
    )
    parts = (f"{code} {reasons[code, False]}/{reasons[code, True]}" for code in sorted({code for code, _ in reasons}))
    print(f"  reasons (right/false alarm): {', '.join(parts)}\n")


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
