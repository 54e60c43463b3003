"""The check of a finished briefing: the whole page made again from its sources and the replies that it keeps."""

from __future__ import annotations

from collections.abc import Callable

from briefing.schema.base import Model
from briefing.schema.briefing import BriefingData
from briefing.schema.document import SourceRef


class VerifyFailure(Model):
    """Where a page differs from what it is rebuilt to: the path, and both texts (bounded previews)."""

    path: str
    has: str | None = None
    rebuilt: str | None = None


class VerifyReport(Model):
    """What was rebuilt, and where the page differs from it."""

    articles: int = 0
    failures: tuple[VerifyFailure, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.failures

    def describe(self) -> str:
        """The report for people."""
        return "verified" if self.ok else f"{len(self.failures)} differences"


def verify(data: BriefingData, read_source: Callable[[SourceRef], str]) -> VerifyReport:
    """Rebuild a briefing and compare."""
    raise NotImplementedError
