"""What people bring along beside articles: mailboxes, pages saved by browsers, files of word processors."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefing.cleaning import clean
from briefing.errors import SourceError
from briefing.schema.document import Document
from briefing.sources.decoding import decode

TEXT = (
    "Norway has offered Iceland a share of its cod quota for the next two years, the Foreign Ministry said.\n\n"
    "Iceland has not yet answered the offer, which was made at a meeting of both governments on Tuesday.\n"
)
RUSSIAN = "Норвегия предложила Исландии долю квоты на треску.\nИсландия пока не ответила на предложение."
CHINESE = "挪威向冰岛提出分享鳕鱼配额的方案，为期两年。\n冰岛尚未作出答复。"
PAGE = f"<html><head><title>Cod deal</title></head><body><h1>Cod deal</h1><p>{TEXT}</p></body></html>"


def _letter(number: int) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Coast Courier <news@coast.example>", f"Cod deal {number}"
    letter["Date"] = "Tue, 05 Mar 2024 17:10:00 +0100"
    letter.set_content(f"From the harbour of Bergen we report. {TEXT}")
    return letter


@pytest.fixture
def box(tmp_path: Path) -> Path:
    made = mailbox.mbox(tmp_path / "box.mbox")
    for number in range(3):
        made.add(_letter(number))
    made.close()
    return tmp_path / "box.mbox"


async def test_each_letter_of_a_mailbox_is_an_article(box: Path, collect):
    articles = [clean(item) for item in await collect(box)]
    assert [article.title for article in articles] == ["Cod deal 0", "Cod deal 1", "Cod deal 2"]
    assert {article.outlet for article in articles} == {"Coast Courier"}
    assert all("From the harbour" in article.text and ">From" not in article.text for article in articles)


@pytest.fixture
def unnamed(box: Path) -> Path:
    return box.rename(box.with_name("inbox"))


async def test_a_mailbox_without_a_telling_name_is_known_by_its_first_lines(unnamed: Path, collect):
    assert len(await collect(unnamed)) == 3


@pytest.fixture
def box_with_an_empty_letter(box: Path) -> Path:
    with box.open("a") as file:
        file.write("\nFrom x Tue Mar  5 17:10:00 2024\nSubject: empty\n\n\n")
    return box


async def test_a_bad_letter_spoils_no_other(box_with_an_empty_letter: Path, collect):
    items = await collect(box_with_an_empty_letter)
    assert [type(item) for item in items[:3]] == [Document] * 3
    assert isinstance(items[3], SourceError)


@pytest.mark.parametrize("sender", ["<Saved by Blink>", '"Saved by Internet Explorer 11"'])
async def test_a_page_that_a_browser_saved_as_mail_is_a_page(tmp_path: Path, collect, sender: str):
    (tmp_path / "a.mhtml").write_text(
        f"From: {sender}\nSnapshot-Content-Location: https://coast.example/cod\nSubject: Cod deal\n"
        "Date: Tue, 05 Mar 2024 17:10:00 +0100\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\nContent-Location: https://coast.example/cod\n\n{PAGE}\n--b--\n"
    )
    (item,) = await collect(tmp_path / "a.mhtml")
    article = clean(item)
    assert (article.title, article.outlet, article.published) == ("Cod deal", "coast.example", None)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", rb"{\rtf1\ansi Norway has offered Iceland cod.}", "RTF"),
        ("a.xml", b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "<opml>"),
        ("a.txt", b'<svg xmlns="http://www.w3.org/2000/svg"><text>Cod</text></svg>', "<svg>"),
        ("a.txt", b'<?xml version="1.0"?><nitf><body/></nitf>', "<nitf>"),
    ],
)
async def test_what_is_no_text_is_named(tmp_path: Path, refusal, name: str, data: bytes, reason: str):
    (tmp_path / name).write_bytes(data)
    assert reason in (await refusal(tmp_path / name)).reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, TEXT])
def test_utf16_without_a_mark_is_known_in_every_script(text: str, encoding: str):
    assert decode(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("data", [b"Talks\0 went on in the town.", b"\0Talks went on.", "Caf\xe9\0 talks".encode()])
def test_a_stray_nul_makes_no_utf16(data: bytes):
    assert decode(data, "x").encoding == "utf-8"
