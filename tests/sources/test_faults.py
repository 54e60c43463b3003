"""Damaged inputs end in an article or a clear error. `benchmarks/faults.py` runs a thousand, and larger ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.schema.document import Document, MediaType
from briefing.sources import SourceOptions

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL = SourceOptions(allow_private=True, timeout=0.5, max_bytes=500_000)


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.syspath_prepend(BENCHMARKS)
    import faults

    yield faults


async def test_damaged_inputs_end_in_an_article_or_a_clear_error(faults):
    ended = [outcome async for outcome in faults.run(faults.cases(72, seed=2, scale=0.02), SMALL)]
    assert [(outcome.number, outcome.faults) for outcome in ended if outcome.faults] == []
    assert sum((outcome.endings for outcome in ended), start=type(ended[0].endings)())["article"] > 20


def test_a_case_is_the_same_on_every_run(faults):
    assert list(faults.cases(46, seed=3, scale=0.01)) == list(faults.cases(50, seed=3, scale=0.01))[:46]


def test_a_page_of_very_many_short_paragraphs_still_gives_its_story():
    story = "<p>The harbour board offered the ferry crews shorter shifts from June, it said on Monday.</p>"
    page = f"<html><body>{'<p>x' * 5_000}<article>{story * 10}</article></body></html>"
    assert "shorter shifts from June" in clean(Document.of(page, "a.html", MediaType.HTML)).text
