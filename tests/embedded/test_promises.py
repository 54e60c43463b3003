"""What the engine promises of every draft, whatever the text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.checking import check
from briefing.cleaning import clean
from briefing.embedded import CannotReadError, read
from briefing.errors import PermanentModelError
from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Document
from briefing.schema.terms import QuotationKind, Stance
from tests.embedded.found import FILLER, names, quotes

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

STORY = """Ferry union and operator at odds over pay

The Harbour Workers Union has rejected a 4% pay offer from Northern Ferries, the company said on Monday, setting the \
stage for a strike next week.

Union leader Anna Berg said the proposal was "an insult" to crews. "We urge the board to come back to the table," she \
said. "It must not end like this."

Northern Ferries said it would consider the demand. The Transport Ministry has not yet replied to a letter from the \
union asking it to mediate. It is unclear whether the ferries will sail on Friday.

In a statement on Tuesday, Premier Jan Holm (Greens) called on both sides to accept mediation, adding: "I hope that \
they will sign soon." Shares in the firm fell by 3.5% to €12.40. Passengers want their money back.
"""

_VOCABULARY = (
    'Norway Sweden the union has offered rejected to not yet said that “ ” " it he they we , . and by asked urged if '
    "unless would Jan Holm government of in on Monday 20 ministers who which talks deal between agreed may whether is "
    "unclear ( ) — ; : his offer proposal for been let's must be U.S. Ltd. … [...] 's n't\n\n"
)
WORDS = st.sampled_from(_VOCABULARY.split(" "))


def article_of(text: str) -> Article:
    document = Document.of(text, "test")
    return Article(
        id="test",
        ref=document.ref,
        title=None,
        outlet=None,
        text=text,
        paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=Span(start=0, end=len(text))),),
        source_map=SourceMap(runs=(MapRun(start=0, end=len(text), source_start=0, source_end=len(text)),)),
    )


def test_no_rule_refutes_anything() -> None:
    brief = check(article_of(STORY), read(STORY), engine="embedded")
    assert len(list(brief.items())) > 12
    assert brief.unsupported == ()


def test_references_lead_to_items_of_the_draft() -> None:
    draft = read(STORY)
    actors, offers = {a.id for a in draft.actors}, {o.id for o in draft.offers}
    assert len(actors) == len(draft.actors)
    assert {o.offerer for o in draft.offers} <= actors
    assert {o.recipient for o in draft.offers} - {None} <= actors
    assert {r.responder for r in draft.responses} <= actors
    assert {r.offer for r in draft.responses} - {None} <= offers


@given(st.lists(WORDS, max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_run_of_words_gives_quotes_that_are_slices(words: list[str]) -> None:
    text = f"{FILLER} {' '.join(words)} {FILLER}"
    assert all(quote and quote in text for quote in quotes(read(text)))


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=40)
def test_any_text_is_read_or_declined(text: str) -> None:
    try:
        draft = read(text)
    except CannotReadError as error:
        assert isinstance(error, PermanentModelError)
    else:
        assert all(quote in text for quote in quotes(draft))


def test_verbs_without_end_are_read_in_bounded_time() -> None:
    text = FILLER + " He said " + "and urged " * 300 + ", ".join(["who said it asked him to call"] * 60) + "."
    assert read(text).headline.quotes[0] in text


def test_a_text_beyond_all_articles_is_declined() -> None:
    with pytest.raises(CannotReadError, match="longest article"):
        read(FILLER * 5000)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_the_draft_is_the_same_under_any_hash_seed(path: Path) -> None:
    code = (
        "import sys; from briefing.embedded import read; "
        "sys.stdout.write(read(open(sys.argv[1], encoding='utf-8').read()).model_dump_json())"
    )
    drafts = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(drafts) == 1


class TestSeeds:
    """The two real inputs, cleaned."""

    def test_the_first_holds_both_offers_and_the_cut_quote(self) -> None:
        article = clean(Document.of(SEEDS[0].read_text(encoding="utf-8"), SEEDS[0].name))
        draft = read(article.story.slice(article.text), title=article.title)
        known = names(draft)
        found = [(known[o.offerer], known.get(o.recipient), o.what) for o in draft.offers]
        assert [(a, b) for a, b, what in found if "reopen their embassies" in what] == [("Nato", "Russia")]
        assert any(a == "Nato" and "meetings to discuss new rules on military drills" in what for a, _, what in found)
        assert [(q.kind, q.speaker) for q in draft.quotations] == [(QuotationKind.CUT, None)]
        assert draft.responses == ()
        assert any("intentions remained unclear" in q.question for q in draft.open_questions)

    def test_the_second_holds_the_pending_answer_and_the_report_in_marks(self) -> None:
        article = clean(Document.of(SEEDS[1].read_text(encoding="utf-8"), SEEDS[1].name))
        draft = read(article.story.slice(article.text), title=article.title)
        known = names(draft)
        assert (known[draft.offers[0].offerer], known.get(draft.offers[0].recipient)) == ("NATO", "Russia")
        assert draft.offers[0].what == "mutually restore the work of its missions"
        pending = [(known[r.responder], r.offer) for r in draft.responses if r.stance is Stance.PENDING]
        assert pending == [("Russia", "o1")]
        assert QuotationKind.INDIRECT in [q.kind for q in draft.quotations]

    @pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
    def test_no_rule_refutes_anything(self, path: Path) -> None:
        article = clean(Document.of(path.read_text(encoding="utf-8"), path.name))
        draft = read(article.story.slice(article.text), title=article.title)
        assert check(article, draft, engine="embedded").unsupported == ()
