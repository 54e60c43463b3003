"""Which articles of a run are not told on its page: too old, ahead of its day, no news at all, or replaced since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from briefing.cleaning.duplicates import page_address
from briefing.language.numbers import find_all
from briefing.schema.article import Article, ParagraphKind, Timestamp
from briefing.schema.briefing import Outside, OutsideKind

_NEAR = 3
"""Days within which articles are of one day's news, where the settings name no other age."""
_AGREEING = 2
"""How many articles near each other outweigh one that stands alone."""
AHEAD = timedelta(days=1)
_STATIC_TITLE = re.compile(
    r"(?:about(?: us)?|contact(?: us)?|imprint|"
    r"impressum|privacy(?: policy| notice)?|cookie policy|terms(?: of (?:use|service)| and conditions)?|accessibility"
    r"(?: statement)?|sitemap|site map|legal notice|mentions légales|aviso legal|datenschutz(?:erklärung)?|faq|help)",
    re.IGNORECASE,
)
_STATIC_PATH = re.compile(
    r"/(?:about(?:-us)?|contact(?:-us)?|imprint|impressum|privacy(?:-policy)?|cookies?(?:-policy)?|terms(?:-of-use)?|"
    r"accessibility|sitemap|legal)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"\b(?:page|site|website|document|policy|statement) (?:was|is) last (?:reviewed|updated|modified|changed)"
    r"[^.\n]{0,40}?\b(?P<year>(?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SAME_STORY = 0.5
"""The share of their words that two texts of one address have in common where one is the other's correction."""
_SAME_TEXT = 0.8
"""The same of two texts of one outlet under different addresses, the later of which says that it is a correction."""
_WEEK = 7
_MOST_WORDS = 3_000
_MOST_CHANGES = 3


def page_day(articles: Sequence[Article], made: datetime, near: int | None) -> date | None:
    """The day that the articles are of, None where none has a date.

    It is the latest of their days, but no day ahead of the run unless all are ahead of it, and never that of one
    article which stands alone where others agree on an earlier one: a mistyped year, or the day of an event, is no day
    of news.
    """
    dated = sorted((a.published.day for a in articles if a.published), reverse=True)
    today = made.date()
    days = [day for day in dated if not is_ahead(day, made)]
    reach = timedelta(days=near or _NEAR)
    if not days and (len(dated) == len(articles) or _agree(dated, reach)):
        days = dated
    for place, day in enumerate(days):
        alone = sum(abs(other - day) <= reach for other in days) < _AGREEING
        if not alone or abs((day - today).days) <= 1 or not _agree(days[place + 1 :], reach):
            return day
    return None


def is_ahead(day: date, now: datetime) -> bool:
    """Whether a day is further ahead than tomorrow: today, somewhere on earth, is tomorrow in UTC at most."""
    return day - now.astimezone(UTC).date() > AHEAD


def _agree(days: Sequence[date], reach: timedelta) -> bool:
    """Whether some of ``days``, the latest first, are near each other."""
    return any(later - earlier <= reach for later, earlier in pairwise(days))


def outside(articles: Sequence[Article], day: date, max_age: int | None) -> tuple[Outside, ...]:
    """The articles that are not told on the page of a day, each with the reason.

    Args:
        max_age: days before the page's own that an article may be of; None lets any in, and pages without a date too.
    """
    found = dict(_replaced(articles))
    if max_age is not None:
        for article in articles:
            if article.id not in found and (told := _unfit(article, day, max_age)):
                found[article.id] = told
    return tuple(found[article.id] for article in articles if article.id in found)


def is_unfit(article: Article, day: date | None, max_age: int | None) -> bool:
    """Whether an article stands outside the page of a day by what it says itself: nobody needs to be asked about it."""
    return day is not None and max_age is not None and _unfit(article, day, max_age) is not None


def _unfit(article: Article, day: date, max_age: int) -> Outside | None:
    if article.published is None:
        return _static(article, day)
    own = article.published.day
    if article.updated and own < article.updated.day and article.updated.day - day <= AHEAD:
        own = article.updated.day
    if own - day > AHEAD:
        return Outside(article=article.id, kind=OutsideKind.AHEAD, reason=f"dated {own}, after the day of this page")
    age = (day - own).days
    if age > max_age:
        return Outside(article=article.id, kind=OutsideKind.OLD, reason=f"{age} days older than this page ({own})")
    return None


def _static(article: Article, day: date) -> Outside | None:
    """A page about its site, or one that says itself that it is of another year."""
    if _STATIC_TITLE.fullmatch((article.title or "").strip()) or _STATIC_PATH.search(article.url or ""):
        return Outside(article=article.id, kind=OutsideKind.STATIC, reason="a page about its site, without a date")
    reviewed = _REVIEWED.search(article.text)
    if reviewed and int(reviewed["year"]) < day.year:
        reason = f"without a date, and last reviewed in {reviewed['year']}"
        return Outside(article=article.id, kind=OutsideKind.STATIC, reason=reason)
    return None


def _replaced(articles: Sequence[Article]) -> Iterator[tuple[str, Outside]]:
    """Earlier versions of what was read again later: one address and much the same words, or one outlet and most of the
    words in an article that says that it is a correction."""
    pages: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if address := page_address(article.url):
            pages[address].append(article)
    for versions in pages.values():
        dated = sorted((a for a in versions if a.published), key=lambda a: (_moment(a), a.id))
        for earlier, later in pairwise(dated):
            if _is_later(later, earlier) and _shared(earlier, later) >= _SAME_STORY:
                yield earlier.id, _version(earlier, later)
    for later in (a for a in articles if a.published and _is_correction(a)):
        for earlier in articles:
            if (
                earlier.published
                and earlier.outlet == later.outlet
                and _is_later(later, earlier)
                and _is_near(later, earlier)
                and _shared(earlier, later) >= _SAME_TEXT
            ):
                yield earlier.id, _version(earlier, later)


def _is_later(later: Article, earlier: Article) -> bool:
    return _moment(earlier) < _moment(later) and earlier.text != later.text


def _is_near(later: Article, earlier: Article) -> bool:
    """Whether two articles are of one week and under much the same title: asked first, for it takes no reading."""
    a, b = (set((article.title or "").casefold().split()) for article in (later, earlier))
    days = (later.published.day - earlier.published.day).days if later.published and earlier.published else 0
    return days <= _WEEK and 2 * len(a & b) >= max(len(a), len(b), 1)


def _is_correction(article: Article) -> bool:
    """Whether an article says of itself that it puts another right."""
    return any(paragraph.kind is ParagraphKind.CORRECTION for paragraph in article.paragraphs)


def _moment(article: Article) -> str:
    """When an article was last put right, as something that sorts: in UTC where its zone is known."""
    return max(_sortable(stamp) for stamp in (article.published, article.updated) if stamp)


def _sortable(stamp: Timestamp) -> str:
    if stamp.time is None:
        return stamp.day.isoformat()
    return (stamp.time.astimezone(UTC).replace(tzinfo=None) if stamp.time.tzinfo else stamp.time).isoformat()


def _words(article: Article) -> list[str]:
    return _TOKEN.findall(article.text)[:_MOST_WORDS]


def _shared(earlier: Article, later: Article) -> float:
    """The share of the words of the poorer of two texts that the other has too."""
    a, b = set(_words(earlier)), set(_words(later))
    return len(a & b) / max(1, min(len(a), len(b)))


def _version(earlier: Article, later: Article) -> Outside:
    changes = _changes(earlier, later)
    told = f": {'; '.join(changes)}" if changes else ""
    reason = f"an earlier version of a page that was changed since{told}"
    return Outside(article=earlier.id, kind=OutsideKind.REPLACED, reason=reason, by=later.id)


def _changes(earlier: Article, later: Article) -> list[str]:
    """What changed in figures, in the order of the text, each once."""
    from rapidfuzz.distance import Levenshtein

    before, after = _words(earlier), _words(later)
    found: dict[str, None] = {}
    for step in Levenshtein.opcodes(before, after):
        old, new = " ".join(before[step.src_start : step.src_end]), " ".join(after[step.dest_start : step.dest_end])
        if step.tag == "replace" and _figures(old) and _figures(new) and _figures(old) != _figures(new):
            found[f"figure changed from {old[:60]} to {new[:60]}"] = None
    listed = list(found)
    more = len(listed) - _MOST_CHANGES
    return listed[:_MOST_CHANGES] + ([f"and {more} more"] if more > 0 else [])


def _figures(text: str) -> Mapping[float, None]:
    return dict.fromkeys(number.value for number in find_all(text))
