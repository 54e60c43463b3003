"""The embedded engine's figures on articles and sentences that its makers read, on others, and the gap between them.

    python benchmarks/embedded.py --read READ.jsonl --blind BLIND.jsonl.gz --sentences SENTENCES.jsonl

The articles are in the form of `briefs.py`, the sentences in that of `sentences.py`. Of the blind half only totals
are printed. The last lines are the engine's speed and its size. ``--parser en_core_web_sm`` reads with that pipeline of
spaCy beside the rules.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

sys.path.insert(0, str(Path(__file__).parent))
import briefs
import sentences
from _brief_scoring import SECTIONS, Score, score

from briefing import embedded
from briefing.checking import check

Row = dict[str, Any]


def main(
    read: Annotated[Path, typer.Option(help="annotated articles that may be read")],
    blind: Annotated[Path, typer.Option(help="annotated articles that are only run")],
    labelled: Annotated[Path | None, typer.Option("--sentences", help="labelled sentences")] = None,
    parser: Annotated[str | None, typer.Option(help="a pipeline of spaCy that reads beside the rules")] = None,
) -> None:
    """Print the table of both halves."""
    reader = partial(embedded.read, parse=import_module("spacy").load(parser, exclude=["ner"]) if parser else None)
    (seen, pace), (unseen, _) = (scored(rows_of(path), reader) for path in (read, blind))
    print(f"{'articles':<28}{'read':>8}{'blind':>8}{'gap':>8}")
    for name in (first := _figures(seen)):
        a, b = first[name], _figures(unseen)[name]
        print(f"{name:<28}{a:>8.3f}{b:>8.3f}{a - b:>8.3f}")
    for name, result in (("read", seen), ("blind", unseen)):
        printed = sum(result.sections[s].predicted for s in ("offers", "responses"))
        print(f"{name}: {printed} offers and responses, {result.false_alarms} of them on {result.controls} controls")
    if labelled is not None:
        print(sentences.table(rows_of(labelled), reader))
    modules = Path(embedded.__file__).parent.glob("*.py")
    print(f"{pace:.0f} articles/s on a core, {sum(len(m.read_text().splitlines()) for m in modules)} lines")


def rows_of(path: Path) -> list[Row]:
    """The rows of a file, unpacked where its name says so."""
    if not path.is_file():
        sys.exit(f"embedded: {path} does not exist")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def scored(rows: list[Row], reader: sentences.Reader = embedded.read) -> tuple[Score, float]:
    """The score of the items that the check lets stand, and the articles that are read in a second."""
    predicted: list[Row] = []
    seconds = 0.0
    for row in [rows[0], *rows]:  # tables are built at the first article
        article = briefs.article_of(row)
        start = time.process_time()
        draft = reader(article.story.slice(article.text), title=article.title)
        seconds = seconds + time.process_time() - start if predicted else 0.0
        predicted.append(briefs.prediction(row["id"], check(article, draft, engine="embedded")))
    return score(rows, predicted[1:]), len(rows) / max(seconds, 1e-9)


def _figures(result: Score) -> dict[str, float]:
    found = {"mean F1": sum(result.sections[s].f1 for s in SECTIONS) / len(SECTIONS)}
    for section in SECTIONS:
        tally = result.sections[section]
        found |= {f"{section} precision": tally.precision, f"{section} recall": tally.recall, f"{section} F1": tally.f1}
    return found


if __name__ == "__main__":
    typer.run(main)
