"""Items of Wikidata by name, from a file that the user gives."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from briefing.errors import DataError, UsageError
from briefing.language.names import fold, without_titles
from briefing.language.parties import is_generic
from briefing.ledger._day import DayRecord
from briefing.ledger._names import class_of
from briefing.schema.ledger import Qid

_LARGEST = 32_000_000
"""Bytes of a file that is read: half a million names."""
_LONGEST = 200
"""Characters of a name in it."""
_QID: TypeAdapter[str] = TypeAdapter(Qid)


def read_wikidata(file: str | Path) -> dict[str, Qid]:
    """Items by folded name. A CSV file has a name and an id in each row, a JSON file is an object from names to ids.

    Raises:
        UsageError: the file can't be read.
        DataError: it is no such file, or gives one name to two items; no message repeats what stands in it.
    """
    path = Path(file)
    try:
        with path.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name that a file can have"
        raise UsageError(f"wikidata {file}: can't be read: {reason}") from error
    if len(raw) > _LARGEST:
        raise DataError(f"wikidata {file}: larger than {_LARGEST // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig")
        rows = _of_json(text) if text.lstrip()[:1] in ("{", "[") else _of_csv(text)
        return _by_name(rows)
    except (ValueError, RecursionError, csv.Error) as error:
        reason = str(error) if type(error) is ValueError else "neither CSV nor JSON in UTF-8"
        raise DataError(f"wikidata {file}: {reason}", hint="rows of a name and an id: Ada Lovelace,Q7259") from error


def _of_json(text: str) -> Iterator[tuple[int, str, Any]]:
    read = json.loads(text)
    if not isinstance(read, dict):
        raise ValueError("not an object from names to ids")
    yield from ((place, name, qid) for place, (name, qid) in enumerate(read.items(), start=1))


def _of_csv(text: str) -> Iterator[tuple[int, str, Any]]:
    for place, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        if not row or (place == 1 and len(row) > 1 and row[1].strip().casefold() in {"id", "qid", "wikidata"}):
            continue
        if len(row) != 2:
            raise ValueError(f"row {place} is not a name and an id")
        yield place, row[0], row[1].strip()


def _by_name(rows: Iterable[tuple[int, str, Any]]) -> dict[str, Qid]:
    found: dict[str, Qid] = {}
    for place, name, qid in rows:
        try:
            item = _QID.validate_python(qid)
        except ValidationError:
            raise ValueError(f"row {place} has no id such as Q7259") from None
        folded = fold(name) if len(name) <= _LONGEST else ""
        if not folded:
            raise ValueError(f"row {place} has no name of up to {_LONGEST} characters")
        if found.setdefault(folded, item) != item:
            raise ValueError(f"row {place} gives a name to another item than a row before it")
    return found


def item_of(name: str, forms: Iterable[str], wikidata: Mapping[str, Qid]) -> Qid | None:
    """The item that an actor has in a user's file: that of its name, else the one that its other names have.

    A part of a name is no other name, and neither is the state or body for which an organ acts.
    """
    own = _items((name,), wikidata)
    others = (form for form in forms if len(without_titles(form).split()) > 1 and class_of(form, None) is None)
    found = own or _items(others, wikidata)
    return found.pop() if len(found) == 1 else None


def _items(forms: Iterable[str], wikidata: Mapping[str, Qid]) -> set[Qid]:
    folded = (each for form in forms if not is_generic(form) for each in (fold(form), fold(without_titles(form))))
    return {wikidata[each] for each in folded if each in wikidata}


def with_items(record: DayRecord, items: Mapping[str, Qid]) -> DayRecord:
    """A day with the items of its actors."""
    if not items:
        return record
    stories = []
    for story in record.stories:
        found = (each.model_copy(update={"wikidata": item_of(each.name, each.names, items)}) for each in story.actors)
        stories.append(story.model_copy(update={"actors": tuple(found)}))
    return record.model_copy(update={"stories": tuple(stories)})
