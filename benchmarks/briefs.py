"""Score a model's briefs against annotated articles.

    python benchmarks/briefs.py --gold GOLD.jsonl --model embedded
    python benchmarks/briefs.py --gold GOLD.jsonl --model recorded:DIR --out predictions.jsonl

A line of GOLD.jsonl holds id, title, text, actors, offers, responses and open_questions. ``embedded`` is the engine
that needs no key, ``recorded:DIR`` reads drafts from DIR/ID.json, any other name is opened and prompted as the
pipeline does it; key and endpoint come from the environment.
Scored are the items that the check by rules lets stand and, beside them, the drafts as they came.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

sys.path.insert(0, str(Path(__file__).parent))
from _brief_scoring import AGREEMENTS, SECTIONS, Score, score

from briefing.checking import check
from briefing.cleaning import clean
from briefing.embedded import read
from briefing.errors import BriefingError
from briefing.extraction import ExtractionOptions, ModelAsker, Trail, extract
from briefing.llm import open_model
from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.brief import Actor, Brief, Offer, OpenQuestion, Response
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import Section
from briefing.schema.verdict import Evidence, Match, Standing, Verdict
from briefing.settings import load_settings

Row = dict[str, Any]
Drafter = Callable[[Row, Article], BriefDraft]

_SPELLINGS = {"partly_accepted": "partly accepted", "counter_offer": "counter-offer"}
_CHECKED = {
    Section.ACTORS: Actor,
    Section.OFFERS: Offer,
    Section.RESPONSES: Response,
    Section.OPEN_QUESTIONS: OpenQuestion,
}
_SHORT_LINE = 40
_DUMP_SHARE = 0.4
"""A text is taken for a raw page where so many of its lines are short and end no sentence (menus, links)."""


def main(
    gold: Annotated[Path, typer.Option(help="annotated articles, a JSON object a line")],
    model: Annotated[str, typer.Option(help="embedded, recorded:DIR, or a model name")] = "embedded",
    out: Annotated[Path | None, typer.Option(help="write the predictions here, in the form of GOLD")] = None,
) -> None:
    """Print a table by section, false alarms on control articles, and seconds an article."""
    if not gold.is_file():
        sys.exit(f"briefs: {gold} does not exist; pass --gold a file of annotated articles")
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    drafter = _drafter(model)
    if model == "embedded":
        drafter(rows[0], article_of(rows[0]))  # tables are built at the first article
    predictions, drafted, seconds, struck = [], [], 0.0, []
    for row in rows:
        article = article_of(row)
        start = time.perf_counter()
        draft = drafter(row, article)
        seconds += time.perf_counter() - start
        brief = check(article, draft, engine=model)
        struck.extend((row["id"], entry) for entry in brief.unsupported)
        predictions.append(prediction(row["id"], brief))
        drafted.append(prediction(row["id"], unchecked(draft)))
    if out:
        lines = (json.dumps(p, ensure_ascii=False) + "\n" for p in predictions)
        out.write_text("".join(lines), encoding="utf-8")
    before = score(rows, drafted)
    print(table(score(rows, predictions), len(rows), seconds, len(struck)))
    print("before the check  " + "  ".join(f"{name} {before.sections[name].f1:.3f}" for name in SECTIONS))
    for row_id, entry in struck:
        said = ", ".join(f"{o.problem.value} {o.field or ''}" for o in entry.item.verdict.objections)
        print(f"struck       {row_id}: {entry.section.value}: {said}")


def article_of(row: Row) -> Article:
    """The article of a row: a raw page is cleaned, a text that is an article already is taken as it is."""
    text: str = row["text"]
    document = Document.of(text, row["id"])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    short = sum(len(line) < _SHORT_LINE and line[-1] not in '.!?”"' for line in lines)
    if short > _DUMP_SHARE * len(lines):
        return clean(document)
    title = row.get("title")
    titled = bool(title) and text.startswith(title)
    return Article(
        id=row["id"],
        ref=document.ref,
        title=title if titled else None,
        outlet=None,
        text=text,
        paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=Span(start=0, end=len(text))),),
        source_map=SourceMap(runs=(MapRun(start=0, end=len(text), source_start=0, source_end=len(text)),)),
    )


def unchecked(draft: BriefDraft) -> Brief:
    """A draft in the form of a brief, with whatever it holds taken at its word."""
    nothing = Verdict(standing=Standing.UNCONFIRMED)
    sections: dict[str, Any] = {
        section.value: tuple(
            _CHECKED[section].model_validate(
                item.model_dump(exclude={"quotes"})
                | {"id": getattr(item, "id", str(n)), "evidence": _as_cited(item.quotes), "verdict": nothing}
            )
            for n, item in enumerate(getattr(draft, section.value))
        )
        for section in _CHECKED
    }
    return Brief(article="", engine="", prompt=None, headline=None, **sections)


def _as_cited(quotes: tuple[str, ...]) -> tuple[Evidence, ...]:
    return tuple(Evidence(article="", start=0, end=0, quote=q, match=Match.EXACT, score=1) for q in quotes)


def _drafter(model: str) -> Drafter:
    """How drafts are made: by the engine itself, from a folder of recorded drafts, or by a model over the prompt."""
    if model == "embedded":
        return lambda _, article: read(article.story.slice(article.text), title=article.title)
    if model.startswith("recorded:"):
        folder = Path(model.removeprefix("recorded:"))
        if not folder.is_dir():
            sys.exit(f"briefs: {folder} is no folder of recorded drafts")
        return lambda row, _: BriefDraft.model_validate_json((folder / f"{row['id']}.json").read_bytes())
    return lambda _, article: asyncio.run(_drafted(article, model))


async def _drafted(article: Article, model: str) -> BriefDraft:
    try:
        opened = open_model(model, load_settings({"model": model}).llm)
    except BriefingError as error:
        sys.exit(f"briefs: {error}")
    try:
        options = ExtractionOptions()
        extraction = await extract(article, ModelAsker(opened, options, Trail()), options)
    finally:
        await opened.aclose()
    if extraction.draft is None:
        sys.exit(f"briefs: {model} gave no draft of {article.id}: {extraction.error}")
    return extraction.draft


def prediction(row_id: str, brief: Brief) -> Row:
    """A brief in the form of the annotations: names for ids, one quote, their spellings of status and stance."""
    names = {actor.id: actor.name for actor in brief.actors}

    def quote(item: Any) -> str | None:
        return item.evidence[0].quote if item.evidence else None

    return {
        "id": row_id,
        "actors": [
            {"name": a.name, "aliases": list(a.aliases), "kind": a.kind.value, "role": a.role} for a in brief.actors
        ],
        "offers": [
            {
                "offerer": names.get(o.offerer),
                "recipient": names.get(o.recipient or ""),
                "what": o.what,
                "conditions": list(o.conditions),
                "status": _SPELLINGS.get(o.status.value, o.status.value),
                "quote": quote(o),
            }
            for o in brief.offers
        ],
        "responses": [
            {
                "responder": names.get(r.responder),
                "to": r.to,
                "stance": _SPELLINGS.get(r.stance.value, r.stance.value),
                "what": r.what,
                "quote": quote(r),
            }
            for r in brief.responses
        ],
        "open_questions": [{"question": q.question, "quote": quote(q)} for q in brief.open_questions],
    }


def table(result: Score, articles: int, seconds: float, struck: int) -> str:
    """The figures, a section a line."""
    lines = [f"{'section':<15}{'precision':>10}{'recall':>8}{'F1':>8}{'matched':>9}{'found':>7}{'gold':>6}"]
    for section in SECTIONS:
        t = result.sections[section]
        lines.append(
            f"{section:<15}{t.precision:>10.3f}{t.recall:>8.3f}{t.f1:>8.3f}{t.matched:>9}{t.predicted:>7}{t.annotated:>6}"
        )
    mean = sum(result.sections[s].f1 for s in SECTIONS) / len(SECTIONS)
    agree = "  ".join(f"{AGREEMENTS[s]} {_share(*result.agree[s])}" for s in AGREEMENTS)
    return "\n".join(
        [
            *lines,
            f"mean F1      {mean:.3f} over {articles} articles",
            f"agreement    {agree}",
            f"quotes       {result.quotes_exact} of {result.quotes} exact in the annotated text",
            f"controls     {result.controls} articles, {result.false_alarms} false alarms",
            f"check        {struck} items struck",
            f"time         {seconds / articles:.4f} s an article",
        ]
    )


def _share(same: int, of: int) -> str:
    return f"{same / of:.3f}" if of else "n/a"


if __name__ == "__main__":
    typer.run(main)
