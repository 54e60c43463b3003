"""Text that breaks what takes any for granted, and what every form of a page must stand."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import strategies as st

from briefing import Briefing
from briefing.rendering import to_feed

ODD = st.sampled_from(
    [
        *(
            "\ud83d",
            "\ude00",
            "\ude00\ud83d",
            "\x00",
            "\x02wzxhzdk:0\x03",
            "\x1b[31m",
            "\x0b",
            "\x85",
            "\x9b2J",
            "\x7f",
        ),
        *("\u2028", "\u202e", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\r\n\r\n", "\n# h\n", "\t", "e\u0301\u0301"),
        *("", " ", "\u200b", "|", "`", "[O1]", "S1", "a1", "]]>", "<script>x</script>", "&#x0;", "&amp;", "\\"),
        *("\\ud83d", "%s{}%(x)s", "{{ 7*7 }}", "“", '"', "'", "...", "a" * 3000, "O1 R1", "١٢", "𝟏𝟎", "ß", "İ", "-0"),
    ]
)
"""Text that some file, database, parser or terminal takes badly."""

_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def hold(page: Briefing) -> None:
    """Every form of a page can be written and read, and hides nothing from the eye."""
    assert _HIDDEN.findall(page.to_markdown()) == []
    assert _HIDDEN.findall(page.to_html()) == []
    assert page.to_mail().decode("ascii")
    assert ElementTree.fromstring(to_feed([page]).encode()).tag.endswith("feed")
    assert Briefing.from_json(page.to_json().encode()).to_json() == page.to_json()
    for article in page.articles:
        facts = (article.title, article.outlet, article.agency, article.dateline, article.url, *article.authors)
        assert [fact for fact in facts if fact and _STEERING.search(fact)] == []
