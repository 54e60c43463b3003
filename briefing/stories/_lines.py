"""Titles, summaries and the bottom line: sentences of the briefs, each with the evidence that supports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from briefing.language.sentences import sentences
from briefing.language.topics import content, topics
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Statement
from briefing.schema.briefing import Conflict, ConflictKind, Line, Merged, Story, StoryOffer
from briefing.schema.evidence import Evidence, Match
from briefing.schema.verdict import Standing
from briefing.stories._actors import Cast
from briefing.stories._reports import Report

BOTTOM_LINES = 3
_DIFFERING = {
    ConflictKind.STATUS: "the status of {of}",
    ConflictKind.NUMBER: "a number in {of}",
    ConflictKind.DATE: "a date in {of}",
    ConflictKind.ATTRIBUTION: "who said what in {of}",
}
"""What the bottom line says of a conflict; other words for one thing are no news."""

_SPOKEN_OF = 0.6
"""Share of an offer's topics that a line must have to refer to it."""

_REPEATED = 0.5
"""A sentence of which this share of the content words was already said brings nothing new."""


def headline_of(reports: Sequence[Report], items: Sequence[Merged], conflicts: Sequence[Conflict]) -> Line | None:
    """The headline of the article that says most of what the story is about, word for word.

    Most means: stems that its headline shares with the other headlines and with the items of the story, by its
    length. An article whose title the check struck offers its brief's headline, its summary or its first
    sentence instead, as one without a printed title does. One whose account of an offer's status is not the one shown
    is asked last.
    """
    doubtful = _doubtful(conflicts)
    trusted = [report for report in reports if report.article.id not in doubtful] or reports
    lines = [line for report in trusted for line in _headline(report)]
    if not lines:
        return None
    stems = [frozenset(content(line.text)) for line in lines]
    told = [frozenset(content(piece.quote)) for item in items for piece in item.evidence]

    counts = Counter(word for found in (*stems, *told) for word in found)

    def worth(place: int) -> tuple[float, int]:
        shared = sum(counts[word] - 1 for word in stems[place])
        return (shared / (len(stems[place]) + 3), -place)

    return lines[max(range(len(lines)), key=worth)]


def _doubtful(conflicts: Sequence[Conflict]) -> frozenset[str]:
    """The articles whose account of an offer's status is not the one shown."""
    return frozenset(side.article for c in conflicts if c.kind is ConflictKind.STATUS for side in c.sides[1:])


def _headline(report: Report) -> Iterator[Line]:
    """The printed title of an article, else its brief's headline, else the first sentence of its summary or its text;
    nothing that the page lists as struck."""
    refused = {_folded(each.item.text) for each in report.brief.unsupported if isinstance(each.item, Statement)}
    yield from islice((line for line in _titles(report) if _folded(line.text) not in refused), 1)


def _titles(report: Report) -> Iterator[Line]:
    article, brief = report.article, report.brief
    titles = [p.span for p in article.paragraphs if p.kind is ParagraphKind.TITLE and len(p.span)]
    yield from (_verbatim(article, span) for span in titles[:1])
    yield from (_line(statement) for statement in (brief.headline, *brief.gist) if statement)
    opening = sentences(article.story.slice(article.text), article.language or "en")
    yield from (_verbatim(article, span) for span in opening)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _verbatim(article: Article, span: Span) -> Line:
    quote = span.slice(article.text)
    piece = Evidence(article=article.id, start=span.start, end=span.end, quote=quote, match=Match.EXACT, score=1.0)
    return Line(text=" ".join(quote.split()), evidence=(piece,), standing=Standing.QUOTED)


def gist_of(reports: Sequence[Report], conflicts: Sequence[Conflict], most: int) -> tuple[Line, ...]:
    """At most ``most`` sentences of the briefs: their headlines, then the first sentence of each before the second
    of any, none of which repeats what the others say. Articles with a disputed account of a status come last."""
    doubtful = _doubtful(conflicts)
    reports = sorted(reports, key=lambda report: report.article.id in doubtful)
    told = [(*((r.brief.headline,) if r.brief.headline else ()), *r.brief.gist) for r in reports]
    rounds = max(map(len, told), default=0)
    statements = [sentences[turn] for turn in range(rounds) for sentences in told if turn < len(sentences)]
    return _without_repeats((_line(statement) for statement in statements), most)


def _without_repeats(lines: Iterator[Line], most: int) -> tuple[Line, ...]:
    kept: list[Line] = []
    said: set[str] = set()
    for line in lines:
        stems = topics(line.text)
        if len(kept) < most and len(stems & said) < _REPEATED * max(1, len(stems)):
            kept.append(line)
            said |= stems
    return tuple(kept)


def _line(statement: Statement) -> Line:
    return Line(text=statement.text, evidence=statement.evidence, standing=statement.standing)


def with_refs(line: Line, items: Sequence[Merged], cast: Cast) -> Line:
    """The line with the ids of the items that rest on the same words of a source, and of the offers it speaks of."""
    refs = tuple(item.id for item in items if _shares_words(line, item) or _speaks_of(line, item, cast))
    return line.model_copy(update={"refs": refs})


def _speaks_of(line: Line, item: Merged, cast: Cast) -> bool:
    """Whether a line names the offerer and most of what an offer is about."""
    if not isinstance(item, StoryOffer) or cast.side[item.offerer] not in cast.sides_in(line.text):
        return False
    about = topics(item.what, cast.stems(cast.side[item.offerer], *map(cast.side.get, item.addressees)))
    common = len(about & topics(line.text))
    return common >= 2 and common >= _SPOKEN_OF * len(about)


def _shares_words(line: Line, item: Merged) -> bool:
    return any(
        one.article == other.article
        and 2 * (min(one.end, other.end) - max(one.start, other.start))
        > min(one.end - one.start, other.end - other.start)
        for one in line.evidence
        for other in item.evidence
    )


def bottom_line(stories: Sequence[Story]) -> tuple[Line, ...]:
    """At most three lines: what the day comes down to, each with evidence and the ids of the items it rests on.

    ``stories`` stand in the order of the page. The first line of each story comes before the second of any;
    a story's lines are its brief's headline, its answers and where its sources differ.
    """
    queues = [_story_lines(story) for story in stories[:BOTTOM_LINES]]
    lines: list[Line] = []
    for turn in range(BOTTOM_LINES):
        lines.extend(queue[turn] for queue in queues if turn < len(queue))
    return tuple(lines[:BOTTOM_LINES])


def _items(story: Story) -> tuple[Merged, ...]:
    return (*story.offers, *story.responses, *story.open_questions)


def _story_lines(story: Story) -> list[Line]:
    lines = list(story.gist[:1] or ((story.headline,) if story.headline else ()))
    said = {ref for line in lines for ref in line.refs}
    names = {actor.id: actor.name for actor in story.actors}
    for response in story.responses:
        if response.offers and response.id not in said:
            text = f"{names[response.responder]} on {', '.join(response.offers)}: {response.what}"
            about: tuple[str, ...] = (response.id, *response.offers)
            lines.append(Line(text=text, evidence=response.evidence, standing=response.standing, refs=about))
            break
    for conflict in [c for c in story.conflicts if c.kind in _DIFFERING][:1]:
        of_story = conflict.about == story.id
        what = _DIFFERING[conflict.kind].format(of="this story" if of_story else conflict.about)
        text = f"The sources differ on {what}; shown as {conflict.shown}"
        refs = (conflict.id,) if of_story else (conflict.id, conflict.about)
        standing = next((item.standing for item in _items(story) if item.id == conflict.about), Standing.UNCONFIRMED)
        lines.append(Line(text=text, evidence=conflict.sides, standing=standing, refs=refs))
    return lines
