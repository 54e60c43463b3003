"""Who said it, who offers to whom: errors made on purpose in true drafts, and what share of them is caught.

    python benchmarks/swaps.py --data DIR [--out FILE]

DIR holds drafts ({id}.json) with their articles ({id}.article.txt). Each true item is changed in one way at a time:

- speaker: a quotation is given to each other actor of the draft;
- direction: an offer's offerer and recipient change places;
- responder: a response is put into each other actor's mouth;
- cut: a quotation that the draft leaves without a speaker is given to each actor.

Caught is what is rejected; what is left for a judge is counted by itself. False alarms are true items of the same kind
that are not supported. FILE gets one JSONL row a swap: {id, kind, item, actor, verdict, reasons}.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from briefing.grounding import ground

from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.schema.evidence import Ruling


@dataclass(frozen=True, slots=True)
class Swap:
    """One error: what was changed in which item, and the draft that has it."""

    kind: str
    section: str
    place: int
    actor: str
    draft: BriefDraft


def main(
    data: Annotated[Path, typer.Option(help="Folder of {id}.json and {id}.article.txt.")],
    out: Annotated[Path | None, typer.Option(help="File for one row a swap.")] = None,
) -> None:
    """Print the share caught, and the false alarms."""
    paths = sorted(path for path in data.glob("*.json") if path.with_suffix(".article.txt").is_file())
    if not paths:
        raise typer.BadParameter(f"{data} holds no drafts with articles", param_hint="--data")
    swapped: dict[str, Counter[str]] = defaultdict(Counter)
    true: dict[str, Counter[str]] = defaultdict(Counter)
    rows: list[dict[str, Any]] = []
    for path in paths:
        article = article_of(path.stem, path.with_suffix(".article.txt").read_text(encoding="utf-8"))
        draft = BriefDraft.model_validate_json(path.read_text(encoding="utf-8"))
        whole = ground(article, draft, engine="true")
        for section in ("quotations", "offers", "responses"):
            for place in range(len(getattr(draft, section))):
                true[section][_verdict(whole, draft, section, place)[0]] += 1
        for swap in swaps_of(draft):
            verdict, reasons = _verdict(
                ground(article, swap.draft, engine="swap"), swap.draft, swap.section, swap.place
            )
            swapped[swap.kind][verdict] += 1
            rows.append(
                {"id": path.stem, "kind": swap.kind, "item": swap.place, "actor": swap.actor, "verdict": verdict}
                | {"reasons": reasons}
            )
    _print("swaps caught", swapped)
    _print("true items", true)
    if out:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        out.write_text("".join(lines), encoding="utf-8")


def article_of(name: str, text: str) -> Article:
    """A bare article of a text."""
    whole = Span(start=0, end=len(text))
    run = MapRun(start=0, end=len(text), source_start=0, source_end=len(text))
    return Article(
        id=name,
        ref=Document.of(text, f"{name}.txt").ref,
        title=None,
        outlet=None,
        language="en",
        text=text,
        paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=whole),),
        source_map=SourceMap(runs=(run,)),
    )


def swaps_of(draft: BriefDraft) -> Iterator[Swap]:
    """Every draft that differs from a true one by one swap."""
    actors = [actor.id for actor in draft.actors]
    names = {actor.id: {actor.name, *actor.aliases} for actor in draft.actors}
    for place, quotation in enumerate(draft.quotations):
        kind = "cut" if quotation.speaker is None else "speaker"
        for other in actors:
            if other != quotation.speaker and quotation.speaker not in names[other]:
                yield _swap(draft, kind, "quotations", place, other, {"speaker": other})
    for place, offer in enumerate(draft.offers):
        if offer.recipient:
            change = {"offerer": offer.recipient, "recipient": offer.offerer}
            yield _swap(draft, "direction", "offers", place, offer.recipient, change)
    for place, response in enumerate(draft.responses):
        for other in actors:
            if other != response.responder:
                yield _swap(draft, "responder", "responses", place, other, {"responder": other})


def _swap(draft: BriefDraft, kind: str, section: str, place: int, actor: str, change: dict[str, str]) -> Swap:
    items = list(getattr(draft, section))
    items[place] = items[place].model_copy(update=change)
    return Swap(kind, section, place, actor, draft.model_copy(update={section: tuple(items)}))


def _verdict(brief: Brief, draft: BriefDraft, section: str, place: int) -> tuple[str, list[str]]:
    """The verdict on one item of a draft."""
    item = getattr(draft, section)[place]
    for entry in brief.unsupported:
        same = getattr(entry.item, "id", None) == getattr(item, "id", None) and entry.item.quotes == item.quotes
        if entry.section.value == section and same:
            return entry.verdict.ruling.value, [reason.code.value for reason in entry.verdict.reasons]
    return Ruling.SUPPORTED.value, []


def _print(title: str, counts: dict[str, Counter[str]]) -> None:
    print(f"{title:<14} {'n':>5} {'rejected':>9} {'for a judge':>12} {'supported':>10}")
    for kind, rulings in counts.items():
        count = sum(rulings.values())
        shares = (rulings[ruling.value] / count for ruling in (Ruling.REJECTED, Ruling.NEEDS_JUDGE, Ruling.SUPPORTED))
        print(f"{kind:<14} {count:>5} " + " ".join(f"{share:>10.3f}" for share in shares))
    print()


if __name__ == "__main__":
    typer.run(main)
