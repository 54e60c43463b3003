"""Train the classifier of lines that ``briefing.cleaning`` ships.

    python benchmarks/train_lines.py --data DIR [--out briefing/cleaning/lines.json]

DIR holds ``dev.jsonl.gz``: rows {id, source, site, text_dump, text_main, body}. Needs lightgbm and numpy (the
dependency group ``bench``); the package itself needs neither.

What it does: labels each line by aligning the words of the page with those of its body; mixes pages (the head of one,
the story of another, the tail of a third) so that topic and not place alone tells a story's end; trains boosted trees
with pages of equal weight; prints cross-validated figures over folds of whole sites; writes the trees as JSON.
Nothing is tuned to single pages: the settings are one small grid, judged by cross-validation.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, Any

import typer

sys.path.insert(0, str(Path(__file__).parent))

from shingles import Scores, score_pages

from briefing.cleaning import _features
from briefing.cleaning._lines import TextLine, split_lines
from briefing.cleaning._story import longest_run

FOLDS = 5
TREES = 60
THRESHOLD = -0.4
SETTINGS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.14, "num_leaves": 16, "min_data_in_leaf": 80, "feature_fraction": 0.3,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "min_sum_hessian_in_leaf": 1, "seed": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
MIXTURES = 2
MIXTURE_WEIGHT = 0.4
LABEL_SHARE = 0.5
"""A line belongs to the body where at least half of its words stand in it, in order."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one form: its lines, which of them the body holds, and the features of the candidates."""

    id: str
    form: str
    source: str
    fold: int
    body: str
    lines: Sequence[TextLine]
    labels: Sequence[bool]
    rows: dict[int, _features.Row]

    @classmethod
    def of(cls, row: dict[str, Any], form: str, fold: int, lines: Sequence[TextLine], labels: Sequence[bool]) -> Page:
        features = _features.rows(lines, longest_run(lines))
        return cls(row["id"], form, row["source"], fold, row["body"], lines, labels, features)


def label(lines: Sequence[TextLine], body: str) -> list[bool]:
    """Which lines stand in ``body``, by the longest matching blocks of words; blocks of one or two words count only
    where they are a whole line."""
    words = [word for line in lines for word in line.words]
    owners = [i for i, line in enumerate(lines) for _ in line.words]
    hits = [0] * len(lines)
    wanted = re.findall(r"\w+", body.lower())
    for start, _, size in SequenceMatcher(None, words, wanted, autojunk=False).get_matching_blocks():
        if size == 0 or (size < 3 and len(lines[owners[start]].words) > size):
            continue
        for k in range(start, start + size):
            hits[owners[k]] += 1
    return [hit >= LABEL_SHARE * len(line.words) > 0 for hit, line in zip(hits, lines, strict=True)]


def read_pages(data: Path) -> list[Page]:
    with gzip.open(data / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    sites = sorted({row["site"] for row in rows})
    random.Random(0).shuffle(sites)
    fold = {site: i % FOLDS for i, site in enumerate(sites)}
    pages: list[Page] = []
    for row in rows:
        for form in ("text_dump", "text_main"):
            lines = split_lines(row[form])
            pages.append(Page.of(row, form, fold[row["site"]], lines, label(lines, row["body"])))
    return pages


def mix(pages: Sequence[Page], seed: int = 0) -> list[Page]:
    """New pages out of the heads, stories and tails of pages of the same fold."""
    rnd = random.Random(seed)
    mixed: list[Page] = []
    for fold in range(FOLDS):
        pool = [page for page in pages if page.fold == fold and page.form == "text_dump" and any(page.labels)]
        for page in pool:
            mixed.extend(_mixture(page, pool, rnd) for _ in range(MIXTURES))
    return mixed


def _mixture(page: Page, pool: Sequence[Page], rnd: random.Random) -> Page:
    top, tail = rnd.choice(pool), rnd.choice(pool)
    top = page if rnd.random() < 0.5 else top
    (start, end), top_end, tail_start = _story(page), _story(top)[0], _story(tail)[1]
    lines = [*top.lines[:top_end], *page.lines[start:end], *tail.lines[tail_start:]]
    labels = [False] * top_end + list(page.labels[start:end]) + [False] * (len(tail.lines) - tail_start)
    row = {"id": page.id, "source": page.source, "body": page.body}
    return Page.of(row, "mixture", page.fold, lines, labels)


def _story(page: Page) -> tuple[int, int]:
    told = [i for i, tells in enumerate(page.labels) if tells]
    return told[0], told[-1] + 1


def train(pages: Sequence[Page]) -> Any:
    """Boosted trees over the candidate lines; every page weighs the same, and a line of it by its words."""
    import lightgbm
    import numpy as np

    features: list[_features.Row] = []
    labels: list[float] = []
    weights: list[float] = []
    for page in pages:
        total = sum(line.size + 1.5 for line in page.lines)
        scale = 400 * (MIXTURE_WEIGHT if page.form == "mixture" else 1.0) / max(total, 1)
        for i, row in page.rows.items():
            features.append(row)
            labels.append(float(page.labels[i]))
            weights.append(scale * (page.lines[i].size + 1.5))
    data = lightgbm.Dataset(np.array(features), np.array(labels), weight=np.array(weights))
    return lightgbm.train(SETTINGS, data, TREES)


def keep(model: Any, page: Page, threshold: float = THRESHOLD) -> str:
    """The text of the lines that a model keeps."""
    import numpy as np

    if not page.rows:
        return ""
    scores = model.predict(np.array(list(page.rows.values())), raw_score=True)
    return "\n".join(page.lines[i].text for i, score in zip(page.rows, scores, strict=True) if score > threshold)


def report(pages: Sequence[Page], texts: dict[tuple[str, str], str]) -> None:
    for form in ("text_dump", "text_main"):
        for source in sorted({page.source for page in pages}):
            chosen = [page for page in pages if page.form == form and page.source == source]
            scores: Scores = score_pages([(page.body, texts[page.id, form]) for page in chosen])
            print(f"  {form:10} {source:4} {scores}")


def export(model: Any, out: Path) -> None:
    """The trees as nested lists: [feature, threshold, not above, above], or a leaf's value."""

    def node(tree: dict[str, Any]) -> Any:
        if "leaf_value" in tree:
            return round(tree["leaf_value"], 4)
        assert tree["decision_type"] == "<="
        return [tree["split_feature"], tree["threshold"], node(tree["left_child"]), node(tree["right_child"])]

    trees = [node(info["tree_structure"]) for info in model.dump_model()["tree_info"]]
    data = {"version": 1, "names": list(_features.NAMES), "threshold": THRESHOLD, "trees": trees}
    out.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def main(
    data: Annotated[Path, typer.Option(help="folder with dev.jsonl.gz")],
    out: Annotated[Path, typer.Option(help="where the trees go")] = Path("briefing/cleaning/lines.json"),
) -> None:
    """Cross-validate over whole sites, then train on all pages and write the model."""
    if not (data / "dev.jsonl.gz").exists():
        raise typer.BadParameter(f"{data}/dev.jsonl.gz is not there")
    pages = read_pages(data)
    every = [*pages, *mix(pages)]
    held_out: dict[tuple[str, str], str] = {}
    for fold in range(FOLDS):
        model = train([page for page in every if page.fold != fold])
        held_out |= {(page.id, page.form): keep(model, page) for page in pages if page.fold == fold}
    print(f"held out, {FOLDS} folds of whole sites:")
    report(pages, held_out)
    model = train(every)
    print("the pages it was trained on:")
    report(pages, {(page.id, page.form): keep(model, page) for page in pages})
    export(model, out)
    print(f"wrote {out} ({out.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    typer.run(main)
