"""Who said it, who offers to whom: errors made on purpose in true drafts, and what share of them the rules refute.

    python benchmarks/swaps.py --data DIR [--out FILE]

DIR holds drafts ({id}.json) with their articles ({id}.article.txt). Each true item is changed in one way at a time:

- speaker: a quotation is given to each other actor of the draft;
- direction: an offer's offerer and recipient change places;
- responder: a response is put into each other actor's mouth;
- cut: a quotation that the draft leaves without a speaker is given to each actor.

What is not refuted is printed as unconfirmed: it is for a proof-reader. ``quoted`` is what is vouched for and false.
True items of the same kinds are counted by themselves. FILE gets one JSONL row a swap: {id, kind, item, actor,
standing, problems}.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.checking.check import Checked, ItemChecker
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft, DraftItem
from briefing.schema.terms import Section
from briefing.schema.verdict import Standing

_SECTIONS = (Section.QUOTATIONS, Section.OFFERS, Section.RESPONSES)


@dataclass(frozen=True, slots=True)
class Swap:
    """One error: the item that has it."""

    kind: str
    section: Section
    place: int
    actor: str
    item: DraftItem


def main(
    data: Annotated[Path, typer.Option(help="Folder of {id}.json and {id}.article.txt.")],
    out: Annotated[Path | None, typer.Option(help="File for one row a swap.")] = None,
) -> None:
    """Print the share refuted, and what became of true items."""
    paths = sorted(path for path in data.glob("*.json") if path.with_suffix(".article.txt").is_file())
    if not paths:
        raise typer.BadParameter(f"{data} holds no drafts with articles", param_hint="--data")
    swapped: dict[str, Counter[str]] = defaultdict(Counter)
    true: dict[str, Counter[str]] = defaultdict(Counter)
    rows: list[dict[str, Any]] = []
    for path in paths:
        article = article_of(path)
        draft = BriefDraft.model_validate_json(path.read_text(encoding="utf-8"))
        checker = ItemChecker(article, {actor.id: actor for actor in draft.actors})
        for section in _SECTIONS:
            for item in getattr(draft, section.value):
                true[section.value][checker.check(section, item).verdict.standing.value] += 1
        for swap in swaps_of(draft):
            checked = checker.check(swap.section, swap.item)
            swapped[swap.kind][checked.verdict.standing.value] += 1
            rows.append(_row(path.stem, swap, checked))
    _print("swaps", swapped)
    _print("true items", true)
    if out:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        out.write_text("".join(lines), encoding="utf-8")


def article_of(path: Path) -> Article:
    """The article beside a draft, as it is."""
    text = path.with_suffix(".article.txt").read_text(encoding="utf-8")
    return clean(Document.of(text, f"{path.stem}.txt"), keep_all=True)


def swaps_of(draft: BriefDraft) -> Iterator[Swap]:
    """Every item that differs from a true one by one swap."""
    actors = [actor.id for actor in draft.actors]
    names = {actor.id: {actor.name, *actor.aliases} for actor in draft.actors}
    for place, quotation in enumerate(draft.quotations):
        kind = "cut" if quotation.speaker is None else "speaker"
        for other in actors:
            if other != quotation.speaker and quotation.speaker not in names[other]:
                swapped = quotation.model_copy(update={"speaker": other})
                yield Swap(kind, Section.QUOTATIONS, place, other, swapped)
    for place, offer in enumerate(draft.offers):
        if offer.recipient:
            turned = offer.model_copy(update={"offerer": offer.recipient, "addressees": (offer.offerer,)})
            yield Swap("direction", Section.OFFERS, place, offer.recipient, turned)
    for place, response in enumerate(draft.responses):
        for other in actors:
            if other != response.responder:
                answered = response.model_copy(update={"responder": other})
                yield Swap("responder", Section.RESPONSES, place, other, answered)


def _row(article: str, swap: Swap, checked: Checked) -> dict[str, Any]:
    return {
        "id": article,
        "kind": swap.kind,
        "item": swap.place,
        "actor": swap.actor,
        "standing": checked.verdict.standing.value,
        "problems": [objection.problem.value for objection in checked.verdict.objections],
    }


def _print(title: str, counts: dict[str, Counter[str]]) -> None:
    standings = (Standing.REFUTED, Standing.UNCONFIRMED, Standing.QUOTED)
    print(f"{title:<14} {'n':>5} " + " ".join(f"{standing.value:>12}" for standing in standings))
    for kind, found in counts.items():
        shares = (found[standing.value] / found.total() for standing in standings)
        print(f"{kind:<14} {found.total():>5} " + " ".join(f"{share:>12.3f}" for share in shares))
    print()


if __name__ == "__main__":
    typer.run(main)
