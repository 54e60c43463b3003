"""What checking a page came to."""

from __future__ import annotations

from briefing.schema.base import Model

MOST = 1_000
"""Failures that a report lists: a page that is another one altogether differs in tens of thousands of places."""

_SHOWN = 50
_PREVIEW = 160


class VerifyFailure(Model):
    """Where a page is not what it is rebuilt to.

    ``path`` leads there in its JSON (or is the name of a file beside it), ``item`` are the ids of what stands there
    and around it. ``has`` and ``rebuilt`` are both texts, cut to a preview; None where there is nothing.
    """

    path: str
    item: str = ""
    reason: str = "differs"
    has: str | None = None
    rebuilt: str | None = None

    @classmethod
    def between(
        cls, path: str, has: str | None, rebuilt: str | None = None, *, item: str = "", reason: str = "differs"
    ) -> VerifyFailure:
        """The failure with a preview of both texts, from shortly before where they differ."""
        shown = None if has is None else _preview(has, rebuilt)
        again = None if rebuilt is None else _preview(rebuilt, has)
        return cls(path=path, item=item, reason=reason, has=shown, rebuilt=again)

    def __str__(self) -> str:
        item = f" ({self.item})" if self.item else ""
        lines = [f"{self.path}{item}: {self.reason}"]
        if self.has is not None or self.rebuilt is not None:
            texts = (("has", self.has), ("rebuilt", self.rebuilt))
            lines += [f"    {name:<7} {'(nothing)' if text is None else text}" for name, text in texts]
        return "\n".join(map(printable, lines))


class VerifyReport(Model):
    """What was rebuilt, and where the page differs from it.

    ``rebuilt`` is False where the page could not be rebuilt, since another release wrote it: then its characters alone
    were checked. ``unread`` are inputs that could not be read when the page was made, as it says itself; ``copies`` the
    sources that are nowhere but in the page's own copy of them. ``unlisted`` counts failures beyond those listed.
    """

    release: str = ""
    rebuilt: bool = False
    articles: int = 0
    items: int = 0
    passages: int = 0
    unread: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signed_by: str | None = None
    failures: tuple[VerifyFailure, ...] = ()
    unlisted: int = 0

    @property
    def ok(self) -> bool:
        """Whether the page is, byte for byte, what this program makes of its sources and the replies it keeps."""
        return self.rebuilt and not self.failures

    def with_problems(self, *failures: VerifyFailure) -> VerifyReport:
        """The report with what failed beside the page itself."""
        return self.model_copy(update={"failures": (*failures, *self.failures)})

    def describe(self) -> str:
        """The report for people: what was done, what is taken on trust, then each failure with both texts."""
        lines = [f"{self._verdict()} ({self.articles} articles, {self.items} items, {self.passages} passages)"]
        if self.signed_by:
            lines.append(f"  signed by {printable(self.signed_by)}")
        if self.unread:
            lines.append(f"  as the page says, could not be read then: {_listed(self.unread)}")
        if self.copies:
            lines.append(f"  from the page's own copy, there being no file to read: {_listed(self.copies)}")
        lines += [f"  {failure}" for failure in self.failures[:_SHOWN]]
        more = len(self.failures) - _SHOWN + self.unlisted
        if more > 0:
            lines.append(f"  and {more} more")
        return "\n".join(lines)

    def _verdict(self) -> str:
        if self.failures:
            count = len(self.failures) + self.unlisted
            what = "rebuilt" if self.rebuilt else f"written by release {printable(self.release)}, characters alone"
            return f"NOT verified, {what}: {count} {'difference' if count == 1 else 'differences'}"
        if self.rebuilt:
            return "verified, rebuilt byte for byte"
        return (
            f"not rebuilt: written by release {printable(self.release)}. Characters alone were checked: "
            "what it quotes stands in its sources, and nothing else is vouched for"
        )


def printable(text: str) -> str:
    """``text`` with every character escaped that a terminal could obey or that could reorder what it shows."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _preview(text: str, other: str | None = None) -> str:
    """A text on one line, from shortly before the first character in which it differs from another."""
    at = 0
    if other is not None:
        at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, at - _PREVIEW // 2) if len(text) > _PREVIEW else 0
    piece = printable(text[start : start + _PREVIEW])
    return f"{'…' if start else ''}{piece}{'…' if start + _PREVIEW < len(text) else ''}"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(printable(name[:_PREVIEW]) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
