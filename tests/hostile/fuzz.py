"""Every parser fed with damaged inputs for as long as one likes: ``python -m tests.hostile.fuzz --seconds 3600``.

Inputs are the attempts of this folder and the repository's own articles, letters, mailboxes, rows and pages, cut,
doubled, spliced and with characters changed, the same ones for a seed. Most of what a parser gets is of its own form,
and half of the JSON has single values changed: what is damaged at random is refused before it gets anywhere. A parser
may refuse an input by an error of ours; anything else that it raises, or more than ten seconds of the processor, is a
find: it is printed with the seed and the number of the attempt, and counted in the end.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from types import FrameType
from typing import Any

from briefing import Briefing, Settings, generate
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
"""Processor seconds that one attempt may take: a busy machine makes no find."""
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
_VALUES: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        10**30,
        1e308,
        "",
        "a" * 5000,
        "\x00",
        "\u202e",
        "2031-03-03",
        "o1",
        [],
        [[]],
        {},
        {"id": "o1"},
    ),
    *({"start": 5, "end": 1}, ["o1", "o1"], "<b>", "http://127.0.0.1/", "0" * 64),
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
    "dates": lambda text: find_text_dates(text[:5000], date(2031, 3, 3)),
}


def corpus() -> list[str]:
    """What is damaged."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    texts += [article(order, place) for order in CORPUS.values() for place in PLACES[:1]]
    texts += [make()[:_MOST] for make in PAGES.values()]
    texts += [make()[1][:_MOST] for make in OTHERS.values()]
    return [*texts, draft().model_dump_json(indent=1)]


def own_forms() -> dict[str, list[str]]:
    """Sound inputs of the parsers that refuse most of what is not of their form."""
    articles = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    letters = [letter(text, number) for number, text in enumerate(articles)]
    rows = [{"text": text, "title": text[:40], "url": "https://a.example/b", "date": "2031-03-03"} for text in articles]
    lines = [json.dumps(row) for row in rows]
    settings = Settings(date=date(2031, 3, 3), proof="off", link="off")
    page = generate([Document.of(text, f"{n}.txt") for n, text in enumerate(articles)], settings, model="embedded")
    return {
        "a letter": letters,
        "a mailbox": ["".join(f"From a@b.example Mon Mar  3 10:00:00 2031\n{each}\n" for each in letters)],
        "rows": ["\n".join(lines)],
        "a list of rows": [f"[{','.join(lines)}]"],
        "a table": ["\n".join(["title;text", *(f'"{r["title"]}";"{r["text"]}"' for r in rows)])],
        "a page": [page.to_json()],
        "a reply": [draft().model_dump_json(), json.dumps({"verdicts": [{"id": "o1", "verdict": "supported"}]})],
    }


def letter(text: str, number: int) -> str:
    """A letter with an article in it, in one of the forms that programs write."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Zoë Møller <z@a.example>", text[:50].replace("\n", " ")
    made["Date"], made["List-Id"] = "Mon, 03 Mar 2031 10:00:00 +0100", "News <news.a.example>"
    made.set_content(text, cte=("7bit", "quoted-printable", "base64")[number % 3] if text.isascii() else "base64")
    if number % 2:
        made.add_alternative(f"<html><body><h1>A</h1><p>{text}</p></body></html>", subtype="html")
        made.add_attachment(text.encode(), maintype="text", subtype="plain", filename=f"a{number}.txt")
    return made.as_string()


def changed(text: str, dice: random.Random) -> str:
    """JSON with some of its values changed, whatever they are."""
    *before, last = text.splitlines() if text.startswith('{"text"') else [text]
    value = json.loads(last)
    for _ in range(dice.randint(1, 4)):
        place: Any = value
        while isinstance(place, (dict, list)) and place:
            key: Any = dice.choice(list(place)) if isinstance(place, dict) else dice.randrange(len(place))
            if not (isinstance(place[key], (dict, list)) and place[key] and dice.random() < 0.9):
                place[key] = deepcopy(dice.choice(_VALUES) if dice.random() < 0.8 else dice.choice(list(value)))
                break
            place = place[key]
    return "\n".join((*before, json.dumps(value)))


def damaged(texts: list[str], own: list[str], dice: random.Random) -> str:
    text = dice.choice(own if own and dice.random() < 0.8 else texts)
    if text[:1] in "{[" and text in own and dice.random() < 0.5:
        return changed(text, dice)
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
    texts, own, until, number = corpus(), own_forms(), time.monotonic() + told.seconds, 0
    tried, refused, finds = Counter[str](), Counter[str](), Counter[str]()
    names = [told.only] if told.only else list(PARSERS)
    while time.monotonic() < until:
        number += 1
        dice = random.Random(f"{told.seed}-{number}")
        name = names[number % len(names)]
        text = damaged(texts, own.get(name, []), dice)
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
