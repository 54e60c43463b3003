"""Titles, summaries and the bottom line: sentences of the briefs, each with the evidence that supports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from briefing.language.sentences import sentences
from briefing.language.topics import content, topics
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Statement
from briefing.schema.briefing import Conflict, ConflictKind, Line, Merged, Story, StoryOffer, StoryResponse
from briefing.schema.verdict import Evidence, Match, Standing
from briefing.stories._actors import StoryCast
from briefing.stories._reports import Report

_BOTTOM_LINES = 3
_DIFFERING = {
    ConflictKind.STATUS: "the status of {of}",
    ConflictKind.NUMBER: "a number in {of}",
    ConflictKind.DATE: "a date in {of}",
    ConflictKind.ATTRIBUTION: "who said what in {of}",
}
"""What the bottom line says of a conflict; other words for one thing are no news."""

_SPOKEN_OF = 0.6
"""Share of an offer's topics that a line must have to refer to it."""

_SAID_AGAIN = 0.8
"""A sentence of whose content words the headline has this share says it again."""

_WORDS_MORE = 2
"""Words by which it may be longer, and still say nothing else."""

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


def gist_of(reports: Sequence[Report], headline: Line | None, most: int) -> tuple[Line, ...]:
    """At most ``most`` sentences of the briefs: their headlines, then the first sentence of each before the second
    of any, none of which repeats what the others say or the headline of the story."""
    told = [(*((r.brief.headline,) if r.brief.headline else ()), *r.brief.gist) for r in reports]
    rounds = max(map(len, told), default=0)
    statements = [sentences[turn] for turn in range(rounds) for sentences in told if turn < len(sentences)]
    lines = (line for line in map(_line, statements) if not (headline and _says_again(line.text, headline.text)))
    return _without_repeats(lines, most)


def _says_again(text: str, headline: str) -> bool:
    """Whether a line says what the headline above it says, in hardly more words."""
    stems = topics(text)
    if len(text.split()) > len(headline.split()) + _WORDS_MORE:
        return False  # whatever else it says, such as that nobody has answered yet
    return len(stems & topics(headline)) >= _SAID_AGAIN * len(stems)


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


def with_refs(line: Line, items: Sequence[Merged], cast: StoryCast) -> Line:
    """The line with the ids of the items that rest on the same words of a source, and of the offers it speaks of."""
    refs = tuple(item.id for item in items if _shares_words(line, item) or _speaks_of(line, item, cast))
    return line.model_copy(update={"refs": refs})


def _speaks_of(line: Line, item: Merged, cast: StoryCast) -> bool:
    """Whether a line names the offerer and most of what an offer is about."""
    if not isinstance(item, StoryOffer) or cast.side[item.offerer] not in cast.sides_in(line.text):
        return False
    about = topics(item.what, cast.stems(cast.side[item.offerer], *map(cast.side.get, item.addressees)))
    common = len(about & topics(line.text))
    return common >= 2 and common >= _SPOKEN_OF * len(about)


def _shares_words(line: Line, item: Merged) -> bool:
    return any(
        one.article == other.article and 2 * one.span.overlap(other.span) > min(len(one.span), len(other.span))
        for one in line.evidence
        for other in item.evidence
    )


def bottom_line(stories: Sequence[Story], articles: Sequence[Article] = ()) -> tuple[Line, ...]:
    """At most three lines: what the day comes down to, each with evidence and the ids of the items it rests on.

    ``stories`` stand in the order of the page. The first line of each story comes before the second of any;
    a story's lines are its brief's headline, its latest answer and where its sources differ. ``articles`` tell when
    answers were reported.
    """
    told_at = {article.id: article.published.isoformat() for article in articles if article.published}
    queues = [_story_lines(story, told_at) for story in stories[:_BOTTOM_LINES]]
    lines: list[Line] = []
    for turn in range(_BOTTOM_LINES):
        lines.extend(queue[turn] for queue in queues if turn < len(queue))
    return tuple(lines[:_BOTTOM_LINES])


def _story_lines(story: Story, told_at: Mapping[str, str]) -> list[Line]:
    lines = list(story.gist[:1] or ((story.headline,) if story.headline else ()))
    said = {ref for line in lines for ref in line.refs}
    latest = _latest_answer(story, told_at)
    if latest and latest.id not in said:
        text = f"{_name(story, latest.responder)} on {_offer_in_words(story, latest.offers)}: {latest.what}"
        refs = (latest.id, *latest.offers)
        lines.append(Line(text=text, evidence=latest.evidence, standing=latest.standing, refs=refs))
    for conflict in [c for c in story.conflicts if c.kind in _DIFFERING][:1]:
        of_story = conflict.about == story.id
        of = "this story" if of_story else _item_in_words(story, conflict.about)
        text = f"The sources differ on {_DIFFERING[conflict.kind].format(of=of)}; shown as {conflict.shown}"
        refs = (conflict.id,) if of_story else (conflict.id, conflict.about)
        item = _item(story, conflict.about)
        standing = item.standing if item else Standing.UNCONFIRMED
        lines.append(Line(text=text, evidence=conflict.sides, standing=standing, refs=refs))
    return lines


def _latest_answer(story: Story, told_at: Mapping[str, str]) -> StoryResponse | None:
    """The answer of the latest report; of several, one that brought an offer to where it stands."""
    standing = {offer.id: offer.status.value for offer in story.offers}

    def key(response: StoryResponse) -> tuple[str, bool]:
        when = max((told_at.get(piece.article, "") for piece in response.evidence), default="")
        return when, any(standing.get(offer) == response.stance.value for offer in response.offers)

    return max((each for each in story.responses if each.offers), key=key, default=None)


def _name(story: Story, actor: str) -> str:
    return next((each.name for each in story.actors if each.id == actor), actor)


def _item(story: Story, ident: str) -> Merged | None:
    return next((i for i in (*story.offers, *story.responses, *story.open_questions) if i.id == ident), None)


def _item_in_words(story: Story, ident: str) -> str:
    """An item of a story as a line speaks of it; its id where it is neither offer nor answer."""
    item = _item(story, ident)
    if isinstance(item, StoryResponse):
        return f"{_name(story, item.responder)}'s answer ({item.what})"
    return _offer_in_words(story, (ident,)) if isinstance(item, StoryOffer) else ident


def _offer_in_words(story: Story, idents: Sequence[str]) -> str:
    offer = next((each for each in story.offers if each.id in idents), None)
    return f"{_name(story, offer.offerer)}'s offer ({offer.what})" if offer else ", ".join(idents)
