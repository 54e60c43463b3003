"""The forms of a page: which of them a caller takes, and pages in them as they are sent, kept in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum

from briefing import Briefing, __version__
from briefing.service.archive import Archive, PageHead, StoredPage


class PageForm(StrEnum):
    """A form of a page, by its media type; where a caller takes several alike, the earlier."""

    HTML = "text/html"
    JSON = "application/json"
    MARKDOWN = "text/markdown"
    MAIL = "message/rfc822"
    ANNOTATIONS = "application/ld+json"

    @property
    def content_type(self) -> str:
        return f"{self.value}; charset=utf-8" if self.value.startswith("text/") else self.value


_WRITERS: dict[PageForm, Callable[[Briefing], str | bytes]] = {
    PageForm.HTML: Briefing.to_html,
    PageForm.JSON: Briefing.to_json,
    PageForm.MARKDOWN: Briefing.to_markdown,
    PageForm.MAIL: Briefing.to_mail,
    PageForm.ANNOTATIONS: Briefing.to_annotations,
}


def written(page: Briefing, form: PageForm) -> bytes:
    """A page in a form."""
    made = _WRITERS[form](page)
    return made.encode("utf-8", "replace") if isinstance(made, str) else made


def chosen(accept: str | None) -> PageForm | None:
    """The form that an Accept header likes best; HTML without one, None where it takes none of them."""
    if not accept:
        return PageForm.HTML
    ranges = [_range(part) for part in accept[:1_000].split(",")]
    liked = [(_quality(form, ranges), -place, form) for place, form in enumerate(PageForm)]
    quality, _, form = max(liked)
    return form if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = part.split(";")
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return kind.strip().lower(), quality


def _quality(form: PageForm, ranges: list[tuple[str, float]]) -> float:
    """By the most particular range that holds the form (RFC 9110, 12.5.1)."""
    for wanted in (form.value, f"{form.value.partition('/')[0]}/*", "*/*"):
        found = [quality for kind, quality in ranges if kind == wanted]
        if found:
            return max(found)
    return 0.0


_MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A page in one form, with what a caller compares it by."""

    ident: int
    body: bytes
    etag: str
    modified: datetime
    content_type: str

    @property
    def headers(self) -> dict[str, str]:
        return {
            "etag": self.etag,
            "last-modified": format_datetime(self.modified, usegmt=True),
            "cache-control": "private, no-cache",
            "vary": "Accept, Authorization",
        }

    def unchanged(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether a caller has it already. The tag decides where there is one (RFC 9110, 13.2.2)."""
        if if_none_match is not None:
            tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
            return "*" in tags or self.etag in tags
        if if_modified_since is None:
            return False
        try:
            return self.modified <= parsedate_to_datetime(if_modified_since)
        except (ValueError, TypeError, OverflowError):
            return False


class PageCache:
    """Written pages by tenant, day and form. Whether a day has a later revision is looked up once in a while."""

    def __init__(self, archive: Archive, fresh_seconds: float) -> None:
        self._archive = archive
        self._fresh = fresh_seconds
        self._kept: OrderedDict[tuple[str, date | None, PageForm], tuple[float, Sent]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def fresh(self, tenant: str, day: date | None, form: PageForm) -> Sent | None:
        """What was looked up just now; never blocks."""
        kept = self._kept.get((tenant, day, form))
        return kept[1] if kept and time.monotonic() - kept[0] < self._fresh else None

    def load(self, tenant: str, day: date | None, form: PageForm) -> Sent | None:
        """A page as it stands now, None where there is none. Blocks."""
        place = (tenant, day, form)
        head = self._archive.head(tenant, day) if day else next(iter(self._archive.days(tenant, limit=1)), None)
        if head is None:
            return None
        kept = self._kept.get(place)
        if kept and kept[1].ident == head.id:
            with self._lock:
                self._kept[place] = (time.monotonic(), kept[1])
            return kept[1]
        stored = self._archive.by_id(tenant, head.id)
        if stored is None:
            return None
        sent = as_sent(stored, form)
        self._keep(place, sent)
        return sent

    def forget(self, tenant: str) -> None:
        """Look all pages of a tenant up anew."""
        with self._lock:
            for place, (_, sent) in self._kept.items():
                if place[0] == tenant:
                    self._kept[place] = (float("-inf"), sent)

    def _keep(self, place: tuple[str, date | None, PageForm], sent: Sent) -> None:
        with self._lock:
            old = self._kept.pop(place, None)
            self._bytes += len(sent.body) - (len(old[1].body) if old else 0)
            self._kept[place] = (time.monotonic(), sent)
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                _, (_, first) = self._kept.popitem(last=False)
                self._bytes -= len(first.body)


def as_sent(stored: StoredPage, form: PageForm) -> Sent:
    """A stored page in a form. Its JSON is what was accepted, byte for byte."""
    body = stored.json.encode() if form is PageForm.JSON else written(stored.briefing(), form)
    return Sent(
        stored.head.id, body, etag(stored.head, form), stored.head.made_at.replace(microsecond=0), form.content_type
    )


def etag(head: PageHead, form: PageForm) -> str:
    """Of a page in a form, as this release writes it."""
    return f'"{head.digest[:24]}-{head.revision}-{form.name.lower()}-{__version__}"'
