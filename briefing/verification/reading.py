"""Reading a stranger's page in bounded memory."""

from __future__ import annotations

from briefing.errors import DataError

MAX_BYTES = 200_000_000
"""Bytes of a page: about 5,000 articles."""

MAX_ELEMENTS = 4_000_000
"""Values, lists and objects of a page, of which an article takes some 1,200. Memory goes by their number: where each is
of the wrong kind, the validator keeps half a kilobyte of complaint for it."""


def bounded(page: bytes | str) -> bytes:
    """The bytes of a page.

    Raises:
        DataError: it is larger than any page, or made of more pieces.
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    if len(data) > MAX_BYTES:
        raise DataError(f"not a briefing: larger than {MAX_BYTES // 1_000_000} MB")
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > MAX_ELEMENTS:
        raise DataError(f"not a briefing: more than {MAX_ELEMENTS} values")
    return data
