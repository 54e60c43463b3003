"""A linker scripted from the gold of a thread: it shows what the plumbing loses, and nothing of how well a model links.

It reads the request as a model does, knows the items of a day again by the words of their drafts, and the entries of
the ledger by the pages of earlier days.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_BLOCK = r"<<<{kind} ([0-9a-f]{{16}}) (.*?) {kind} \1>>>"
_ARTICLE = re.compile(r"(?:^| )(a\d+) article \(")
_ITEM = re.compile(r" (a\d+([orq])\d+) (?:offer|answer|question): ")
_ENTRY = re.compile(r"(?:^| )([OQ]\d+) (?:offer|question|version before)(?: in S\d+)?(?: \(about O\d+\))?: ")
_STORY = re.compile(r" (S\d+) story, last told ")
_SECTIONS = {"o": ("offers", "what"), "r": ("responses", "what"), "q": ("open_questions", "question")}


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of a request: its key, the words behind it, and the name of the draft's item that they are of, None
    where they are of none: what was planted."""

    key: str
    letter: str
    told: str
    name: str | None


@dataclass
class GoldLinker:
    """Replies to requests for links with those of the gold, of which a share is made wrong.

    Args:
        drafts: of the articles, by their names in the gold.
        gold: of the thread.
        pages: the folder in which the page of each day is kept.
        wrong: the share of each kind of answer that is another one; which ones follows from ``seed``.
    """

    drafts: Mapping[str, Row]
    gold: Row
    pages: Path
    wrong: float = 0.0
    seed: int = 0
    asked: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._offers = {item: name for name, row in self.gold["offers"].items() for item in row["items"]}
        self._questions = {item: name for name, row in self.gold["questions"].items() for item in row["items"]}
        self._responses = {item: row["answers"] for row in self.gold["responses"].values() for item in row["items"]}
        self._stories = {article: name for name, listed in self.gold["stories"].items() for article in listed}

    def __call__(self, schema: str, prompt: str) -> str | None:
        if schema != "linking":
            return None
        self.asked += 1
        day = re.findall(r"The items of (\d{4}-\d\d-\d\d) stand", prompt)[0]
        items = list(self._items(_block("ITEMS", prompt)))
        shown = _block("LEDGER", prompt)
        reply = self._reply(day, items, _entries(shown))
        return json.dumps({**reply, "stories": self._told_in(_block("ITEMS", prompt), shown)})

    def _told_in(self, items: str, shown: str) -> list[Row]:
        """The running story of each article."""
        held = set(_STORY.findall(shown))
        stories = _Names({name: ident for ident, name in self._known_stories().items() if ident in held}, "T")
        said = []
        for key, segment in _pieces(_ARTICLE, items):
            name = self._article(segment)
            right = stories(self._stories.get(name or "", key))
            others = sorted(held - {right})
            wrong = self._is_wrong("story", key)
            said.append({"article": key, "story": (others[0] if others else "T30") if wrong else right})
        return said

    def _reply(self, day: str, items: Sequence[Shown], entries: Mapping[str, str]) -> Row:
        offers = self._named(self._known("offers"), entries, "N")
        questions = self._named(self._known("open_questions"), entries, "M")
        said = [
            {"item": item.key, "entry": self._swapped(item.key, self._offer(item, offers, entries), entries, "O", "N")}
            for item in items
            if item.letter == "o"
        ]
        asked = [
            {
                "item": item.key,
                "entry": self._swapped(
                    item.key, questions(self._questions.get(item.name or "", item.key)), entries, "Q", "M"
                ),
            }
            for item in items
            if item.letter == "q"
        ]
        responses = [
            {"item": item.key, "answers": self._answers(item, offers, entries), "told_again": False}
            for item in items
            if item.letter == "r" and item.name in self._responses
        ]
        closed = list(self._closed(day, items, entries))
        return {"offers": said, "new": [], "responses": responses, "questions": asked, "closed": closed}

    def _offer(self, item: Shown, offers: _Names, entries: Mapping[str, str]) -> str:
        if item.name is not None:
            return offers(self._offers.get(item.name, item.name))
        # Planted: it is the entry that it retells in the same words, or none that is known.
        retold = item.told.partition(". Conditions:")[0]
        same = (ident for ident, told in entries.items() if ident[0] == "O" and _same_words(told, retold))
        return next(same, None) or offers(item.key)

    def _answers(self, item: Shown, offers: _Names, entries: Mapping[str, str]) -> list[str]:
        gold = self._responses[item.name or ""]
        right = offers(gold) if gold else None
        if self._is_wrong("answer", item.key):
            others = [ident for ident in sorted(entries) if ident[0] == "O" and ident != right]
            return others[:1]
        return [right] if right and (right in entries or offers.is_told(right)) else []

    def _closed(self, day: str, items: Sequence[Shown], entries: Mapping[str, str]) -> Iterator[Row]:
        known = self._known("open_questions")
        asked = [ident for ident in sorted(entries) if ident[0] == "Q" and ident in known]
        right = [ident for ident in asked if self.gold["questions"][known[ident]]["closed"] == day]
        for ident in right:
            others = [other for other in asked if other not in right]
            wrong = self._is_wrong("closed", f"{day} {ident}")
            if wrong and not others:
                continue
            story = self._stories[self.gold["questions"][known[ident]]["items"][0].partition(":")[0]]
            here = [item for item in items if item.letter in "ro" and item.name and self._story(item) == story]
            by = next(iter(sorted(here, key=lambda item: item.letter == "o")), None)
            if by:
                yield {"question": others[0] if wrong else ident, "by": by.key, "how": "answered"}

    def _story(self, item: Shown) -> str:
        return self._stories[(item.name or "").partition(":")[0]]

    def _swapped(self, key: str, right: str, entries: Mapping[str, str], known: str, new: str) -> str:
        """The right entry, or another one where this answer is to be wrong."""
        if not self._is_wrong(known, f"{key} {right}"):
            return right
        others = [ident for ident in sorted(entries) if ident[0] == known and ident != right]
        return others[self._drawn("which", key) % len(others)] if others else f"{new}{30 + self._drawn(key) % 9}"

    def _is_wrong(self, kind: str, what: str) -> bool:
        return self._drawn(kind, what) % 1000 < 1000 * self.wrong

    def _drawn(self, *parts: object) -> int:
        text = "\0".join(map(str, (self.seed, self.asked, *parts)))
        return int.from_bytes(sha256(text.encode()).digest()[:8])

    def _named(self, known: Mapping[str, str], entries: Mapping[str, str], letter: str) -> _Names:
        return _Names({name: ident for ident, name in known.items() if ident in entries}, letter)

    def _items(self, text: str) -> Iterator[Shown]:
        """The items of a request, each with the item of a draft that it is."""
        for segment in _pieces(_ARTICLE, text):
            article = self._article(segment[1])
            for key, told in _pieces(_ITEM, segment[1]):
                letter = key.lstrip("a").lstrip("0123456789")[0]
                yield Shown(key, letter, told, self._name(article, letter, told) if article else None)

    def _article(self, segment: str) -> str | None:
        """The article of a piece of a request, by its headline; of several the one whose items stand there."""
        heads = {name: _flat(draft["headline"]["text"]) for name, draft in self.drafts.items()}
        found = [name for name, head in heads.items() if f": {head[:300]}" in segment]
        whats = {name: [_flat(o["what"]) for o in self.drafts[name]["offers"]] for name in self.drafts}
        best = max(found or self.drafts, key=lambda name: sum(what[:200] in segment for what in whats[name]))
        return best if found or any(what[:200] in segment for what in whats[best]) else None

    def _name(self, article: str, letter: str, told: str) -> str | None:
        section, field_name = _SECTIONS[letter]
        rows = [(place, _flat(row[field_name])[:200]) for place, row in enumerate(self.drafts[article][section])]
        fits = [(len(words), place) for place, words in rows if words and words in told]
        if not fits:
            return None
        place = max(fits)[1]
        ident = f"q{place}" if letter == "q" else self.drafts[article][section][place]["id"]
        return f"{article}:{ident}"

    def _known(self, section: str) -> dict[str, str]:
        """The entries of the ledger by what they are in the gold: what most of their items on earlier pages are."""
        told: dict[str, Counter[str]] = {}
        for page in self._pages():
            for ident, name in self._members(page, section):
                told.setdefault(ident, Counter())[name] += 1
        return {ident: counted.most_common(1)[0][0] for ident, counted in told.items()}

    def _known_stories(self) -> dict[str, str]:
        told: dict[str, Counter[str]] = {}
        for page in self._pages():
            here = {row["id"]: (row["url"] or "").rpartition("/")[2] for row in page["articles"]}
            for story in page["stories"]:
                counted = told.setdefault(story["id"], Counter())
                counted.update(self._stories[here[ident]] for ident in story["articles"])
        return {ident: counted.most_common(1)[0][0] for ident, counted in told.items()}

    def _pages(self) -> Iterator[Row]:
        for path in sorted(self.pages.glob("*.json")):
            if path.stem[:1].isdigit():
                yield json.loads(path.read_text(encoding="utf-8"))

    def _members(self, page: Row, section: str) -> Iterator[tuple[str, str]]:
        here = {row["id"]: (row["url"] or "").rpartition("/")[2] for row in page.get("articles", ())}
        asked = {
            (brief["article"], row["id"]): row["question"]
            for brief in page.get("briefs", ())
            for row in brief["open_questions"]
        }
        for story in page["stories"]:
            for item in story[section]:
                for ref in item["members"]:
                    name = f"{here[ref['article']]}:{ref['item']}"
                    if section == "open_questions":
                        texts = [row["question"] for row in self.drafts[here[ref["article"]]]["open_questions"]]
                        name = f"{here[ref['article']]}:q{texts.index(asked[ref['article'], ref['item']])}"
                    gold = (self._questions if section == "open_questions" else self._offers).get(name)
                    if gold:
                        yield item["id"], gold


class _Names:
    """The entry of each gold cluster in one request: a known one, else a new name."""

    def __init__(self, known: Mapping[str, str], letter: str) -> None:
        self._found = dict(known)
        self._letter = letter
        self._new: dict[str, str] = {}

    def __call__(self, gold: str) -> str:
        if gold not in self._found:
            self._new[gold] = self._found[gold] = f"{self._letter}{len(self._new) + 1}"
        return self._found[gold]

    def is_told(self, entry: str) -> bool:
        return entry in self._new.values()


def _block(kind: str, prompt: str) -> str:
    found = re.search(_BLOCK.format(kind=kind), prompt)
    return f" {found[2]}" if found else ""


def _entries(text: str) -> dict[str, str]:
    return dict(_pieces(_ENTRY, text))


def _pieces(mark: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """What stands behind each mark up to the next, by what the mark names."""
    found = list(mark.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)][: len(found)]
    return [(each[1], text[each.end() : end]) for each, end in zip(found, ends, strict=True)]


def _same_words(entry: str, retold: str) -> bool:
    """Whether an item says what an entry is shown to say, of the same party."""
    party, _, rest = retold.partition(" to ")
    return entry.startswith(party) and rest.partition(": ")[2] in entry


def _flat(text: str) -> str:
    return " ".join(text.split())
