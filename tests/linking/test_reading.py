"""Replies in every form: what can be taken is taken, row by row, and the links of a day hold whatever was replied."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.replies import read_reply as read_text
from briefing.linking._links import PartReply, links_of
from briefing.linking._parts import DayPart, ListedItem, Listing
from briefing.linking._planting import PlantedOffer, Retelling
from briefing.linking._replies import AnsweredLinks, left_out, read_reply
from briefing.schema.base import ItemRef
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import LinkReply, ShownEntry, ShownStory, ShownTie
from briefing.schema.links import Closing, Links

DAY = date(2031, 5, 1)


def entry(ident: str, kind: EntryKind = EntryKind.OFFER, **fields: Any) -> ShownEntry:
    told = {"id": ident, "kind": kind, "story": "S1", "text": "a bid", "status": "open", "opened": DAY, "day": DAY}
    return ShownEntry.model_validate({**told, **fields})


def item(key: str, **fields: Any) -> ListedItem:
    kind = {"o": EntryKind.OFFER, "r": EntryKind.RESPONSE, "q": EntryKind.QUESTION}[key.lstrip("a0123456789")[0]]
    return ListedItem(key, kind, key, ItemRef(article=key.partition("o")[0], item=key), **fields)


PLANTED = ListedItem("a2o2", EntryKind.OFFER, "planted", planted=PlantedOffer("O1", Retelling.AS_IT_IS, 2, "planted"))
BEFORE = ShownTie(id="O2", party="x", text="a first bid", status="rejected", day=DAY)
PART = DayPart(
    (entry("O1", earlier=(BEFORE,)), entry("O5"), entry("Q1", EntryKind.QUESTION)),
    (ShownStory(id="S1", title="t", day=DAY),),
    (
        Listing(1, "x", "x", ("a1",), (item("a1o1"), item("a1o2"), item("a1r1"), item("a1q1"))),
        Listing(2, "y", "y", ("a2",), (item("a2o1"), PLANTED, item("a2q1"))),
    ),
)
BLANK: dict[str, Any] = {"offers": [], "new": [], "responses": [], "questions": [], "closed": [], "stories": []}


def said(**sections: Any) -> AnsweredLinks:
    return read_reply(read_text(json.dumps({**BLANK, **sections}), LinkReply).reply, PART)


def links(**sections: Any) -> Links:
    return links_of([PartReply(PART, said(**sections))], "m")


def entries(**sections: Any) -> Mapping[str, str]:
    return {link.item.item: link.entry for link in links(**sections).offers}


def test_offers_are_known_entries_versions_before_them_or_new_ones_that_several_share() -> None:
    rows = [{"item": "a1o1", "entry": "O2"}, {"item": "a1o2", "entry": "N7"}, {"item": "a2o1", "entry": "N7"}]
    assert entries(offers=rows) == {"a1o1": "O2", "a1o2": "N1", "a2o1": "N1"}


@pytest.mark.parametrize("row", [{"item": "A1O1", "entry": "o5"}, {"item": ["a1o1"], "entry": " O5 "}])
def test_names_are_known_whatever_their_case(row: dict[str, Any]) -> None:
    assert entries(offers=[row]) == {"a1o1": "O5"}


@pytest.mark.parametrize(
    "row",
    [
        {"item": "a1o1", "entry": "O9"},
        {"item": "a1o1", "entry": "Q1"},
        {"item": "a1o1", "entry": "M1"},
        {"item": "a1o1", "entry": "N0"},
        {"item": "a1o1", "entry": "N1234"},
        {"item": "a1o1"},
        {"item": "a9o9", "entry": "O1"},
        {"item": "a1r1", "entry": "O1"},
        "a1o1",
        None,
        7,
    ],
)
def test_a_row_that_is_wrong_costs_no_other(row: Any) -> None:
    assert entries(offers=[row, {"item": "a1o2", "entry": "O1"}]) == {"a1o2": "O1"}


def test_an_item_named_with_two_entries_is_left_out_and_one_named_twice_alike_is_not() -> None:
    twice = [{"item": "a1o1", "entry": "O1"}, {"item": "a1o1", "entry": "O5"}]
    found = said(offers=[*twice, {"item": "a1o2", "entry": "O5"}, {"item": "a1o2", "entry": "O5"}])
    assert dict(found.entries) == {"a1o2": "O5"}
    assert left_out(found, PART) == ["a1o1", "a1q1", "a2o1", "a2o2", "a2q1"]


def test_a_new_entry_follows_on_others_but_not_on_itself_nor_in_a_circle() -> None:
    offers = [{"item": "a1o1", "entry": "N1"}, {"item": "a1o2", "entry": "N2"}, {"item": "a2o1", "entry": "N3"}]
    new = [
        {"entry": "N1", "version_of": "N2", "counter_to": "O1"},
        {"entry": "N2", "version_of": "N1", "counter_to": None},
        {"entry": "N3", "version_of": "N3", "counter_to": "O9"},
        {"entry": "N8", "version_of": "O1", "counter_to": None},
    ]
    found = links(offers=offers, new=new).new
    assert [(each.entry, each.version_of, each.counter_to) for each in found] == [("N1", "N2", "O1")]


def test_answers_closings_and_stories_are_taken_as_far_as_they_are_known() -> None:
    found = links(
        offers=[{"item": "a1o1", "entry": "N1"}],
        responses=[{"item": "a1r1", "answers": ["O1", "N1", "N9", "O77"], "told_again": "true"}],
        closed=[
            {"question": "Q1", "by": "a1r1", "how": "partly"},
            {"question": "Q1", "by": "a1o1", "how": "moot"},
            {"question": "Q2", "by": "a1o1", "how": "moot"},
        ],
        stories=[{"article": "a1", "story": "S1"}, {"article": "a2", "story": "T4"}, {"article": "a3", "story": "S1"}],
    )
    assert [(each.answers, each.told_again) for each in found.responses] == [(("O1", "N1"), True)]
    assert [(each.question, each.by.item, each.how) for each in found.closed] == [("Q1", "a1r1", Closing.PARTLY)]
    assert [(each.article, each.story) for each in found.stories] == [("x", "S1"), ("y", "T1")]


def test_answers_to_nothing_that_is_known_go_by_rules_and_answers_to_nothing_do_not() -> None:
    assert links(responses=[{"item": "a1r1", "answers": ["O77"], "told_again": False}]).responses == ()
    assert links(responses=[{"item": "a1r1", "answers": [], "told_again": False}]).responses[0].answers == ()


def test_a_question_is_closed_by_no_planted_offer() -> None:
    assert links(closed=[{"question": "Q1", "by": "a2o2", "how": "answered"}]).closed == ()


def test_a_part_that_is_left_out_is_empty() -> None:
    assert dict(read_reply(read_text('{"offers": [{"item": "a1o1", "entry": "O1"}]}', LinkReply).reply, PART).entries)


WORD = st.sampled_from(
    ["O1", "O2", "O5", "Q1", "N1", "N2", "n2", "M1", "S1", "T1", "a1", "a2", "a1o1", "a1o2", "a1r1", "a1q1", "a2o1"]
) | st.one_of(st.just("a2o2"), st.text(max_size=4), st.none(), st.integers(), st.booleans())
ROW = st.dictionaries(
    st.sampled_from(["item", "entry", "version_of", "counter_to", "answers", "told_again", "question", "by", "how"]),
    WORD | st.lists(WORD, max_size=3),
) | st.fixed_dictionaries({"article": WORD, "story": WORD})
REPLIES = st.dictionaries(
    st.sampled_from([*BLANK, "Offers", "other"]), st.lists(ROW | WORD, max_size=8) | WORD, min_size=1
)


@given(REPLIES)
def test_whatever_is_replied_the_links_hold(value: dict[str, Any]) -> None:
    try:
        reply = read_text(json.dumps(value), LinkReply).reply
    except ValueError:
        return
    found = links_of([PartReply(PART, read_reply(reply, PART)), PartReply(PART, read_reply(reply, PART))], "m")
    known, refs = {"O1", "O2", "O5"}, {each.ref for each in PART.items(*EntryKind)}
    named = known | {link.entry for link in found.offers}
    assert all(link.item in refs and (link.entry in known or link.entry[0] == "N") for link in found.offers)
    assert all(link.entry == "Q1" or link.entry[0] == "M" for link in found.questions)
    assert all(new.entry in named - known for new in found.new)
    assert all({new.version_of, new.counter_to} - {None} <= named - {new.entry} for new in found.new)
    assert all(set(link.answers) <= named for link in found.responses)
    assert len({closed.question for closed in found.closed}) == len(found.closed)
    assert all(closed.by in refs for closed in found.closed)
