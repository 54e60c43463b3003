"""The base of every model that crosses a boundary, and the position types that all of them share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from briefing.characters import readable, usable

Usable = Annotated[str, AfterValidator(usable)]
"""Text of a source, or about one, without what no file can hold."""

Readable = Annotated[str, AfterValidator(readable)]
"""Words that a model or its provider sent, without what no file can hold and no person can read."""


class Model(BaseModel):
    """A value: frozen, and closed to properties that its schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    @classmethod
    def brought_up(cls, value: Any) -> Any:
        """A value in the form of an earlier version in that of this one; any other as it came."""
        return value


class ReplyPart(Model):
    """A part of a model's reply: strict in the schema that is sent, and read back without what else it says."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


class ReplyRow(ReplyPart):
    """One row of a reply. What is left out is empty; what is no object says nothing."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        given = value if isinstance(value, dict) else {}
        return {name: given.get(name) for name in cls.model_fields}


class ItemRef(Model):
    """An item of a brief: the article's id and the item's id in the brief of that article."""

    article: str
    item: str


class Span(Model):
    """A half-open range ``[start, end)`` in Unicode code points.

    What it is a range *of* is said by the field that holds it: `Article.text` unless stated otherwise.
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: [{self.start}, {self.end})")
        return self

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"

    def slice(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def gap(self, other: Span) -> int:
        """How many code points lie between both spans; none where they meet."""
        return max(0, self.start - other.end, other.start - self.end)

    def overlap(self, other: Span) -> int:
        """How many code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class MapRun(Model):
    """``text[start:end]`` of an article came from ``document[source_start:source_end]``.

    Equal lengths mean a verbatim copy, character by character. Unequal lengths mean that the run as a whole
    stands for the source range: an entity such as ``&amp;`` decoded, or white space folded.
    """

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def verbatim(self) -> bool:
        return self.end - self.start == self.source_end - self.source_start


class SourceMap(Model):
    """Leads each character of `Article.text` back to the decoded text of the document it came from.

    Runs are sorted by ``start`` and do not overlap. Characters that no run covers were put in by cleaning (the
    blank line between two paragraphs) and have no source. Sources need not be in document order: a caption
    stands after the body here, and may stand before it in the document.
    """

    runs: tuple[MapRun, ...]

    def covering(self, span: Span) -> Iterator[MapRun]:
        """The runs that share a character with ``span``, in order."""
        first = bisect_right(self.runs, span.start, key=lambda run: run.end)
        yield from takewhile(lambda run: run.start < span.end, self.runs[first:])

    def to_source(self, span: Span) -> tuple[Span, ...]:
        """The ranges of the document's text that the characters of ``span`` came from, in article order.

        A range is exact inside a verbatim run and the whole source range of a run that was rewritten.
        """
        ranges: list[Span] = []
        for run in self.covering(span):
            if run.verbatim:
                low = run.source_start + max(span.start, run.start) - run.start
                high = run.source_start + min(span.end, run.end) - run.start
            else:
                low, high = run.source_start, run.source_end
            if ranges and ranges[-1].end == low:
                ranges[-1] = Span(start=ranges[-1].start, end=high)
            else:
                ranges.append(Span(start=low, end=high))
        return tuple(ranges)
