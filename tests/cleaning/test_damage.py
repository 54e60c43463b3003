"""A thousand damaged inputs: none ends in anything but an article whose characters lead back, or a named failure."""

from __future__ import annotations

import random

import pytest

from briefing.cleaning import clean
from briefing.errors import NoArticleError
from briefing.schema.document import Document, MediaType
from tests.cleaning.pages import PARAGRAPHS, page
from tests.cleaning.test_hidden import SECRET
from tests.cleaning.test_round_trip import _assert_leads_back

HOSTILE = (
    *("<", ">", "&", "</", "<!--", "-->", "<q>", "</q>", "<sup>2</sup>", "<del>", "<time>", "<p hidden>", "<ruby><rt>"),
    *("<style>.a{display:none", "}", '<script>{"articleBody": "', "\\u12", "</script>", "<p class=a style='color:#fff"),
    *("\x00", "\x0b", "\u2028", "\u202e", "\U000e0041", "\ud800", "\ufeff", "\r", "```", "---\n", "> ", "\n" * 9),
)
RUNS = 1_000


def _damaged(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 12)):
        at, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        match chance.randrange(4):
            case 0:
                text = text[:at] + chance.choice(HOSTILE) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 60) :]
            case 2:
                text = text[: max(at, 40)]
            case _:
                low, high = sorted((at, other))
                text = text[:low] + text[low:high].swapcase() + text[high:]
    return text


@pytest.mark.parametrize("part", range(10))
def test_damaged_inputs_are_read_or_named(part: int) -> None:
    chance = random.Random(part)
    whole = page(
        f"<p>A rise of 4<sup>2</sup> <q>percent</q>.</p><p hidden>{SECRET}</p>", head="<style>.b{opacity:0}</style>"
    )
    plain = "\n\n".join(PARAGRAPHS)
    for _ in range(RUNS // 10):
        media = chance.choice(list(MediaType))
        document = Document.of(_damaged(whole if media is MediaType.HTML else plain, chance), "damaged", media)
        try:
            article = clean(document)
        except NoArticleError:
            continue
        _assert_leads_back(article, document.text)
        assert not any(sign in article.text for sign in ("\u202e", "\U000e0041", "\ufeff", "\x0b"))
