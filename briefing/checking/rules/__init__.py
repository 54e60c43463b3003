"""What is certainly false by an item's own cited sentences and their neighbours. Whatever a rule only suspects, it
leaves alone: the meaning is for a proof-reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing.checking.reading import CitedPassage, ComparedText, SourceIndex
from briefing.checking.rules.claimed_names import Names, Unheard
from briefing.checking.rules.figures import figures_of, open_to
from briefing.checking.rules.names import Actors
from briefing.checking.rules.offers import Parties, Stances
from briefing.checking.rules.placing import Placing, time_open_to
from briefing.checking.rules.quotations import Quoting, Speakers
from briefing.checking.speech import Speech
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.draft import DraftItem
from briefing.schema.items import ActorFields, OfferFields, QuotationFields, ResponseFields, StatementFields
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Objection, Problem


class Rules:
    """The rules for the items of one article.

    Args:
        article: what the items are about.
        index: its text, read.
        actors: the actors of the draft by id; items refer to them.
        language: code of the language that items are written in, None for the article's own. Rules that compare words
            read English alone: of other articles, and of items in another language, quotes alone are ruled on.
    """

    def __init__(
        self,
        article: Article,
        index: SourceIndex,
        actors: Mapping[str, ActorFields],
        language: str | None = None,
    ) -> None:
        self._index = index
        known = Actors(actors)
        speech = Speech(index)
        self._english = {article.language or "en", language or "en"} == {"en"}
        self._quoting = Quoting(speech)
        self._passages: dict[tuple[tuple[int, int], ...], CitedPassage] = {}
        self._claims: dict[str, ComparedText] = {}
        self._speakers = Speakers(article, speech, known)
        self._parties = Parties(speech, known)
        self._stances = Stances(index, known)
        self._names = Names(index, known)
        self._unheard = Unheard(article)
        self._figures = Placing(index, figures_of, Problem.WRONG_NUMBER, open_to)
        self._days = Placing(index, lambda read: read.days, Problem.WRONG_DATE, time_open_to)

    def objections(self, item: DraftItem, spans: Sequence[Span]) -> Iterator[Objection]:
        """What is certainly false in an item whose quotes stand at ``spans``."""
        passage = self._passage(spans)
        yield from self._quoting.hidden(item, passage)
        if not self._english:
            return
        for field, text in item.claims():
            self._claims[text] = self._claims.get(text) or ComparedText(text)
            yield from self._claim(self._claims[text], field, passage)
        match item:
            case OfferFields():
                yield from self._parties.offer(item, passage)
                yield from self._stances.offer(item, passage)
            case ResponseFields():
                yield from self._parties.response(item, passage)
                yield from self._stances.response(item, passage)
            case QuotationFields():
                yield from self._quoting.unmarked(passage)
                yield from self._speakers.objections(item, passage)
            case _:
                pass

    def _passage(self, spans: Sequence[Span]) -> CitedPassage:
        """What is cited at ``spans``: items are asked about more than once."""
        key = tuple((span.start, span.end) for span in spans)
        found = self._passages.get(key)
        if found is None:
            found = self._passages[key] = CitedPassage.of(self._index, spans)
        return found

    def _claim(self, claim: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        yield from self._figures.objections(claim, field, passage)
        yield from self._days.objections(claim, field, passage)
        yield from self._names.objections(claim, field, passage)
        yield from self._unheard.objections(claim, field, passage)
        yield from self._speakers.claim(claim, field, passage)
        yield from self._quoting.unprinted(claim, field)
        if field != "question":
            yield from self._stances.claim(claim, field, passage)

    def quoted(self, item: DraftItem, spans: Sequence[Span]) -> bool:
        """Whether the item's words are the source's own, in order, parties and polarity from one cited sentence.

        So are a statement that is a whole sentence, an actor with a role as printed beside the name, and a quotation
        whose marks and speaker are shown, once its kind is put right. Offers, answers and questions put more together
        than one sentence says.
        """
        passage = self._passage(spans)
        match item:
            case StatementFields():
                return self._quoting.is_sentence(self._claims.get(item.text) or ComparedText(item.text), passage)
            case ActorFields():
                return self._quoting.names_so(item, passage)
            case QuotationFields():
                return self._speakers.shown(item, spans)
            case _:
                return False

    def kind(self, item: QuotationFields, spans: Sequence[Span]) -> QuotationKind | None:
        """The kind that the article itself shows for a quotation, None where it shows none."""
        return self._speakers.kind(item, spans)
