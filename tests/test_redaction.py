"""What no message may show is struck out in every spelling, and nothing else is."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import BriefingError, SourceError
from briefing.redaction import redact

SECRETS = st.text(min_size=8, max_size=40).filter(lambda text: text.strip("* \n\r\t\x00") == text and "***" not in text)
WORDS = st.text(alphabet="abcdefgh ,.:\n", max_size=60)


@given(secret=SECRETS, before=WORDS, after=WORDS)
@settings(deadline=None, max_examples=150)
def test_a_secret_is_struck_out_in_every_spelling(secret: str, before: str, after: str) -> None:
    try:
        encoded = [quote(secret, safe=""), quote_plus(secret)]
    except UnicodeEncodeError:
        encoded = []
    for spelling in (secret, *encoded, json.dumps(secret)[1:-1], repr(secret)[1:-1]):
        said = redact(f"{before}<{spelling}>{after}", [secret])
        assert spelling not in said.replace("***", "")
        assert "***" in said


@given(st.text(alphabet="abc @:/?=&'\"\\{}.,-_%passwordtoken", max_size=200))
@settings(deadline=None, max_examples=300)
def test_a_text_that_was_cleared_stays_as_it_is(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


SPELLINGS = [
    "postgresql://user:pl4nted@host/db",
    "postgresql+psycopg://user:pl4nted@host:5432/db?sslmode=require",
    "postgresql://user:p@ss/pl4nted@host/db",
    "postgres:/user:pl4nted@host/db",
    "https://user:pl4nted@host/feed",
    "https://pl4nted@host/feed",
    "https://host/feed?token=pl4nted&x=1",
    "https://host/v1?key=pl4nted",
    "https://host/v1?api_key=pl4nted",
    "host=127.0.0.1 user=me password=pl4nted dbname=x",
    "host=127.0.0.1 password='pl4nted two' dbname=x",
    "{'password': 'pl4nted', 'user': 'me'}",
    '{"api_key": "pl4nted"}',
    'a "password=\\"pl4nted\\"" b',
    "sslpassword=pl4nted",
    "Authorization: Bearer pl4nted.pl4nted",
    "Authorization: Basic cGw0bnRlZDpwbDRudGVk",
    "Incorrect API key provided: sk-pl4nted1234",
    "AIzaSypl4nted1234567890abcdef",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_what_looks_like_a_secret_is_struck_out_wherever_it_stands(text: str) -> None:
    for said in (redact(text), redact(f"ledger {text}: can't be opened"), str(BriefingError(text, hint=text))):
        assert "pl4nted" not in said
        assert "cGw0bnRlZDpw" not in said
        assert "***" in said
    assert "pl4nted" not in str(SourceError(text, text, hint=text))
    assert "pl4nted" not in SourceError(text, text).source
    assert "pl4nted" not in "".join(BriefingError("x", hint=text).__notes__)


@pytest.mark.parametrize(
    "text",
    [
        "https://host:8000/v1/@user/page",
        "https://example.org/?q=tokens&max_tokens=20",
        "sqlite:///kept/days.db",
        "postgresql+psycopg://user@host/db",
        "check the password: it is wrong",
        "the key is 3 of 4 tokens",
        "openai/gpt-5: key (status 401): ***",
        "news/2024-01-13_talks.txt: holds no article",
        "hf-internal/tiny and sk_learn",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert redact(text) == text


def test_a_short_secret_is_struck_out_as_a_word_and_one_too_short_not_at_all() -> None:
    assert redact("the pass of password pass1 pass", ["pass"]) == "the *** of password pass1 ***"
    assert redact("abc", ["abc"]) == "abc"
    assert redact("abcd", ["abcd"]) == "***"
