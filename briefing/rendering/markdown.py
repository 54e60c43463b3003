"""The Markdown page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, select_autoescape

from briefing.errors import DataError
from briefing.rendering.escaping import escape
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References
from briefing.rendering.standings import MARK, describe_struck, in_words, linked_by, proofread_by, unconfirmed
from briefing.rendering.templating import chosen_template
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData, Caution, Merged, Story, StoryOffer, StoryResponse
from briefing.schema.ledger import Change, ChangeKind, QuestionStatus
from briefing.schema.terms import QuotationKind

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_CAUTIONS = {
    QuotationKind.INDIRECT: "⚠ in quotation marks, but a third-person report{speaker}; do not quote as own words",
    QuotationKind.CUT: "⚠ quotation cut short{speaker}",
    QuotationKind.EDITED: "⚠ quotation edited by the outlet{speaker}",
    QuotationKind.DIRECT: "⚠ quotation{speaker}",
}

EMBEDDED_NOTE = "rules without a language model: finds less than a model does"
"""What the page says of the embedded engine."""


class _Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def to_markdown(data: BriefingData, options: RenderingOptions | None = None) -> str:
    """The page of a briefing as Markdown.

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    options = options or RenderingOptions()
    refs = References(data)
    articles = {article.id: article for article in data.articles}

    def outlet(article_id: str) -> str:
        key = data.outlets.get(article_id, article_id)
        known = articles[article_id].outlet
        return f"{key} ({known})" if known and known.casefold() != key else key

    try:
        page = chosen_template(_environment(), "briefing.md.j2", options.markdown_template).render(
            data=data,
            cite=lambda evidence: _Markdown(f"[{refs.label(evidence)}]"),
            refs=lambda found: _Markdown(" ".join(f"[{refs.label(evidence)}]" for evidence in found)),
            name=_actor_name,
            outlet=outlet,
            outlets=len({article.outlet for article in data.articles if article.outlet}),
            unnamed=sum(article.outlet is None for article in data.articles),
            struck=describe_struck(data),
            proofread_by=proofread_by(data),
            linked_by=linked_by(data.linking),
            mark=MARK,
            engine_note=_engine_note(data),
            writers={brief.article: brief.engine for brief in data.briefs} if len(data.run.engines) > 1 else None,
        )
    except TemplateError as error:
        raise DataError(f"the Markdown template can't be rendered: {error}") from error
    return page.rstrip("\n") + "\n"


def _engine_note(data: BriefingData) -> str | None:
    """What is to be said of the engines, each of which the coverage names beside its articles."""
    named = [engine for engine in data.run.engines if "embedded" in engine.split(" + ")]
    if not named:
        return None
    return EMBEDDED_NOTE if data.run.engines == ("embedded",) else f"embedded: {EMBEDDED_NOTE}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(enabled_extensions=("html",)),
        finalize=_finalize,
    )
    environment.filters |= {
        "caution_note": _caution_note,
        "change_lists": _change_lists,
        "change_word": _change_word,
        "code": lambda text: _Markdown(str(text).replace("`", "'")),
        "contested": _contested,
        "corroboration": _corroboration,
        "counted": _counted,
        "in_words": in_words,
        "longdate": _long_date,
        "mark": lambda thing: MARK if unconfirmed(thing) else "",
        "quoted": _quoted,
        "ref": lambda item_id: _Markdown(f"[{item_id}]"),
        "said": _said,
        "shortdate": _short_date,
        "shorten": _shorten,
        "silence": _silence,
        "stamp": _stamp,
        "unanswered": _unanswered,
        "unread_language": _unread_language,
        "words": lambda text: str(text).replace("_", " "),
    }
    return environment


def _finalize(value: object) -> object:
    """Escape what a template prints, unless it is Markdown already."""
    if value is None:
        return ""
    return value if isinstance(value, _Markdown) else escape(value)


def _actor_name(story: Story, actor_id: str) -> str:
    """The name of an actor of the story; a speaker may be a name as printed instead of an id."""
    return next((actor.name for actor in story.actors if actor.id == actor_id), actor_id)


def _contested(story: Story) -> list[Merged]:
    """The items that their author stands by against the proof-reader."""
    return [item for item in (*story.offers, *story.responses, *story.open_questions) if item.objections]


def _said(item: StoryOffer | StoryResponse) -> str:
    """By when an offer is due, and the words by which its sources do not vouch for it; empty where neither is said."""
    notes = []
    if isinstance(item, StoryOffer) and item.due:
        meant = f" ({item.due_day.isoformat()})" if item.due_day and item.due_day.isoformat() not in item.due else ""
        notes.append(f"due {item.due}{meant}")
    if item.reported:
        notes.append(f"as reported: “{item.reported}”")
    return "; ".join(notes)


def _unread_language(article: Article) -> str:
    """What an article in another language than English is not checked for."""
    if article.language in (None, "en"):
        return ""
    return f", in {article.language}: the rules check its quotes alone"


def _unanswered(story: Story) -> list[StoryOffer]:
    answered = {offer for response in story.responses for offer in response.offers}
    return [offer for offer in story.offers if offer.id not in answered]


def _silence(offer: StoryOffer, story: Story) -> str:
    """What stands for the answer to an offer without one; an answer that is tied to nothing may be the one."""
    loose = any(
        not response.offers and (not offer.addressees or response.responder in offer.addressees)
        for response in story.responses
    )
    return "none tied to it in today's sources" if loose else "none reported in today's sources"


def _corroboration(item: Merged) -> str:
    outlets = _counted(len(item.outlets), "outlet")
    return f"{outlets}, {_counted(len(item.origins), 'origin')}" if item.origins else outlets


def _caution_note(caution: Caution, speaker: str | None) -> str:
    if speaker:
        said_by = f" attributed to {speaker}"
    else:
        said_by = ", speaker not stated" if caution.kind is QuotationKind.CUT else ""
    return _CAUTIONS[caution.kind].format(speaker=said_by)


def _counted(count: int, singular: str, plural: str | None = None) -> str:
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def _long_date(day: date) -> str:
    # Not strftime: its names follow the locale of the machine.
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _short_date(day: date, beside: date) -> str:
    """A day as it is called on the page of another: with its year where that differs."""
    short = f"{day.day} {_MONTHS[day.month - 1][:3]}"
    return short if day.year == beside.year else f"{short} {day.year}"


def _change_word(change: Change) -> str:
    return "CLOSED" if change.after == QuestionStatus.CLOSED else change.kind.value.upper()


def _change_lists(changes: Sequence[Change]) -> list[dict[str, object]]:
    """What is new and what stands where it stood, each on one line."""
    kinds = (ChangeKind.NEW, ChangeKind.UNCHANGED)
    lists = ((kind.value.upper(), [change for change in changes if change.kind is kind]) for kind in kinds)
    return [{"word": word, "changes": found} for word, found in lists if found]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _quoted(text: str) -> str:
    """The text in quotation marks, those of the source where it brings its own."""
    return text if text[:1] in "\"“„«'‘" else f"“{text}”"


def _shorten(text: str, limit: int) -> str:
    """A text cut at a word, with a sign that it was."""
    folded = " ".join(text.split())
    if len(folded) <= limit:
        return folded
    return folded[: folded.rfind(" ", 0, limit)].rstrip() + " […]"
