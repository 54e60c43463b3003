"""What the tests of this room share: reading inputs to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from briefing.errors import SourceError
from briefing.schema.document import Document
from briefing.sources import SourceOptions, read

Collect = Callable[..., Awaitable[list[Document | SourceError]]]


@pytest.fixture
def collect() -> Collect:
    async def _collect(
        *inputs: str | Path | Document, options: SourceOptions | None = None
    ) -> list[Document | SourceError]:
        return [item async for item in read(inputs, options)]

    return _collect


@pytest.fixture
def only(collect: Collect) -> Callable[..., Awaitable[Document]]:
    """The one document of an input; anything else fails the test."""

    async def _only(given: str | Path | Document, options: SourceOptions | None = None) -> Document:
        items: Sequence[Document | SourceError] = await collect(given, options=options)
        assert [type(item) for item in items] == [Document], items
        document = items[0]
        assert isinstance(document, Document)
        return document

    return _only


@pytest.fixture
def refusal(collect: Collect) -> Callable[..., Awaitable[SourceError]]:
    """The one error of an input; anything else fails the test."""

    async def _refusal(given: str | Path, options: SourceOptions | None = None) -> SourceError:
        items = await collect(given, options=options)
        assert len(items) == 1, items
        error = items[0]
        assert isinstance(error, SourceError), items
        assert "\n" not in str(error)
        return error

    return _refusal
