"""Whatever characters a source holds, it is briefed or refused with a reason, and every form of the page holds."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefing
from tests.exploring import examples
from tests.outputs import ODD, hold

TITLE = "Harbour union offers ferry firm a truce"
BODY = (
    "The harbour union offered Norline a truce of ten days on Monday if the ferry firm takes back 40 deckhands.",
    "Norline has not yet answered the offer, a spokeswoman said on Monday, and the ferries stay in port until then.",
    "The strike is the longest in the harbour since 2009, when crane drivers stopped work over the same question.",
)
WORDS = st.one_of(ODD, st.text(st.characters(exclude_categories=()), max_size=8))


def text_dump(title: str, body: list[str]) -> bytes:
    return "\n\n".join((title, *body)).encode("utf-8", "surrogatepass")


def page(title: str, body: list[str]) -> bytes:
    linked = json.dumps({"@type": "NewsArticle", "headline": title, "author": {"name": title}, "articleBody": body[0]})
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in body)
    head = f'<title>{html.escape(title)}</title><script type="application/ld+json">{linked}</script>'
    head += f'<meta property="og:site_name" content="{html.escape(title)}">'
    whole = f"<html><head>{head}</head><body><article><h1>{html.escape(title)}</h1>{paragraphs}</article></body></html>"
    return whole.encode("utf-8", "surrogatepass")


def markdown(title: str, body: list[str]) -> bytes:
    head = f"---\ntitle: {json.dumps(title)}\nauthor: {json.dumps(title)}\n---\n\n# {title}\n\n"
    return (head + "\n\n".join(body)).encode("utf-8", "surrogatepass")


def rows(title: str, body: list[str]) -> bytes:
    row = {
        "title": title,
        "outlet": title,
        "authors": [title],
        "text": "\n\n".join(body),
        "url": f"https://x.test/{title}",
    }
    return json.dumps(row).encode() + b"\n"


def feed(title: str, body: list[str]) -> bytes:
    text = html.escape("".join(f"<p>{html.escape(each)}</p>" for each in body))
    item = f"<item><title>{html.escape(title)}</title><description>{text}</description></item>"
    return f'<rss version="2.0"><channel><title>News</title>{item}</channel></rss>'.encode("utf-8", "surrogatepass")


def mail(title: str, body: list[str]) -> bytes:
    subject = title.encode("utf-8", "surrogatepass").hex("=", 1)
    head = f"From: a@x.test\nSubject: =?utf-8?Q?={subject}?=\nContent-Type: text/plain; charset=utf-8\n\n"
    return (head + "\n\n".join(body)).encode("utf-8", "surrogatepass")


FORMS: dict[str, Callable[[str, list[str]], bytes]] = {
    "a.txt": text_dump,
    "a.html": page,
    "a.md": markdown,
    "a.jsonl": rows,
    "a.xml": feed,
    "a.eml": mail,
}


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, st.integers(0, len(TITLE)), st.integers(0, 2), st.integers(0, 100))
def test_any_characters_are_briefed_or_refused(name: str, words: str, in_title: int, part: int, place: int) -> None:
    title = TITLE[:in_title] + words + TITLE[in_title:]
    body = [text[:place] + words + text[place:] if n == part else text for n, text in enumerate(BODY)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(FORMS[name](title, body))
        done = briefing.generate([path], briefing.Settings(model="embedded", ledger=str(Path(folder) / "ledger.db")))
        assert [failure for failure in done.coverage.failures if failure.stage == "briefing"] == []
        assert done.articles or done.coverage.failures
        hold(done)
        assert briefing.verify(done.to_json(), base=Path(folder)).failures == ()
