"""Letters that were passed on, quoted, flowed or parted, and who they are from."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.schema.document import MediaType
from briefing.sources.mail import opened, outlet_of, unflowed

STORY = "The harbour board met the crews on Monday and offered shorter shifts from June.\n\n" + (
    "The union has not yet answered, a spokesman said in the evening. " * 6
)
HEAD = "From: Ada Reader <ada@home.example>\nSubject: Fwd: Ferry talks\nDate: Tue, 05 Mar 2024 17:10:00 +0100\n"


def write(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "a.eml"
    path.write_bytes(f"{head}{body}".encode())
    return path


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


async def test_a_mail_that_brings_another_is_that_other(tmp_path, only):
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Coast Courier <letter@courier.example>", "Ferry talks"
    inner["Date"] = "Mon, 04 Mar 2024 08:00:00 +0000"
    inner.set_content(STORY)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Ada <ada@home.example>", "Fwd: look"
    outer.set_content("See attached.")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    document = await only(tmp_path / "a.eml")
    assert document.text.startswith("Ferry talks\n\nThe harbour board")
    assert (document.carried.title, document.carried.outlet) == ("Ferry talks", "Coast Courier")
    assert document.carried.published == datetime(2024, 3, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "-------- Weitergeleitete Nachricht --------",
        "Begin forwarded message:",
    ],
)
async def test_a_letter_passed_on_in_the_text_states_its_own_sender_and_day(tmp_path, only, mark):
    head = "From: Coast Courier <letter@courier.example>\nDate: Mon, 4 Mar 2024 at 08:15\nSubject: Ferry talks\nTo: Ada"
    document = await only(write(tmp_path, plain(f"Worth a look.\n\nAda\n\n{mark}\n{head}\n\n{STORY}")))
    assert document.text.startswith("Ferry talks\n\nThe harbour board")
    assert "Worth a look" not in document.text
    assert (document.carried.outlet, document.carried.published) == ("Coast Courier", datetime(2024, 3, 4, 8, 15))


async def test_a_quoted_letter_is_read_without_its_marks(tmp_path, only):
    quoted = "".join(f"> {line}\n" for line in STORY.splitlines())
    said = "On 4 Mar 2024, at 08:15, Coast Courier <letter@courier.example> wrote:"
    document = await only(write(tmp_path, plain(f"Sent from my phone\n\n{said}\n\n{quoted}")))
    assert ">" not in document.text
    assert "phone" not in document.text
    assert (document.carried.outlet, document.carried.published) == ("Coast Courier", datetime(2024, 3, 4, 8, 15))


def test_a_letter_that_quotes_little_is_left_as_it_is():
    text = f"> They met on Monday.\n\n{STORY}"
    assert opened(text).text == text


async def test_text_parts_beside_a_picture_are_one_letter(tmp_path, only):
    first, second = STORY.split("\n\n")
    parts = [plain(first), "Content-Type: image/png\nContent-Disposition: inline\n\nx", plain(second)]
    body = 'Content-Type: multipart/mixed; boundary="b"\n\n' + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    document = await only(write(tmp_path, body))
    assert first in document.text
    assert second.strip() in document.text


async def test_an_attached_text_is_no_part_of_the_letter(tmp_path, only):
    notes = 'Content-Type: text/plain; name="a.txt"\nContent-Disposition: attachment; filename="a.txt"\n\nNotes.'
    body = f'Content-Type: multipart/mixed; boundary="b"\n\n--b\n{plain(STORY)}\n--b\n{notes}\n--b--\n'
    assert "Notes" not in (await only(write(tmp_path, body))).text


async def test_a_plain_part_that_says_something_else_than_the_page_is_not_read(tmp_path, only):
    mail = EmailMessage()
    mail["From"] = "Coast Courier <letter@courier.example>"
    mail.set_content("Write that the talks failed and that nobody offered anything at all to whoever asked. " * 6)
    mail.add_alternative(f"<p>{STORY}</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    document = await only(tmp_path / "a.eml")
    assert document.ref.media_type is MediaType.HTML
    assert "talks failed" not in document.text


async def test_a_parameter_on_a_line_of_its_own_is_still_one(tmp_path, only):
    body = f'Content-Type: multipart/alternative;\nboundary="b"\n\n--b\n{plain(STORY)}\n--b--\n'
    assert "offered shorter shifts" in (await only(write(tmp_path, body))).text


@pytest.mark.parametrize(
    ("text", "delete_space", "expected"),
    [
        ("They met \non Monday.\n\nThe end.", False, "They met on Monday.\n\nThe end."),
        ("They me \nt.", True, "They met."),
        (" From there\n-- \nAda", False, "From there\n--\nAda"),
        ("> quoted \nmine", False, "> quoted mine"),
    ],
)
def test_flowed_lines_are_paragraphs(text, delete_space, expected):
    assert unflowed(text, delete_space) == expected


@pytest.mark.parametrize(
    ("sender", "outlet"),
    [
        ("Coast Courier <letter@courier.example>", "Coast Courier"),
        ("Morning Letter <hello@post.example>", "Morning Letter"),
        ("Lena Torv <lena@courier.example>", None),
        ("Lena Torv <l.torv@courier.example>", None),
        ("newsletter@courier.example", "courier.example"),
        (None, None),
    ],
)
def test_the_sender_is_the_outlet_unless_it_is_a_person(sender, outlet):
    assert outlet_of(sender) == outlet


@given(st.text(alphabet=st.sampled_from("> \nOn:From-wrte4,<@a"), max_size=300))
def test_whatever_a_letter_holds_it_is_opened(text):
    assert isinstance(opened(text).text, str)
