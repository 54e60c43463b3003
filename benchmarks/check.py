"""The check of drafts: what is struck of true items, of the same in other words, and of realistic mistakes.

    python -m benchmarks.check --data FILE [--out FILE] [--proof recorded]

A row of FILE (JSONL or .jsonl.gz) holds {id, text, draft, wrong, reworded, verdicts}. ``draft`` is a model's reply
whose items are true; ``wrong`` and ``reworded`` are changes of one item each, which make it false or keep it true. Each
change is applied by itself and the item checked anew, among the actors and offers of its draft. FILE of ``--out`` gets
{id, section, key, version, verdict} a line, ``version`` being draft, wrong:N or reworded:N.

A verdict is the standing of the item in the brief, with one addition: an item whose kind was put right counts as
``refuted``, since what it claimed is not printed. Changes of a `why`, which no page prints, are left out of the
figures: ``caught`` are the wrong ones that are refuted, ``kept`` the true ones that are not, ``vouched`` the wrong ones
that are printed as quoted or confirmed.

Without ``--proof`` the rules alone decide. ``--proof recorded`` plays the verdicts in the rows through the real call
for proof-reading (see `benchmarks/_recorded_proof.py`): an item counts as ``refuted`` where the proof-reader objects,
at whatever level, since no correction is scripted. A version that no verdict was recorded of is left out, and counted.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from briefing.checking import check
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.brief import Brief, CheckedItem
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft, DraftItem
from briefing.schema.terms import Section
from briefing.schema.verdict import Standing

Row = dict[str, Any]

_LISTED = (Section.GIST, Section.OPEN_QUESTIONS, Section.QUOTATIONS)
"""Sections whose items bear no id: a change names them by their place."""


@dataclass(frozen=True, slots=True)
class Version:
    """One item as drafted, or changed.

    Attributes:
        article: what it is about.
        draft: the draft with this version of the item in its place.
        section: where it stands.
        key: the id of an actor, offer or response, else the place in its section.
        name: draft, wrong:N or reworded:N.
        kind: what is wrong with it, empty where nothing is.
        counted: whether it is part of the figures.
    """

    article: Article
    draft: BriefDraft
    section: Section
    key: str
    name: str
    kind: str = ""
    counted: bool = True

    @property
    def item(self) -> DraftItem:
        """The item itself."""
        held = getattr(self.draft, self.section.value)
        if self.section is Section.HEADLINE:
            return self.draft.headline
        if self.section in _LISTED:
            return held[int(self.key)]  # type: ignore[no-any-return]  # by the name of a section
        return next(item for item in held if item.id == self.key)  # type: ignore[no-any-return]  # the same


def main(
    data: Annotated[Path, typer.Option(help="JSONL or .jsonl.gz of drafts with changes.")],
    out: Annotated[Path | None, typer.Option(help="File for one row a version.")] = None,
    proof: Annotated[str | None, typer.Option(help="recorded: play the verdicts of a model [rules alone]")] = None,
) -> None:
    """Print the figures."""
    if not data.is_file():
        raise typer.BadParameter(f"{data} is no file", param_hint="--data")
    rows = list(_read(data))
    articles = {row["id"]: clean(Document.of(row["text"], f"{row['id']}.txt"), keep_all=True) for row in rows}
    if proof not in (None, "recorded"):
        raise typer.BadParameter(f"{proof} is none: recorded", param_hint="--proof")
    if proof:
        found = asyncio.run(by_recorded_proof(rows, articles))
    else:
        versions = ((row["id"], each) for row in rows for each in versions_of(row, articles[row["id"]]))
        found = [(row_id, version, by_rules(version)) for row_id, version in versions]
    if out:
        with out.open("w", encoding="utf-8") as file:
            for row_id, version, verdict in found:
                line = {"id": row_id, "section": version.section.value, "key": version.key, "version": version.name}
                file.write(json.dumps(line | {"verdict": verdict}, ensure_ascii=False) + "\n")
    _print([(version, verdict) for _, version, verdict in found if version.counted])
    _print_speed(rows, articles)


def _read(path: Path) -> Iterator[Row]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.split("\n") if line.strip())


def versions_of(row: Row, article: Article) -> Iterator[Version]:
    """Every item of a row as drafted, then every change of one."""
    draft = BriefDraft.model_validate(row["draft"])
    yield Version(article, draft, Section.HEADLINE, "0", "draft")
    for section in Section:
        if section is not Section.HEADLINE:
            for place, item in enumerate(getattr(draft, section.value)):
                yield Version(article, draft, section, str(getattr(item, "id", place)), "draft")
    for version in ("wrong", "reworded"):
        for number, change in enumerate(row[version]):
            section, key = Section(change["section"]), str(change["key"])
            changed = _changed(row["draft"], section, key, change["change"])
            kind = change["kind"] if version == "wrong" else ""
            counted = set(change["change"]) != {"why"}
            yield Version(article, changed, section, key, f"{version}:{number}", kind, counted)


def _changed(draft: Row, section: Section, key: str, values: Mapping[str, Any]) -> BriefDraft:
    """``draft`` with other values in one item."""
    held = draft[section.value]
    if section is Section.HEADLINE:
        return BriefDraft.model_validate({**draft, section.value: {**held, **values}})
    items = [{**item, **values} if str(item.get("id", place)) == key else item for place, item in enumerate(held)]
    return BriefDraft.model_validate({**draft, section.value: items})


def by_rules(version: Version) -> str:
    """The verdict on a version by location and rules."""
    return verdict_in(check(version.article, _alone(version), engine="recorded"), version)


async def by_recorded_proof(rows: Sequence[Row], articles: Mapping[str, Article]) -> list[tuple[str, Version, str]]:
    """The verdict on each version after rules and recorded proof-reading; without those that nobody read."""
    from benchmarks._recorded_proof import RecordedProof, item_in, objected_to

    found: list[tuple[str, Version, str]] = []
    unread = planted = caught = 0
    async with RecordedProof() as reader:
        for row in rows:
            versions = list(versions_of(row, articles[row["id"]]))
            for version, brief in zip(versions, await reader.briefs(row, versions), strict=True):
                if brief is None:
                    unread += version.counted
                    continue
                item = item_in(brief, version)
                refuted = objected_to(item) or _put_right(version.item, item)
                found.append((row["id"], version, Standing.REFUTED.value if refuted else item.standing.value))
                planted += brief.proof.planted if brief.proof else 0
                caught += brief.proof.caught if brief.proof else 0
    print(f"{unread} versions without a recorded verdict left out; {caught} of {planted} planted mistakes struck")
    return found


def verdict_in(brief: Brief, version: Version) -> str:
    """The verdict on a version in the brief of a draft that holds it `_alone`."""
    section = version.section
    struck = [each.item for each in brief.struck if each.section is section]
    printed = [item for at, item in brief.items() if at is section]
    item = next((item for item in (*struck, *printed) if section in _UNIQUE or item.id == version.key), None)
    if item is None:
        raise LookupError(f"{version.section.value} {version.key} is not in its brief")
    return Standing.REFUTED.value if _put_right(version.item, item) else item.standing.value


_UNIQUE = (Section.HEADLINE, *_LISTED)


def _put_right(drafted: DraftItem, checked: CheckedItem) -> bool:
    return getattr(drafted, "kind", None) != getattr(checked, "kind", None)


def _alone(version: Version) -> BriefDraft:
    """The draft with the version as the only item of those that nothing refers to."""
    draft, item = version.draft, version.item
    empty = draft.model_copy(
        update={
            "headline": draft.headline.model_copy(update={"text": "", "quotes": ()}),
            **{section.value: () for section in _LISTED},
        }
    )
    if version.section is Section.HEADLINE:
        return empty.model_copy(update={"headline": item})
    return empty.model_copy(update={version.section.value: (item,)}) if version.section in _LISTED else empty


def _print(found: Sequence[tuple[Version, str]]) -> None:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for version, verdict in found:
        group = version.name.partition(":")[0]
        table[group][verdict] += 1
        if group == "draft":
            table[f"draft {version.section.value}"][verdict] += 1
        if version.kind:
            table[f"wrong {version.kind}"][verdict] += 1
    names = [
        standing.value for standing in (Standing.REFUTED, Standing.CONFIRMED, Standing.QUOTED, Standing.UNCONFIRMED)
    ]
    print(f"{'':22}{'n':>6}" + "".join(f"{name:>13}" for name in names))
    for group, counts in sorted(table.items()):
        print(f"{group:22}{counts.total():>6}" + "".join(f"{counts[name] / counts.total():>13.3f}" for name in names))
    drafts, reworded, wrong = table["draft"], table["reworded"], table["wrong"]
    kept = 1 - _share(drafts + reworded, "refuted")
    caught, vouched = _share(wrong, "refuted"), _share(wrong, "quoted", "confirmed")
    print(
        f"caught {caught:.3f}  kept {kept:.3f} (drafts {1 - _share(drafts, 'refuted'):.3f}, "
        f"rewordings {1 - _share(reworded, 'refuted'):.3f})  balanced {(caught + kept) / 2:.3f}  vouched {vouched:.3f}"
    )


def _share(counts: Counter[str], *names: str) -> float:
    return sum(counts[name] for name in names) / max(1, counts.total())


def _print_speed(rows: Sequence[Row], articles: Mapping[str, Article]) -> None:
    """Milliseconds of the processor for a whole draft, the tables built."""
    drafts = {row["id"]: BriefDraft.model_validate(row["draft"]) for row in rows}
    best: list[float] = []
    for row in rows:
        times = []
        for _ in range(3):
            started = time.process_time()
            check(articles[row["id"]], drafts[row["id"]], engine="recorded")
            times.append(time.process_time() - started)
        best.append(min(times))
    items = sum(
        sum(len(getattr(d, s.value)) for s in Section if s is not Section.HEADLINE) + 1 for d in drafts.values()
    )
    print(f"{1_000 * sum(best) / len(best):.2f} ms a draft of {items / len(drafts):.0f} items, cleaned before")


if __name__ == "__main__":
    typer.run(main)
