"""Whole letters, mailboxes, rows and pages to damage a little: what is damaged much, its parser refuses at the door.

``shaped`` makes one for a parser from dice, the same one for a seed.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any

import briefing
from briefing.schema.document import Document
from briefing.testing import DRAFT, ScriptedModel
from tests.factories import STORY, draft

_CHARSETS = ("utf-8", "iso-8859-1", "utf-16", "koi8-r", "us-ascii")
_ENCODINGS = ("base64", "quoted-printable", "8bit")
_ODD_HEADERS = (
    "Subject: =?utf-8?B?8J+Y?= =?x-none?Q?=FF?=",
    "Date: 31 Feb 2031 25:61:00 +9999",
    'Content-Type: multipart/mixed; boundary="a',
    "Content-Type: text/html; charset*=utf-8''%ff%fe",
    "From: =?utf-8?q?a=0Ab?= <a@[IPv6:::1]>, ,;:",
    "Content-Transfer-Encoding: base64",
    "List-Id: <<<>>>",
)


def shaped(name: str, texts: Sequence[str], dice: random.Random) -> str | None:
    """A whole input for a parser, None where there is no shape for it."""
    return _SHAPES[name](texts, dice) if name in _SHAPES else None


def letter(texts: Sequence[str], dice: random.Random, depth: int = 0) -> str:
    message = _message(texts, dice, depth)
    data = message.as_bytes(policy=SMTP) if dice.random() < 0.5 else message.as_bytes()
    lines = data.decode("latin-1").split("\n")
    if dice.random() < 0.4:
        lines.insert(dice.randint(0, min(8, len(lines))), dice.choice(_ODD_HEADERS))
    return "\n".join(lines)


def mailbox(texts: Sequence[str], dice: random.Random) -> str:
    letters = [letter(texts, dice).replace("\r\n", "\n") for _ in range(dice.randint(1, 5))]
    return "".join(
        f"From a@example.org Mon Mar  3 06:00:0{number} 2031\n{re.sub('(?m)^From ', '>From ', text)}\n\n"
        for number, text in enumerate(letters)
    )


def rows(texts: Sequence[str], dice: random.Random) -> str:
    return "\n".join(json.dumps(_row(texts, dice)) for _ in range(dice.randint(1, 6)))


def list_of_rows(texts: Sequence[str], dice: random.Random) -> str:
    found = [_row(texts, dice) for _ in range(dice.randint(1, 6))]
    return json.dumps(found if dice.random() < 0.5 else {dice.choice(("articles", "results", "data")): found})


def table(texts: Sequence[str], dice: random.Random) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, ["title", "text", "date", "url"], extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(_row(texts, dice) for _ in range(dice.randint(1, 6)))
    return file.getvalue()


def feed(texts: Sequence[str], dice: random.Random) -> str:
    items = "".join(
        f"<item><title>{dice.choice(('Truce', '&lt;b&gt;Truce', ''))}</title><link>https://a.example/{number}</link>"
        f"<pubDate>{dice.choice(('Mon, 03 Mar 2031 06:00:00 GMT', '2031-03-03', 'soon'))}</pubDate>"
        f"<description><![CDATA[{_some(texts, dice).replace(']]>', '')}]]></description></item>"
        for number in range(dice.randint(1, 6))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{items}</channel></rss>'


def page(texts: Sequence[str], dice: random.Random) -> str:
    """A real page with values exchanged for others of the page, or for odd ones."""
    data = json.loads(_page())
    for _ in range(dice.randint(0, 3)):
        _changed(data, dice)
    return json.dumps(data)


def reply(texts: Sequence[str], dice: random.Random) -> str:
    data = json.loads(draft().model_dump_json())
    for _ in range(dice.randint(0, 3)):
        _changed(data, dice)
    text = json.dumps(data)
    return dice.choice((text, f"```json\n{text}\n```", f"Here it is: {text} Done.", text[:-1], text.replace('"', "'")))


_SHAPES: dict[str, Callable[[Sequence[str], random.Random], str]] = {
    "a letter": letter,
    "a mailbox": mailbox,
    "rows": rows,
    "a list of rows": list_of_rows,
    "a table": table,
    "a feed": feed,
    "a page": page,
    "a reply": reply,
}


def _message(texts: Sequence[str], dice: random.Random, depth: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = dice.choice(("Ada <ada@example.org>", "news@example.org", '"A, B" <c@example.org>'))
    message["Subject"] = dice.choice(("Truce", "Fwd: Truce", "Größe ☃", "=?utf-8?q?x?=", "A" * 300))
    message["Date"] = dice.choice(("Mon, 03 Mar 2031 06:00:00 +0000", "3 Mar 2031", "Mon, 03 Mar 31 06:00 PST"))
    _fill(message, _some(texts, dice), "plain", dice)
    if dice.random() < 0.5:
        message.add_alternative(f"<p>{_some(texts, dice)}</p>", subtype="html")
    if dice.random() < 0.3:
        message.add_attachment(_some(texts, dice).encode("utf-8", "replace"), "text", "plain", filename="a.txt")
    if depth < 3 and dice.random() < 0.3:
        message.add_attachment(_message(texts, dice, depth + 1))
    return message


def _fill(message: EmailMessage, text: str, subtype: str, dice: random.Random) -> None:
    charset, encoding = dice.choice(_CHARSETS), dice.choice(_ENCODINGS)
    try:
        message.set_content(text, subtype, charset, cte=encoding)
    except (UnicodeError, ValueError, LookupError):
        message.set_content(text.encode("utf-8", "replace").decode(), subtype, "utf-8", cte="base64")


def _row(texts: Sequence[str], dice: random.Random) -> dict[str, Any]:
    row: dict[str, Any] = {
        "title": "Truce",
        "text": _some(texts, dice),
        "date": "2031-03-03",
        "url": "https://a.example",
    }
    if dice.random() < 0.4:
        row[dice.choice([*row, "author", "language", "html"])] = _odd(dice)
    return row


def _some(texts: Sequence[str], dice: random.Random) -> str:
    text = dice.choice(texts)
    start = dice.randint(0, max(0, len(text) - 1))
    return (text if dice.random() < 0.5 else text[start:])[:3000].replace("\x00", "").replace("\r", "")


def _odd(dice: random.Random) -> object:
    return dice.choice(
        (None, True, -1, 0, 1e308, 2**70, "", "\u202e", "9999-12-31", "0001-01-01T00:00:00+23:59", [], {}, ["a", None])
    )


def _changed(data: Any, dice: random.Random) -> None:
    """Exchange one value of a tree, leave it out, or double it."""
    places = list(_places(data))
    if not places:
        return
    holder, key = dice.choice(places)
    match dice.randint(0, 3):
        case 0:
            holder[key] = _odd(dice)
        case 1:
            other, at = dice.choice(places)
            holder[key] = json.loads(json.dumps(other[at]))
        case 2:
            del holder[key]
        case _:
            value = holder[key]
            if isinstance(value, str):
                holder[key] = value[: len(value) // 2] + dice.choice(("\u202e", "<b>", "\n# ", "|", "](", "")) + value
            elif isinstance(value, int | float):
                holder[key] = value + dice.choice((-1, 1, 10**9))
            elif isinstance(value, list):
                value *= 2


def _places(data: Any) -> Any:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield data, key
        yield from _places(value)


@cache
def _page() -> str:
    settings = briefing.Settings(date="2031-03-03", proof="off", link="off")
    model = ScriptedModel({DRAFT: [lambda _: draft().model_dump_json()]})
    return briefing.generate([Document.of(STORY, "harbour.txt")], settings, model=model).to_json()
