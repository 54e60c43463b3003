"""No article is lost to a fault of ours: whatever it says, it is briefed or refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import briefing
from tests.exploring import examples

EMBEDDED = briefing.Settings(model="embedded", keep_all=True)

NAMES = st.sampled_from(
    ["U.S.", "the United States of", "South", "the European", "Saudi", "New", "Mr", "Washington", "EU", "Bosnia and"]
)
VERBS = st.sampled_from(["said that", "offered", "rejected", "asked", "has not answered", "told", "may", "and", "to"])
WORDS = st.sampled_from(["talks", "in June", "30 ships", "he", "it", "a truce", "no", "the offer", "if"])
SIGNS = st.sampled_from(['"', "“", "”", "'", ".", ",", "\n\n", "…", ";", "("])
TEXTS = st.lists(st.one_of(NAMES, VERBS, WORDS, SIGNS), min_size=4, max_size=60).map(" ".join)


@pytest.mark.parametrize(
    "ending",
    [
        'Minister Ann Brown said in a post that the U.S. "will be helping in the strait." She offered Iran a meeting.',
        '"We want a bigger deal with Norway than the one we have," said John Smith, a scholar in Washington',
    ],
)
def test_a_name_at_the_end_of_a_stretch_costs_no_article(ending: str) -> None:
    story = f"Envoys meet on trade\n\nThe two sides met again on Friday to talk about steel.\n\n{ending}"
    page = briefing.generate(briefing.Document.of(story, "envoys.txt"), EMBEDDED)
    assert page.coverage.failures == ()
    assert len(page.briefs) == 1


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS)
def test_any_run_of_names_and_marks_is_briefed_or_refused_with_a_reason(text: str) -> None:
    story = f"Envoys meet\n\nThe two sides met on Friday.\n\n{text}"
    page = briefing.generate(briefing.Document.of(story, "envoys.txt"), EMBEDDED)
    assert [failure for failure in page.coverage.failures if failure.code == "fault"] == []
    assert page.briefs or page.coverage.failures


def test_a_note_is_the_story_where_there_is_no_other() -> None:
    note = "Updated 5:40 p. m. Early on Friday the union offered the ferry firm a truce of ten days, its head said."
    page = briefing.generate(briefing.Document.of(note, "note.txt"), briefing.Settings(model="embedded"))
    assert page.coverage.failures == ()
    assert page.articles[0].body == note


@pytest.mark.parametrize(
    "end", ["has demanded", "urged", "called for", "demanded on Monday", "said it offered", "asked"]
)
def test_an_article_that_breaks_off_behind_a_verb_is_briefed(end: str) -> None:
    story = f"Envoys meet\n\nThe two sides met on Friday in the capital to talk.\n\nNorland {end}"
    page = briefing.generate(briefing.Document.of(story, "envoys.txt"), EMBEDDED)
    assert page.coverage.failures == ()
    assert not [offer for told in page.stories for offer in told.offers]
