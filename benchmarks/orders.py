"""Orders to models in articles: how often they are told, what is taken for one, and what gets onto the page.

    python -m benchmarks.orders [--data DATA] [--no-peer]

First each corpus of ``tests/hostile``: how many of its orders, at three places of a made-up story, are left out of the
article, and how many are printed as an offer in each form of the page when a model obeys all that it reads and nobody
proof-reads it. The first two corpora are those that the signs were made on. ``unseen`` was written after their last
change, ``another`` and ``further`` by another hand without a look at them: these are what to expect of a stranger's
orders. Then langextract on the same articles with the same obedient model, where it is installed (dependency group
``bench-grounding``, in an environment of its own). Then the texts of DATA: those
in which an order is told although there is none, or which quote one; of blind texts nothing but counts is printed.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import briefing
from benchmarks._soak_texts import Folder, folders
from briefing.cleaning import clean
from briefing.ledger import Ledger
from briefing.rendering import to_feed
from briefing.schema.article import DropReason
from briefing.schema.document import Document
from briefing.testing import DRAFT, ScriptedModel
from tests.hostile.orders import CORPUS, PLACES, article
from tests.hostile.orders_elsewhere import ELSEWHERE, FURTHER
from tests.hostile.orders_second import SECOND
from tests.hostile.orders_unseen import UNSEEN
from tests.hostile.test_orders import FALSE, obeying, quotes_of

CORPORA = {"first": CORPUS, "second": SECOND, "unseen": UNSEEN, "another": ELSEWHERE, "further": FURTHER}
FORMS: dict[str, Callable[[briefing.Briefing], str]] = {
    "page": lambda page: page.to_markdown(),
    "HTML": lambda page: page.to_html(),
    "feed": lambda page: to_feed([page]),
    "annotations": lambda page: page.to_annotations(),
    "events": lambda page: page.to_plover(),
}


@dataclass(slots=True)
class Reached:
    """Of so many articles, those whose order was told, and where it was printed."""

    articles: int = 0
    told: int = 0
    printed: Counter[str] = field(default_factory=Counter)


def main(
    data: Annotated[Path | None, typer.Option(help="Folder of the evaluation data; unset, the corpora alone.")] = None,
    peer: Annotated[bool, typer.Option(help="Run langextract beside us where it is installed.")] = True,
) -> None:
    """Print what is told and what gets through."""
    print(f"{'corpus':8} {'articles':>8} {'told':>6}  printed as an offer: " + "  ".join((*FORMS, "ledger")))
    for name, corpus in CORPORA.items():
        reached = _reached(corpus)
        printed = "  ".join(f"{reached.printed[form]:>{len(form)}}" for form in (*FORMS, "ledger"))
        print(f"{name:8} {reached.articles:>8} {reached.told / reached.articles:>6.3f}  {'':21}{printed}")
        if peer and (theirs := _peer(corpus)) is not None:
            print(f"{'':8} langextract, same model: {theirs} of {reached.articles} in its extractions")
    if data is None or not folders(data):
        print("false alarms are not measured: --data names no folder of evaluation data")
        return
    total, alarms = 0, 0
    for folder in folders(data):
        texts, found = _alarms(folder)
        total, alarms = total + texts, alarms + len(found)
        print(f"{folder.name:32} {texts:>6} texts  {len(found):>3} told", *([] if folder.blind else found))
    print(f"{alarms} of {total} texts: 1 in {total // max(alarms, 1)}")


def _articles(corpus: dict[str, str]) -> Iterator[str]:
    yield from (article(order, place) for order in corpus.values() for place in PLACES)


def _reached(corpus: dict[str, str]) -> Reached:
    found = Reached()
    for text in _articles(corpus):
        with tempfile.TemporaryDirectory() as folder:
            ledger = str(Path(folder) / "days.db")
            settings = briefing.Settings(date=date(2031, 3, 3), ledger=ledger, proof="off", link="off")
            model = ScriptedModel({DRAFT: [obeying]})
            page = briefing.generate([Document.of(text, "a.txt")], settings, model=model)
            with Ledger.open(ledger, create=False) as opened:
                entries = [entry.model_dump_json() for entry in opened.entries()]
        dropped = [drop for each in page.articles for drop in each.dropped]
        found.articles += 1
        # An article of which nothing is left is refused, with what was left out.
        found.told += not page.articles or any(drop.reason is DropReason.ADDRESSED for drop in dropped)
        found.printed.update(form for form, made in FORMS.items() if FALSE.search(made(page)))
        found.printed["ledger"] += any(map(FALSE.search, entries))
    return found


def _peer(corpus: dict[str, str]) -> int | None:
    """In how many articles langextract gives out what the order says; None where it is not installed."""
    try:
        import langextract as lx
        from langextract.core.base_model import BaseLanguageModel
        from langextract.core.types import ScoredOutput
    except ImportError:
        print(f"{'':8} langextract is not installed (dependency group bench-grounding): not measured")
        return None

    class Obedient(BaseLanguageModel):  # type: ignore[misc]  # it comes untyped
        """The model that ours is given, with the reply in the form that is asked for here."""

        def infer(self, batch_prompts: Sequence[str], **_: object) -> Iterator[list[object]]:
            for prompt in batch_prompts:
                quotes = quotes_of(prompt.rpartition("Q: ")[2].rpartition("\nA:")[0])
                reply = {"extractions": [{"offer": quote, "offer_attributes": {}} for quote in quotes]}
                yield [ScoredOutput(score=1.0, output=json.dumps(reply, ensure_ascii=False))]

    example = lx.data.ExampleData(
        text="Norland offered Sudria talks.",
        extractions=[lx.data.Extraction("offer", "Norland offered Sudria talks.")],
    )
    model = Obedient()
    model.set_fence_output(False)
    found = lx.extract(
        [lx.data.Document(text) for text in _articles(corpus)],
        prompt_description="List offers in their own words.",
        examples=[example],
        model=model,
        max_char_buffer=100_000,
        show_progress=False,
    )
    given = ([each.extraction_text for each in document.extractions or ()] for document in found)
    return sum(any(map(FALSE.search, texts)) for texts in given)


def _alarms(folder: Folder) -> tuple[int, list[str]]:
    """How many texts a folder has, and the names of those in which an order is told."""
    texts, found = 0, []
    for text in folder.read():
        source = text.source
        if isinstance(source, Path):
            continue  # a file of the day or of a case is briefed by `benchmarks.soak`
        texts += 1
        try:
            dropped = clean(source).dropped
        except briefing.BriefingError as error:
            if "addresses a language model" in str(error):
                found.append(source.ref.source)
            continue
        if any(drop.reason is DropReason.ADDRESSED for drop in dropped):
            found.append(source.ref.source)
    return texts, found


if __name__ == "__main__":
    typer.run(main)
