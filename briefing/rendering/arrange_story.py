"""From a story to its part of the page: what happened, what is on the table, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.rendering.carried import carried_status
from briefing.rendering.drawing import drawing_of
from briefing.rendering.layout import ActorLine, AnswerLine, Difference, PageBlock, ReportLine, SaidLine, StoryPart
from briefing.rendering.references import References
from briefing.rendering.words import (
    begun,
    by_rules,
    counted,
    editors_say,
    ended,
    in_words,
    listed,
    quoted,
    short_date,
    shorten,
    stance_words,
    standing_mark,
    status_words,
)
from briefing.schema.brief import Brief, Response
from briefing.schema.briefing import (
    BriefingData,
    Caution,
    Conflict,
    ConflictKind,
    Line,
    Merged,
    Story,
    StoryOffer,
    StoryQuestion,
    StoryResponse,
)
from briefing.schema.corrections import struck_of
from briefing.schema.ledger import ActorIdentity, Change, ChangeKind, LedgerEntry, QuestionStatus, held_since
from briefing.schema.terms import OfferStatus, QuotationKind
from briefing.schema.verdict import Evidence

_CAUTIONS = {
    QuotationKind.INDIRECT: "A third-person report in quotation marks{speaker}: not to be quoted as own words",
    QuotationKind.CUT: "A quotation that is cut short{speaker}",
    QuotationKind.EDITED: "A quotation that the outlet edited{speaker}",
    QuotationKind.DIRECT: "A quotation{speaker}",
}
_BADGES = 2
"""Statuses of a story that the contents name."""
_NONE_FOUND = "no answer found"
_STRUCK = "struck by an editor"
_TOLD = frozenset(ChangeKind) - {ChangeKind.NEW, ChangeKind.UNCHANGED}
_FRESH = frozenset({ChangeKind.NEW, ChangeKind.RAISED, ChangeKind.REPLACED})


class StoryArranger:
    """The stories of one page. What is made first is read first: so references get their numbers."""

    def __init__(self, data: BriefingData, refs: References) -> None:
        self._data = data
        self._refs = refs
        self._articles = {article.id: article for article in data.articles}
        self._briefs: Mapping[str, Brief] = {brief.article: brief for brief in data.briefs}
        self._before = {entry.id: entry for entry in data.known.entries} if data.known else {}
        self._struck = struck_of(data.known.corrections) if data.known else frozenset()

    def _said(self, text: str, evidence: Iterable[Evidence], thing: object = None) -> SaidLine:
        return SaidLine(text, self._refs.of(evidence), standing_mark(thing))

    def line(self, line: Line) -> SaidLine:
        """A line as a sentence. It says so where it rests on what an editor struck."""
        return self._said(self._marked(ended(line.text), *line.refs), line.evidence, line)

    def _marked(self, text: str, *idents: str) -> str:
        struck = [ident for ident in idents if ident in self._struck]
        return f"{text.removesuffix('.')} ({listed(struck)}: {_STRUCK})." if struck else text

    def part(self, number: int, story: Story) -> StoryPart:
        """A story as the page's ``number``th."""
        headline = self.line(story.headline) if story.headline else SaidLine(story.title)
        gist = tuple(self.line(line) for line in story.gist)
        changes = {change.item: change for change in story.changes if change.kind is not ChangeKind.NEW_PARTY}
        told = tuple(self._change(change) for change in story.changes if change.kind in _TOLD)
        placed = {
            question.id: offer.id for question in story.open_questions if (offer := _asked_about(question, story))
        }
        blocks = tuple(self._block(story, offer, changes.get(offer.id), placed) for offer in _in_order(story.offers))
        loose = tuple(self._answer(story, each) for each in story.responses if not each.offers)
        of_words = [c for c in story.conflicts if c.kind is ConflictKind.WORDING]
        differences = tuple(self._difference(story, c) for c in story.conflicts if c not in of_words)
        questions = tuple(self._question(each) for each in story.open_questions if each.id not in placed)
        return StoryPart(
            number=number,
            headline=SaidLine(headline.text.removesuffix("."), headline.refs, headline.mark),
            badges=tuple(self._badges(story, changes)),
            gist=gist,
            course=_course(story),
            changes=told,
            drawing=drawing_of(self._data, story),
            blocks=blocks,
            loose=loose,
            unanswered=self._unanswered(story),
            differences=differences,
            questions=questions,
            actors=tuple(
                ActorLine(
                    actor.name,
                    actor.kind.value,
                    "; ".join(actor.roles),
                    ", ".join(actor.aliases),
                    _identity(actor.identity),
                    self._said("", actor.evidence, actor),
                )
                for actor in story.actors
            ),
            cautions=tuple(self._caution(story, caution) for caution in story.cautions),
            wordings=tuple(self._difference(story, conflict) for conflict in of_words),
            reports=tuple(
                ReportLine(self._data.outlets.get(ident, ident), article.title or "untitled", article)
                for ident in story.articles
                if (article := self._articles.get(ident))
            ),
            weight="; ".join(story.importance.reasons),
        )

    def _badges(self, story: Story, changes: Mapping[str, Change]) -> Iterator[str]:
        kinds = {change.kind for change in changes.values()}
        if self._data.since:
            if kinds & {ChangeKind.ANSWERED, ChangeKind.UPDATED, ChangeKind.RAISED, ChangeKind.REPLACED}:
                yield "changed"
            elif kinds == {ChangeKind.NEW}:
                yield "new"
        yield from list(dict.fromkeys(map(self._badge, _in_order(story.offers))))[:_BADGES]

    def _badge(self, offer: StoryOffer) -> str:
        """Where an offer stands, with the day that said so where it is not the page's."""
        if offer.id in self._struck:
            return _STRUCK
        held = carried_status(offer, self._data.date, self._before)
        return f"{self._stands(offer)} ({held.day})" if held else self._stands(offer)

    def _stands(self, offer: StoryOffer) -> str:
        """Where an offer stands. That nobody answered it only a model can say: rules say that they found no answer."""
        engines = [self._briefs[member.article].engine for member in offer.members if member.article in self._briefs]
        if offer.status is OfferStatus.OPEN and offer.status_reason is None and by_rules(engines):
            return _NONE_FOUND
        return status_words(offer.status)

    def _block(self, story: Story, offer: StoryOffer, change: Change | None, placed: Mapping[str, str]) -> PageBlock:
        what = self._said(ended(begun(offer.what)), offer.evidence, offer)
        answers = sorted((each for each in story.responses if offer.id in each.offers), key=self._told_at)
        held = carried_status(offer, self._data.date, self._before)
        return PageBlock(
            id=offer.id,
            who=_actor(story, offer.offerer),
            to=listed(_actor(story, each) for each in offer.addressees),
            what=what,
            status=begun(self._stands(offer)),
            since=held.since if held else self._when(answers[-1].evidence if answers else offer.evidence),
            held=held is not None,
            reason=offer.status_reason or "",
            notes=(
                *((held.said,) if held else ()),
                *_notes_of(offer),
                *self._each(offer),
                *editors_say(self._data, offer.id),
            ),
            change="new" if change and change.kind in _FRESH and self._data.since else "",
            before=tuple(self._earlier(offer)),
            answers=tuple(self._answer(story, each) for each in answers),
            questions=tuple(self._question(q) for q in story.open_questions if placed.get(q.id) == offer.id),
            disputes=(in_words(offer.objections),) if offer.objections else (),
            heard=_heard(offer),
        )

    def _answer(self, story: Story, response: StoryResponse) -> AnswerLine:
        notes = [f"as reported: {quoted(response.reported)}"] if response.reported else []
        if not response.offers and response.to and response.to.casefold() not in response.what.casefold():
            notes.append(f"to: {response.to}")
        if response.objections:
            notes.append(f"author and proof-reader differ: {in_words(response.objections)}")
        notes += editors_say(self._data, response.id)
        return AnswerLine(
            id=response.id,
            who=_actor(story, response.responder),
            when=self._when(response.evidence),
            stance=stance_words(response.stance),
            what=self._said(ended(begun(response.what)), response.evidence, response),
            notes=tuple(notes),
        )

    def _question(self, question: StoryQuestion) -> SaidLine:
        said = self._said(question.question, question.evidence, question)
        objections = (in_words(question.objections),) if question.objections else ()
        notes = (*objections, *editors_say(self._data, question.id))
        return SaidLine(f"{said.text} ({'; '.join(notes)})", said.refs, said.mark) if notes else said

    def _told_at(self, item: Merged) -> str:
        """By what answers are put in order: when the latest article behind them was published."""
        stamps = (self._articles[e.article].published for e in item.evidence if e.article in self._articles)
        return max((each.isoformat() for each in stamps if each), default="")

    def _when(self, evidence: Sequence[Evidence]) -> str:
        """The day of the latest article among some evidence; empty where it states none."""
        days = [self._articles[e.article].published for e in evidence if e.article in self._articles]
        latest = max((each.day for each in days if each), default=None)
        return short_date(latest, self._data.date) if latest else ""

    def _earlier(self, offer: StoryOffer) -> Iterator[str]:
        """Where an offer stood before it came to where it stands."""
        entry: LedgerEntry | None = self._before.get(offer.id)
        until = held_since(offer.status_reason) or self._data.date
        for state in entry.history if entry else ():
            if state.day < until:
                yield f"{status_words(state.status)} ({short_date(state.day, self._data.date)})"

    def _change(self, change: Change) -> SaidLine:
        what = shorten(change.text)
        since = short_date(change.since, self._data.date) if change.since else ""
        if change.kind is ChangeKind.QUIET:
            text = f"{what}: still {status_words(change.after)}, and not spoken of since {since}."
        elif change.after == QuestionStatus.CLOSED:
            text = f"Answered: {what}"
        elif change.kind is ChangeKind.NEW_PARTY:
            text = f"{change.party} is a new party to this: {ended(what)}"
        elif change.instead_of:
            kind = "a higher bid" if change.kind is ChangeKind.RAISED else "a new offer"
            text = f"{what}: {kind} in the place of {change.instead_of} ({since}), {status_words(change.after)}."
        else:
            was = f"{status_words(change.before)}" if change.before else "new"
            text = f"{what}: {was}{f' ({since})' if since else ''} before, now {status_words(change.after)}."
        return self._said(self._marked(text, change.item), change.evidence)

    def _each(self, offer: StoryOffer) -> Iterator[str]:
        """Where an offer stands with each of several that were asked, in one sentence."""
        told = [
            f"{each.name}: {status_words(each.status)} ({short_date(each.since, self._data.date)})"
            for each in offer.each
            if each.status and each.since
        ]
        silent = [each.name for each in offer.each if not each.status]
        if told:
            yield "; ".join((*told, *((f"no answer of {listed(silent)} was found",) if silent else ())))

    def _unanswered(self, story: Story) -> str:
        """Which offers no source answers; of one to which an answer was struck, or stands untied, nothing is said."""
        answered = {ident for response in story.responses for ident in response.offers}
        loose = {response.responder for response in story.responses if not response.offers}
        struck = set(self._answers_struck(story))
        waiting = [
            offer
            for offer in story.offers
            if offer.status is OfferStatus.OPEN
            and self._stands(offer) != _NONE_FOUND  # it says so itself
            and offer.id not in answered
            and not loose.intersection(offer.addressees)
            and not struck.intersection((member.article, member.item) for member in offer.members)
        ]
        if not waiting:
            return ""
        if len(waiting) == len(story.offers):
            return f"No answer{'' if len(waiting) == 1 else ' to any of these'} was found in these sources."
        return f"No answer to {listed(offer.id for offer in waiting)} was found in these sources."

    def _answers_struck(self, story: Story) -> Iterator[tuple[str, str]]:
        """The offers of briefs, by article and item, to which an answer was drafted that the check refutes."""
        for article in story.articles:
            for entry in self._briefs[article].unsupported if article in self._briefs else ():
                if isinstance(entry.item, Response):
                    yield from ((article, offer) for offer in entry.item.offers)

    def _difference(self, story: Story, conflict: Conflict) -> Difference:
        offers = {offer.id: offer for offer in story.offers}
        about = offers.get(conflict.about)
        of = f"the {conflict.kind.value} of {conflict.about}" + (f" ({shorten(about.what)})" if about else "")
        if conflict.kind is ConflictKind.ATTRIBUTION:
            of = "who said this"
        elif conflict.about == story.id:
            of = f"a {conflict.kind.value} in this story"
        sides = tuple(self._said(self._side(side, conflict.kind), (side,)) for side in conflict.sides)
        return Difference(of, sides, status_words(conflict.shown), conflict.rule)

    def _side(self, side: Evidence, kind: ConflictKind) -> str:
        """The words of one side, and who said them where that is what the sources differ on."""
        words = quoted(shorten(side.quote))
        brief = self._briefs.get(side.article) if kind is ConflictKind.ATTRIBUTION else None
        names = {actor.id: actor.name for actor in brief.actors} if brief else {}
        said = (each for each in brief.quotations if side in each.evidence) if brief else ()
        speaker = next((names[each.speaker] for each in said if each.speaker in names), None)
        return f"{words}, given to {speaker}" if speaker else words

    def _caution(self, story: Story, caution: Caution) -> SaidLine:
        speaker = _actor(story, caution.speaker) if caution.speaker else ""
        unknown = ", its speaker not stated" if caution.kind is QuotationKind.CUT else ""
        told = f", attributed to {speaker}" if speaker else unknown
        text = f"{_CAUTIONS[caution.kind].format(speaker=told)}: {quoted(shorten(caution.evidence.quote))}"
        return self._said(text, (caution.evidence,), caution)


def _identity(identity: ActorIdentity | None) -> str:
    """Who an actor is by the ledger; nothing where rules alone say so."""
    if identity is None or not (identity.wikidata or identity.editors):
        return ""
    called = f", called {identity.name}" if identity.name else ""
    editors = f", set by an editor: {', '.join(identity.editors)}" if identity.editors else ""
    item = f", Wikidata {identity.wikidata}" if identity.wikidata else ""
    return f"{identity.id} in the ledger{called}{editors}{item}"


def _course(story: Story) -> str:
    """How a running story came to be what it is, where this day brought it."""
    told = []
    if story.joins:
        told.append(f"This story tells on also what ran as {listed(story.joins)} before.")
    if story.parted_from:
        told.append(f"This story is parted from {listed(story.parted_from)}, which told of it before.")
    return " ".join(told)


def _in_order(offers: Iterable[StoryOffer]) -> list[StoryOffer]:
    """Those that author and proof-reader differ on come last."""
    return sorted(offers, key=lambda offer: bool(offer.objections))


def _actor(story: Story, actor_id: str) -> str:
    """The name of an actor of the story; a speaker may be a name as printed instead of an id."""
    return next((actor.name for actor in story.actors if actor.id == actor_id), actor_id)


def _notes_of(offer: StoryOffer) -> Iterator[str]:
    """Conditions, deadline and hedge, where stated."""
    if offer.conditions:
        yield f"On condition: {'; '.join(offer.conditions)}"
    if offer.due:
        day = offer.due_day.isoformat() if offer.due_day else ""
        yield f"Due: {offer.due}{f' ({day})' if day not in offer.due else ''}"
    if offer.reported:
        yield f"As reported: {quoted(offer.reported)}"
    if offer.version_of:
        yield f"In the place of {offer.version_of}"
    if offer.perhaps:
        yield f"Perhaps the same as {offer.perhaps}"


def _heard(item: Merged) -> str:
    outlets = counted(len(item.outlets), "outlet")
    return f"{outlets}, {counted(len(item.origins), 'origin')}" if item.origins else outlets


def _asked_about(question: StoryQuestion, story: Story) -> StoryOffer | None:
    """The one offer that a question rests on the same words as, itself or one of its answers."""
    found = [
        offer
        for offer in story.offers
        if _share(question, offer) or any(_share(question, r) for r in story.responses if offer.id in r.offers)
    ]
    return found[0] if len(found) == 1 else None


def _share(one: Merged, other: Merged) -> bool:
    return any(
        a.article == b.article and a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence
    )
