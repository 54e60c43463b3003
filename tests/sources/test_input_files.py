"""Files, folders, globs and standard input."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from briefing.errors import NoArticleError, OtherKindError, SourceError
from briefing.schema.document import Document, MediaType
from briefing.sources import SourceOptions

STORY = "Ferry talks resume\n\nThe harbour board met the crews on Monday.\n"


async def test_a_text_file_becomes_one_document_named_as_given(tmp_path, monkeypatch, only):
    (tmp_path / "a.txt").write_text(STORY)
    monkeypatch.chdir(tmp_path)
    document = await only("a.txt")
    assert document.text == STORY
    assert (document.ref.source, document.ref.locator, document.ref.content) == ("a.txt", None, None)
    assert (document.ref.media_type, document.ref.encoding) == (MediaType.TEXT, "utf-8")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.md", "# Ferry talks\n\nThey met.", MediaType.MARKDOWN),
        ("a.html", "<p>They met.</p>", MediaType.HTML),
        ("a.txt", "<!DOCTYPE html><title>x</title><p>They met.", MediaType.HTML),
        ("a", "\n<html><body><p>They met.", MediaType.HTML),
        ("a.xml", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html><p>They met.</p></html>", MediaType.HTML),
        ("a", "They met at <p> o'clock.", MediaType.TEXT),
        ("a.unknown", "They met.", MediaType.TEXT),
    ],
)
async def test_the_media_type_comes_from_the_content_and_then_the_name(tmp_path, only, name, content, expected):
    (tmp_path / name).write_text(content)
    assert (await only(tmp_path / name)).ref.media_type is expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
async def test_the_media_type_is_seen_through_wide_encodings(tmp_path, only, encoding):
    (tmp_path / "a.txt").write_bytes("<!doctype html><title>x</title><p>They met.".encode(encoding))
    assert (await only(tmp_path / "a.txt")).ref.media_type is MediaType.HTML


async def test_a_folder_is_read_below_in_the_order_of_its_names_without_hidden_files(tmp_path, collect):
    for name in ("b/2.txt", "b/10.md", "a.html", ".hidden.txt", ".git/x.txt", "b/.x/y.txt", "c.png", "d"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Text of {name}.")
    (tmp_path / "briefing.toml").write_text("")
    items = await collect(tmp_path)
    names = [
        Path(item.source if isinstance(item, SourceError) else item.ref.source).relative_to(tmp_path) for item in items
    ]
    assert [name.as_posix() for name in names] == ["a.html", "b/10.md", "b/2.txt", "c.png", "d"]
    assert isinstance(items[3], OtherKindError)
    assert items[3].reason == "is left out: image/png is no article"


@pytest.mark.parametrize(
    ("name", "content", "left_out"),
    [
        ("photo.JPG", b"", True),
        ("talk.mp3", b"", True),
        ("bundle.zip", b"", True),
        ("figures.docx", b"PK\x03\x04 word/document.xml", True),
        ("style.css", b"p {}", True),
        ("notes.own", b"They met in Oslo.", False),
        ("notes.tex", b"They met in Oslo.", False),
    ],
)
async def test_what_is_no_article_by_its_kind_is_left_out_of_folders_and_patterns(
    tmp_path, collect, name, content, left_out
):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("They met.")
    (first, _) = await collect(tmp_path)
    assert isinstance(first, OtherKindError) is left_out
    (first, _) = await collect(f"{tmp_path}/*")
    assert isinstance(first, OtherKindError) is left_out


async def test_a_picture_that_is_named_is_an_error(tmp_path, refusal):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n")
    error = await refusal(tmp_path / "photo.png")
    assert not isinstance(error, OtherKindError)


async def test_a_folder_without_articles_gets_one_line(tmp_path, refusal):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    error = await refusal(tmp_path)
    assert isinstance(error, NoArticleError)
    assert str(error) == f"{tmp_path.as_posix()}: holds no files that can be read (1 files of other kinds)"


async def test_a_glob_gives_each_match_once_in_the_order_of_the_names(tmp_path, collect):
    for name in ("2.txt", "1.txt", "sub/3.txt", "sub/deep/4.txt", "x.md", ".h.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    flat = await collect(f"{tmp_path}/*.txt")
    assert [Path(item.ref.source).name for item in flat] == ["1.txt", "2.txt"]
    deep = await collect(f"{tmp_path}/**/*.txt")
    assert [Path(item.ref.source).name for item in deep] == ["1.txt", "2.txt", "3.txt", "4.txt"]
    folders = await collect(f"{tmp_path}/s*")
    assert [Path(item.ref.source).name for item in folders] == ["3.txt", "4.txt"]


async def test_a_file_whose_name_looks_like_a_glob_is_read_as_itself(tmp_path, only):
    (tmp_path / "[1].txt").write_text(STORY)
    assert (await only(tmp_path / "[1].txt")).text == STORY


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("no-such.txt", "does not exist"),
        ("no-such-*.txt", "matches no files"),
        ("ftp://example.org/a.txt", "has the scheme ftp"),
        ("x" * 300, "cannot be read (File name too long)"),
    ],
)
async def test_what_is_not_there_is_named_with_the_reason(tmp_path, monkeypatch, refusal, given, reason):
    monkeypatch.chdir(tmp_path)
    error = await refusal(given)
    assert (error.source, error.reason) == (given, reason)


async def test_one_bad_input_costs_none_of_the_others(tmp_path, collect):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "empty.txt").write_text(" \n")
    given = Document.of("Held in memory.", "memory")
    items = await collect(tmp_path / "none.txt", tmp_path / "empty.txt", tmp_path / "a.txt", given)
    assert [type(item) for item in items] == [SourceError, NoArticleError, Document, Document]
    assert items[1].reason == "is empty"
    assert items[3] is given


async def test_a_byte_order_mark_alone_is_an_empty_file(tmp_path, refusal):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf")
    assert (await refusal(tmp_path / "a.txt")).reason == "is empty"


async def test_a_file_without_permission_is_named(tmp_path, monkeypatch, refusal):
    path = tmp_path / "a.txt"
    path.write_text(STORY)

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert (await refusal(path)).reason == "cannot be read (Permission denied)"


async def test_a_file_with_an_unprintable_name_is_refused_in_one_printable_line(tmp_path, collect):
    (tmp_path / "a\n\x1b[31m.txt").write_text(STORY)
    (item,) = await collect(tmp_path)
    assert isinstance(item, SourceError)
    assert str(item).isprintable()


async def test_a_file_above_the_bound_gets_one_line_and_is_not_cut(tmp_path, refusal):
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    error = await refusal(path)
    assert str(error) == f"{path.as_posix()}: is larger than 20 MB; split it, or raise max_bytes"


async def test_the_bound_is_met_exactly(tmp_path, only, refusal):
    (tmp_path / "a.txt").write_text("x" * 100)
    assert len((await only(tmp_path / "a.txt", SourceOptions(max_bytes=100))).text) == 100
    assert "larger than 99 bytes" in str(await refusal(tmp_path / "a.txt", SourceOptions(max_bytes=99)))


async def test_a_document_larger_than_an_article_is_named_and_the_other_records_are_read(tmp_path, collect):
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{"x" * 101}"}}\n{{"text": "They met."}}\n{{"html": "{"x" * 101}"}}')
    items = await collect(tmp_path / "a.jsonl", options=SourceOptions(max_characters=100))
    assert [type(item) for item in items] == [SourceError, Document, Document]
    assert items[0].reason == "is larger than an article (101 characters, at most 100)"


@pytest.mark.parametrize(
    ("name", "part", "most", "parts"), [("a.txt", "x\n", 50_000, "lines"), ("a.html", "<p>x", 30_000, "elements")]
)
async def test_what_has_very_many_parts_is_no_article(tmp_path, refusal, only, name, part, most, parts):
    (tmp_path / name).write_text(part * (most + 1))
    assert f"is larger than an article (at most {most} {parts})" in str(await refusal(tmp_path / name))
    (tmp_path / name).write_text(part * most)
    assert len((await only(tmp_path / name)).text) == len(part) * most


async def test_gzip_is_opened_and_the_name_inside_tells_the_kind(tmp_path, only):
    (tmp_path / "a.md.gz").write_bytes(gzip.compress(STORY.encode()))
    document = await only(tmp_path / "a.md.gz")
    assert (document.text, document.ref.media_type) == (STORY, MediaType.MARKDOWN)


async def test_a_gzip_bomb_is_bounded_by_what_it_holds(tmp_path, refusal):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x" * 3_000_000))
    assert "is larger than 1 MB" in str(await refusal(tmp_path / "a.txt.gz", SourceOptions(max_bytes=1_000_000)))


async def test_damaged_gzip_is_named(tmp_path, refusal):
    whole = gzip.compress(STORY.encode() * 50)
    (tmp_path / "cut.gz").write_bytes(whole[:-12])
    (tmp_path / "wrong.gz").write_bytes(whole[:20] + b"\xff\xff\xff\xff" + whole[24:])
    for name in ("cut.gz", "wrong.gz"):
        assert (await refusal(tmp_path / name)).reason.startswith("is damaged gzip")


async def test_standard_input_keeps_its_content_for_later(monkeypatch, only):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    document = await only("-")
    assert (document.ref.source, document.ref.content, document.text) == ("-", STORY, STORY)


async def test_a_closed_standard_input_is_named(monkeypatch, refusal):
    monkeypatch.setattr("sys.stdin", None)
    assert str(await refusal("-")) == "-: standard input is closed"


async def test_a_pipe_is_read_and_its_content_kept(only):
    reader, writer = os.pipe()
    os.write(writer, STORY.encode())
    os.close(writer)
    try:
        document = await only(f"/dev/fd/{reader}")
    finally:
        os.close(reader)
    assert document.ref.content == STORY


async def test_a_device_is_not_read(refusal):
    assert "is no regular file" in str(await refusal("/dev/zero", SourceOptions(max_bytes=100_000)))


TEXT = "Ferry talks resume\n\nThe harbour board met the crews on Monday."


@pytest.mark.parametrize(
    ("allow", "given", "reason"),
    [
        ("documents", "https://post.example/a", "documents alone are taken here"),
        ("documents", "a.txt", "documents alone are taken here"),
        ("urls", "a.txt", "URLs and documents alone are taken here"),
        ("urls", "-", "URLs and documents alone are taken here"),
        ("urls", "file:///etc/passwd", "has the scheme file"),
    ],
)
async def test_a_service_takes_no_files_of_its_machine(tmp_path, monkeypatch, collect, allow, given, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    options = SourceOptions.model_validate({"allow": allow})
    document = Document.of(TEXT, "a text")
    items = await collect(given, document, options=options)
    assert items[1] == document
    assert reason in items[0].reason


@pytest.mark.parametrize("allow", ["documents", "urls", "files"])
@pytest.mark.parametrize("text", [TEXT, "a secret word " * 20, "x" * 5_000])
async def test_a_text_in_the_place_of_a_name_is_not_shown(refusal, allow, text):
    error = await refusal(text, SourceOptions.model_validate({"allow": allow}))
    assert error.source == f"an input of {len(text)} characters"
    assert text[:20] not in str(error)
    assert "Document.of(text, name)" in (error.hint or "")
