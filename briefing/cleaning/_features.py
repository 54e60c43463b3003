"""What a classifier of lines looks at: numbers about each line, its neighbours and its page.

Shapes and places, not vocabulary: the only words that count are those of page furniture (`_FURNITURE`), in the
languages of the larger news markets. Stop words are left alone: their density tells stories from menus in one
language and misleads in the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import log1p
from operator import itemgetter

from briefing.cleaning._lines import TextLine

_FURNITURE_WORDS = {
    "share": (
        "share tweet twitter facebook whatsapp pinterest linkedin reddit flipboard telegram instagram youtube email "
        "print copy link follow tiktok snapchat teilen partager compartir condividi pin rss messenger"
    ),
    "legal": (
        "copyright reserved privacy terms disclaimer cookie cookies policy impressum datenschutz conditions "
        "advertise advertising advertisement ad ads sponsored sitemap contact careers accessibility gdpr consent "
        "preferences rights trademarks affiliate commission"
    ),
    "comment": (
        "comment comments reply replies upvote likes log moderated kommentar kommentare commentaires comentarios "
        "report abuse flag logged post guest"
    ),
    "offer": (
        "subscribe subscription subscriber subscribers newsletter newsletters login signin sign signup register "
        "member membership account unlimited trial inbox abonnieren abonnez suscríbete download app"
    ),
    "related": (
        "related recommended trending popular latest more read next previous watch also most top stories story "
        "articles article headlines editor picks featured mehr lire aussi leer gallery photos videos video tags "
        "topics filed categories"
    ),
    "caption": (
        "photo photos image images credit getty picture pictured photograph photographer foto afp reuters "
        "shutterstock courtesy file istock imago epa ap screenshot via"
    ),
    "meta": (
        "published updated posted by author written editor staff reporter correspondent ago min mins minutes hours "
        "am pm est edt ist gmt utc pst pdt et bst january february march april june july august september october "
        "november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday "
        "friday saturday sunday mon tue wed thu fri sat sun follow"
    ),
}
_GROUPS = tuple(_FURNITURE_WORDS)
_RELATED, _META = _GROUPS.index("related") + 1, _GROUPS.index("meta") + 1
_FURNITURE = {word: k for k, words in reversed([*enumerate(_FURNITURE_WORDS.values())]) for word in words.split()}
_EDGE = 14
"""How many words from the start of a line, and from its end, are looked up: furniture stands at the edges."""

_SENTENCE_MARK = re.compile(r"[.!?…。！？]+[\"'”’»)\]]{0,2}(?=\s|$)")
_GLUED = re.compile(r"[A-Z](?<=[a-zà-ÿ][A-Z])")
"""``[a-zà-ÿ][A-Z]``, which is tried at every letter rather than at the few capitals: three times the time."""
_ADDRESS = re.compile(r"https?:|www\.|\.com\b|@\w|#\w")
_DIGITS = b"0123456789"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_HEAD = 600
"""How many characters from its start speak for a line's capitals, digits and addresses."""
_LONG_WORDS = 20
_REACH = 60
"""Distances, in lines, are cut here."""

_CANDIDATE_SIZE, _CANDIDATE_REACH = 6, 2
"""A line may tell the story where it, or one of the two lines around it on either side, has six words: 46% of the
lines of the development pages, which hold 99.8% of the words of their stories. The others are not looked at."""
_SHORT = 3.3
"""log(1 + words) below which a line is short enough to be a label or a button."""
_PROSE_GAIN, _PROSE_LOSS = 8, 3

_BASE = (
    "words", "letters", "end", "marks", "commas", "indent", "gap", "capitals", "digits", "bars", "glued", "address",
    "copies", *_GROUPS,
)  # fmt: skip
_PAGE = (
    "place", "words_before", "words_after", "to_run_start", "to_run_end", "run_share", "overlap", "gap_after",
    "to_long_before", "to_long_after", "prose_near", "prose_wide", "short_near", "meta_near", "bullets_near", "lines",
    "long_share", "ended_near", "related_near", "rank", "to_prose_start", "to_prose_end", "prose_share",
    "prose_overlap", "core_overlap", "label_kind", "label_distance", "label_words",
    *(f"{name}_since" for name in _GROUPS),
)  # fmt: skip
_NEIGHBOURS = (
    "words-3", "words-2", "end-2", "capitals-2", "words-1", "end-1", "capitals-1", "furniture-1", "words+1", "end+1",
    "capitals+1", "furniture+1", "words+2", "words+3",
)  # fmt: skip
NAMES = (*_BASE, *_PAGE, *_NEIGHBOURS)
"""The features in the order of `rows`."""

Shape = tuple[float, float, float, float, float]
"""What neighbours know of a line: log words, how it ends, share of capitals, bullet, kind of furniture."""

Row = tuple[float, ...]


def rows(lines: Sequence[TextLine], run: tuple[int, int]) -> dict[int, Row]:
    """The features, by `NAMES`, of each line that may tell the story; ``run`` is the page's longest run of text.

    What a page says of its lines is made feature by feature, for all candidates at once: a quarter of the time that
    it takes line by line.
    """
    chosen = candidates(lines)
    if not chosen:
        return {}
    furniture = [_furniture(line.words) for line in lines]
    shapes = [_shape(line, counts) for line, counts in zip(lines, furniture, strict=True)]
    copies = Counter(line.words for line in lines)
    page = zip(*_Page(lines, shapes, run).columns(chosen), *_neighbours(shapes, chosen), strict=True)
    return {
        i: (*_line_features(lines[i], shapes[i], copies[lines[i].words]), *furniture[i], *around)
        for i, around in zip(chosen, page, strict=True)
    }


def _neighbours(shapes: Sequence[Shape], chosen: Sequence[int]) -> list[list[float]]:
    """What the three lines before and after show, by `_NEIGHBOURS`; -1 beyond the page's ends."""
    padding = (-1.0,) * 3
    sizes, ends, capitals, _, kinds = ((*padding, *column, *padding) for column in zip(*shapes, strict=True))
    nearest = (sizes, ends, capitals, kinds)
    columns = [
        (sizes, -3), *((column, -2) for column in nearest[:3]), *((column, -1) for column in nearest),
        *((column, 1) for column in nearest), (sizes, 2), (sizes, 3),
    ]  # fmt: skip
    return [[column[i + 3 + away] for i in chosen] for column, away in columns]


def candidates(lines: Sequence[TextLine]) -> list[int]:
    """The lines that may tell the story."""
    found: list[int] = []
    for i, line in enumerate(lines):
        if line.size >= _CANDIDATE_SIZE:
            start = max(found[-1] + 1 if found else 0, i - _CANDIDATE_REACH)
            found.extend(range(start, min(len(lines), i + _CANDIDATE_REACH + 1)))
    return found


def _shape(line: TextLine, furniture: Sequence[float]) -> Shape:
    tokens = line.text[:_HEAD].split()
    capitals = sum(map(str.isupper, map(itemgetter(0), tokens))) / len(tokens)
    size = log1p(line.size)
    return size, _end(line.text), capitals, float(line.bullet), _kind(furniture) if size < _SHORT else 0.0


_NO_FURNITURE = (0.0,) * len(_GROUPS)


def _furniture(words: Sequence[str]) -> Sequence[float]:
    """How many words of each group stand at the edges of a line."""
    edges = words if len(words) <= 2 * _EDGE else (*words[:_EDGE], *words[-_EDGE:])
    found = list(filter(_FURNITURE.__contains__, edges))
    if not found:
        return _NO_FURNITURE
    counts = [0.0] * len(_GROUPS)
    for word in found:
        counts[_FURNITURE[word]] += 1.0
    return counts


def _kind(counts: Sequence[float]) -> float:
    """The furniture that a short line shows most of: 0 none, else the group's number from 1."""
    best = max(counts)
    return counts.index(best) + 1.0 if best else 0.0


def _line_features(line: TextLine, shape: Shape, copies: int) -> Row:
    text, words = line.text, line.words
    head = text[:_HEAD]
    return (
        shape[0],
        len("".join(words)) / len(words) if words else 0.0,
        shape[1],
        log1p(len(_SENTENCE_MARK.findall(text))) if line.size > 3 else float(text[-1] in ".!?"),
        text.count(",") / (line.size + 1),
        float(min(line.indent, 12)),
        float(min(line.gap, 3)),
        shape[2],
        digits(head) / len(head),
        float(min(4, text.count("|") + text.count("»") + text.count("/") + text.count("·"))),
        float(min(6, len(_GLUED.findall(head)))) / (1 + line.size / 10),
        float(len(_ADDRESS.findall(head))) if may_hold_address(head) else 0.0,
        float(min(copies, 4)),
    )


def may_hold_address(text: str) -> bool:
    """False only where `_ADDRESS` finds nothing: four times as fast as looking."""
    return "http" in text or "www." in text or ".com" in text or "@" in text or "#" in text


def digits(text: str) -> int:
    """How many characters are digits, as ``sum(map(str.isdigit, text))`` counts them in ten times the time."""
    raw = text.encode("utf-8", "surrogatepass")
    count = len(raw) - len(raw.translate(None, _DIGITS))
    return count if len(raw) == len(text) else count + sum(map(str.isdigit, _NOT_ASCII.findall(text)))


def _end(text: str) -> float:
    """How a line ends: 0 without a mark, 1 comma or dash, 2 colon, 3 ellipsis, 4 question, 5 full stop."""
    tail = text.rstrip("\"'”’»)] ")[-3:]
    if tail.endswith(("...", "…")):
        return 3.0
    return _ENDS.get(tail[-1:], 0.0)


_ENDS = {".": 5.0, "!": 4.5, "?": 4.0, "。": 5.0, ":": 2.0, ",": 1.0, "-": 1.0, "–": 1.0, "—": 1.0}


def _sums(values: Iterable[float]) -> list[float]:
    return [0.0, *accumulate(values)]


class _Page:
    """What a page as a whole says about its lines; built once, in time linear in the page."""

    def __init__(self, lines: Sequence[TextLine], shapes: Sequence[Shape], run: tuple[int, int]) -> None:
        self.lines, self.run, self.n = lines, run, len(lines)
        self.sizes = [line.size for line in lines]
        self.words = _sums(self.sizes)
        self.total = self.words[-1] or 1.0
        self.prose_run = _prose_run(self.sizes, shapes)
        self.before = _to_long(self.sizes)
        self.after = _to_long(self.sizes[::-1])[::-1]
        _, ends, _, bullets, kinds = zip(*shapes, strict=True)
        self.prose = _sums(
            [size if end >= 4 and size >= 8 else 0.0 for end, size in zip(ends, self.sizes, strict=True)]
        )
        self.short = _sums([size < 5 for size in self.sizes])
        self.ended = _sums([end >= 3 for end in ends])
        self.bullets = _sums(bullets)
        self.related = _sums([kind == _RELATED for kind in kinds])
        self.meta = _sums([kind == _META for kind in kinds])
        self.since = _kinds_since(shapes, self.prose_run[0])
        self.labels = _labels(shapes, self.sizes)
        self.sets = [{word for word in line.words if len(word) > 3} for line in lines]
        self.told = self._told(range(*run))
        self.prose_told = self._told(range(*self.prose_run))
        first = [i for i in range(*self.prose_run) if self.sizes[i] >= 8]
        self.core = set().union(*(self.sets[i] for i in first[: max(1, len(first) // 3)]))
        self.long_share = sum(size for size in self.sizes if size >= _LONG_WORDS) / self.total
        longest = sorted(self.sizes, reverse=True)
        self.top = longest[min(self.n - 1, 4)] + 1.0 if longest else 1.0

    def _told(self, where: range) -> tuple[set[str], set[str]]:
        """The longer words of some lines: those of at least one line, and those of at least two."""
        once: set[str] = set()
        twice: set[str] = set()
        for i in where:
            twice |= once & self.sets[i]
            once |= self.sets[i]
        return once, twice

    def _overlap(self, chosen: Sequence[int], told: tuple[set[str], set[str]], run: tuple[int, int]) -> list[float]:
        """The share of each line's longer words that other lines use; -1 where it has none."""
        once, twice = told
        start, end = run
        return [
            len(own & (twice if start <= i < end else once)) / len(own) if (own := self.sets[i]) else -1.0
            for i in chosen
        ]

    def columns(self, chosen: Sequence[int]) -> list[Sequence[float]]:
        """The features of the lines ``chosen``, by `_PAGE`: each feature of all lines."""
        words, total, n, count = self.words, self.total, self.n, len(chosen)
        (start, end), (prose_start, prose_end) = self.run, self.prose_run
        near_3, near_4, near_10 = (_windows(chosen, reach, n) for reach in (3, 4, 10))
        gaps = [*(float(min(3, line.gap)) for line in self.lines[1:]), 3.0]
        label_kinds, label_distances, label_words = zip(*self.labels, strict=True)
        return [
            [i / n for i in chosen],
            [words[i] / total for i in chosen],
            [(total - words[i + 1]) / total for i in chosen],
            _from(chosen, start),
            _from(chosen, end),
            [(words[end] - words[start]) / total] * count,
            self._overlap(chosen, self.told, self.run),
            *([column[i] for i in chosen] for column in (gaps, self.before, self.after)),
            _means(self.prose, near_3),
            _means(self.prose, near_10),
            *(_means(sums, near_4) for sums in (self.short, self.meta, self.bullets)),
            [log1p(n)] * count,
            [self.long_share] * count,
            *(_means(sums, near_4) for sums in (self.ended, self.related)),
            [self.sizes[i] / self.top for i in chosen],
            _from(chosen, prose_start),
            _from(chosen, prose_end),
            [(words[prose_end] - words[prose_start]) / total] * count,
            self._overlap(chosen, self.prose_told, self.prose_run),
            self._overlap(chosen, (self.core, self.core), (0, 0)),
            *([column[i] for i in chosen] for column in (label_kinds, label_distances, label_words)),
            *zip(*(self.since[i] for i in chosen), strict=True),
        ]


def _windows(chosen: Sequence[int], reach: int, n: int) -> list[tuple[int, int]]:
    """The half-open windows of the lines at most ``reach`` away from each line, within a page of ``n``."""
    return [(i - reach if i > reach else 0, i + reach + 1 if i + reach < n else n) for i in chosen]


def _means(sums: Sequence[float], windows: Iterable[tuple[int, int]]) -> list[float]:
    return [(sums[high] - sums[low]) / (high - low) for low, high in windows]


def _from(chosen: Iterable[int], origin: int) -> list[float]:
    """How far each line stands behind line ``origin``, cut at `_REACH`."""
    low, high = origin - _REACH, origin + _REACH
    return [float((low if i < low else high if i > high else i) - origin) for i in chosen]


def _kinds_since(shapes: Sequence[Shape], start: int) -> list[Row]:
    """For each line how many lines of each kind of furniture stand between line ``start`` and it, at most twelve."""
    counts = _NO_FURNITURE
    found: list[Row] = []
    for i, shape in enumerate(shapes):
        found.append(counts)
        if i >= start and shape[4]:
            k = int(shape[4]) - 1
            counts = (*counts[:k], min(12.0, counts[k] + 1.0), *counts[k + 1 :])
    return found


def _prose_run(sizes: Sequence[int], shapes: Sequence[Shape]) -> tuple[int, int]:
    """The run of lines with the most prose: ended lines speak for it by their words, others a little against it.

    Unlike the plain longest run it crosses lists and buttons inside a story, and breaks at long menus.
    """
    best, run, total, start = 0.0, (0, 0), 0.0, 0
    for i, (size, shape) in enumerate(zip(sizes, shapes, strict=True)):
        if total <= 0:
            total, start = 0.0, i
        if shape[1] >= 3 and size >= _PROSE_GAIN:
            total += min(size, 60) - _PROSE_GAIN
        else:
            total -= _PROSE_LOSS if size < _PROSE_GAIN else 1.0
        if total > best:
            best, run = total, (start, i + 1)
    return run


def _to_long(sizes: Sequence[int]) -> list[float]:
    """For each line how many lines back the nearest long one stands."""
    distances: list[float] = []
    distance = float(_REACH)
    for size in sizes:
        distances.append(distance)
        distance = 1.0 if size >= _LONG_WORDS else min(_REACH, distance + 1.0)
    return distances


def _labels(shapes: Sequence[Shape], sizes: Sequence[int]) -> list[tuple[float, float, float]]:
    """For each line the kind of the nearest furniture label above, its distance, and the words since."""
    kind, distance, since = 0.0, float(_REACH), 0
    found: list[tuple[float, float, float]] = []
    for shape, size in zip(shapes, sizes, strict=True):
        found.append((kind, distance, log1p(since)))
        if shape[4] and size <= 6:
            kind, distance, since = float(shape[4]), 1.0, 0
        else:
            distance = min(_REACH, distance + 1.0)
            since += size
    return found
