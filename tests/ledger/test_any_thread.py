"""Whatever is told from day to day, no page states a status, an answer or a change without words of a source for that
very offer, and the order in which articles come makes no difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ledger import Ledger, retell
from briefing.schema.article import Article
from briefing.schema.brief import Brief, Response
from briefing.schema.briefing import BriefingData, ItemRef
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState
from briefing.schema.links import Links
from briefing.schema.terms import BROUGHT, ActorKind, OfferStatus, Stance
from briefing.stories import tell, told_as
from tests.exploring import examples
from tests.ledger.pages import page_of
from tests.stories.building import Notes, article

FIRST = date(2031, 1, 1)
PARTIES = ("Gullwing Mills", "Bakers' Guild", "Harbour Board", "Osric Vale", "Osrick Vail", "Bakers")
THINGS = (
    "Bid of $30 a share",
    "Bid of $31 a share",
    "Takeover bid",
    "Roadmap to end the strike",
    "Plan with longer rests at night",
    "Longer rests at night for all bakers",
    "Another meeting on rests at night",
    "Keys of the swing bridge",
)

Told = tuple[Article, Brief]


@st.composite
def articles(draw: st.DrawFn) -> Told:
    """An article of a day with one or two offers and an answer."""
    number, day = draw(st.integers(0, 10**6)), draw(st.integers(0, 4))
    lines, items = [f"News {number} of the strike at the mills"], []
    for _ in range(draw(st.integers(1, 2))):
        by, to = draw(st.permutations(PARTIES))[:2]
        what, status = draw(st.sampled_from(THINGS)), draw(st.sampled_from(OfferStatus))
        lines.append(f"{by} put to {to} this: {what}, number {len(lines)}.")
        items.append((by, to, what, status, lines[-1]))
    answer = draw(st.none() | st.sampled_from([each for each in Stance if each is not Stance.OTHER]))
    if answer:
        lines.append(f"{items[0][1]} answered {items[0][0]} on this.")
    told = article(f"n{number}-{day}", "Gull", (FIRST + timedelta(days=day)).isoformat(), "\n\n".join(lines))
    notes = Notes(told)
    ids = {
        name: notes.actor(name, ActorKind.ORGANISATION, name)
        for name in sorted({name for item in items for name in item[:2]})
    }
    offers = [notes.offer(ids[by], ids[to], what, line, status=status) for by, to, what, status, line in items]
    if answer:
        by, to, what = items[0][:3]
        named = draw(st.booleans())
        words = "the offer" if named else f"the {what} of {by}"
        notes.response(ids[to], offers[0] if named else None, words, answer, "Answers it", lines[-1])
    notes.question("When will the strike at the mills end?", lines[0])
    notes.gist(lines[0], lines[0])
    return told, notes.brief()


THREADS = st.lists(articles(), min_size=2, max_size=9, unique_by=lambda told: told[0].id)


def tell_again(data: BriefingData, links: Links, running: Mapping[str, str]) -> BriefingData:
    return data.model_copy(update={"stories": tell(data.articles, data.briefs, known=told_as(links, running))})


def recorded(told: Sequence[Told], order: Random) -> tuple[list[BriefingData], tuple[LedgerEntry, ...]]:
    """The pages of the days, and what the ledger holds at their end, with the articles of each day in some order."""
    by_day: defaultdict[date, list[Told]] = defaultdict(list)
    for each in told:
        assert each[0].published
        by_day[each[0].published.day].append(each)
    pages = []
    with Ledger.open(":memory:") as ledger:
        for day in sorted(by_day):
            order.shuffle(by_day[day])
            pages.append(ledger.record(page_of(day, by_day[day]), tell_again=tell_again))
        return pages, ledger.entries()


def as_bytes(page: BriefingData) -> str:
    ordered = {name: tuple(sorted(getattr(page, name), key=str)) for name in ("articles", "briefs")}
    return page.model_copy(update=ordered).model_dump_json()


@settings(max_examples=12, deadline=None)
@given(THREADS, st.randoms(use_true_random=False))
def test_any_order_of_the_articles_of_a_day_gives_the_same_bytes(told: list[Told], order: Random) -> None:
    pages, entries = recorded(told, Random(0))
    shuffled, again = recorded(told, order)
    assert [as_bytes(page) for page in shuffled] == [as_bytes(page) for page in pages]
    assert again == entries


@settings(max_examples=12, deadline=None)
@given(THREADS)
def test_each_page_is_told_again_from_what_it_keeps(told: list[Told]) -> None:
    pages, _ = recorded(told, Random(0))
    for page in pages:
        assert page.known is not None
        held = {a.id for a in page.articles}
        first = page_of(page.date, [(a, b) for a, b in told if a.id in held])
        assert as_bytes(retell(first, page.known, tell_again)) == as_bytes(page)


@settings(max_examples=examples(30), deadline=None)
@given(THREADS)
def test_no_status_is_stated_without_words_for_that_very_offer(told: list[Told]) -> None:
    pages, entries = recorded(told, Random(0))
    held = {entry.id: entry for entry in entries}
    for page in pages:
        said = _Said(page)
        for story in page.stories:
            ids = [offer.id for offer in story.offers]
            assert len(ids) == len(set(ids)), "one entry stands on a page once"
            for offer in story.offers:
                state = held[offer.id].on(page.date)
                assert state is not None
                assert offer.status == state.status
        for entry in entries:
            states = [state for state in entry.states if state.day == page.date]
            if entry.kind is EntryKind.OFFER and states:
                said.check(entry, states[0], entry.on(page.date - timedelta(days=1)))


class _Said:
    """What the sources of a day say of each offer, by the links that its page keeps."""

    def __init__(self, page: BriefingData) -> None:
        assert page.known is not None
        items = {ItemRef(article=b.article, item=item.id): item for b in page.briefs for _, item in b.items()}
        self.entry = {ref: offer.id for story in page.stories for offer in story.offers for ref in offer.members}
        name = {link.entry: self.entry[link.item] for link in page.known.links.offers}
        self.offers = [(entry, items[ref]) for ref, entry in self.entry.items()]
        self.answers = [
            (name.get(answered, answered), items[link.item])
            for link in page.known.links.responses
            for answered in link.answers
        ]

    def check(self, entry: LedgerEntry, state: LedgerState, before: LedgerEntry | None) -> None:
        told = [item for ident, item in self.offers if ident == entry.id]
        answers = [item for ident, item in self.answers if ident == entry.id and isinstance(item, Response)]
        statuses = {item.status for item in told} | {BROUGHT[a.stance] for a in answers if a.stance in BROUGHT}
        if any(answer.stance is Stance.PENDING for answer in answers):
            statuses |= {OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED}
        assert state.status in statuses or (before is not None and before.status == state.status)
        words = {piece for item in (*told, *answers) for piece in item.evidence}
        assert state.evidence
        assert set(state.evidence) <= words
