"""Scoring predicted briefs against annotated ones.

One-to-one greedy matching, the best pair first, micro-averaged over articles:

- actors: a name or alias is equal after normalising (case, accents, articles, titles), or one holds the other as its
  head ("Salling" and "Salling Group", "Macron" and "French President Emmanuel Macron");
- offers: the offerer matches (or the annotated alternative, or an alias of that actor), and the quotes overlap by at
  least 30% of the shorter one or the token F1 of ``what`` is at least .4;
- responses: the same with the responder;
- open questions: the quotes overlap so, or the token F1 of ``question`` is at least .4.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Form = tuple[str, ...]

SECTIONS = ("actors", "offers", "responses", "open_questions")
AGREEMENTS = {"actors": "kind", "offers": "status", "responses": "stance"}
_LEAST_OVERLAP, _LEAST_F1 = 0.30, 0.40
_WHO = {"offers": "offerer", "responses": "responder"}
_KEY = {"offers": "what", "responses": "what", "open_questions": "question"}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _set(
    """
    the a an mr mrs ms miss dr prof professor sir dame lord lady president vice deputy prime minister premier
    chancellor secretary general foreign defence defense finance home treasury interior senator sen rep
    representative congressman congresswoman governor gov mayor speaker king queen prince princess pope gen
    colonel col captain capt ambassador commissioner judge justice chairman chairwoman chair chief executive ceo
    director head leader opposition taoiseach former ex acting incoming
    """
)
_ENDINGS = _set(
    """
    group party inc corp corporation company co ltd limited plc llc ag gmbh sa nv holdings holding government
    administration regime authorities officials leaders side team club fc union members
    """
)
_GENERIC = (
    _TITLES
    | _ENDINGS
    | _set("of and for in state states country ministry agency court parliament firm organisation organization")
)
_VARIANTS = {"'": "\u2018\u2019`", '"': "\u201c\u201d", "-": "\u2010\u2011\u2012\u2013\u2014\u2015"}
_CLASSES = {"'": "['\u2018\u2019`]", '"': '["\u201c\u201d]', "-": "[-\u2010-\u2015]"}
_PLAIN = {variant: plain for plain, variants in _VARIANTS.items() for variant in variants}


@dataclass(slots=True)
class Tally:
    """Matched, predicted and annotated items of one section."""

    matched: int = 0
    predicted: int = 0
    annotated: int = 0

    @property
    def precision(self) -> float:
        return self._share(self.predicted)

    @property
    def recall(self) -> float:
        return self._share(self.annotated)

    @property
    def f1(self) -> float:
        if not self.predicted and not self.annotated:
            return 1.0
        return 2 * self.matched / (self.predicted + self.annotated)

    def _share(self, of: int) -> float:
        if not self.predicted and not self.annotated:
            return 1.0
        return self.matched / of if of else 0.0


@dataclass(slots=True)
class Score:
    """The counts over all articles. ``agree`` is, by section, (same, matched) for kind, status and stance."""

    sections: dict[str, Tally] = field(default_factory=lambda: {s: Tally() for s in SECTIONS})
    agree: dict[str, list[int]] = field(default_factory=lambda: {s: [0, 0] for s in AGREEMENTS})
    quotes_exact: int = 0
    quotes: int = 0
    controls: int = 0
    false_alarms: int = 0


def score(annotated: Iterable[Row], predicted: Iterable[Row]) -> Score:
    """Score all articles; one without a prediction counts as empty."""
    by_id = {row["id"]: row for row in predicted}
    total = Score()
    for row in annotated:
        _add(total, row, by_id.get(row["id"], {}))
    return total


def _add(total: Score, row: Row, predicted: Row) -> None:
    text = row["text"]
    for section, tally in total.sections.items():
        gold, found = _items(row, section), _items(predicted, section)
        pairs = _match(section, row, gold, found, text)
        tally.matched += len(pairs)
        tally.predicted += len(found)
        tally.annotated += len(gold)
        if section in AGREEMENTS:
            key = AGREEMENTS[section]
            total.agree[section][0] += sum(gold[i].get(key) == found[j].get(key) for i, j in pairs)
            total.agree[section][1] += len(pairs)
        if section != "actors":
            total.quotes += len(found)
            total.quotes_exact += sum(bool(x.get("quote")) and x["quote"] in text for x in found)
    if not _items(row, "offers") and not _items(row, "responses"):
        total.controls += 1
        total.false_alarms += len(_items(predicted, "offers")) + len(_items(predicted, "responses"))


def _items(row: Row, section: str) -> Sequence[Row]:
    found: Sequence[Row] = row.get(section) or ()
    return found


def _match(section: str, row: Row, gold: Sequence[Row], found: Sequence[Row], text: str) -> list[tuple[int, int]]:
    candidates = []
    for i, expected in enumerate(gold):
        for j, item in enumerate(found):
            points = _pair(section, row, expected, item, text)
            if points:
                candidates.append((-points, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _pair(section: str, row: Row, gold: Row, item: Row, text: str) -> float:
    if section == "actors":
        forms = _forms(gold["name"], *gold.get("aliases", ()))
        match = _name_match(forms, _forms(item["name"], *item.get("aliases", ())), gold.get("kind") == "person")
        return match and match + token_f1(gold["name"], item["name"])
    overlap = _overlap(_spans(text, gold.get("quote")), _spans(text, item.get("quote")))
    f1 = token_f1(gold.get(_KEY[section]), item.get(_KEY[section]))
    if overlap < _LEAST_OVERLAP and f1 < _LEAST_F1:
        return 0.0
    if section == "open_questions":
        return overlap + f1
    who = _WHO[section]
    forms, person = _annotated_forms(row, gold.get(who), gold.get(f"{who}_alt"))
    match = _name_match(forms, _party_forms(item.get(who) or ""), person)
    return match and match + overlap + f1


def _words(text: object) -> list[str]:
    folded = unicodedata.normalize("NFKD", str(text or "").casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"(?<=\w)['\u2019]s\b", "", folded)
    folded = re.sub(r"(?<=\b\w)\.(?=\w\b|\s|$)", "", folded)
    return re.sub(r"[\W_]+", " ", folded).split()


def _forms(*names: str | None) -> set[Form]:
    found = set()
    for name in names:
        words = _words(name)
        while len(words) > 1 and words[0] in _TITLES:
            words = words[1:]
        if words:
            found.add(tuple(words))
    return found


def _annotated_forms(row: Row, *names: str | None) -> tuple[set[Form], bool]:
    """The forms of the named actors, aliases included, and whether one of them is a person."""
    every: set[Form] = set()
    person = False
    for name in filter(None, names):
        forms = _forms(name)
        actors = [(_forms(a.get("name")), _forms(*a.get("aliases", ())), a) for a in _items(row, "actors")]
        hits = [a for a in actors if a[0] & forms] or [a for a in actors if a[1] & forms]
        if hits:
            forms |= hits[0][0] | hits[0][1]
            person |= hits[0][2].get("kind") == "person"
        every |= forms
    return every, person


def _party_forms(name: str) -> set[Form]:
    """A predicted party; "A and B" also matches by either."""
    return _forms(name, *(p for p in re.split(r",|/|;|\band\b|&|\(|\)", name) if p.strip()))


def _name_match(first: set[Form], second: set[Form], person: bool) -> float:
    if first & second:
        return 1.0
    if any(_holds(a, b, person) or _holds(b, a, person) for a in first for b in second):
        return 0.5
    return 0.0


def _holds(long: Form, short: Form, person: bool) -> bool:
    if len(long) <= len(short) or all(w in _GENERIC for w in short) or len("".join(short)) < 2:
        return False
    size = len(short)
    if long[-size:] == short:
        return True
    return long[:size] == short and (person or all(w in _ENDINGS for w in long[size:]))


def _spans(text: str, quote: object) -> list[tuple[int, int]]:
    """Every place of a quote: exact, else ignoring white space, case and the style of marks."""
    wanted = quote.strip() if isinstance(quote, str) else ""
    if not wanted:
        return []
    exact = [(m.start(), m.start() + len(wanted)) for m in re.finditer(f"(?={re.escape(wanted)})", text)]
    if exact:
        return exact
    pattern = r"\s+".join(
        "".join(_CLASSES.get(_PLAIN.get(c, c), re.escape(c)) for c in word) for word in wanted.split()
    )
    return [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]


def _overlap(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> float:
    shares = ((min(a[1], b[1]) - max(a[0], b[0])) / min(a[1] - a[0], b[1] - b[0]) for a in first for b in second)
    return max(0.0, max(shares, default=0.0))


def token_f1(first: object, second: object) -> float:
    """F1 of the words of two texts, articles left out."""
    a, b = (Counter(w for w in _words(t) if w not in {"a", "an", "the"}) for t in (first, second))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0
