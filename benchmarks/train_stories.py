"""Fit the weights that say how likely two articles report one event, and write them with their card.

    python benchmarks/train_stories.py --data dev.jsonl.gz --out briefing/stories/_grouping/weights.json

Needs scikit-learn (``pip install scikit-learn``), which the package itself does not. The figures of the card are
cross-validated: articles of one running story stay in one fold, and neither the weights nor the word counts have
seen the fold that they are scored on.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from story_scores import Row, Scores, by_track, load

from briefing.stories._grouping._blocks import pairs_of
from briefing.stories._grouping._link import average_link
from briefing.stories._grouping._model import LinkModel, Weights
from briefing.stories._grouping._pairs import FEATURES, features, heaviest
from briefing.stories._grouping._profile import ArticleWords, Background, Profile, read, weigh
from briefing.streaming import each_in_turn

FOLDS = 5
LEAST_COUNT = 10
REGULARISATION = 0.02
TRACK_BALANCE = 0.25
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)

Pairs = list[tuple[int, int]]


def reading(row: Row) -> ArticleWords:
    return read(row.title or "", row.text or "", date.fromisoformat(row.date[:10]).toordinal() if row.date else None)


def background(readings: Sequence[ArticleWords]) -> Background:
    counts = Counter(word for r in readings for word in set(r.title) | set(r.body))
    return Background(len(readings), {w: n for w, n in sorted(counts.items()) if n >= LEAST_COUNT})


def compare(readings: Sequence[ArticleWords], known: Background) -> tuple[Pairs, list[list[float]]]:
    profiles: list[Profile] = weigh(readings, known)
    pairs = sorted(pairs_of(list(map(heaviest, profiles)), frozenset(range(len(profiles))), each_in_turn))
    return pairs, [features(profiles[i], profiles[j]) for i, j in pairs]


def fit(values: list[list[float]], same: list[bool], weight: list[float], known: Background) -> Weights:
    """A logistic regression on the features, their squares and products, with the scaling folded into the weights."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x = np.array(values)
    low, high = np.quantile(x, 0.001, axis=0), np.quantile(x, 0.999, axis=0)
    x = np.clip(x, low, high)
    size = x.shape[1]
    products = [x[:, i] * x[:, j] for i in range(size) for j in range(i, size)]
    full = np.column_stack([x, *products])
    mean, scale = full.mean(axis=0), full.std(axis=0)
    scale[scale == 0] = 1.0
    fitted = LogisticRegression(C=REGULARISATION, max_iter=1000).fit((full - mean) / scale, same, weight)
    raw = fitted.coef_[0] / scale
    rounded = [float(f"{value:.7g}") for value in raw]
    return Weights(
        card={},
        features=FEATURES,
        low=tuple(round(float(v), 6) for v in low),
        high=tuple(round(float(v), 6) for v in high),
        intercept=float(fitted.intercept_[0] - (raw * mean).sum()),
        linear=tuple(rounded[:size]),
        squares=tuple(rounded[size:]),
        threshold=0.3,
        documents=known.documents,
        counts=dict(known.counts),
    )


def pair_weights(rows: Sequence[Row], pairs: Pairs, same: list[bool]) -> list[float]:
    """True pairs of a track with few weigh more, so that no track with large events decides alone."""
    true = Counter(rows[i].track for (i, _), hit in zip(pairs, same, strict=True) if hit)
    return [
        (400 / true[rows[i].track]) ** TRACK_BALANCE if hit and true[rows[i].track] >= 50 else 1.0
        for (i, _), hit in zip(pairs, same, strict=True)
    ]


def cross_validate(rows: Sequence[Row], readings: Sequence[ArticleWords]) -> dict[tuple[int, int], float]:
    """The likelihood of each pair from a model that saw neither the pair nor its first article's running story."""
    fold = [zlib.crc32((row.line or row.event).encode()) % FOLDS for row in rows]
    chances: dict[tuple[int, int], float] = {}
    for held in range(FOLDS):
        known = background([r for r, f in zip(readings, fold, strict=True) if f != held])
        pairs, values = compare(readings, known)
        same = [rows[i].event == rows[j].event for i, j in pairs]
        weight = pair_weights(rows, pairs, same)
        seen = [k for k, (i, j) in enumerate(pairs) if held not in (fold[i], fold[j])]
        model = LinkModel(fit([values[k] for k in seen], [same[k] for k in seen], [weight[k] for k in seen], known))
        chances.update((pair, model.chance(v)) for pair, v in zip(pairs, values, strict=True) if fold[pair[0]] == held)
        typer.echo(f"fold {held + 1} of {FOLDS}: {len(seen)} pairs", err=True)
    return chances


def grouped(rows: Sequence[Row], chances: dict[tuple[int, int], float], threshold: float) -> dict[str, Scores]:
    groups = average_link(len(rows), {pair: c for pair, c in chances.items() if c > 0.002}, threshold)
    return by_track(rows, {rows[at].id: place for place, members in enumerate(groups) for at in members})


def figures(scores: dict[str, Scores]) -> dict[str, str]:
    return {
        f"cross-validated {track}": f"pairwise {s.pairwise:.3f}, without same-line pairs {s.lenient:.3f}, "
        f"B-cubed {s.b_cubed:.3f}"
        for track, s in scores.items()
    }


def main(
    data: Annotated[Path, typer.Option(help="labelled articles, JSONL or JSONL.gz")],
    out: Annotated[Path, typer.Option(help="where the weights go")],
    threshold: Annotated[float, typer.Option(help="least mean likelihood of a group")] = 0.3,
) -> None:
    rows = load(data)
    readings = [reading(row) for row in rows]
    chances = cross_validate(rows, readings)
    for tried in THRESHOLDS:
        s = grouped(rows, chances, tried)
        typer.echo(f"threshold {tried}: " + "; ".join(f"{t} {x.pairwise:.3f}/{x.b_cubed:.3f}" for t, x in s.items()))
    known = background(readings)
    pairs, values = compare(readings, known)
    same = [rows[i].event == rows[j].event for i, j in pairs]
    fitted = fit(values, same, pair_weights(rows, pairs, same), known)
    card: dict[str, str] = {
        "what": "logistic regression on 16 comparisons of two articles, their squares and products",
        "data": f"{len(rows)} English news texts in {len({r.event for r in rows})} events: ECB+ (CC BY 3.0), BASIL, "
        "FNC-1, AllSides headlines, RSS blurbs, Wikinews (CC BY 2.5), article-extraction-dataset (Apache-2.0); "
        "of these only word counts and weights are kept",
        "limits": "English; calibrated on pools of 2 to 4,000 articles; labels of the RSS track are one reader's",
        "fitted by": "benchmarks/train_stories.py",
        **figures(grouped(rows, chances, threshold)),
    }
    document: dict[str, Any] = fitted.model_copy(update={"card": card, "threshold": threshold}).model_dump()
    out.write_text(json.dumps(document, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n", "utf-8")
    typer.echo(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    typer.run(main)
