"""For any article and any item that leaves the check unstruck, slices are quotes and lead back to the document."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.checking import Locator, Tier, check
from briefing.schema.article import Article, Paragraph, ParagraphKind
from briefing.schema.base import MapRun, SourceMap, Span
from briefing.schema.document import Document
from tests.checking.articles import draft, statement
from tests.exploring import examples

_PLAIN = ["NATO", "Russia", "offered", "not", "has", "the", "a", "12", "30", "million", "said."]
_ODD = ["“talks”", "Café", "ﬁne", "re\u00adopen", "中文", "“Yes,”", "—", "…", "won’t", "‘x’", "Straße"]
WORDS = st.sampled_from(_PLAIN + _ODD)
SPACES = st.sampled_from([" ", "  ", "\n", "\u00a0", "\n\n"])
TEXTS = st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=30).map(lambda ps: "".join(w + s for w, s in ps))


def cleaned(text: str, cut: int) -> tuple[Article, str]:
    """An article whose text came from a document in two parts, the second of which stands first there."""
    cut = min(cut, len(text))
    source = f"menu {text[cut:]} advert {text[:cut]} footer"
    second, first = len("menu "), len("menu ") + len(text) - cut + len(" advert ")
    runs = (
        MapRun(start=0, end=cut, source_start=first, source_end=first + cut),
        MapRun(start=cut, end=len(text), source_start=second, source_end=second + len(text) - cut),
    )
    return (
        Article(
            id="any",
            ref=Document.of(source, "any.txt").ref,
            title=None,
            outlet=None,
            text=text,
            paragraphs=(Paragraph(kind=ParagraphKind.BODY, span=Span(start=0, end=len(text))),),
            source_map=SourceMap(runs=tuple(run for run in runs if run.start < run.end)),
        ),
        source,
    )


def disturbed(quote: str, seed: int) -> str:
    """A quote as a model may return it: other white space, case or marks, sometimes other words."""
    draw = random.Random(seed)
    changes = [
        lambda q: q,
        lambda q: " ".join(q.split()),
        str.upper,
        lambda q: f'"{q}"',
        lambda q: q.replace("“", '"').replace("’", "'"),
        lambda q: q.replace("not", ""),
        lambda q: q[: len(q) // 3] + " … " + q[2 * len(q) // 3 :],
    ]
    return draw.choice(changes)(quote)


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS, st.integers(0, 200), st.integers(0, 200), st.integers(1, 80), st.integers(0, 10_000))
def test_supported_evidence_is_the_slice_and_leads_back(text: str, cut: int, start: int, size: int, seed: int) -> None:
    article, source = cleaned(text, cut)
    quote = disturbed(text[start % len(text) :][:size], seed)
    brief = check(article, draft(gist=(statement(quote, quote), statement("", quote))), engine="any")
    for _, item in brief.items():
        assert item.evidence
        for evidence in item.evidence:
            assert evidence.quote
            assert article.text[evidence.start : evidence.end] == evidence.quote
            led_back = "".join(span.slice(source) for span in article.source_map.to_source(evidence.span))
            assert led_back == evidence.quote


@settings(max_examples=examples(100), deadline=None)
@given(TEXTS, TEXTS)
def test_no_quote_makes_the_locator_fail(text: str, quote: str) -> None:
    found = Locator(text).locate(quote)
    assert (found.tier is Tier.NONE) == (not found.spans)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
