"""The forms of a page, and which of them a caller takes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from briefing import Briefing


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
