"""Score the embedded engine on single sentences labelled with who asks, agrees with or refuses whom.

    python benchmarks/sentences.py --data dev.jsonl

A line of the data holds id, sentence, source, target and root (PLOVER's classes of political acts). A party fits a
labelled one when their names share a content word. Even ids may be read while rules are written, odd ids may not:
both halves are printed, as totals only, with the gap between them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.embedded import CannotReadError, read
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import OfferStatus, Stance

ASKED = ("REQUEST", "AGREE", "REJECT")
CONTROLS = frozenset({"ASSAULT", "COERCE", "CONSULT", "MOBILIZE", "PROTEST", "SANCTION"})
"""Classes in which nothing is offered or asked: every offer there is a false one."""
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "on",
        "for",
        "to",
        "its",
        "his",
        "her",
        "their",
        "our",
        "at",
        "by",
        "from",
        "with",
    ]
)

Row = dict[str, Any]
Reader = Callable[..., BriefDraft]


def main(data: Annotated[Path, typer.Option(help="labelled sentences, a JSON object a line")]) -> None:
    """Print the shares of both halves and the gap."""
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(table(rows))


def table(rows: Iterable[Row], reader: Reader = read) -> str:
    """The figures of both halves, a line each."""
    halves: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        halves[int(re.sub(r"\D", "", row["id"])) % 2].append(row)
    seen, blind = figures(halves[0], reader), figures(halves[1], reader)
    lines = [f"{'sentences':<22}{'read':>8}{'blind':>8}{'gap':>8}"]
    lines += [f"{name:<22}{seen[name]:>8.3f}{blind[name]:>8.3f}{seen[name] - blind[name]:>8.3f}" for name in seen]
    return "\n".join(lines)


def figures(rows: Iterable[Row], reader: Reader = read) -> dict[str, float]:
    """The shares of one half."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row["root"]].update(_judged(row, _drafted(row["sentence"], reader)))

    def share(what: str, *roots: str) -> float:
        of = sum(counts[root]["n"] for root in roots)
        return sum(counts[root][what] for root in roots) / of if of else 0.0

    found = {f"found {root}": share("found", root) for root in ASKED}
    return {
        "found, mean": sum(found.values()) / len(ASKED),
        **found,
        "both parties REQUEST": share("both", "REQUEST"),
        **{f"swapped {root}": share("swapped", root) for root in ASKED},
        "false offers": share("offers", *sorted(CONTROLS)),
        "any answer, controls": share("answers", *sorted(CONTROLS)),
    }


def _drafted(sentence: str, reader: Reader) -> BriefDraft | None:
    try:
        return reader(sentence)
    except CannotReadError:
        return None


def _judged(row: Row, draft: BriefDraft | None) -> Counter[str]:
    if draft is None:
        return Counter(n=1)
    names = {actor.id: (actor.name, *actor.aliases) for actor in draft.actors}
    source, target = _words(row["source"]), _words(row["target"])

    def fits(span: set[str], *ids: str) -> bool:
        return any(_words(name) & span for actor in ids for name in names.get(actor, ()))

    mine = [o for o in draft.offers if fits(source, o.offerer)]
    to_it = [o.status for o in draft.offers if fits(source, *o.addressees)]
    stances = [r.stance for r in draft.responses if fits(source, r.responder)]
    found = bool(mine)
    if row["root"] == "AGREE":
        found = found or OfferStatus.ACCEPTED in to_it or Stance.ACCEPTED in stances
    elif row["root"] == "REJECT":
        found = Stance.REJECTED in stances or OfferStatus.REJECTED in to_it
    swapped = any(fits(target, o.offerer) and not fits(source, o.offerer) for o in draft.offers)
    return Counter(
        n=1,
        found=int(found),
        both=int(any(fits(target, *o.addressees) for o in mine)),
        swapped=int(swapped),
        offers=int(bool(draft.offers)),
        answers=int(bool(draft.responses)),
    )


def _words(name: str | None) -> set[str]:
    return set(re.findall(r"\w+", (name or "").casefold())) - _STOP


if __name__ == "__main__":
    typer.run(main)
