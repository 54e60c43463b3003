"""Inputs that grow, for `growth.py`: pages, texts and files that a stranger could send, of any size.

A maker takes a size and returns the bytes of a file. What it repeats is numbered, so that nothing is dropped as a
repeat, and stands inside a small story, so that the file holds an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

TITLE = "Harbour union offers ferry firm a truce"
LEAD = (
    "The harbour union offered Norline a truce of ten days on Monday if the ferry firm takes back 40 dismissed "
    "deckhands, a spokeswoman said."
)
TAIL = "Norline has not yet answered the offer, a spokeswoman for the ferry firm said on Tuesday."

Maker = Callable[[int], bytes]

_GIVEN = ("Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Henry", "Irina", "James")
_SYLLABLES = ("ba", "ko", "ri", "mel", "tan", "vor", "sil", "dun", "pek", "lar", "mi", "os", "gre", "hul", "fen", "tor")


def word(number: int) -> str:
    """A made-up word for each number."""
    letters = ""
    number += len(_SYLLABLES)
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        letters += _SYLLABLES[digit]
    return letters


def name(number: int) -> str:
    """The name of a made-up person."""
    return f"{_GIVEN[number % len(_GIVEN)]} {word(number).title()}"


def sentence(number: int) -> str:
    """A short sentence: sixteen thousand of them are an article of the longest kind."""
    return f"Pier {number} has {word(number % 200)}."


def long_sentence(number: int) -> str:
    """A sentence with several words that are seldom elsewhere."""
    words = " ".join(word((number * 7 + k * 331) % 4000) for k in range(8))
    return f"The {words} in part {number} of the harbour."


def form_of(number: int, form: str) -> str:
    """``form`` with {n} its number, {w} a word, {p} and {q} two persons, {s} a sentence, {m} a day of the month."""
    day = number % 28 + 1
    return form.format(n=number, w=word(number), p=name(number), q=name(number + 1), s=sentence(number), m=day)


def filled(count: int, form: str, between: str = "") -> str:
    """``form`` so many times."""
    return between.join(form_of(number, form) for number in range(count))


def reaching(characters: int, form: str, between: str = " ") -> list[str]:
    """``form`` as often as the characters allow."""
    told: list[str] = []
    left = characters
    while left > 0:
        told.append(form_of(len(told), form))
        left -= len(told[-1]) + len(between)
    return told


def _page(inside: str, head: str = "", above: str = "") -> bytes:
    story = f"<h1>{TITLE}</h1><p>{LEAD}</p>{inside}<p>{TAIL}</p>"
    body = f"{above}<article>{story}</article>"
    return f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>".encode()


def page(form: str, before: str = "", after: str = "", *, elements: int = 1) -> Maker:
    """A page with ``form`` in its story, repeated until there are as many elements as asked for."""
    return lambda count: _page(before + filled(count // elements, form) + after)


def head(form: str) -> Maker:
    """A page with ``form`` in its head."""
    return lambda count: _page("", filled(count, form))


def above(form: str, before: str, after: str, *, elements: int = 1) -> Maker:
    """A page with ``form`` in front of its story."""
    return lambda count: _page("", above=before + filled(count // elements, form) + after)


def nested(opening: str, closing: str, *, elements: int = 1) -> Maker:
    """Elements each inside the one before."""

    def made(count: int) -> bytes:
        depth = count // elements
        return _page(filled(depth, opening) + f"<p>{sentence(0)}</p>" + closing * depth)

    return made


def cells(count: int) -> bytes:
    """A table with rows of twenty cells."""
    rows = (filled(20, f"<td>Pier {row} {{n}}.</td>") for row in range(count // 20))
    return _page(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")


def cells_alone(count: int) -> bytes:
    """A page of cells without a story around them."""
    rows = (filled(20, f"<td>{row} {{n}}</td>") for row in range(count // 20))
    return f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></body></html>".encode()


def words(form: str, before: str = "<p>", after: str = "</p>") -> Maker:
    """A page with a passage of so many characters."""
    return lambda count: _page(before + "".join(reaching(count, form, "")) + after)


def linked_data(count: int) -> bytes:
    """One JSON-LD block with many articles."""
    data = [{"@type": "NewsArticle", "headline": f"Headline {n}", "author": {"name": name(n)}} for n in range(count)]
    return _page("", f'<script type="application/ld+json">{json.dumps({"@graph": data})}</script>')


def text(told: Iterable[str], between: str = "\n\n") -> bytes:
    """A plain text that tells a story with these paragraphs in the middle of it."""
    return between.join((TITLE, LEAD, *told, TAIL)).encode()


def paragraphs(form: str, between: str = "\n\n", *, group: int = 1) -> Maker:
    """A text of so many characters in paragraphs, ``group`` times the form in each."""

    def made(count: int) -> bytes:
        each = reaching(count, form, between if group == 1 else " ")
        return text((" ".join(each[start : start + group]) for start in range(0, len(each), group)), between)

    return made


def paragraph(form: str, between: str = " ") -> Maker:
    """A text of so many characters, nearly all of them in one paragraph."""
    return lambda count: text([between.join(reaching(count, form, between))])


def lines(count: int) -> bytes:
    """A text of so many short paragraphs."""
    return text(map(sentence, range(count)))


def han(count: int) -> bytes:
    return text(["".join(chr(0x4E00 + n * 7 % 9000) + ("。" if n % 20 == 19 else "") for n in range(count))])


def markdown(form: str, between: str = "\n", before: str = "") -> Maker:
    """A Markdown text of so many characters with ``form`` in its story."""

    def made(count: int) -> bytes:
        told = before + between.join(reaching(count, form, between))
        return "\n\n".join((f"# {TITLE}", LEAD, told, TAIL)).encode()

    return made


def deeper(step: str, most: int, form: str) -> Maker:
    """A Markdown text of so many characters whose lines stand ever deeper, down to ``most``, again and again."""

    def made(count: int) -> bytes:
        told: list[str] = []
        left = count
        while left > 0:
            told.append(step * (len(told) % most + 1) + form_of(len(told), form))
            left -= len(told[-1]) + 1
        return "\n\n".join((f"# {TITLE}", LEAD, "\n".join(told), TAIL)).encode()

    return made


# -- files of several records -----------------------------------------------------------------------------------------


def copies(count: int) -> bytes:
    """Rows that tell one story with three offers, each outlet with some words of its own."""

    def one(n: int) -> dict[str, str]:
        told = (
            f"{LEAD} {word(n)} {word(n + 7)} reported it for outlet {n}.",
            "Norline proposed the union a meeting about the pay of night shifts, the firm said on Monday.",
            "The port authority offered both sides a mediator for the talks about dismissed deckhands.",
            f"{TAIL} {word(n + 3)} {word(n + 5)}, it added.",
        )
        return {"title": TITLE, "text": "\n\n".join(told), "outlet": f"Outlet {n}", "published": "2024-03-05"}

    return _rows(map(one, range(count)))


def stories(count: int) -> bytes:
    """Rows with a story each."""

    def one(n: int) -> dict[str, str]:
        told = "\n\n".join(long_sentence(n * 10 + k) for k in range(6))
        offer = f"{name(n)} offered {name(n + 1)} a {word(n + 2)} of {word(n + 3)} on Monday."
        title = f"{word(n)} {word(n + 1)} {word(n + 4)} in {word(n + 5)}".capitalize()
        return {"title": title, "text": f"{offer}\n\n{told}", "outlet": "Gull", "published": "2024-03-05"}

    return _rows(map(one, range(count)))


def _rows(rows: Iterable[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


def feed(count: int) -> bytes:
    item = (
        "<item><title>{p} offers {w} a truce</title><link>http://a.example/{n}</link>"
        "<description>{p} offered {q} the {w} of {n} days on Monday. {s}</description></item>"
    )
    return f'<rss version="2.0"><channel><title>Gull</title>{filled(count, item)}</channel></rss>'.encode()


def mail_of_parts(count: int) -> bytes:
    top = 'Subject: Truce\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    part = f"--b\nContent-Type: text/plain\n\n{LEAD}\n\n{TAIL}\n"
    return (top + part * count + "--b--\n").encode()


def mail_of_lines(count: int) -> bytes:
    return b"Subject: Truce\nContent-Type: text/plain\n\n" + text(map(sentence, range(count)))
