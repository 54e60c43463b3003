"""What a classifier of lines looks at: numbers about each line, its neighbours and its page.

Shapes and places, not vocabulary: the only words that count are those of page furniture (`_FURNITURE`), in the
languages of the larger news markets. Stop words are left alone: their density tells stories from menus in one
language and misleads in the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import log1p

from briefing.cleaning._lines import Line

_FURNITURE_WORDS: tuple[tuple[str, str], ...] = (
    (
        "share",
        "share tweet twitter facebook whatsapp pinterest linkedin reddit flipboard telegram instagram youtube email "
        "print copy link follow tiktok snapchat teilen partager compartir condividi pin rss messenger",
    ),
    (
        "legal",
        "copyright reserved privacy terms disclaimer cookie cookies policy impressum datenschutz conditions "
        "advertise advertising advertisement ad ads sponsored sitemap contact careers accessibility gdpr consent "
        "preferences rights trademarks affiliate commission",
    ),
    (
        "comment",
        "comment comments reply replies upvote likes log moderated kommentar kommentare commentaires comentarios "
        "report abuse flag logged post guest",
    ),
    (
        "offer",
        "subscribe subscription subscriber subscribers newsletter newsletters login signin sign signup register "
        "member membership account unlimited trial inbox abonnieren abonnez suscríbete download app",
    ),
    (
        "related",
        "related recommended trending popular latest more read next previous watch also most top stories story "
        "articles article headlines editor picks featured mehr lire aussi leer gallery photos videos video tags "
        "topics filed categories",
    ),
    (
        "caption",
        "photo photos image images credit getty picture pictured photograph photographer foto afp reuters "
        "shutterstock courtesy file istock imago epa ap screenshot via",
    ),
    (
        "meta",
        "published updated posted by author written editor staff reporter correspondent ago min mins minutes hours am "
        "pm est edt ist gmt utc pst pdt et bst january february march april june july august september october "
        "november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday "
        "saturday sunday mon tue wed thu fri sat sun follow",
    ),
)
_GROUPS = tuple(name for name, _ in _FURNITURE_WORDS)
_FURNITURE = {word: k for k, (_, words) in reversed(list(enumerate(_FURNITURE_WORDS))) for word in words.split()}
_EDGE = 14
"""How many words from the start of a line, and from its end, are looked up: furniture stands at the edges."""

_SENTENCE_MARK = re.compile(r"[.!?…。！？]+[\"'”’»)\]]{0,2}(?=\s|$)")
_GLUED = re.compile(r"[a-zà-ÿ][A-Z]")
_ADDRESS = re.compile(r"https?:|www\.|\.com\b|@\w|#\w")
_LONG_WORDS = 20
_REACH = 60
"""Distances, in lines, are cut here."""

_BASE = (
    "words", "letters", "end", "marks", "commas", "bullet", "indent", "gap", "capitals", "digits", "lower", "quotes",
    "bars", "glued", "address", "copies", *_GROUPS,
)  # fmt: skip
_PAGE = (
    "place", "words_before", "words_after", "in_run", "to_run_start", "to_run_end", "run_share", "overlap",
    "gap_after", "to_long_before", "to_long_after", "prose_near", "prose_wide", "short_near", "meta_near",
    "share_wide", "comment_wide", "bullets_near", "similar_near", "label_kind", "label_distance", "label_words", "lines",
    "long_share", "ended_near", "offer_wide", "related_near", "rank",
)  # fmt: skip
_SHIFTED = ("words", "end", "capitals", "bullet", "furniture")
NAMES = (*_BASE, *_PAGE, *(f"{name}{shift:+d}" for shift in (-3, -2, -1, 1, 2, 3) for name in _SHIFTED))
"""The features in the order of `rows`."""


def rows(lines: Sequence[Line], run: tuple[int, int]) -> list[list[float]]:
    """The features of each line, by `NAMES`; ``run`` is the page's longest run of text."""
    base = _base(lines)
    page = _page(lines, base, run)
    shifted = [(b[0], b[2], b[8], b[5], float(_kind(b))) for b in base]
    blank = (-1.0, -1.0, -1.0, -1.0, -1.0)
    padded = [blank] * 3 + shifted + [blank] * 3
    return [
        [*b, *p, *padded[i], *padded[i + 1], *padded[i + 2], *padded[i + 4], *padded[i + 5], *padded[i + 6]]
        for i, (b, p) in enumerate(zip(base, page, strict=True))
    ]


def _base(lines: Sequence[Line]) -> list[list[float]]:
    copies = Counter(line.words for line in lines)
    return [_line_features(line, copies[line.words]) for line in lines]


def _line_features(line: Line, copies: int) -> list[float]:
    text, words = line.text, line.words
    count = line.size
    length = len(text)
    furniture = [0.0] * len(_GROUPS)
    edges = words if len(words) <= 2 * _EDGE else (*words[:_EDGE], *words[-_EDGE:])
    for word in edges:
        group = _FURNITURE.get(word)
        if group is not None:
            furniture[group] += 1.0
    head = text[:600]
    tokens = head.split()
    capitals = sum(token[0].isupper() for token in tokens) / len(tokens)
    return [
        log1p(count),
        sum(map(len, words)) / len(words) if words else 0.0,
        _end(text),
        log1p(len(_SENTENCE_MARK.findall(text))) if count > 3 else float(text[-1] in ".!?"),
        text.count(",") / (count + 1),
        float(line.bullet),
        float(min(line.indent, 12)),
        float(min(line.gap, 3)),
        capitals,
        sum(map(str.isdigit, head)) / min(length, 600),
        float(text[0].islower()),
        float(min(4, text.count('"') + text.count("“") + text.count("”"))),
        float(min(4, text.count("|") + text.count("»") + text.count("/") + text.count("·"))),
        float(min(6, len(_GLUED.findall(head)))) / (1 + count / 10),
        float(len(_ADDRESS.findall(head))),
        float(min(copies, 4)),
        *furniture,
    ]


def _end(text: str) -> float:
    """How a line ends: 0 without a mark, 1 comma or dash, 2 colon, 3 ellipsis, 4 question, 5 full stop."""
    tail = text.rstrip("\"'”’»)] ")[-3:]
    if tail.endswith(("...", "…")):
        return 3.0
    return {".": 5.0, "!": 4.5, "?": 4.0, "。": 5.0, ":": 2.0, ",": 1.0, "-": 1.0, "–": 1.0, "—": 1.0}.get(
        tail[-1:], 0.0
    )


def _kind(base: Sequence[float]) -> int:
    """The furniture that a short line shows most of: 0 none, else the group's number from 1."""
    groups = base[16:]
    best = max(groups)
    return 0 if best == 0 or base[0] > 3.3 else groups.index(best) + 1


def _sums(values: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(values)]


def _page(lines: Sequence[Line], base: Sequence[list[float]], run: tuple[int, int]) -> list[list[float]]:
    n = len(lines)
    counts = [line.size for line in lines]
    words = _sums(counts)
    total = words[n] or 1.0
    prose = [float(count) if b[2] >= 4 and count >= 8 else 0.0 for b, count in zip(base, counts, strict=True)]
    series = {
        "prose": _sums(prose),
        "short": _sums([float(count < 5) for count in counts]),
        "ended": _sums([float(b[2] >= 3) for b in base]),
        "bullet": _sums([b[5] for b in base]),
        **{name: _sums([min(1.0, b[16 + k]) if b[0] < 3.3 else 0.0 for b in base]) for k, name in enumerate(_GROUPS)},
    }
    before, after = _to_long(counts), _to_long(counts[::-1])[::-1]
    overlaps = _overlaps(lines, run)
    labels = _labels(base, counts)
    run_start, run_end = run
    run_share = (words[run_end] - words[run_start]) / total
    long_share = sum(count for count in counts if count >= _LONG_WORDS) / total
    longest = sorted(counts, reverse=True)
    top = longest[min(len(longest) - 1, 4)] + 1.0

    def near(name: str, i: int, reach: int) -> float:
        sums = series[name]
        low, high = max(0, i - reach), min(n, i + reach + 1)
        return (sums[high] - sums[low]) / (high - low)

    return [
        [
            i / n,
            words[i] / total,
            (total - words[i + 1]) / total,
            float(run_start <= i < run_end),
            float(max(-_REACH, min(_REACH, i - run_start))),
            float(max(-_REACH, min(_REACH, i - run_end))),
            run_share,
            overlaps[i],
            float(min(3, lines[i + 1].gap)) if i + 1 < n else 3.0,
            before[i],
            after[i],
            near("prose", i, 3),
            near("prose", i, 10),
            near("short", i, 4),
            near("meta", i, 4),
            near("share", i, 8),
            near("comment", i, 10),
            near("bullet", i, 4),
            _similar(counts, i),
            *labels[i],
            log1p(n),
            long_share,
            near("ended", i, 4),
            near("offer", i, 6),
            near("related", i, 4),
            counts[i] / top,
        ]
        for i in range(n)
    ]  # fmt: skip


def _to_long(counts: Sequence[int]) -> list[float]:
    """For each line how many lines back the nearest long one stands."""
    distances: list[float] = []
    distance = float(_REACH)
    for count in counts:
        distances.append(distance)
        distance = 1.0 if count >= _LONG_WORDS else min(_REACH, distance + 1.0)
    return distances


def _overlaps(lines: Sequence[Line], run: tuple[int, int]) -> list[float]:
    """The share of each line's longer words that other lines of the page's longest run use."""
    told: Counter[str] = Counter()
    sets = [{word for word in line.words if len(word) > 3} for line in lines]
    for i in range(*run):
        told.update(sets[i])
    shares: list[float] = []
    for i, own in enumerate(sets):
        if not own:
            shares.append(-1.0)
            continue
        need = 1 if run[0] <= i < run[1] else 0
        shares.append(sum(told[word] > need for word in own) / len(own))
    return shares


def _labels(base: Sequence[list[float]], counts: Sequence[int]) -> list[tuple[float, float, float]]:
    """For each line the kind of the nearest furniture label above, its distance, and the words since."""
    kind, distance, since = 0.0, float(_REACH), 0
    found: list[tuple[float, float, float]] = []
    for b, count in zip(base, counts, strict=True):
        found.append((kind, distance, log1p(since)))
        own = _kind(b)
        if own and count <= 6:
            kind, distance, since = float(own), 1.0, 0
        else:
            distance = min(_REACH, distance + 1.0)
            since += count
    return found


def _similar(counts: Sequence[int], i: int) -> float:
    """How many of the lines around have about as many words: lists and teasers come in even rows."""
    own = counts[i]
    slack = 2 + own // 4
    return sum(abs(other - own) <= slack for other in counts[max(0, i - 4) : i + 5]) / 9
