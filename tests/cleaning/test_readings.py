"""HTML as its readers see it: every word of a sentence, no figure changed by markup, nothing that is struck out."""

from __future__ import annotations

import pytest

from briefing.schema.article import DropReason
from tests.cleaning.pages import cleaned, left_out, page

INLINE = ["time", "button", "label", "output", "progress", "meter", "code", "data", "kbd", "mark", "ins", "x-term", "q"]


@pytest.mark.parametrize("tag", INLINE)
def test_a_word_of_a_sentence_stays_whatever_element_holds_it(tag: str) -> None:
    article = cleaned(page(f"<p>The crews will <{tag}>not</{tag}> sail before Thursday, they said.</p>"))
    (found,) = [each for each in article.text.split("\n\n") if "sail before" in each]
    assert found.replace("“", "").replace("”", "") == "The crews will not sail before Thursday, they said."


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("The vote is on <time>7 March</time>.", "The vote is on 7 March."),
        ("<time>Monday</time> is the day of the vote, they said.", "Monday is the day of the vote, they said."),
        (
            "From <time>7</time> to <time>9 March</time> all ships stay in port.",
            "From 7 to 9 March all ships stay in port.",
        ),
        ("She said <q>no <q>fair</q> pay</q> and left the hall.", "She said “no ‘fair’ pay” and left the hall."),
        ("He said “<q>no</q>” and left the hall at noon.", "He said “no” and left the hall at noon."),
        ("The port of <ruby>東京<rt>Tokyo</rt></ruby> is open to all ships.", "The port of 東京 is open to all ships."),
        ("A rise of 4<sup>2</sup> percent was refused by the crews.", "A rise of 4 percent was refused by the crews."),
        (
            "Not since 2009<sup>3</sup>, when the port closed for a week.",
            "Not since 2009, when the port closed for a week.",
        ),
        ("A rise of 4<sup>[2]</sup> percent was refused by them.", "A rise of 4 percent was refused by them."),
        ('A rise of 4<sup><a href="#n">2</a></sup> percent was refused.', "A rise of 4 percent was refused."),
        ('A rise of 4<a href="#n2">2</a> percent was refused by them.', "A rise of 4 percent was refused by them."),
        ("The offer<sup>†</sup> was refused by all of the crews.", "The offer was refused by all of the crews."),
        ("A field of 10<sup>2</sup> metres was under water today.", "A field of 10² metres was under water today."),
        ("A field of 40 km<sup>2</sup> was under water on Monday.", "A field of 40 km² was under water on Monday."),
        ("A rise of 4<sup>1</sup>/<sub>2</sub> percent was refused.", "A rise of 4 1/2 percent was refused."),
        (
            "The levy on CO<sub>2</sub> stays, the ministry said today.",
            "The levy on CO2 stays, the ministry said today.",
        ),
        ("The 1<sup>st</sup> ship sailed at noon, the port said.", "The 1st ship sailed at noon, the port said."),
        ("A rise of <del>three</del> four percent, the port said.", "A rise of four percent, the port said."),
        ("A rise of <s>three</s> four percent, the port said now.", "A rise of four percent, the port said now."),
        ("The crews will\x0bnot sail on Thursday, they told us.", "The crews will not sail on Thursday, they told us."),
        ("The crews will not\x02sail on Thursday, they told us.", "The crews will not sail on Thursday, they told us."),
    ],
)
def test_a_sentence_is_read_as_it_is_shown(markup: str, read: str) -> None:
    assert read in cleaned(page(f"<p>{markup}</p>")).text.split("\n\n")


@pytest.mark.parametrize("button", ["<button>Share</button>", "<label>Email</label> <button>Send</button>"])
def test_a_button_beside_the_story_is_no_word_of_it(button: str) -> None:
    article = cleaned(page(f"<div>{button}</div>"))
    assert "Share" not in article.text
    assert "Send" not in article.text


def test_what_is_struck_out_is_listed() -> None:
    text = page("<p>A rise of <del>three percent</del> four percent, the port said.</p>")
    assert left_out(cleaned(text), text, DropReason.STRUCK) == ["three percent"]
