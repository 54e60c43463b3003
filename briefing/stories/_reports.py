"""One article with its brief: what its outlet is called on the page, and where it has its news from.

Two outlets that carry one agency's text are one origin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypedDict, TypeVar
from urllib.parse import urlsplit

from briefing.language.copies import CopyIndex, words_of
from briefing.language.outlets import family, publisher
from briefing.language.topics import fold
from briefing.schema.article import Article
from briefing.schema.base import ItemRef
from briefing.schema.brief import Brief, Item
from briefing.schema.verdict import RULES, Evidence, Level, Objection, Standing
from briefing.stories._sides import printed_name

ItemT = TypeVar("ItemT", bound=Item)
ValueT = TypeVar("ValueT")

_DOMAIN_ENDS = re.compile(r"\.(?:com|org|net|info|co\.[a-z]{2}|com\.[a-z]{2}|[a-z]{2,6})$")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_KEY_LENGTH = 16


def outlet_key(article: Article) -> str:
    """The short name of an article's outlet: ``The Hindu`` → ``hindu``, ``www.lemonde.fr`` → ``lemonde``.

    Without an outlet the site of its URL, then its agency, then ``unnamed``. Titles of one publisher have one name, so
    that they count as one outlet.
    """
    if publisher := family(article.outlet, article.url):
        return _NOT_KEY.sub("", publisher)[:_KEY_LENGTH]
    site = urlsplit(article.url).hostname if article.url else None
    name = fold(article.outlet or site or article.agency or "")
    name = _DOMAIN_ENDS.sub("", name.removeprefix("www.").removeprefix("the "))
    return _NOT_KEY.sub("", name)[:_KEY_LENGTH] or "unnamed"


def article_keys(articles: Sequence[Article]) -> dict[str, str]:
    """The key of each article on the page, by article id: the outlet's, numbered where it has several.

    Numbers follow the date, so that the order of the inputs does not matter.
    """
    by_outlet: defaultdict[str, list[str]] = defaultdict(list)
    for article in sorted(articles, key=article_order):
        by_outlet[outlet_key(article)].append(article.id)
    numbered = {
        ident: key if place == 1 else f"{key}-{place}"
        for key, ids in by_outlet.items()
        for place, ident in enumerate(dict.fromkeys(ids), start=1)
    }
    return dict(sorted(numbered.items()))


def article_order(article: Article) -> tuple[str, str, str]:
    """A total order of articles: by day and time where known, then outlet, then id."""
    stamp = article.published.isoformat() if article.published else "9999"
    return (stamp, outlet_key(article), article.id)


@dataclass(frozen=True, slots=True)
class Report:
    """What one article of a story says. ``origin`` is where it has its news from, unless an item says better; ``hand``
    whoever published it, whatever the outlet is called."""

    article: Article
    brief: Brief
    outlet: str
    origin: str
    hand: str
    order: tuple[str, str, str] = field(init=False, repr=False, compare=False)
    """`article_order` of the article, asked for at every comparison."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", article_order(self.article))

    @property
    def day(self) -> date | None:
        """The day of the latest of its dates: an updated article speaks for the day of its update."""
        days = [stamp.day for stamp in (self.article.published, self.article.updated) if stamp]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Member(Generic[ItemT]):
    """An item of a brief with the report it stands in."""

    report: Report
    item: ItemT

    @property
    def ref(self) -> tuple[str, str]:
        """The ids of the article and of the item in its brief."""
        return (self.report.article.id, self.item.id)


def gather(reports: Sequence[Report], read: Callable[[Brief], Sequence[ItemT]]) -> tuple[Member[ItemT], ...]:
    """The items of one section over all reports, in the order of the reports."""
    return tuple(Member(report, item) for report in reports for item in read(report.brief))


class Shared(TypedDict):
    """The fields that every merged item has."""

    members: tuple[ItemRef, ...]
    evidence: tuple[Evidence, ...]
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    standing: Standing
    objections: tuple[Objection, ...]


def trusted(item: Item) -> bool:
    """Whether more stands behind an item than that its quotes stand where it says."""
    return item.standing in (Standing.QUOTED, Standing.CONFIRMED)


def contested(item: Item) -> tuple[Objection, ...]:
    """What a proof-reader has against an item that its author stands by."""
    if item.standing is not Standing.UNCONFIRMED:
        return ()
    return tuple(each for each in item.verdict.objections if each.problem.level is Level.FRAME and each.by != RULES)


def shared(cluster: Sequence[Member[ItemT]], shown: Member[ItemT]) -> Shared:
    """Members, evidence, outlets and origins of a cluster, in the order of its members, each once; standing and
    objections of the member whose words are shown."""
    return Shared(
        members=tuple(ItemRef(article=article, item=item) for article, item in (member.ref for member in cluster)),
        evidence=unique(piece for member in cluster for piece in member.item.evidence),
        outlets=unique(member.report.outlet for member in cluster),
        origins=unique(_origin_of(member) for member in cluster),
        standing=shown.item.standing,
        objections=contested(shown.item),
    )


def unique(values: Iterable[ValueT]) -> tuple[ValueT, ...]:
    """The values in order, without those equal to an earlier one."""
    return tuple(dict.fromkeys(values))


def _origin_of(member: Member[ItemT]) -> str:
    """Who first said it: the speaker of a quotation that the evidence lies in, else the report's own origin."""
    brief = member.report.brief
    for quotation in brief.quotations:
        if quotation.speaker and any(_within(piece, quotation.evidence) for piece in member.item.evidence):
            actor = brief.actor(quotation.speaker)
            return printed_name(actor.name if actor else quotation.speaker)
    return member.report.origin


def _within(piece: Evidence, others: Iterable[Evidence]) -> bool:
    """Whether most of a passage is covered by one of the others."""
    return any(2 * piece.span.overlap(other.span) > len(piece.span) for other in others)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article comes from: who first said it, and whose hand published it.

    Copies of one text, and what stands on one site or belongs to one publisher, are of one hand, whatever they call
    themselves: to be told by five of those is to be told once.
    """

    origin: str
    hand: str


def provenance_of(articles: Sequence[Article]) -> Mapping[str, Provenance]:
    """Where each article comes from, by article id.

    Its origin is the last of the sources that the article names, else its agency, else the outlet's own reporting.
    Articles that are copies of each other have one origin: that of the copy that names one, else of the first.
    """
    found: dict[str, Provenance] = {}
    copies = CopyIndex()
    for article in sorted(articles, key=lambda a: (_named(a) is None, article_order(a))):
        words = words_of(article.body or article.text)
        copied = copies.find(words)
        own = f"{outlet_key(article)}, own reporting"
        first = found[copied.of] if copied else None
        hand = first.hand if first else publisher(article.outlet, article.url) or article.id
        found[article.id] = Provenance(_named(article) or (first.origin if first else own), hand)
        copies.add(article.id, words)
    return found


def _named(article: Article) -> str | None:
    return article.origins[-1] if article.origins else article.agency
