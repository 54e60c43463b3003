"""Whatever text or JSON a model answers, one reply costs no article but its own, and every form of the page holds."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefing
from briefing.llm.protocol import CompletionRequest
from tests.exploring import examples
from tests.factories import STORY as TRUCE
from tests.factories import draft, quotation
from tests.outputs import ODD, hold
from tests.replying import replying

Path_ = tuple[str | int, ...]
LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large]

STORY = f"{TRUCE}\n\n“We are ready to sit down tomorrow,” Ana Okafor, the head of the harbour union, told reporters."
NEIGHBOUR = STORY.replace("harbour union", "pilots' union").replace("Harbour union", "Pilots' union")
SPOKEN = quotation("We are ready to sit down tomorrow", speaker="a1")
DRAFT: dict[str, Any] = draft().model_copy(update={"quotations": (SPOKEN,)}).model_dump(mode="json")

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
WORDS = st.one_of(ODD, TEXT, st.lists(st.one_of(ODD, TEXT), max_size=4).map("".join))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


def paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The way to every value in a JSON value."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from paths(inner, (*path, key))


def at(value: Any, path: Path_) -> Any:
    for step in path:
        value = value[step]
    return value


PATHS = [path for path in paths(DRAFT) if path]
STRINGS = [path for path in PATHS if isinstance(at(DRAFT, path), str)]
LISTS = [path for path in PATHS if isinstance(at(DRAFT, path), list) and at(DRAFT, path)]


@st.composite
def texts_changed(draw: st.DrawFn) -> str:
    """A draft with other text in some of its fields: in the place of theirs, or somewhere inside it."""
    reply = json.loads(json.dumps(DRAFT))
    for path in draw(st.lists(st.sampled_from(STRINGS), min_size=1, max_size=4)):
        holder, old, words = at(reply, path[:-1]), at(reply, path), draw(WORDS)
        place = draw(st.one_of(st.none(), st.integers(0, len(old))))
        holder[path[-1]] = words if place is None else old[:place] + words + old[place:]
    for path in draw(st.lists(st.sampled_from(LISTS), max_size=2)):
        items = at(reply, path)
        items.append(json.loads(json.dumps(draw(st.sampled_from(items)))))
    return json.dumps(reply, ensure_ascii=draw(st.booleans()))


@st.composite
def values_changed(draw: st.DrawFn) -> str:
    """A draft with any JSON in the place of some of its values, and with a property too many."""
    reply = json.loads(json.dumps(DRAFT))
    path = draw(st.sampled_from(PATHS))
    at(reply, path[:-1])[path[-1]] = draw(JSON)
    if draw(st.booleans()):
        reply[draw(WORDS)] = draw(JSON)
    return json.dumps(reply, ensure_ascii=draw(st.booleans()))


REPLIES = st.one_of(texts_changed(), texts_changed(), values_changed(), JSON.map(json.dumps), WORDS)


def page_of(reply: str, ledger: Path | None = None, judgement: str | None = None) -> briefing.Briefing:
    """The page of two articles, of which one is answered with this text and the other soundly.

    ``judgement`` is what a proof-reader answers, None where none is asked.
    """

    def answer(request: CompletionRequest) -> str:
        asked = request.messages[-1].content
        if judgement is not None and request.stage == "proof":
            return judgement
        return json.dumps(DRAFT).replace("harbour union", "pilots' union") if "pilots' union" in asked else reply

    documents = [
        briefing.Document.of(text, name, keep_content=True)
        for text, name in ((STORY, "harbour.txt"), (NEIGHBOUR, "pilots.txt"))
    ]
    options = briefing.Settings(
        proof="same" if judgement is not None else "off",
        keep_all=True,
        ledger=str(ledger) if ledger else None,
    )
    return briefing.generate(documents, options, model=replying(answer))


@settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(REPLIES)
def test_any_reply_costs_its_own_article_at_most(reply: str) -> None:
    page = page_of(reply)
    assert "pilots.txt" in {str(article.ref) for article in page.articles}
    assert [failure for failure in page.coverage.failures if failure.stage != "extraction"] == []
    hold(page)
    assert briefing.verify(page.to_json()).failures == ()


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(texts_changed())
def test_any_text_in_a_draft_can_be_recorded(reply: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = page_of(reply, Path(folder) / "ledger.db")
    hold(page)
    assert briefing.verify(page.to_json()).failures == ()


UNSURE: dict[str, Any] = {
    "text": "Both parties remain stubborn about old grievances.",
    "quotes": DRAFT["gist"][0]["quotes"],
}


@settings(max_examples=examples(60), deadline=None)
@given(
    st.one_of(
        st.builds(
            lambda words: json.dumps(
                {
                    "objections": [
                        {"claim": 1, "level": "frame", "field": words, "problem": "hedge_dropped", "words": words}
                    ]
                }
            ),
            WORDS,
        ),
        JSON.map(json.dumps),
    )
)
def test_any_words_of_a_proof_reader_stand_in_every_form(judgement: str) -> None:
    page = page_of(json.dumps(DRAFT | {"gist": [UNSURE]}), judgement=judgement)
    assert len(page.briefs) == 2
    hold(page)
    assert briefing.verify(page.to_json()).failures == ()
