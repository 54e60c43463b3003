"""A figure or day of a claim against the cited sentences: another of its kind in its place."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.reading import Reading
from briefing.checking.rules.days import Day, find_days, tells_otherwise
from briefing.checking.rules.figures import Figure, Sort, figures_of, words_beside, may_be, equal, reckoned, speaks_in_fractions
from briefing.checking.rules.passage import Passage
from briefing.checking.source import SourceIndex
from briefing.schema.verdict import Objection, Problem


class Figures:
    """The figures of an article, read sentence by sentence."""

    def __init__(self, index: SourceIndex) -> None:
        self._index = index
        self._read: dict[int, list[Figure]] = {}

    def objections(self, claim: Reading, field: str, passage: Passage) -> Iterator[Objection]:
        for figure in figures_of(claim):
            objection = self._objection(claim, figure, field, passage)
            if objection:
                yield objection

    def _of(self, sentence: int) -> list[Figure]:
        found = self._read.get(sentence)
        if found is None:
            found = self._read[sentence] = figures_of(self._index.reading(sentence))
        return found

    def _objection(self, claim: Reading, figure: Figure, field: str, passage: Passage) -> Objection | None:
        text = claim.text[figure.start : figure.end]
        cited = [(at, other) for at in passage.cited for other in self._of(at)]
        alike = [(at, other) for at, other in cited if figure.alike(other)]
        if not alike or any(may_be(figure, other) for _, other in alike):
            return None
        near = [other for at in passage.near for other in self._of(at)]
        if any(self._unlabelled(figure, at) for at in passage.cited) or reckoned(figure, near):
            return None
        if figure.sort is Sort.PERCENT and speaks_in_fractions(r.text for r in passage.read(passage.near)):
            return None
        at, _ = max(alike, key=lambda each: len(figure.beside & self._index.reading(each[0]).content))
        here = len(figure.beside & self._index.reading(at).content)
        there = max((len(figure.beside & self._index.reading(n).content) for n in passage.elsewhere() if self._holds(figure, n)), default=-1)
        if there < 0 or (here >= 2 and here > there):
            return passage.objection(Problem.WRONG_NUMBER, field, text, at)
        return Objection(problem=Problem.NEEDS_QUOTE, field=field, claimed=text)

    def _unlabelled(self, figure: Figure, sentence: int) -> bool:
        """Whether a sentence has the number without saying what it counts."""
        said = {other.start for other in self._of(sentence) if other.sort is not figure.sort or figure.sort is not Sort.COUNT}
        if figure.sort is Sort.COUNT: said = set()
        return any(equal(figure.bare, n.value) and n.start not in said for n in self._index.reading(sentence).numbers)

    def _holds(self, figure: Figure, sentence: int) -> bool:
        return self._unlabelled(figure, sentence) or any(figure.alike(o) and may_be(figure, o) for o in self._of(sentence))


class Days:
    """The days, months, years and weekdays of an article, read sentence by sentence."""

    def __init__(self, index: SourceIndex) -> None:
        self._index = index
        self._read: dict[int, list[Day]] = {}

    def objections(self, claim: Reading, field: str, passage: Passage) -> Iterator[Objection]:
        for day in find_days(claim.text):
            objection = self._objection(claim, day, field, passage)
            if objection:
                yield objection

    def _of(self, sentence: int) -> list[Day]:
        found = self._read.get(sentence)
        if found is None:
            found = self._read[sentence] = find_days(self._index.reading(sentence).text)
        return found

    def _objection(self, claim: Reading, day: Day, field: str, passage: Passage) -> Objection | None:
        cited = [(at, other) for at in passage.cited for other in self._of(at)]
        if any(day.agrees(other) for _, other in cited):
            return None
        text = claim.text[day.start : day.end]
        there = [n for n in passage.elsewhere() if any(day.agrees(o) for o in self._of(n))]
        others = [at for at, other in cited if day.differs(other)]
        if not others or any(tells_otherwise(r) for r in passage.readings):
            return Objection(problem=Problem.NEEDS_QUOTE, field=field, claimed=text) if there else None
        beside = words_beside(claim, day.start, day.end)
        at = max(others, key=lambda n: len(beside & self._index.reading(n).content))
        here = len(beside & self._index.reading(at).content)
        if not there or (here >= 2 and here > max(len(beside & self._index.reading(n).content) for n in there)):
            return passage.objection(Problem.WRONG_DATE, field, text, at)
        return Objection(problem=Problem.NEEDS_QUOTE, field=field, claimed=text)
