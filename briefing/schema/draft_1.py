"""Drafts of version 1 brought to version 2: models that were asked by an earlier prompt wrote them.

Version 1 had one ``recipient`` of an offer and one ``offer`` that an answer answers, said ``why`` a question is open,
and knew neither who says so nor when.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def migrated(draft: Any) -> Any:
    """``draft`` with each item of version 1 in the form of version 2; what is none of version 1 as it came."""
    if not isinstance(draft, dict):
        return draft
    return {name: _brought(_BROUGHT[name], items) if name in _BROUGHT else items for name, items in draft.items()}


def _brought(item: Callable[[Any], Any], items: Any) -> Any:
    """The items of a list, of a list that came as a string, or the one item that came in the place of a list."""
    if isinstance(items, str):
        try:
            items = json.loads(items)
        except (ValueError, RecursionError):
            return items
    return [item(each) for each in items] if isinstance(items, list) else item(items)


def _offer(item: Any) -> Any:
    if not isinstance(item, dict) or "recipient" not in item or "addressees" in item:
        return item
    rest = {name: value for name, value in item.items() if name != "recipient"}
    return {**rest, "addressees": _several(item["recipient"])}


def _response(item: Any) -> Any:
    if not isinstance(item, dict) or "offer" not in item or "offers" in item:
        return item
    rest = {name: value for name, value in item.items() if name != "offer"}
    return {**rest, "offers": _several(item["offer"])}


def _question(item: Any) -> Any:
    return {name: value for name, value in item.items() if name != "why"} if isinstance(item, dict) else item


def _several(reference: Any) -> Any:
    """One reference as a list of one, none as an empty list."""
    if reference is None or (isinstance(reference, str) and reference.strip().casefold() in ("", "null", "none")):
        return []
    return reference if isinstance(reference, list) else [reference]


_BROUGHT: dict[str, Callable[[Any], Any]] = {"offers": _offer, "responses": _response, "open_questions": _question}
