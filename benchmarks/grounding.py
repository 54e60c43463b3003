"""Locating quotes: accuracy by kind of change, and speed by length of the text.

    python benchmarks/grounding.py --data DIR [--out FILE] [--no-peers]

DIR holds ``docs.jsonl`` ({id, text}) and ``cases.jsonl`` ({doc, kind, quote, tier, start, end}). FILE gets one JSONL
row a case, in order: {doc, kind, quote, tier, start, end}. langextract is run beside us, in the same process and on
the same quotes, where it is installed (dependency group ``bench-grounding``; its Google client wants an older tenacity
than this project, so give it an environment of its own). Times are of the processor, not of the clock on the wall.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.checking import Locator, Tier
from briefing.language.normalise import normalise

SIZES = (1_000, 2_000, 10_000, 100_000, 1_000_000)
PEER_UP_TO = 100_000
"""Characters up to which the peer is timed: beyond, one quote takes it seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a locator says of one quote; the range is -1 where it says nowhere."""

    tier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, and what is right: tier and range."""

    doc: str
    kind: str
    quote: str
    right: Answer


def main(
    data: Annotated[Path, typer.Option(help="Folder with docs.jsonl and cases.jsonl.")],
    out: Annotated[Path | None, typer.Option(help="File for one row a case.")] = None,
    peers: Annotated[bool, typer.Option(help="Run langextract beside us where it is installed.")] = True,
) -> None:
    """Print accuracy and speed."""
    if not (data / "cases.jsonl").is_file():
        raise typer.BadParameter(f"{data} holds no cases.jsonl", param_hint="--data")
    docs = {row["id"]: row["text"] for row in _rows(data / "docs.jsonl")}
    cases = [
        Case(row["doc"], row["kind"], row["quote"], Answer(row["tier"], row["start"], row["end"]))
        for row in _rows(data / "cases.jsonl")
    ]
    locators = {key: Locator(text) for key, text in docs.items()}
    answers = [_locate(locators[case.doc], case.quote) for case in cases]
    _print_accuracy("briefing", cases, answers)
    if out:
        with out.open("w", encoding="utf-8") as file:
            for case, answer in zip(cases, answers, strict=True):
                row = {"doc": case.doc, "kind": case.kind, "quote": case.quote, "tier": answer.tier}
                file.write(json.dumps(row | {"start": answer.start, "end": answer.end}, ensure_ascii=False) + "\n")
    peer = _langextract() if peers else None
    if peer:
        _print_accuracy("langextract", cases, [peer(docs[case.doc], case.quote) for case in cases])
    _print_speed(docs, cases, peer)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _locate(locator: Locator, quote: str) -> Answer:
    found = locator.locate(quote)
    if not found.spans:
        return Answer(found.tier.value, -1, -1)
    return Answer(found.tier.value, found.spans[0].start, found.spans[-1].end)


def _langextract() -> Callable[[str, str], Answer] | None:
    """langextract's resolver with its defaults: exact and lesser matches accepted, fuzzy ones too."""
    try:
        from langextract.core.data import Extraction
        from langextract.resolver import Resolver
    except ImportError:
        print("langextract is not installed: no comparison\n")
        return None
    resolver = Resolver()

    def locate(text: str, quote: str) -> Answer:
        extraction = Extraction(extraction_class="quote", extraction_text=quote)
        found = next(iter(resolver.align([extraction], text, 0)), None)
        interval = found.char_interval if found else None
        if interval is None or interval.start_pos is None:
            return Answer(Tier.NONE.value, -1, -1)
        return Answer(Tier.VERIFIED.value, interval.start_pos, interval.end_pos)

    return locate


def _print_accuracy(name: str, cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, answer in zip(cases, answers, strict=True):
        row = counts[case.kind]
        row["n"] += 1
        row[answer.tier] += 1
        row["right"] += answer.tier == case.right.tier
        row["close"] += _iou(case.right, answer) > 0.9
        row["exact"] += (answer.start, answer.end) == (case.right.start, case.right.end) and answer.start >= 0
    print(f"{name:<18} {'n':>5} {'tier right':>10} {'verified':>9} {'suggested':>9} {'IoU > .9':>9} {'exact':>6}")
    for kind, row in counts.items():
        shares = [row[key] / row["n"] for key in ("right", "verified", "suggested", "close", "exact")]
        print(f"{kind:<18} {row['n']:>5} {shares[0]:>10.3f} " + " ".join(f"{share:>9.3f}" for share in shares[1:]))
    print()


def _iou(right: Answer, answer: Answer) -> float:
    if right.start < 0 or answer.start < 0:
        return 0.0
    shared = max(0, min(right.end, answer.end) - max(right.start, answer.start))
    return shared / max(1, max(right.end, answer.end) - min(right.start, answer.start))


def _print_speed(docs: dict[str, str], cases: Sequence[Case], peer: Callable[[str, str], Answer] | None) -> None:
    """Milliseconds a quote, median over quotes of all kinds, in texts of one length; and to normalise a text."""
    header = f"{'characters':>10} {'normalise/1k':>13} {'quote':>9} {'changed quote':>14}"
    print(header + (f" {'langextract':>12} {'ratio':>8}" if peer else ""))
    for size in SIZES:
        text = _text_of(docs, size)
        inside = [case for case in cases if docs[case.doc] in text] or list(cases)
        chosen = random.Random(7).sample(inside, min(200, len(inside)))
        locate = Locator(text).locate
        locate("a text is indexed for nearest passages at the first question that needs one")
        ours = [_milliseconds(locate, case.quote) for case in chosen]
        changed = [spent for spent, case in zip(ours, chosen, strict=True) if case.right.tier == Tier.SUGGESTED.value]
        spent = min(_milliseconds(normalise, text) for _ in range(3)) * 1_000 / len(text)
        row = f"{len(text):>10} {spent:>13.4f} {statistics.median(ours):>9.4f}"
        row += f" {statistics.median(changed or ours):>14.4f}"
        if peer and size <= PEER_UP_TO:
            few = chosen[: max(5, 200_000 // size)]
            theirs = statistics.median(_milliseconds(partial(peer, text), case.quote) for case in few)
            again = statistics.median(_milliseconds(locate, case.quote) for case in few)
            row += f" {theirs:>12.2f} {theirs / again:>7.0f}x"
        print(row)


def _text_of(docs: dict[str, str], size: int) -> str:
    """Whole documents one after the other up to about ``size`` characters, from the first again where they end."""
    short = [text for text in docs.values() if len(text) <= 1.2 * size] or list(docs.values())
    parts: list[str] = []
    length = 0
    for text in cycle(sorted(short, key=len, reverse=size <= max(map(len, short)))):
        if length >= 0.8 * size:
            break
        parts.append(text)
        length += len(text) + 2
    return "\n\n".join(parts)


def _milliseconds(call: Callable[[str], object], argument: str) -> float:
    started = time.process_time()
    call(argument)
    return (time.process_time() - started) * 1_000


if __name__ == "__main__":
    typer.run(main)
