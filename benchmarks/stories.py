"""How well articles are grouped into stories, and how fast, beside TF-IDF with average link in the same run.

    python benchmarks/stories.py --data dev.jsonl.gz [--out groups.jsonl] [--sizes 1000,3000,10000]

The data are JSONL rows {id, track, outlet, date, title, text, event, line}; ``--out`` gets {id, story} rows. TF-IDF
gets the threshold that suits these very rows best; ours has the one that ships. Daily pools group the dated rows of
each day by themselves; day by day lets each day of the track "feed" join the stories of the days before. Where the
rows are those that the weights were fitted on, the figures flatter: the cross-validated ones are in the card, which
is printed too.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Annotated

import typer
from story_scores import Row, Scores, by_track, load, score

from briefing.language.topics import content, stem
from briefing.schema.article import Article, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import SourceMap, Span
from briefing.schema.document import MediaType, SourceRef
from briefing.stories import extend, group
from briefing.stories._grouping._link import average_link
from briefing.stories._grouping._model import load_weights

_REF = SourceRef(source="benchmark", media_type=MediaType.TEXT, encoding="utf-8", sha256="0" * 64)


def article(row: Row) -> Article:
    title, text = row.title or "", row.text or ""
    whole = f"{title}\n\n{text}" if title else text
    spans = [(ParagraphKind.TITLE, 0, len(title)), (ParagraphKind.BODY, len(whole) - len(text), len(whole))]
    return Article(
        id=row.id,
        ref=_REF,
        title=title or None,
        outlet=row.outlet,
        published=Timestamp(day=date.fromisoformat(row.date[:10])) if row.date else None,
        text=whole,
        paragraphs=tuple(Paragraph(kind=k, span=Span(start=s, end=e)) for k, s, e in spans if e > s),
        source_map=SourceMap(runs=()),
    )


def tell(groups: Sequence[Sequence[str]]) -> dict[str, object]:
    return {ident: place for place, ids in enumerate(groups) for ident in ids}


def tfidf_pairs(rows: Sequence[Row]) -> dict[tuple[int, int], float]:
    """Cosines of plain TF-IDF vectors, of all pairs that share one of their 30 heaviest words."""
    counts = [Counter(content(f"{row.title or ''}\n{row.text or ''}")) for row in rows]
    df = Counter(word for count in counts for word in count)
    vectors = []
    for count in counts:
        vector = {w: (1 + math.log(n)) * math.log(len(rows) / df[w]) for w, n in count.items()}
        length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        vectors.append({w: v / length for w, v in vector.items()})
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for word in sorted(vector, key=lambda w: (-vector[w], w))[:30]:
            holders[word].append(at)
    pairs = {(i, j) for ids in holders.values() if len(ids) < 200 for k, i in enumerate(ids) for j in ids[k + 1 :]}
    found = {}
    for i, j in sorted(pairs):
        cosine = sum(v * vectors[j][w] for w, v in vectors[i].items() if w in vectors[j])
        if cosine > 0.05:
            found[i, j] = cosine
    return found


def best_tfidf(rows: Sequence[Row]) -> tuple[float, dict[str, Scores]]:
    pairs = tfidf_pairs(rows)
    tried = []
    for step in range(8, 21):
        groups = average_link(len(rows), pairs, step / 50)
        scores = by_track(rows, tell([[rows[at].id for at in ids] for ids in groups]))
        overall = scores.get("mean") or next(iter(scores.values()))
        tried.append((overall.pairwise + overall.b_cubed, step / 50, scores))
    _, threshold, scores = max(tried, key=lambda t: (t[0], -t[1]))
    return threshold, scores


def daily_pools(rows: Sequence[Row], articles: dict[str, Article]) -> Scores:
    """Each day's rows grouped by themselves; pairs across days count neither way."""
    days: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.date:
            days[row.date[:10]].append(row)
    story: dict[str, object] = {}
    labelled = []
    for day, pool in sorted(days.items()):
        told = tell(group([articles[row.id] for row in pool]))
        story.update({ident: (day, place) for ident, place in told.items()})
        labelled += [
            row.model_copy(update={"event": f"{day} {row.event}", "line": f"{day} {row.line or row.event}"})
            for row in pool
        ]
    return score(labelled, story)


def day_by_day(rows: Sequence[Row], articles: dict[str, Article]) -> Scores:
    """The dated rows, each day joining the stories of the days before."""
    dated = sorted((row for row in rows if row.date), key=lambda row: (row.date or "")[:10])
    groups: tuple[tuple[str, ...], ...] = ()
    known: list[Article] = []
    for day in sorted({(row.date or "")[:10] for row in dated}):
        new = [articles[row.id] for row in dated if (row.date or "")[:10] == day]
        groups = extend(groups, known, new)
        known += new
    return score(dated, tell(groups))


def multiplied(articles: Sequence[Article], size: int) -> list[Article]:
    """``size`` articles: the given ones, then copies in which all but the common words are new ones.

    A copy keeps the common words and the length of its original and tells another event.
    """
    common = {word for word, count in load_weights().counts.items() if count > load_weights().documents // 20}
    made: list[Article] = []
    turn = 0
    while len(made) < size:
        for original in articles[: size - len(made)]:
            words = original.text.split(" ")
            if turn:
                words = [
                    word
                    if stem(word.lower()) in common or (word.islower() and len(word) < 5)
                    else f"{word}{'qx' * turn}"
                    for word in words
                ]
            text = " ".join(words)
            whole = (Paragraph(kind=ParagraphKind.BODY, span=Span(start=0, end=len(text))),)
            made.append(
                original.model_copy(
                    update={"id": f"{turn}:{original.id}", "text": text, "title": None, "paragraphs": whole}
                )
            )
        turn += 1
    return made


def timed(articles: Sequence[Article]) -> tuple[float, int]:
    """Seconds of processor time of grouping, and the bytes that the process grew by, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(_measure, articles).result()


def _measure(articles: Sequence[Article]) -> tuple[float, int]:
    before, start = getrusage(RUSAGE_SELF).ru_maxrss, time.process_time()
    group(articles)
    return time.process_time() - start, (getrusage(RUSAGE_SELF).ru_maxrss - before) * 1024


def show(name: str, scores: dict[str, Scores]) -> None:
    typer.echo(f"\n{name:<12}{'true pairs':>11}{'pairwise':>10}{'no line':>9}{'B-cubed':>9}")
    for track, s in scores.items():
        typer.echo(f"{track:<12}{s.pairs:>11}{s.pairwise:>10.3f}{s.lenient:>9.3f}{s.b_cubed:>9.3f}")


def main(
    data: Annotated[Path, typer.Option(help="labelled articles, JSONL or JSONL.gz")],
    out: Annotated[Path | None, typer.Option(help="write {id, story} rows here")] = None,
    sizes: Annotated[str, typer.Option(help="numbers of articles to time, by commas; empty for none")] = "",
) -> None:
    rows = load(data)
    articles = {row.id: article(row) for row in rows}
    load_weights()
    story = tell(group(list(articles.values())))
    if out:
        out.write_text("".join(json.dumps({"id": row.id, "story": story[row.id]}) + "\n" for row in rows), "utf-8")
    for line in (f"{key}: {value}" for key, value in load_weights().card.items()):
        typer.echo(line)
    show("ours", by_track(rows, story))
    threshold, scores = best_tfidf(rows)
    show(f"TF-IDF {threshold:.2f}", scores)
    feed = [row for row in rows if row.track == "feed"]
    show("daily pools", {"all dated": daily_pools(rows, articles), "feed alone": daily_pools(feed, articles)})
    show("day by day", {"feed alone": day_by_day(feed, articles)})
    measured = [
        (int(size), *timed(multiplied(list(articles.values()), int(size)))) for size in sizes.split(",") if size
    ]
    for size, seconds, peak in measured:
        typer.echo(f"{size:>7} articles: {seconds:6.1f} s, {peak / 1e6:6.0f} MB, {peak / size / 1e3:.1f} kB an article")
    for (few, fast, _), (many, slow, _) in pairwise(measured):
        typer.echo(f"{few} to {many}: time grows as n^{math.log(slow / fast) / math.log(many / few):.2f}")


if __name__ == "__main__":
    typer.run(main)
