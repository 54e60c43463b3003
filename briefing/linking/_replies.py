"""A reply about one request: its schema, in which the keys and the known ids are closed lists; and what it says of each
item, row by row, so that a wrong one costs no other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.extraction.prompts import strict_schema
from briefing.linking._parts import DayPart
from briefing.llm.protocol import ReplySchema
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import LinkReply, SaidClosed, SaidNew, SaidOffer, SaidQuestion, SaidResponse, SaidStory

NEW_OFFER, NEW_QUESTION, NEW_STORY = "N", "M", "T"
"""First letters of the names of new entries."""
_NEW = re.compile(r"[NMT][1-9][0-9]{0,2}")
_NONE = "none"
"""Stands where a list of words would be empty, which no schema may be."""
_PLACES = {
    "SaidOffer.item": "offer_item",
    "SaidOffer.entry": "offer",
    "SaidNew.entry": "new_offer",
    "SaidNew.version_of": "offer",
    "SaidNew.counter_to": "offer",
    "SaidResponse.item": "response_item",
    "SaidResponse.answers": "offer",
    "SaidQuestion.item": "question_item",
    "SaidQuestion.entry": "question",
    "SaidClosed.question": "known_question",
    "SaidClosed.by": "closing_item",
    "SaidStory.article": "article",
    "SaidStory.story": "story",
}


def link_schema(part: DayPart, only: Collection[str] | None = None) -> ReplySchema:
    """The schema of `LinkReply` for one request.

    Args:
        only: keys of the items that are asked about; all if None.
    """
    asked = {kind: [i.key for i in part.items(kind) if only is None or i.key in only] for kind in EntryKind}
    offers = [each.key for each in part.items(EntryKind.OFFER)]
    questions = len(list(part.items(EntryKind.QUESTION)))
    words = {
        "offer_item": asked[EntryKind.OFFER],
        "response_item": asked[EntryKind.RESPONSE],
        "question_item": asked[EntryKind.QUESTION],
        "closing_item": [*offers, *(each.key for each in part.items(EntryKind.RESPONSE))],
        "new_offer": _numbered(NEW_OFFER, len(offers)),
        "offer": [*part.known(EntryKind.OFFER), *_numbered(NEW_OFFER, len(offers))],
        "known_question": part.known(EntryKind.QUESTION),
        "article": [listing.key for listing in part.listings] if only is None else [],
        "story": [*(story.id for story in part.stories), *_numbered(NEW_STORY, len(part.listings))],
        "question": [*part.known(EntryKind.QUESTION), *_numbered(NEW_QUESTION, questions)],
    }
    definition = strict_schema(LinkReply)
    definitions = definition["$defs"]
    for place, name in _PLACES.items():
        row, field = place.split(".")
        _refer(definitions[row]["properties"][field], f"#/$defs/{name}")
    definitions |= {name: {"type": "string", "enum": listed or [_NONE]} for name, listed in words.items()}
    return ReplySchema(name="linking", definition=definition)


def _refer(node: dict[str, Any], reference: str) -> None:
    """Have a string, or the string in a list or beside null, be one of a closed list."""
    if "anyOf" in node:
        node["anyOf"] = [{"$ref": reference}, {"type": "null"}]
    elif node.get("type") == "array":
        node["items"] = {"$ref": reference}
    else:
        node.clear()
        node["$ref"] = reference


def _numbered(letter: str, many: int) -> list[str]:
    return [f"{letter}{number}" for number in range(1, many + 1)]


@dataclass(frozen=True, slots=True)
class AnsweredLinks:
    """What was said of the items of one request, by their keys; ``closed`` by the ids of questions, ``stories`` by the
    keys of articles.

    ``entries`` are those of offers and questions. ``problems`` are what could not be taken, a line each.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, SaidNew] = field(default_factory=dict)
    responses: Mapping[str, SaidResponse] = field(default_factory=dict)
    closed: Mapping[str, SaidClosed] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def amended(self, later: AnsweredLinks, keys: Collection[str]) -> AnsweredLinks:
        """With what was said later of some items in the place of what was said before. Of an answer that is not named
        again nothing is said."""
        kept = {key: entry for key, entry in self.entries.items() if key not in keys or key not in later.entries}
        return AnsweredLinks(
            {**kept, **{key: entry for key, entry in later.entries.items() if key in keys}},
            {**self.new, **later.new},
            {
                **{key: row for key, row in self.responses.items() if key not in keys},
                **{key: row for key, row in later.responses.items() if key in keys},
            },
            {**self.closed, **later.closed},
            self.stories,
        )

    def without_answers(self, keys: Collection[str]) -> AnsweredLinks:
        """Without what was said of some answers."""
        return replace(self, responses={key: row for key, row in self.responses.items() if key not in keys})


def read_reply(reply: LinkReply, part: DayPart) -> AnsweredLinks:
    """What a reply says that can be taken: of items of the request, with entries that are known or new ones.

    Of an item that is named twice with two entries, nothing is taken.
    """
    reader = _LinkReader(part)
    return AnsweredLinks(
        {**reader.entries(EntryKind.OFFER, reply.offers), **reader.entries(EntryKind.QUESTION, reply.questions)},
        dict(reader.new(reply.new)),
        dict(reader.responses(reply.responses)),
        dict(reader.closed(reply.closed)),
        reader.stories(reply.stories),
        tuple(reader.problems),
    )


def left_out(said: AnsweredLinks, part: DayPart) -> list[str]:
    """The keys of the items of a request that have no entry, and should."""
    keys = (item.key for item in part.items(EntryKind.OFFER, EntryKind.QUESTION))
    return [key for key in keys if key not in said.entries]


class _LinkReader:
    def __init__(self, part: DayPart) -> None:
        self.problems: list[str] = []
        self._keys = {kind: {item.key for item in part.items(kind)} for kind in EntryKind}
        self._known = {kind: set(part.known(kind)) for kind in EntryKind}
        self._articles = {listing.key for listing in part.listings}
        self._stories = {story.id for story in part.stories}

    def entries(self, kind: EntryKind, rows: Iterable[SaidOffer | SaidQuestion]) -> dict[str, str]:
        said: dict[str, set[str]] = {}
        for row in rows:
            key, entry = self._key(row.item, kind), self._entry(row.entry, kind)
            if key is None:
                self._problem(row.item, "is no such item")
            elif entry is None:
                self._problem(key, f"{_shown(row.entry)} is no such entry")
            else:
                said.setdefault(key, set()).add(entry)
        for key, named in said.items():
            if len(named) > 1:
                self._problem(key, f"was named with {len(named)} entries")
        return {key: next(iter(named)) for key, named in said.items() if len(named) == 1}

    def new(self, rows: Iterable[SaidNew]) -> Iterator[tuple[str, SaidNew]]:
        seen: set[str] = set()
        for row in rows:
            entry = self._entry(row.entry, EntryKind.OFFER)
            if entry is None or entry in self._known[EntryKind.OFFER] or entry in seen:
                self._problem(row.entry, "is no new entry, or was named before")
                continue
            seen.add(entry)
            follows = {name: self._follows(getattr(row, name), entry) for name in ("version_of", "counter_to")}
            yield entry, row.model_copy(update={"entry": entry, **follows})

    def responses(self, rows: Iterable[SaidResponse]) -> Iterator[tuple[str, SaidResponse]]:
        seen: set[str] = set()
        for row in rows:
            key = self._key(row.item, EntryKind.RESPONSE)
            answers = tuple(dict.fromkeys(filter(None, (self._entry(each, EntryKind.OFFER) for each in row.answers))))
            if key is None or key in seen or (row.answers and not answers):
                self._problem(row.item, "is no answer of the day, was named before, or answers no such entry")
                continue
            seen.add(key)
            yield key, row.model_copy(update={"item": key, "answers": answers})

    def closed(self, rows: Iterable[SaidClosed]) -> Iterator[tuple[str, SaidClosed]]:
        seen: set[str] = set()
        for row in rows:
            question = _folded(row.question, self._known[EntryKind.QUESTION])
            by = self._key(row.by, EntryKind.OFFER) or self._key(row.by, EntryKind.RESPONSE)
            if question is None or by is None or question in seen:
                self._problem(row.question, "is no known question, was closed before, or by no item of the day")
                continue
            seen.add(question)
            yield question, row.model_copy(update={"question": question, "by": by})

    def stories(self, rows: Iterable[SaidStory]) -> dict[str, str]:
        said: dict[str, set[str]] = {}
        for row in rows:
            article, new = _folded(row.article, self._articles), row.story.strip().upper()
            story = _folded(row.story, self._stories)
            story = story or (new if new.startswith(NEW_STORY) and _NEW.fullmatch(new) else None)
            if article is None or story is None:
                self._problem(row.article, "is no article of the day, or of no such story")
            else:
                said.setdefault(article, set()).add(story)
        return {article: next(iter(named)) for article, named in said.items() if len(named) == 1}

    def _key(self, given: str, kind: EntryKind) -> str | None:
        return _folded(given, self._keys[kind])

    def _entry(self, given: str, kind: EntryKind) -> str | None:
        """A known id, or the name of a new entry, in its one spelling."""
        letter = NEW_OFFER if kind is EntryKind.OFFER else NEW_QUESTION
        known = _folded(given, self._known[kind])
        new = given.strip().upper()
        return known or (new if new.startswith(letter) and _NEW.fullmatch(new) else None)

    def _follows(self, given: str | None, entry: str) -> str | None:
        found = self._entry(given, EntryKind.OFFER) if given else None
        if given and (found is None or found == entry):
            self._problem(entry, f"follows on {_shown(given)}, which is no other entry")
        return found if found != entry else None

    def _problem(self, what: str, why: str) -> None:
        self.problems.append(f"{_shown(what)} {why}")


def _folded(given: str, known: Collection[str]) -> str | None:
    """A name as it is known, whatever the case in which it is given."""
    if given in known:
        return given
    return next((name for name in known if name.casefold() == given.strip().casefold()), None)


def _shown(given: str) -> str:
    return repr(given[:20])
