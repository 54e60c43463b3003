"""The archive: accepted pages by tenant, day and revision, the search in them, and one tenant's as a shelf."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select, text, update

from briefing import Briefing
from briefing.errors import UsageError
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.shelf import unchanged
from briefing.service.tables import pages, texts

if TYPE_CHECKING:
    from briefing.ledger import Ledger
    from briefing.service.ledgers import Ledgers


MOST = 100
"""Rows that one answer lists at most."""
_LONGEST_PIECE = 200_000
"""Characters of one text that are searched; PostgreSQL indexes a megabyte at most."""
_WORD = re.compile(r"\w+")
_MOST_WORDS = 20

_LISTED = (
    pages.c.id,
    pages.c.tenant,
    pages.c.day,
    pages.c.revision,
    pages.c.digest,
    pages.c.made_at,
    pages.c.articles,
    pages.c.stories,
    pages.c.headline,
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a list says of a page."""

    id: int
    tenant: str
    day: date
    revision: int
    digest: str
    made_at: datetime
    articles: int
    stories: int
    headline: str


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page with the JSON that it was accepted with, byte for byte."""

    head: PageHead
    json: str

    def briefing(self) -> Briefing:
        """The page itself."""
        return Briefing.from_json(self.json)


@dataclass(frozen=True, slots=True)
class Hit:
    """A text of a page that has all the words that were looked for: of a ``story``, an ``item`` or an ``article``."""

    day: date
    kind: str
    ref: str
    title: str
    snippet: str


class Archive:
    """Accepted pages. A page never changes: a day that is made again gets a further revision, and one that was wrong is
    taken back with all of them."""

    def __init__(self, database: ServiceDatabase) -> None:
        self._database = database

    def add(self, tenant: str, page: Briefing, *, job: str | None = None) -> PageHead:
        """Keep a page, in a transaction of its own."""
        with self._database.writing() as connection:
            return add_page(connection, tenant, page, job=job)

    def latest(self, tenant: str) -> StoredPage | None:
        """The page of the latest day."""
        return self._one(_of(tenant).order_by(pages.c.day.desc(), pages.c.revision.desc()))

    def on(self, tenant: str, day: date, revision: int | None = None) -> StoredPage | None:
        """The page of a day, in its latest revision where none is named."""
        query = _of(tenant).where(pages.c.day == day)
        if revision is not None:
            query = query.where(pages.c.revision == revision)
        return self._one(query.order_by(pages.c.revision.desc()))

    def head(self, tenant: str, day: date) -> PageHead | None:
        """What is kept of a day, without reading the page."""
        with self._database.reading() as connection:
            query = select(*_LISTED).where(_stands(tenant), pages.c.day == day)
            row = connection.execute(query.order_by(pages.c.revision.desc()).limit(1)).first()
        return _head(row) if row else None

    def by_id(self, tenant: str, ident: int) -> StoredPage | None:
        """A page by its number, if it is this tenant's."""
        return self._one(_of(tenant).where(pages.c.id == ident))

    def days(self, tenant: str, *, before: date | None = None, limit: int = 20) -> tuple[PageHead, ...]:
        """The latest revision of each day, latest day first.

        Args:
            before: where the list goes on: days before this one.
        """
        newest = select(func.max(pages.c.id)).where(_stands(tenant)).group_by(pages.c.day)
        query = select(*_LISTED).where(pages.c.id.in_(newest), pages.c.tenant == tenant)
        if before is not None:
            query = query.where(pages.c.day < before)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(pages.c.day.desc()).limit(min(limit, MOST))).all()
        return tuple(_head(row) for row in rows)

    def revisions(self, tenant: str, day: date) -> tuple[PageHead, ...]:
        """All revisions of a day, first to last."""
        query = select(*_LISTED).where(_stands(tenant), pages.c.day == day).order_by(pages.c.revision)
        with self._database.reading() as connection:
            return tuple(_head(row) for row in connection.execute(query.limit(MOST)))

    def withdraw(self, tenant: str, day: date, *, who: str, now: float) -> bool:
        """Take all pages of a day back, so that nobody is shown them; False where there is none."""
        with self._database.writing() as connection:
            those = update(pages).where(_stands(tenant), pages.c.day == day).values(withdrawn=now)
            if not connection.execute(those).rowcount:
                return False
            connection.execute(delete(texts).where(texts.c.tenant == tenant, texts.c.day == day.isoformat()))
            add_audit_line(connection, tenant, who, "page.withdraw", day.isoformat(), now)
        return True

    def search(self, tenant: str, words: str, *, limit: int = 20, offset: int = 0) -> tuple[Hit, ...]:
        """Texts of the latest revisions in which all the words stand, best first. What is no word is no operator."""
        wanted = _WORD.findall(words)[:_MOST_WORDS]
        if not wanted:
            return ()
        bounds = {"limit": min(limit, MOST), "offset": max(offset, 0), "tenant": tenant}
        with self._database.reading() as connection:
            lite = connection.dialect.name == "sqlite"
            asked = " ".join(f'"{word}"' for word in wanted) if lite else " ".join(wanted)
            rows = connection.execute(_SEARCH_LITE if lite else _SEARCH_POSTGRES, bounds | {"words": asked}).all()
        return tuple(
            Hit(date.fromisoformat(row.day), row.kind, row.ref, row.head.partition("\n")[0], row.snippet)
            for row in rows
        )

    def _one(self, query: Select[Any]) -> StoredPage | None:
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).first()
        return StoredPage(_head(row), row.data) if row else None


# Texts begin with their title. What is alike in rank has an order too: a list that goes on leaves none out.
_SEARCH_LITE = text(
    "SELECT day, kind, ref, substr(text, 1, 300) AS head, "
    "snippet(service_texts, 4, '', '', '…', 24) AS snippet FROM service_texts "
    "WHERE service_texts MATCH :words AND tenant = :tenant ORDER BY rank, day DESC, kind, ref "
    "LIMIT :limit OFFSET :offset"
)
_SEARCH_POSTGRES = text(
    "SELECT day, kind, ref, substr(text, 1, 300) AS head, "
    "ts_headline('simple', text, plainto_tsquery('simple', :words), "
    '\'StartSel="", StopSel="", MaxWords=24, MinWords=12\') AS snippet FROM service_texts '
    "WHERE to_tsvector('simple', text) @@ plainto_tsquery('simple', :words) AND tenant = :tenant "
    "ORDER BY ts_rank(to_tsvector('simple', text), plainto_tsquery('simple', :words)) DESC, day DESC, kind, ref "
    "LIMIT :limit OFFSET :offset"
)


def add_page(connection: Connection, tenant: str, page: Briefing, *, job: str | None = None) -> PageHead:
    """Keep a page as the next revision of its day, within the caller's transaction."""
    taken = select(func.max(pages.c.revision)).where(pages.c.tenant == tenant, pages.c.day == page.date)
    row = {
        "tenant": tenant,
        "day": page.date,
        "revision": (connection.scalar(taken) or 0) + 1,
        "digest": page.run.digest or page.fingerprint(),
        "made_at": page.run.generated.isoformat(),
        "articles": len(page.articles),
        "stories": len(page.stories),
        "headline": page.bottom_line[0].text if page.bottom_line else "",
    }
    made = connection.execute(insert(pages).values(**row, job=job, data=page.to_json()))
    _index(connection, tenant, page)
    (ident,) = made.inserted_primary_key or (0,)
    values: dict[str, Any] = row | {"id": int(ident), "made_at": page.run.generated}
    return PageHead(**values)


def _index(connection: Connection, tenant: str, page: Briefing) -> None:
    day = page.date.isoformat()
    connection.execute(delete(texts).where(texts.c.tenant == tenant, texts.c.day == day))
    rows = [
        {"tenant": tenant, "day": day, "kind": kind, "ref": ref, "text": said[:_LONGEST_PIECE]}
        for kind, ref, said in _searched(page)
        if said.strip()
    ]
    if rows:
        connection.execute(insert(texts), rows)


def _searched(page: Briefing) -> Iterator[tuple[str, str, str]]:
    """The texts of a page by what they are and where they stand."""
    for story in page.stories:
        lines = "\n".join(line.text for line in story.gist)
        yield "story", story.id, f"{story.title}\n{lines}"
    for article in page.articles:
        yield "article", article.id, f"{article.title or ''}\n{article.text}"


def _of(tenant: str) -> Select[Any]:
    return select(*_LISTED, pages.c.data).where(_stands(tenant))


def _stands(tenant: str) -> ColumnElement[bool]:
    """That a page is a tenant's, and was not taken back."""
    return and_(pages.c.tenant == tenant, pages.c.withdrawn.is_(None))


def _head(row: Any) -> PageHead:
    values = {column.name: getattr(row, column.name) for column in _LISTED}
    return PageHead(**values | {"made_at": datetime.fromisoformat(row.made_at)})


def _hit(row: Any) -> Hit:
    return Hit(date.fromisoformat(row.day), row.kind, row.ref, row.head.partition("\n")[0], row.snippet)


_KEPT = 16


class ArchiveShelf:
    """The accepted pages of a tenant, each in its latest revision."""

    def __init__(self, archive: Archive, tenant: str, ledgers: Ledgers) -> None:
        self._archive = archive
        self._tenant = tenant
        self._ledgers = ledgers
        self._read: OrderedDict[int, Briefing] = OrderedDict()
        self._lock = Lock()

    def days(self) -> tuple[date, ...]:
        """The days of which the tenant has a page."""
        found: list[date] = []
        while heads := self._archive.days(self._tenant, before=found[-1] if found else None, limit=MOST):
            found += [head.day for head in heads]
        return tuple(reversed(found))

    def page(self, day: date) -> Briefing:
        """The latest revision of a day."""
        head = self._archive.head(self._tenant, day)
        if head is None:
            raise UsageError(f"there is no page of {day}")
        with self._lock:
            if head.id in self._read:
                return self._read[head.id]
        stored = self._archive.by_id(self._tenant, head.id)
        if stored is None:
            raise UsageError(f"there is no page of {day}")
        page = unchanged(stored.briefing(), day)
        with self._lock:
            self._read[head.id] = page
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return page

    def ledger(self) -> AbstractContextManager[Ledger]:
        """The tenant's ledger, which stays open for the next who asks."""
        found = self._ledgers.of(self._tenant)
        if found is None:
            raise UsageError("no ledger is kept")
        return nullcontext(found)
