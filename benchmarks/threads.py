"""Real threads through the library day by day, with recorded drafts and one ledger: what is linked, and what is not.

    python -m benchmarks.threads --data DIR [--thread infra] [--out DIR] [--faults] [--link gold [--wrong .1]]

DIR holds a folder a thread (articles.jsonl, drafts/ID.json in the first form of drafts, gold.json) and the score.py
that knows the rules of scoring. An endpoint on loopback answers each request with the recorded draft of its article;
the rules check it and nobody proof-reads. Whoever links with a model passes its replies as ``link`` of `run`.

With ``--link gold`` these are scripted from the gold of the thread: that shows what is lost between a reply and the
ledger loses, and nothing of how well any model links. ``--wrong .1`` makes a tenth of the answers of each kind wrong.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

import briefing
from benchmarks._gold_links import GoldLinker
from benchmarks._recorded import Other, recorded
from briefing.ledger import Ledger
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.ledger import EntryKind, LedgerEntry

Row = dict[str, Any]


class Thread:
    """The articles of a thread with the drafts of a model."""

    def __init__(self, folder: Path) -> None:
        lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        self.folder = folder
        self.articles: list[Row] = [json.loads(line) for line in lines if line.strip()]
        self.drafts: dict[str, Row] = {
            row["id"]: json.loads((folder / "drafts" / f"{row['id']}.json").read_text(encoding="utf-8"))
            for row in self.articles
        }

    @property
    def days(self) -> list[str]:
        return sorted({row["day"] for row in self.articles})

    def inputs(self, day: str, folder: Path) -> Path:
        """The articles of a day as a file that the library reads; an article is known again by its URL."""
        rows = [
            {
                "url": f"https://{_slug(row['outlet'])}.example/{row['id']}",
                **{name: row[name] for name in ("title", "text", "published", "outlet")},
            }
            for row in self.articles
            if row["day"] == day
        ]
        path = folder / f"{day}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path


def main(
    data: Annotated[Path, typer.Option(help="folder of threads with their score.py")],
    thread: Annotated[list[str] | None, typer.Option(help="folders to run; unset: all")] = None,
    out: Annotated[Path | None, typer.Option(help="keep pages, ledger and what is scored here")] = None,
    faults: Annotated[bool, typer.Option(help="name each fault; only for threads that may be read")] = False,
    link: Annotated[str, typer.Option(help="who links the days: off, or gold")] = "off",
    wrong: Annotated[float, typer.Option(help="share of the gold's answers that are made wrong")] = 0.0,
    seed: Annotated[int, typer.Option(help="of which answers are wrong")] = 0,
) -> None:
    """Print the scores of each thread."""
    logging.getLogger("briefing").setLevel(logging.ERROR)  # that drafts are of an earlier form is known
    scorer = _load(data / "score.py")
    for name in thread or sorted(path.parent.name for path in data.glob("*/gold.json")):
        with tempfile.TemporaryDirectory() as kept:
            folder = (out / name) if out else Path(kept)
            chosen = Thread(data / name)
            gold = json.loads((data / name / "gold.json").read_text(encoding="utf-8"))
            linker = GoldLinker(chosen.drafts, gold, folder, wrong, seed) if link == "gold" else None
            prediction = run(chosen, folder, link=linker)
        found, missed = scorer.score(str(data / name), prediction)
        scorer.show(name, found)
        for problem in prediction["failures"]:
            print("   failed", problem)
        if faults:
            for kind, rows in missed.items():
                print(f"-- {kind}: {len(rows)}", *rows, sep="\n      ")


def run(thread: Thread, out: Path, *, link: Other | None = None, **settings: Any) -> Row:
    """A thread through the library, in the form that its score.py takes.

    Args:
        link: what the endpoint replies to a request for anything but a draft, by the name of the schema and the
            prompt; None where it refuses.
        settings: of the library, beside those that the run needs.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("ledger.db*"), *out.glob("*.json")):
        old.unlink()
    drafts = [(row["text"], json.dumps(thread.drafts[row["id"]], ensure_ascii=False)) for row in thread.articles]
    reader = _Reader(thread)
    with recorded(drafts, link) as api_base:
        llm = {"api_base": api_base, "attempts": 1, "context_window": 200_000}
        fixed = {"model": "recorded", "proof": "off", "link": "same" if link else "off", "workers": 0, "llm": llm}
        for day in thread.days:
            chosen = briefing.Settings(
                **{**fixed, **settings}, ledger=str(out / "ledger.db"), date=date.fromisoformat(day)
            )
            page = briefing.generate([thread.inputs(day, out)], chosen)
            (out / f"{day}.json").write_text(page.to_json(), encoding="utf-8")
            (out / f"{day}.md").write_text(page.to_markdown(), encoding="utf-8")
            reader.read(day, page)
    with Ledger.open(out / "ledger.db", create=False) as ledger:
        prediction = reader.prediction({entry.id: entry for entry in ledger.entries()})
    (out / "pred.json").write_text(json.dumps(prediction, ensure_ascii=False, indent=1), encoding="utf-8")
    return prediction


class _Reader:
    """What the pages say of the items of the drafts."""

    def __init__(self, thread: Thread) -> None:
        self._drafts = thread.drafts
        self.stories: dict[str, str | None] = dict.fromkeys(thread.drafts)
        self.offers: dict[str, str | None] = {}
        self.responses: dict[str, str | None] = {}
        self.questions: dict[str, str | None] = {}
        for ident, draft in thread.drafts.items():
            self.offers |= {f"{ident}:{offer['id']}": None for offer in draft["offers"]}
            self.responses |= {f"{ident}:{response['id']}": None for response in draft["responses"]}
            self.questions |= {f"{ident}:q{place}": None for place in range(len(draft["open_questions"]))}
        self.failures: list[str] = []

    def read(self, day: str, page: BriefingData) -> None:
        """Where the items of a day stand on its page."""
        self.failures += [f"{day} {each.stage}: {each.reason}" for each in page.coverage.failures]
        self.failures += [f"{day} linking: {reason}" for reason in (page.linking.failures if page.linking else ())]
        here = {article.id: (article.url or "").rpartition("/")[2] for article in page.articles}
        asked = self._questions(page, here)
        for story in page.stories:
            self.stories |= {here[ident]: story.id for ident in story.articles}
            for kind, ident, article, item in _members(story):
                name = f"{here[article]}:{item}"
                if kind is EntryKind.QUESTION:
                    self.questions[asked[article, item]] = ident
                else:
                    (self.offers if kind is EntryKind.OFFER else self.responses)[name] = ident

    def _questions(self, page: BriefingData, here: dict[str, str]) -> dict[tuple[str, str], str]:
        """Questions of drafts have no ids: they are known by their words."""
        found: dict[tuple[str, str], str] = {}
        for brief in page.briefs:
            texts = [each["question"] for each in self._drafts[here[brief.article]]["open_questions"]]
            for question in brief.open_questions:
                found[brief.article, question.id] = f"{here[brief.article]}:q{texts.index(question.question)}"
        return found

    def prediction(self, entries: dict[str, LedgerEntry]) -> Row:
        """All that is scored, with the states of the ledger."""
        offers = [entry for entry in entries.values() if entry.kind is EntryKind.OFFER]
        return {
            "offers": self.offers,
            "stories": self.stories,
            "responses": {
                item: None if ident is None else entries[ident].answers or "" for item, ident in self.responses.items()
            },
            "status": {entry.id: {state.day.isoformat(): state.status for state in entry.states} for entry in offers},
            "questions": {
                item: None if ident is None else {"id": ident, "closed": _closed(entries[ident])}
                for item, ident in self.questions.items()
            },
            "failures": self.failures,
        }


def _members(story: Story) -> Iterator[tuple[EntryKind, str, str, str]]:
    sections = ((EntryKind.OFFER, story.offers), (EntryKind.RESPONSE, story.responses))
    for kind, items in (*sections, (EntryKind.QUESTION, story.open_questions)):
        yield from ((kind, item.id, ref.article, ref.item) for item in items for ref in item.members)


def _closed(entry: LedgerEntry) -> str | None:
    return next((state.day.isoformat() for state in entry.states if state.status == "closed"), None)


def _slug(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"threads: {path} is not there; pass --data the folder of threads with its score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    typer.run(main)
