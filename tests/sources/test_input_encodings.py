"""Encodings are detected, never assumed."""

from __future__ import annotations

import codecs
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.characters import usable
from briefing.errors import SourceError
from briefing.sources.decoding import decode, python_name

GERMAN = (
    "Der Außenminister erklärte am Mittwoch, die Gespräche über die Büros würden in Brüssel fortgesetzt. "
    "Für Freitag ist ein weiteres Treffen mit den Verbänden angekündigt."
)
RUSSIAN = "Министр заявил в среду, что переговоры будут продолжены. Оппозиция отвергла предложение о встрече."
JAPANESE = "外務大臣は水曜日、協議が続くと述べた。野党は政府の提案を拒否し、来週の会合を求めている。"
POLISH = "Minister powiedział w środę, że rozmowy będą kontynuowane. Sprzeciw zgłosiły związki, które żądają podwyżek."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (POLISH, "iso8859_2"),
        (POLISH, "cp1250"),
    ],
)
def test_an_undeclared_encoding_is_found(text, encoding):
    assert decode(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_unicode_encodings_are_read_with_and_without_a_mark(encoding):
    assert decode(GERMAN.encode(encoding), "x").text == GERMAN


def test_a_byte_order_mark_is_not_text():
    assert decode(codecs.BOM_UTF8 + b"Talks", "x").text == "Talks"


def test_valid_utf8_is_believed_over_a_header_that_says_otherwise():
    assert decode(GERMAN.encode(), "x", declared="iso-8859-1").text == GERMAN


def test_a_header_decides_where_the_bytes_are_not_utf8():
    word = "Café".encode("cp1252")
    assert decode(word, "x", declared="iso-8859-1").text == "Café"
    assert decode(word, "x", declared="windows-1251").text == "Cafй"


def test_seven_bit_japanese_is_read_where_the_header_says_so():
    assert decode(JAPANESE.encode("iso2022_jp"), "x", declared="ISO-2022-JP").text == JAPANESE


@pytest.mark.parametrize(
    "head",
    ['<meta charset="windows-1251">', '<META http-equiv=x content="text/html; charset=windows-1251">'],
)
def test_a_page_says_its_own_encoding(head):
    page = f"<html><head>{head}</head><p>Да."
    assert decode(page.encode("cp1251"), "x").text == page


def test_an_xml_declaration_says_the_encoding():
    page = '<?xml version="1.0" encoding="koi8-r"?><p>Да.</p>'
    assert decode(page.encode("koi8_r"), "x").text == page


def test_a_page_that_wrongly_says_utf8_is_read_by_its_bytes():
    page = f'<meta charset="utf-8"><p>{GERMAN}'
    assert decode(page.encode("cp1252"), "x").text == page


def test_utf8_cut_in_its_last_character_stays_utf8():
    decoded = decode("The talks ended in a café".encode()[:-1], "x")
    assert (decoded.text, decoded.encoding) == ("The talks ended in a caf\ufffd", "utf-8")


def test_a_few_broken_sequences_leave_the_rest_as_it_is():
    data = GERMAN.encode().replace("ä".encode(), b"\xc3", 1)
    assert decode(data, "x").text == GERMAN.replace("ä", "\ufffd", 1)


def test_nuls_in_a_text_become_replacement_characters():
    assert decode(b"Talks\0 went on.", "x").text == "Talks\ufffd went on."


@pytest.mark.parametrize("label", ["hex", "utf-7", "unicode_escape", "no-such", "idna", "punycode", "a\0b"])
def test_labels_that_are_no_encoding_of_the_web_are_not_used(label):
    assert python_name(label) is None


@pytest.mark.parametrize(("label", "name"), [("latin1", "cp1252"), ("GBK", "gb18030"), (" UTF8 ", "utf-8")])
def test_labels_mean_what_browsers_take_them_for(label, name):
    assert python_name(label) == name


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(seed):
    with pytest.raises(SourceError, match="is binary"):
        decode(random.Random(seed).randbytes(4000), "x")


def test_control_characters_are_not_text():
    with pytest.raises(SourceError, match="x: is binary, not text"):
        decode(bytes(range(1, 9)) * 40, "x")


@given(st.binary(max_size=300))
def test_any_bytes_end_in_text_that_can_be_encoded_or_in_a_source_error(data):
    try:
        decoded = decode(data, "x")
    except SourceError as error:
        assert error.source == "x"
    else:
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")
        assert usable(data.decode(decoded.encoding, "replace").removeprefix("\ufeff")) == decoded.text


@pytest.mark.parametrize(
    ("magic", "kind"), [(b"PK\x03\x04", "a ZIP archive"), (b"\x89PNG\r\n", "a PNG image"), (b"\x7fELF", "a program")]
)
async def test_a_binary_file_is_named_for_what_it_is(tmp_path: Path, refusal, magic, kind):
    (tmp_path / "a.txt").write_bytes(magic + os.urandom(50))
    assert (await refusal(tmp_path / "a.txt")).reason.startswith(f"is not text but {kind}")


async def test_the_encoding_is_noted_in_the_reference(tmp_path: Path, only):
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("cp1251"))
    assert (await only(tmp_path / "a.txt")).ref.encoding == "cp1251"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The port of Hälmstrand offered the workers four percent more pay on Tuesday, the union said.", "cp1252"),
        ("“It is a first step,” the port’s head said on Tuesday. The workers had asked for more pay.", "cp1252"),
        ("La autoridad añadió que las negociaciones de los últimos años están paradas desde el lunes.", "cp1252"),
        ("Liman işletmesi grevi bitirmek için işçilere yüzde dört zam önerdi, sendika karar verecek.", "cp1254"),
        ("Vláda nabídla přístavním dělníkům čtyři procenta navíc, aby ukončila stávku od pátku.", "cp1250"),
    ],
)
@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">', '<?xml version="1.0" encoding="utf-8"?>'])
def test_the_language_of_a_text_decides_what_few_bytes_leave_open(text, encoding, head):
    assert decode(f"{head}<p>{text}</p>".encode(encoding), "x").text == f"{head}<p>{text}</p>"


def test_a_declared_set_that_would_give_control_characters_is_that_of_windows():
    page = '<meta charset="iso-8859-2"><p>„Święto” trwa już trzy dni, podał zarząd portu.</p>'
    assert decode(page.encode("cp1250"), "x").text == page


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859_2"])
def test_polish_without_quotation_marks_is_read_in_the_set_it_is_in(encoding):
    page = '<meta charset="iso-8859-2"><p>Zarząd portu zaproponował związkowcom podwyżkę w ciągu dwóch lat.</p>'
    assert decode(page.encode(encoding), "x").text == page


def test_croatian_in_the_set_that_it_declares_is_left_there():
    page = '<meta charset="iso-8859-2"><p>Lučka uprava ponudila je višu plaću, rekao je šef luke u Šibeniku.</p>'
    assert decode(page.encode("iso8859_2"), "x").text == page
