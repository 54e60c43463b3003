"""Mail."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefing.errors import NoArticleError
from briefing.schema.document import MediaType

LONG = "The harbour board met the crews on Monday and offered shorter shifts from June. " * 6


def message(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name] = value
    return mail


def write(folder: Path, mail: EmailMessage) -> Path:
    path = folder / "a.eml"
    path.write_bytes(mail.as_bytes())
    return path


async def test_a_mail_gives_its_text_subject_and_date(tmp_path, only):
    mail = message(
        Subject="Fwd: RE: Fähre: talks resume", Date="Mon, 04 Mar 2024 09:30:00 +0100", From="Post <x@post.example>"
    )
    mail.set_content(LONG)
    document = await only(write(tmp_path, mail))
    assert document.text.strip() == f"Fähre: talks resume\n\n{LONG.strip()}"
    assert (document.ref.locator, document.ref.media_type) == ("body", MediaType.TEXT)
    assert document.carried.title == "Fähre: talks resume"
    assert document.carried.published == datetime(2024, 3, 4, 8, 30, tzinfo=UTC)
    assert (document.carried.outlet, document.carried.authors) == ("Post", ())


async def test_the_plain_part_is_taken_unless_it_is_a_mere_notice(tmp_path, only):
    mail = message(Subject="x")
    mail.set_content(LONG)
    mail.add_alternative("<p>The same.</p>", subtype="html")
    assert (await only(write(tmp_path, mail))).ref.media_type is MediaType.TEXT
    mail = message(Subject="x")
    mail.set_content("Your program cannot show this.")
    mail.add_alternative(f"<p>{LONG}</p>", subtype="html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    document = await only(write(tmp_path, mail))
    assert (document.ref.media_type, document.text.strip()) == (MediaType.HTML, f"<p>{LONG}</p>")


async def test_the_charset_of_a_part_is_honoured(tmp_path, only):
    raw = b"Content-Type: text/plain; charset=koi8-r\n\n" + "Да".encode("koi8_r")
    (tmp_path / "a.eml").write_bytes(raw)
    document = await only(tmp_path / "a.eml")
    assert (document.text, document.ref.encoding) == ("Да", "koi8_r")


async def test_a_mail_without_a_text_is_named(tmp_path, refusal):
    mail = message(Subject="x")
    mail.set_content(b"\x89PNG", maintype="image", subtype="png")
    error = await refusal(write(tmp_path, mail))
    assert (type(error), error.reason) == (NoArticleError, "is a mail without a text")


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset*0*=x'%%;\nSubject: =?utf-8?b?!!!?=\nDate: never\n\nThey met.",
        b"Subject: \xff\xfe\nContent-Transfer-Encoding: base64\n\nVGhleSBtZXQu!!",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThey met.",
    ],
)
async def test_a_damaged_mail_still_gives_its_text(tmp_path, only, raw):
    (tmp_path / "a.eml").write_bytes(raw)
    document = await only(tmp_path / "a.eml")
    assert "They met." in document.text
    assert document.carried.published is None


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300)), "too many parts"),
        ("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 5000, "too many parts"),
        ("Content-Type: text/plain;\r\n" + " a=b;\r\n" * 5000 + "\r\nx", "a header of more than 2000 bytes"),
        ("Subject: x\n\n" + "x\r" * 600_000, "more than 500000 lines"),
    ],
)
async def test_a_mail_that_would_take_the_parser_very_long_is_refused(tmp_path, refusal, raw, problem):
    (tmp_path / "a.eml").write_bytes(raw.encode())
    assert (await refusal(tmp_path / "a.eml")).reason == f"is a mail with {problem}"


async def test_what_the_parser_cannot_take_is_named(tmp_path, refusal):
    (tmp_path / "a.eml").write_text("Content-Transfer-Encoding: " + "(a" * 900 + "\n\nThey met.")
    assert (await refusal(tmp_path / "a.eml")).reason == "is no mail that can be read (RecursionError)"
