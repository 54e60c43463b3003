"""First version."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from briefing.schema.article import Article
from briefing.stories._reports import article_order
from briefing.stories._words import content


def group(articles: Sequence[Article]) -> tuple[tuple[str, ...], ...]:
    ordered = sorted(articles, key=article_order)
    vectors = [Counter(content(a.text)) for a in ordered]
    df = Counter(w for v in vectors for w in v)
    groups: list[list[int]] = []
    n = len(ordered)
    unit = []
    for v in vectors:
        w = {t: (1 + math.log(c)) * math.log(1 + (n + 10) / (df[t] + 1)) for t, c in v.items()}
        size = math.sqrt(sum(x * x for x in w.values())) or 1.0
        unit.append({t: x / size for t, x in w.items()})
    for i in range(n):
        best, home = 0.0, None
        for g in groups:
            s = sum(sum(x * unit[j].get(t, 0.0) for t, x in unit[i].items()) for j in g) / len(g)
            if s > best:
                best, home = s, g
        if home is not None and best >= 0.18:
            home.append(i)
        else:
            groups.append([i])
    return tuple(tuple(ordered[i].id for i in g) for g in groups)
