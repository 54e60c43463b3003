"""Every parser fed with damaged inputs for as long as one likes: ``python -m tests.hostile.fuzz --seconds 3600``.

Inputs are the attempts of this folder and the repository's own articles, cut, doubled, spliced and with characters
changed, the same ones for a seed. A parser may refuse an input by an error of ours; anything else that it raises, or
more than ten seconds, is a find: it is printed with the seed and the number of the attempt, and counted in the end.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from briefing import Briefing
from briefing.cleaning import clean
from briefing.errors import BriefingError
from briefing.language.dates import find_text_dates
from briefing.llm.replies import parse_json
from briefing.schema.document import Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.options import SourceOptions
from briefing.sources.parsing import parse
from tests.factories import draft
from tests.hostile.orders import CORPUS, PLACES, article
from tests.hostile.test_bulk import OTHERS, PAGES

LONGEST = 10.0
"""Seconds that one attempt may take."""
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
    "a page": Briefing.from_json,
    "dates": lambda text: find_text_dates(text[:5000], __import__("datetime").date(2031, 3, 3)),
}


def corpus() -> list[str]:
    """What is damaged."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    texts += [article(order, place) for order in CORPUS.values() for place in PLACES[:1]]
    texts += [make()[:_MOST] for make in PAGES.values()]
    texts += [make()[1][:_MOST] for make in OTHERS.values()]
    return [*texts, draft().model_dump_json(indent=1)]


def damaged(texts: list[str], dice: random.Random) -> str:
    text = dice.choice(texts)
    for _ in range(dice.randint(1, 6)):
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

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--seconds", type=float, default=60)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--only", choices=PARSERS, help="one parser alone")
    told = wanted.parse_args()
    texts, until, number = corpus(), time.monotonic() + told.seconds, 0
    tried, refused, finds = Counter[str](), Counter[str](), Counter[str]()
    names = [told.only] if told.only else list(PARSERS)
    while time.monotonic() < until:
        number += 1
        dice = random.Random(f"{told.seed}-{number}")
        name = names[number % len(names)]
        text = damaged(texts, dice)
        tried[name] += 1
        try:
            with watched():
                PARSERS[name](text)
        except BriefingError:
            refused[name] += 1
        except Exception as error:
            finds[name] += 1
            _print(f"{name}: seed {told.seed}, attempt {number}: {type(error).__name__}: {str(error)[:100]}")
    width = max(map(len, names))
    _print(f"{'parser':<{width}}  tried  refused  finds")
    for name in names:
        _print(f"{name:<{width}}  {tried[name]:>5}  {refused[name]:>7}  {finds[name]:>5}")
    sys.exit(1 if finds else 0)


def _print(text: Any) -> None:
    sys.stdout.write(f"{ascii(text)[1:-1]}\n")


if __name__ == "__main__":
    main()
