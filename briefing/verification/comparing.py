"""Where two pages differ: as JSON values by path, items by their ids wherever they stand; files by their lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from briefing.verification.report import VerifyFailure

Json = Any
"""A value as `json.loads` gives it."""

_NAMES = ("id", "article", "source", "item", "question", "text", "by")
"""Properties that tell the elements of a list apart, the first that they all have."""


def differences(has: Json, rebuilt: Json, path: str = "", items: tuple[str, ...] = ()) -> Iterator[VerifyFailure]:
    """Every place in which a value is not what it is rebuilt to, in the order of the value."""
    if has == rebuilt and type(has) is type(rebuilt):
        return
    if isinstance(has, dict) and isinstance(rebuilt, dict):
        yield from _of_objects(has, rebuilt, path, _inside(items, has))
    elif isinstance(has, list) and isinstance(rebuilt, list):
        yield from _of_lists(has, rebuilt, path, items)
    else:
        yield _failure(path, items, has, rebuilt)


def _of_objects(
    has: dict[str, Json], rebuilt: dict[str, Json], path: str, items: tuple[str, ...]
) -> Iterator[VerifyFailure]:
    for name in dict.fromkeys((*has, *rebuilt)):
        at = f"{path}.{name}" if path else name
        if name not in rebuilt:
            yield _failure(at, items, has[name], None, "is not there when rebuilt")
        elif name not in has:
            yield _failure(at, items, None, rebuilt[name], "is missing")
        else:
            yield from differences(has[name], rebuilt[name], at, items)


def _of_lists(has: list[Json], rebuilt: list[Json], path: str, items: tuple[str, ...]) -> Iterator[VerifyFailure]:
    pairs = _paired(has, rebuilt)
    if pairs is None:
        pairs = _in_turn(has, rebuilt)
    elif (order := [there for here, there in pairs if here is not None and there is not None]) != sorted(order):
        names = [json.dumps([_name(each) for each in listed], ensure_ascii=False) for listed in (has, rebuilt)]
        yield VerifyFailure.between(path, *names, item=" ".join(items), reason="stands in another order")
    for here, there in pairs:
        if here is None and there is not None:
            yield _failure(f"{path}[{there}]", items, None, rebuilt[there], "is missing")
        elif there is None and here is not None:
            yield _failure(f"{path}[{here}]", items, has[here], None, "is not there when rebuilt")
        elif here is not None and there is not None:
            yield from differences(has[here], rebuilt[there], f"{path}[{here}]", items)


_Pairs = list[tuple[int | None, int | None]]


def _paired(has: list[Json], rebuilt: list[Json]) -> _Pairs | None:
    """The elements of two lists by their names; None where names do not tell them apart.

    Those that remain on both sides are the same under other names, where they are as many.
    """
    here, there = _places(has), _places(rebuilt)
    if here is None or there is None:
        return None
    lone, other = [n for n in here if n not in there], [n for n in there if n not in here]
    renamed = dict(zip(lone, other, strict=True)) if len(lone) == len(other) else {}
    pairs: _Pairs = [(place, there.get(renamed.get(name, name))) for name, place in here.items()]
    return pairs if renamed else pairs + [(None, there[name]) for name in other]


def _places(values: list[Json]) -> dict[str, int] | None:
    names = [_name(value) for value in values]
    places = {name: place for place, name in enumerate(names) if name is not None}
    return places if len(places) == len(values) else None


def _name(value: Json) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    return next((value[name] for name in _NAMES if isinstance(value.get(name), str)), None)


def _in_turn(has: list[Json], rebuilt: list[Json]) -> _Pairs:
    """The elements one after the other; where one list is longer, what is alike at both ends stays together."""
    shorter = min(len(has), len(rebuilt))
    start = next((n for n in range(shorter) if has[n] != rebuilt[n]), shorter)
    if len(has) == len(rebuilt):
        return [(n, n) for n in range(start, shorter)]
    left = shorter - start
    end = next((n for n in range(left) if has[-1 - n] != rebuilt[-1 - n]), left)
    here, there = list(range(start, len(has) - end)), list(range(start, len(rebuilt) - end))
    both: _Pairs = list(zip(here, there, strict=False))
    return [*both, *((n, None) for n in here[len(both) :]), *((None, n) for n in there[len(both) :])]


def _inside(items: tuple[str, ...], value: dict[str, Json]) -> tuple[str, ...]:
    """The ids around a value, with its own."""
    own = value.get("id", value.get("article", value.get("item")))
    return (*items, own) if isinstance(own, str) and own not in items else items


def _failure(path: str, items: tuple[str, ...], has: Json, rebuilt: Json, reason: str = "differs") -> VerifyFailure:
    known = [value for value in (has, rebuilt) if isinstance(value, dict)]
    inside = _inside(items, known[0]) if known else items
    texts = [
        None if value is None and reason != "differs" else json.dumps(value, ensure_ascii=False)
        for value in (has, rebuilt)
    ]
    return VerifyFailure.between(path, *texts, item=" ".join(inside)[:200], reason=reason)


def other_bytes(name: str, has: bytes, again: str | bytes, reason: str) -> Iterator[VerifyFailure]:
    """The first line in which a file is not what it is rebuilt to."""
    wanted = again if isinstance(again, bytes) else again.encode("utf-8", "replace")
    if has == wanted:
        return
    lines, others = has.splitlines(keepends=True), wanted.splitlines(keepends=True)
    shorter = min(len(lines), len(others))
    at = next((n for n in range(shorter) if lines[n] != others[n]), shorter)
    texts = [all_lines[at].decode("utf-8", "replace") if at < len(all_lines) else "" for all_lines in (lines, others)]
    yield VerifyFailure.between(f"{name}:{at + 1}", *texts, reason=reason)
