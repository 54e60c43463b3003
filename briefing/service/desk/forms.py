"""Forms that only our own pages can send: a token bound to the session, and the browser's word on who sent it."""

from __future__ import annotations

import hmac
from hashlib import sha256

_SAME = ("same-origin", "none")


def form_token(secret: bytes, session: str) -> str:
    """What a form of a session carries."""
    return hmac.new(secret, b"desk form\0" + session.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def is_ours(secret: bytes, session: str, token: str, fetched_from: str | None) -> bool:
    """Whether a form was made by us for this session, and not sent from another site.

    Args:
        fetched_from: the header Sec-Fetch-Site, which pages can't set; None where the browser sends none.
    """
    if fetched_from is not None and fetched_from not in _SAME:
        return False
    known = form_token(secret, session)
    return hmac.compare_digest(known.encode(), token.encode("utf-8", "surrogatepass"))
