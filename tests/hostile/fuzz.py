"""Every parser fed with damaged inputs for as long as one likes: ``python -m tests.hostile.fuzz --seconds 3600``.

Inputs are the attempts of this folder, the repository's own articles and, for two of three attempts, whole letters,
mailboxes, rows, feeds and pages made for their parser; they are cut, doubled, spliced and their characters changed, the
same ones for a seed. A parser may refuse an input by an error of ours; anything else that it raises, or more than ten
seconds of the processor, is a find: it is printed with the seed and the number of the attempt, and counted in the end.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from briefing import Briefing
from briefing.cleaning import clean
from briefing.errors import BriefingError
from briefing.language.dates import find_text_dates
from briefing.llm.replies import parse_json
from briefing.rendering import to_feed
from briefing.schema.document import Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import parse
from tests.factories import draft
from tests.hostile.orders import CORPUS, PLACES, article
from tests.hostile.shapes import shaped
from tests.hostile.test_bulk import OTHERS, PAGES

LONGEST = 10.0
"""Seconds of the processor that one attempt may take: a busy machine is no find."""
_EVERY = 300.0
"""Seconds from one table of a long run to the next."""
_MOST = 60_000
_ODD = [
    "\x00",
    "\ud800",
    "\u202e",
    "\ufeff",
    "<",
    ">",
    '"',
    "'",
    "&",
    "]]>",
    "<!--",
    "\\",
    "{",
    "[",
    "\r",
    "\x85",
    "%00",
    "=?",
]
_SEEDS = Path(__file__).parents[2] / "seeds"


def _blob(name: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        return list(parse(Blob(name, text.encode("utf-8", "surrogatepass"), name), SourceOptions()))

    return read


def _cleaned(media_type: MediaType) -> Callable[[str], object]:
    return lambda text: clean(Document.of(text, "a", media_type))


def _shown(text: str) -> object:
    page = Briefing.from_json(text)
    return page.to_markdown(), page.to_html(), to_feed([page])


PARSERS: dict[str, Callable[[str], object]] = {
    "text": _cleaned(MediaType.TEXT),
    "Markdown": _cleaned(MediaType.MARKDOWN),
    "HTML": _cleaned(MediaType.HTML),
    "a feed": _blob("a.rss"),
    "a letter": _blob("a.eml"),
    "a mailbox": _blob("a.mbox"),
    "rows": _blob("a.jsonl"),
    "a list of rows": _blob("a.json"),
    "a table": _blob("a.csv"),
    "a file without a name": _blob("a"),
    "a reply": parse_json,
    "a page": _shown,
    "dates": lambda text: find_text_dates(text[:5000], __import__("datetime").date(2031, 3, 3)),
}


def corpus() -> list[str]:
    """What is damaged."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    texts += [article(order, place) for order in CORPUS.values() for place in PLACES[:1]]
    texts += [make()[:_MOST] for make in PAGES.values()]
    texts += [make()[1][:_MOST] for make in OTHERS.values()]
    return [*texts, draft().model_dump_json(indent=1)]


def attempt(name: str, texts: list[str], dice: random.Random) -> str:
    """What a parser is fed with: a whole input for it, damaged in at most two places, or anything at all."""
    whole = shaped(name, texts, dice) if dice.random() < 2 / 3 else None
    return (
        damaged(dice.choice(texts), texts, dice.randint(1, 6), dice)
        if whole is None
        else (damaged(whole, texts, dice.randint(0, 2), dice))
    )


def damaged(text: str, texts: list[str], times: int, dice: random.Random) -> str:
    for _ in range(times):
        at, end = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
        end = min(end, at + dice.choice((1, 10, 200, 5000)))
        other = dice.choice(texts)
        start = dice.randint(0, len(other))
        text = dice.choice(
            (
                text[:at] + text[end:],
                text[:at] + text[at:end] * dice.randint(2, 9) + text[end:],
                text[:at] + dice.choice(_ODD) * dice.choice((1, 1, 50)) + text[at:],
                text[:at] + other[start : start + dice.choice((5, 100, 3000))] + text[end:],
                text[:at] + "".join(chr(dice.randint(0, dice.choice((255, 0x10FFFF)))) for _ in range(3)) + text[at:],
            )
        )[:_MOST]
    return text


class TooLongError(Exception):
    """An attempt took longer than it may."""


@contextlib.contextmanager
def watched() -> Iterator[None]:
    import signal

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--only", choices=PARSERS, help="one parser alone")
    told = wanted.parse_args()
    logging.disable()  # notes on single inputs, thousands of them
    names = [told.only] if told.only else list(PARSERS)
    counts = Counts(names)
    try:
        _feed(counts, told.seed, time.monotonic() + told.seconds)
    except KeyboardInterrupt:
        _print("stopped by hand")
    counts.show()
    sys.exit(1 if counts.finds else 0)


@dataclass
class Counts:
    """What became of the attempts, by parser."""

    names: list[str]
    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)

    def show(self) -> None:
        width = max(map(len, self.names))
        _print(f"{'parser':<{width}}  tried  accepted  refused  finds")
        for name in self.names:
            tried, refused, finds = self.tried[name], self.refused[name], self.finds[name]
            _print(f"{name:<{width}}  {tried:>5}  {tried - refused - finds:>8}  {refused:>7}  {finds:>5}")


def _feed(counts: Counts, seed: int, until: float) -> None:
    texts, number, shown = corpus(), 0, time.monotonic()
    while time.monotonic() < until:
        number += 1
        dice = random.Random(f"{seed}-{number}")
        name = counts.names[number % len(counts.names)]
        text = attempt(name, texts, dice)
        counts.tried[name] += 1
        try:
            with watched():
                PARSERS[name](text)
        except BriefingError:
            counts.refused[name] += 1
        except Exception as error:
            counts.finds[name] += 1
            _print(f"{name}: seed {seed}, attempt {number}: {type(error).__name__}: {str(error)[:100]}")
        if time.monotonic() - shown > _EVERY:
            counts.show()
            shown = time.monotonic()


def _print(text: Any) -> None:
    sys.stdout.write(f"{ascii(text)[1:-1]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
