"""From a briefing to the layout of its page. With `arrange_story` it alone decides order and wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.language.outlets import publisher
from briefing.rendering.arrange_story import StoryArranger
from briefing.rendering.layout import Layout, Source, StruckEntry, StruckLine
from briefing.rendering.references import References
from briefing.rendering.words import (
    by_rules,
    counted,
    in_words,
    linked_by,
    listed,
    long_date,
    moment,
    proofread_by,
    short_date,
    shorten,
    stamp,
    status_words,
)
from briefing.schema.article import Article
from briefing.schema.brief import UNASKED, Brief
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import Change
from briefing.schema.results import LEFT_OUT

EMBEDDED_NOTE = "rules without a language model: finds less than a model does"
"""What the page says of the embedded engine."""

EMBEDDED_HELP = (
    "This reader knows plain sentences of asking, offering, agreeing and refusing: it misses most of what is said in "
    "other words, and judges nothing.",
    "For a fuller page a language model must write it: whoever makes this page names one in its setting “model”, such "
    "as openai/gpt-5, or ollama/NAME on a machine of their own.",
)
"""What it can and cannot do, and how to do better, for the first lines of a page that no model wrote. Who reads it may
have no command line: pages are made by services too."""

NOBODY = "written by nobody: there was no article to write about"
"""Who wrote a page for which no article was read."""


def arrange(data: BriefingData) -> Layout:
    """The layout of a briefing's page."""
    return _Arranging(data).page()


_DROPPED = {"hidden": "hidden text", "struck": "text struck out", "addressed": "text for language models"}
"""Reasons of cleaning that their own word does not tell."""


class _Arranging:
    """One page. What is made first is read first: so references get their numbers."""

    def __init__(self, data: BriefingData) -> None:
        self._data = data
        self._refs = References(data)
        self._briefs: Mapping[str, Brief] = {brief.article: brief for brief in data.briefs}
        self._outside = {each.article: each.reason for each in data.coverage.outside}
        self._stories = StoryArranger(data, self._refs)

    def page(self) -> Layout:
        data = self._data
        in_short = tuple(self._stories.line(line) for line in data.bottom_line)
        stories = tuple(self._stories.part(place, story) for place, story in enumerate(data.stories, start=1))
        return Layout(
            title=f"Daily briefing, {long_date(data.date)}",
            tally=self._tally(),
            written=self._written(),
            editor=_editor_of(data),
            notes=tuple(self._notes()),
            in_short=in_short,
            stories=stories,
            silent=tuple(map(self._silence, data.quiet)),
            struck=tuple(StruckEntry(line, self._refs.of(line.evidence)) for line in _describe_struck(data)),
            sources=tuple(map(self._source, sorted(data.articles, key=lambda each: data.outlets.get(each.id, "")))),
            lost=tuple(self._lost()),
            dropped=", ".join(
                f"{counted(count, 'line')} of {_DROPPED.get(reason, reason)}"
                for reason, count in data.coverage.dropped.items()
            ),
            checked=self._checked(),
            run=self._run(),
            references=self._refs.all(),
        )

    # What stands at the top

    def _tally(self) -> tuple[str, ...]:
        data = self._data
        outlets = counted(len({self._publisher(article) for article in data.articles if article.outlet}), "outlet")
        unnamed = sum(article.outlet is None for article in data.articles)
        told = [
            counted(len(data.articles), "article"),
            f"{outlets} and {unnamed} of unknown outlet" if unnamed else outlets,
            counted(len(data.stories), "story"),
        ]
        if data.coverage.outside:
            told.append(f"{len(data.coverage.outside)} outside of this page")
        if data.coverage.cut:
            told.append(f"{counted(len(data.coverage.cut), 'article')} cut short")
        if failed := sum(each.stage != LEFT_OUT for each in data.coverage.failures):
            told.append(f"{counted(failed, 'input')} failed")
        return tuple(told)

    def _publisher(self, article: Article) -> str:
        """Whoever published an article; else what its key says of its outlet, without the number of the article."""
        return publisher(article.outlet, article.url) or self._named(article.id).partition("-")[0]

    def _written(self) -> str:
        data = self._data
        note = _engine_note(data)
        author = f"written by {listed(data.run.engines)}{f' ({note})' if note else ''}"
        who = f"{author}, {proofread_by(data)}{linked_by(data.linking)}"
        told = who if by_rules(data.run.engines) else f"AI-generated: {who}"
        if data.run.engines == (UNASKED,):
            told = f"{NOBODY}{linked_by(data.linking)}"
        return f"{told}, responsible: {editor}" if (editor := _editor_of(data)) else told

    def _notes(self) -> Iterator[str]:
        if self._data.undated:
            yield "No article states its date: this is the day of the run."
        if by_rules(self._data.run.engines):
            yield from EMBEDDED_HELP

    def _silence(self, change: Change) -> str:
        since = short_date(change.since, self._data.date) if change.since else "an earlier day"
        return f"{shorten(change.text)}: still {status_words(change.after)}, last spoken of on {since}."

    # What stands behind the page

    def _named(self, article: str) -> str:
        return self._data.outlets.get(article, article)

    def _source(self, article: Article) -> Source:
        data = self._data
        key = self._named(article.id)
        notes = []
        if article.id in self._outside:
            notes.append(f"outside of this page: {self._outside[article.id]}")
        if article.agency:
            notes.append(f"agency: {article.agency}")
        if article.cut:
            notes.append(f"cut short ({article.cut})")
        if article.id in data.coverage.partial:
            notes.append("in part only")
        brief = self._briefs.get(article.id)
        if len(data.run.engines) > 1 and brief is not None and brief.engine != UNASKED:
            notes.append(f"written by {brief.engine}")
        if article.language not in (None, "en"):
            notes.append(f"in {article.language}: the rules check its quotes alone")
        outlet = article.outlet if article.outlet and article.outlet.casefold() != key else ""
        return Source(article, key, outlet or "", moment(article, data.date), tuple(notes))

    def _lost(self) -> Iterator[str]:
        for article in self._data.coverage.addressed:
            yield f"{self._named(article)} holds text that addresses a language model, which was left out"
        for failure in self._data.coverage.failures:
            yield failure.reason if failure.stage == LEFT_OUT else f"failed in {failure.stage}: {failure.reason}"
        for brief in self._data.briefs:
            name = self._named(brief.article)
            yield from (f"not proof-read, {name}: {why}" for why in (brief.proof.failures if brief.proof else ()))
            yield from (f"not readable in the reply, {name}: {why}" for why in brief.malformed)
            yield from (f"author not heard, {name}: {why}" for why in brief.uncorrected)
        yield from self._unlinked()
        yield from (copy.reason for copy in self._data.coverage.duplicates)

    def _unlinked(self) -> Iterator[str]:
        """What whoever linked the day did not do, or did in spite of a doubt."""
        linking = self._data.linking
        yield from (f"not linked to the ledger by a model: {why}" for why in (linking.failures if linking else ()))
        for doubt in linking.doubts if linking and linking.used else ():
            item = f"an item in {self._named(doubt.item.article)} is"
            if doubt.kept:
                yield f"{item} linked to {doubt.entry}, though {doubt.why}"
            else:
                yield f"{item} not linked to {doubt.entry} as a model has it: {doubt.why}"

    def _checked(self) -> str:
        m = self._data.metrics
        repaired = f" ({m.repaired} corrected by the author)" if m.repaired else ""
        return (
            f"{counted(m.items, 'item')}: {m.confirmed} confirmed, {m.quoted} quoted, {m.unconfirmed} unconfirmed, "
            f"{m.refuted} refuted{repaired} · {counted(m.quotes, 'quote')}: {m.quotes_exact} exact, "
            f"{m.quotes_normalised} normalised, {m.quotes_joined} joined"
        )

    def _run(self) -> str:
        run = self._data.run
        told = [f"Run {stamp(run.generated)}", f"briefing {run.version}", *(f"prompt {each}" for each in run.prompts)]
        used = run.usage
        if used.requests:
            tokens = f"{counted(used.requests, 'request')}, {used.input_tokens} + {used.output_tokens} tokens"
            if used.cached_tokens:
                tokens += f" ({100 * used.cached_share:.0f} % of the input from the provider's cache)"
            told.append(tokens if used.cost is None else f"{tokens}, ${used.cost:.4f}")
        return " · ".join(told)


def _describe_struck(data: BriefingData) -> list[StruckLine]:
    """Each struck item of each brief, in the order of the briefs."""
    return [
        StruckLine(
            section=entry.section.value.replace("_", " "),
            outlet=data.outlets.get(brief.article, brief.article),
            claim=entry.item.told(brief.cast),
            objections=in_words(entry.item.verdict.objections) or "no reason given",
            evidence=entry.item.evidence,
        )
        for brief in data.briefs
        for entry in brief.unsupported
    ]


def _editor_of(data: BriefingData) -> str:
    """Who is responsible for the page, as the settings that it was made with name them; empty where they do not."""
    editor = data.made_with.get("editor")
    return editor if isinstance(editor, str) else ""


def _engine_note(data: BriefingData) -> str | None:
    """What there is to say of who wrote the page: of the embedded engine alone, or of it as one of several engines,
    each of which the sources name beside their articles."""
    if by_rules(data.run.engines):
        return EMBEDDED_NOTE
    named = [engine for engine in data.run.engines if "embedded" in engine.split(" + ")]
    if not named:
        return None
    return f"embedded: {EMBEDDED_NOTE}"
