"""Checking a finished briefing against its sources, from the files alone.

Three questions. Do the characters lead back: evidence to article, article to source? Do the rules of grounding still
support every item? Does the page hold anything that no supported item stands behind?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from html import unescape

from pydantic import BaseModel

from briefing.errors import BriefingError
from briefing.grounding import SourceIndex, check_claim, recheck
from briefing.language.normalise import normalise
from briefing.retelling import Difference, differences
from briefing.schema.article import Article
from briefing.schema.base import MapRun, Model, Span
from briefing.schema.brief import Brief, CheckedItem, Statement
from briefing.schema.briefing import BriefingData, Line, Merged, Story
from briefing.schema.document import SourceRef, digest
from briefing.schema.evidence import Evidence, Reason, Ruling
from briefing.stories import bottom_line

_PREVIEW = 160
_SILENT = frozenset({"briefs", "stories", "evidence", "sides"})
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Check(StrEnum):
    """What a failure is a failure of."""

    SOURCE = "source"
    """The source cannot be read, or is not the text that was briefed."""
    MAP = "map"
    """A character of the article does not lead back to the source."""
    SLICE = "slice"
    """An evidence is not the words of the article at its place."""
    RULES = "rules"
    """The rules of grounding do not support the item."""
    BACKING = "backing"
    """Something on the page has no supported item behind it."""
    PAGE = "page"
    """The page says otherwise than its briefs and articles do."""
    JUDGE = "judge"
    """Only a judge could tell, and none did; counted where asked to be strict."""


class VerifyFailure(Model):
    """One finding: which item, why, and both texts (bounded previews) where two texts differ."""

    check: Check
    item: str
    reason: str
    claimed: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        texts = (f"\n    {name}: {text!r}" for name, text in (("has", self.claimed), ("source", self.found)) if text)
        return f"{self.item}: {self.check.value}: {self.reason}{''.join(texts)}"


class VerifyReport(Model):
    """What was checked and what failed. ``needs_judge`` counts items that no rule can decide and no judge did."""

    articles: int = 0
    items: int = 0
    evidence: int = 0
    needs_judge: int = 0
    failures: tuple[VerifyFailure, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.failures

    def describe(self) -> str:
        """The report for people: the counts, then each failure with its reason and both texts."""
        counts = f"{self.articles} articles, {self.items} items, {self.evidence} pieces of evidence"
        judge = f", {self.needs_judge} left for a judge" if self.needs_judge else ""
        verdict = "verified" if self.ok else f"{len(self.failures)} failed"
        return "\n".join((f"{verdict} ({counts}{judge})", *(f"  {failure}" for failure in self.failures)))


def verify(data: BriefingData, read_source: Callable[[SourceRef], str], *, strict: bool = False) -> VerifyReport:
    """Check a briefing against its sources.

    Args:
        data: the briefing, as read from its JSON.
        read_source: gives the decoded text of a source as it is now; may raise `SourceError`.
        strict: items that only a judge could decide, and none did, are failures.
    """
    articles = {article.id: article for article in data.articles}
    failures: list[VerifyFailure] = []
    sources: dict[str, str] = {}
    for article in data.articles:
        failures += _source(article, read_source, sources)
    pieces = list(_evidence(data, ""))
    for where, piece in pieces:
        failures += _slice(where, piece, articles, sources)
    undecided: list[VerifyFailure] = []
    for brief in data.briefs:
        failures += _items(brief, articles, undecided)
    failures += _backing(data, articles)
    failures += [_retold(difference) for difference in differences(data)]
    return VerifyReport(
        articles=len(data.articles),
        items=sum(1 for brief in data.briefs for _ in brief.items()),
        evidence=len(pieces),
        needs_judge=len(undecided),
        failures=(*failures, *(undecided if strict else ())),
    )


def _source(
    article: Article, read_source: Callable[[SourceRef], str], sources: dict[str, str]
) -> Iterator[VerifyFailure]:
    """The digest of a source, and the way of every character of the article back into it."""
    item = f"article {article.id} ({article.ref})"
    try:
        source = sources[article.id] = read_source(article.ref)
    except BriefingError as error:
        yield VerifyFailure(check=Check.SOURCE, item=item, reason=str(error))
        return
    if digest(source) != article.ref.sha256:
        yield VerifyFailure(check=Check.SOURCE, item=item, reason="the source is not the text that was briefed")
    position = 0
    for run in article.source_map.runs:
        yield from _run(item, article.text, source, run)
        yield from _unmapped(item, article.text, position, run.start)
        position = max(position, run.end)
    yield from _unmapped(item, article.text, position, len(article.text))


def _run(item: str, text: str, source: str, run: MapRun) -> Iterator[VerifyFailure]:
    ours, theirs = text[run.start : run.end], source[run.source_start : run.source_end]
    if not _leads_back(ours, theirs, run):
        yield VerifyFailure(
            check=Check.MAP,
            item=item,
            reason=f"characters {run.start}–{run.end} do not lead back to {run.source_start}–{run.source_end}",
            **_difference(ours, theirs),
        )


def _leads_back(ours: str, theirs: str, run: MapRun) -> bool:
    if len(ours) != run.end - run.start or len(theirs) != run.source_end - run.source_start:
        return False
    if run.verbatim:
        return ours == theirs
    if ours.isspace():
        return True  # white space says nothing, whatever markup it stands for
    wanted = normalise(ours).text.strip()
    return any(normalise(form).text.strip() == wanted for form in (unescape(theirs), _ESCAPE.sub(r"\1", theirs)))


def _within(run: MapRun, span: Span) -> MapRun:
    """The part of a verbatim run that ``span`` covers; a rewritten run stands as a whole."""
    if not run.verbatim:
        return run
    start, end = max(run.start, span.start), min(run.end, span.end)
    by = run.source_start - run.start
    return MapRun(start=start, end=end, source_start=start + by, source_end=end + by)


def _unmapped(item: str, text: str, start: int, end: int) -> Iterator[VerifyFailure]:
    if text[start:end].strip():
        yield VerifyFailure(
            check=Check.MAP,
            item=item,
            reason=f"characters {start}–{end} come from nowhere in the source",
            claimed=_preview(text[start:end]),
        )


def _evidence(value: object, where: str) -> Iterator[tuple[str, Evidence]]:
    """Every evidence anywhere in a value, with the names that lead to it."""
    if isinstance(value, Evidence):
        yield where, value
    elif isinstance(value, BaseModel) and not isinstance(value, Article):
        for name in type(value).model_fields:
            step = "" if name in _SILENT else f" {name}"
            yield from _evidence(getattr(value, name), where + step)
    elif isinstance(value, tuple):
        for number, each in enumerate(value, start=1):
            yield from _evidence(each, where + _step(each, number))


def _step(value: object, number: int) -> str:
    if isinstance(value, Brief):
        return f" brief {value.article}"
    if isinstance(value, Story):
        return f" story {value.id}"
    return "" if isinstance(value, Evidence) else f" {getattr(value, 'id', number)}"


def _slice(
    where: str, piece: Evidence, articles: dict[str, Article], sources: dict[str, str]
) -> Iterator[VerifyFailure]:
    """An evidence against the article, and its characters against the source."""
    item = f"{where.strip()} [{piece.start}–{piece.end}]"
    article = articles.get(piece.article)
    if article is None:
        yield VerifyFailure(check=Check.SLICE, item=item, reason=f"the briefing holds no article {piece.article}")
        return
    found = article.text[piece.start : piece.end]
    if found != piece.quote or not found or piece.end > len(article.text):
        yield VerifyFailure(
            check=Check.SLICE,
            item=item,
            reason="the article has other words there",
            **_difference(piece.quote, found),
        )
    wanted = normalise(piece.quote).text.strip()
    for at in piece.also_at:
        again = normalise(article.text[at : at + 2 * len(piece.quote) + 40]).text
        if not again.startswith(wanted):
            yield VerifyFailure(check=Check.SLICE, item=item, reason=f"the same words do not stand at {at}")
    source = sources.get(article.id)
    if source is not None:
        for run in article.source_map.covering(piece.span):
            yield from _run(item, article.text, source, _within(run, piece.span))


def _items(brief: Brief, articles: dict[str, Article], undecided: list[VerifyFailure]) -> Iterator[VerifyFailure]:
    """The supported items of a brief, put through the rules again."""
    article = articles.get(brief.article)
    if article is None:
        yield VerifyFailure(check=Check.BACKING, item=f"brief {brief.article}", reason="its article is missing")
        return
    for section, item, verdict in recheck(article, brief):
        name = f"brief {brief.article} {section.value} {item.id}"
        if item.verdict.ruling is not Ruling.SUPPORTED:
            yield VerifyFailure(check=Check.BACKING, item=name, reason=f"its verdict is {item.verdict.ruling.value}")
        elif verdict.ruling is Ruling.REJECTED:
            yield from (_ruled(name, reason, Check.RULES) for reason in verdict.reasons)
        elif verdict.ruling is Ruling.NEEDS_JUDGE and item.verdict.judge is None:
            undecided += [_ruled(name, reason, Check.JUDGE) for reason in verdict.reasons[:1]]
    for number, left in enumerate(brief.unsupported, start=1):
        if left.verdict.ruling is Ruling.NEEDS_JUDGE:
            name = f"brief {brief.article} unsupported {number} ({left.section.value})"
            undecided += [_ruled(name, reason, Check.JUDGE) for reason in left.verdict.reasons[:1]]


def _retold(found: Difference) -> VerifyFailure:
    return VerifyFailure(
        check=Check.PAGE,
        item=found.item,
        reason=f"{found.field or 'it'} is not what the briefs tell",
        claimed=_preview(found.has),
        found=_preview(found.told),
    )


def _ruled(item: str, reason: Reason, kind: Check) -> VerifyFailure:
    what = reason.code.value.replace("_", " ")
    return VerifyFailure(
        check=kind,
        item=item,
        reason=f"{what} in {reason.field}" if reason.field else what,
        claimed=reason.claimed,
        found=reason.found,
    )


def _backing(data: BriefingData, articles: dict[str, Article]) -> Iterator[VerifyFailure]:
    """Everything on the page against the supported items of the briefs."""
    items = {(brief.article, item.id): item for brief in data.briefs for _, item in brief.items()}
    indexes: dict[str, SourceIndex] = {}
    known = [data.date.isoformat()]
    for story in data.stories:
        known += _names_of(story)
        for merged in (
            *story.actors,
            *story.offers,
            *story.responses,
            *story.open_questions,
        ):
            yield from _merged(f"story {story.id} {merged.id}", merged, items)
    checked = {item.text for item in items.values() if isinstance(item, Statement)}
    checked |= {line.text for line in bottom_line(data.stories)}
    lines = [(f"bottom line {n}", line) for n, line in enumerate(data.bottom_line, start=1)]
    for story in data.stories:
        lines += [(f"story {story.id} headline", story.headline)] if story.headline else []
        lines += [(f"story {story.id} gist {n}", line) for n, line in enumerate(story.gist, start=1)]
    for name, line in lines:
        yield from _line(name, line, articles, indexes, known, ruled=line.text not in checked)


def _names_of(story: Story) -> list[str]:
    """The names, ids and rules that the page's own lines are put together from."""
    ids = (merged.id for merged in (*story.actors, *story.offers, *story.responses, *story.open_questions))
    names = (name for actor in story.actors for name in (actor.name, *actor.aliases))
    shown = (text for conflict in story.conflicts for text in (conflict.id, conflict.shown))
    return [story.id, *ids, *names, *shown]


def _merged(name: str, merged: Merged, items: dict[tuple[str, str], CheckedItem]) -> Iterator[VerifyFailure]:
    if not merged.members:
        yield VerifyFailure(check=Check.BACKING, item=name, reason="no item of a brief stands behind it")
    members = []
    for ref in merged.members:
        member = items.get((ref.article, ref.item))
        if member is None:
            reason = f"brief {ref.article} has no supported item {ref.item}"
            yield VerifyFailure(check=Check.BACKING, item=name, reason=reason)
        else:
            members.append(member)
    held = {(piece.article, piece.start, piece.end) for member in members for piece in member.evidence}
    for piece in merged.evidence:
        if (piece.article, piece.start, piece.end) not in held:
            reason = "its evidence is that of none of its items"
            yield VerifyFailure(check=Check.BACKING, item=name, reason=reason, claimed=_preview(piece.quote))
    for field in ("what", "question"):
        text = getattr(merged, field, None)
        if text is not None and members and all(getattr(member, field, None) != text for member in members):
            reason = f"its {field} is that of none of its items"
            yield VerifyFailure(check=Check.BACKING, item=name, reason=reason, claimed=_preview(text))


def _line(
    name: str,
    line: Line,
    articles: dict[str, Article],
    indexes: dict[str, SourceIndex],
    known: list[str],
    *,
    ruled: bool,
) -> Iterator[VerifyFailure]:
    """A line has evidence, and where it is ``ruled`` the rules find nothing in it that its articles do not say. They
    are never asked of the words that it cites, such as a printed title."""
    cited = sorted({piece.article for piece in line.evidence} & articles.keys())
    if not cited:
        yield VerifyFailure(check=Check.BACKING, item=name, reason="it has no evidence", claimed=_preview(line.text))
        return
    if not ruled or line.text in {" ".join(piece.quote.split()) for piece in line.evidence}:
        return
    key = "\n".join(cited)
    if key not in indexes:
        indexes[key] = SourceIndex("\n\n".join(articles[each].text for each in cited))
    verdict = check_claim(indexes[key], line.text, known=known)
    if verdict.ruling is Ruling.REJECTED:
        yield from (_ruled(name, reason, Check.RULES) for reason in verdict.reasons)


def _difference(ours: str, theirs: str) -> dict[str, str]:
    """Both texts from shortly before the first character that differs."""
    same = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    low = max(0, same - 40)
    return {"claimed": _preview(ours[low:]), "found": _preview(theirs[low:])}


def _preview(text: str) -> str:
    return text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"
