"""JSONL and JSON."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources import SourceOptions
from briefing.sources.carried import carried_time

ROW = {
    "title": "Ferry talks resume",
    "text": "The harbour board met the crews on Monday.",
    "url": "https://news.example/ferry",
    "published": "2024-03-04T09:30:00+01:00",
    "outlet": "Harbour Post",
    "authors": ["Ada Quill"],
    "internal_id": 7,
}

TITLED = f"{ROW['title']}\n\n{ROW['text']}"
"""The text of a document: a title beside the text goes above it, so that it can be quoted."""


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


async def test_a_row_becomes_a_document_with_what_the_row_says_about_it(tmp_path, only):
    (tmp_path / "a.jsonl").write_text(lines(ROW))
    document = await only(tmp_path / "a.jsonl")
    assert (document.text, document.ref.locator, document.ref.media_type) == (TITLED, "1", MediaType.TEXT)
    assert document.carried == Carried(
        title="Ferry talks resume",
        url="https://news.example/ferry",
        published=datetime(2024, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=1))),
        outlet="Harbour Post",
        authors=("Ada Quill",),
    )


async def test_a_row_may_hold_a_page(tmp_path, only):
    (tmp_path / "a.jsonl").write_text(lines({"html": "<p>They met.</p>", "text": " ", "authors": "Ada Quill"}))
    document = await only(tmp_path / "a.jsonl")
    assert (document.ref.media_type, document.carried.authors) == (MediaType.HTML, ("Ada Quill",))


async def test_a_bad_row_is_named_by_its_line_and_the_others_are_read(tmp_path, collect):
    text = lines(ROW) + '{"title": "cut\n\n[1, 2]\n"word"\n' + lines({"title": "no text"}, {"text": 5}, ROW)
    (tmp_path / "a.jsonl").write_text(text)
    items = await collect(tmp_path / "a.jsonl")
    assert [type(item) for item in items] == [Document, *[SourceError] * 3, NoArticleError, SourceError, Document]
    found = [(error.source.rpartition("#")[2], error.reason) for error in items if isinstance(error, SourceError)]
    assert found[0][0] == "2"
    assert found[0][1].startswith("is not JSON (EOF while parsing a string")
    assert found[1:] == [
        ("4", "is not a JSON object"),
        ("5", "is a JSON string, not an object"),
        ("6", "has neither a text nor html"),
        ("7", "field 'text': Input should be a valid string"),
    ]
    assert items[-1].ref.locator == "8"


async def test_a_field_of_another_kind_is_named(tmp_path, refusal):
    (tmp_path / "a.jsonl").write_text(lines({"text": "They met.", "authors": 5}))
    assert (await refusal(tmp_path / "a.jsonl")).reason.startswith("field 'authors': ")


async def test_a_line_separator_inside_a_row_does_not_end_it(tmp_path, only):
    (tmp_path / "a.jsonl").write_text('{"text": "One.\u2028Two.\x85Three."}\n')
    assert (await only(tmp_path / "a.jsonl")).text == "One.\u2028Two.\x85Three."


async def test_json_files_hold_one_object_or_a_list(tmp_path, only, collect):
    (tmp_path / "one.json").write_text(json.dumps(ROW, indent=2))
    assert (await only(tmp_path / "one.json")).carried.title == ROW["title"]
    (tmp_path / "list.json").write_text(json.dumps([ROW, {"text": "Second."}], indent=2))
    assert [item.ref.locator for item in await collect(tmp_path / "list.json")] == ["1", "2"]


async def test_a_json_file_of_lines_is_read_as_lines(tmp_path, collect):
    (tmp_path / "a.json").write_text(lines(ROW, ROW))
    assert [item.ref.locator for item in await collect(tmp_path / "a.json")] == ["1", "2"]


async def test_json_that_is_none_is_named(tmp_path, refusal):
    (tmp_path / "a.json").write_text('{"text": "cut')
    assert (await refusal(tmp_path / "a.json")).reason.startswith("is not JSON")
    (tmp_path / "b.json").write_text("[]")
    assert (await refusal(tmp_path / "b.json")).reason == "holds no records"


async def test_deep_nesting_is_a_bad_row(tmp_path, refusal):
    (tmp_path / "a.jsonl").write_text('{"text": ' + "[" * 100_000 + "\n")
    assert "is not JSON (recursion limit exceeded" in (await refusal(tmp_path / "a.jsonl")).reason


@pytest.mark.parametrize("content", [lines(ROW), json.dumps([ROW], indent=1), "\ufeff" + lines(ROW)])
async def test_rows_are_recognised_on_standard_input(monkeypatch, only, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    document = await only("-")
    assert (document.text, document.ref.content) == (TITLED, TITLED)


async def test_compressed_rows_are_read(tmp_path, only):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines(ROW).encode()))
    assert (await only(tmp_path / "a.jsonl.gz")).text == TITLED


async def test_rows_above_the_bound_are_left_with_one_line(tmp_path, collect):
    (tmp_path / "a.jsonl").write_text(lines(*[ROW] * 5))
    items = await collect(tmp_path / "a.jsonl", options=SourceOptions(max_records=3))
    assert [type(item) for item in items] == [*[Document] * 3, SourceError]
    assert items[-1].reason == "holds more than 3 records; the rest was not read"


async def test_a_file_of_nothing_but_bad_rows_does_not_flood_the_report(tmp_path, collect):
    (tmp_path / "a.jsonl").write_text("x\n" * 100_000)
    items = await collect(tmp_path / "a.jsonl")
    assert len(items) == 101
    assert items[-1].reason == "has 100 bad records; the rest was not read"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-03-04", datetime(2024, 3, 4)),
        ("2024-03-04T09:30Z", datetime(2024, 3, 4, 9, 30, tzinfo=UTC)),
        ("Mon, 04 Mar 2024 09:30:00 +0100", datetime(2024, 3, 4, 8, 30, tzinfo=UTC)),
        (1709544600, datetime(2024, 3, 4, 9, 30, tzinfo=UTC)),
        ("04/03/2024", None),
        ("yesterday", None),
        ("", None),
        (True, None),
        ({}, None),
        (10**30, None),
    ],
)
def test_a_stated_time_is_read_and_never_guessed(stated, expected):
    assert carried_time(stated) == expected


async def test_a_title_that_the_text_begins_with_is_not_put_there_twice(tmp_path, only):
    row = ROW | {"text": TITLED}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert (await only(tmp_path / "a.jsonl")).text == TITLED


@pytest.mark.parametrize("stated", ["not a date", "03/02/2024", True, {"day": 3}])
async def test_a_date_that_cannot_be_told_is_left_out_with_a_warning(stated, tmp_path, collect, caplog):
    (tmp_path / "a.jsonl").write_text(lines(ROW, ROW | {"published": stated}))
    with caplog.at_level("WARNING", logger="briefing"):
        documents = await collect(tmp_path / "a.jsonl")
    assert [document.carried.published is None for document in documents] == [False, True]
    (record,) = caplog.records
    assert record.name == "briefing"
    assert f"{tmp_path / 'a.jsonl'}#2" in record.getMessage()
    assert "'published'" in record.getMessage()


@pytest.mark.parametrize("blank", [None, "", "  "])
async def test_no_date_needs_no_warning(blank, tmp_path, only, caplog):
    (tmp_path / "a.jsonl").write_text(lines(ROW | {"published": blank}))
    assert (await only(tmp_path / "a.jsonl")).carried.published is None
    assert not caplog.records


async def test_numbers_for_names_are_read_as_text(tmp_path, only):
    (tmp_path / "a.jsonl").write_text(lines(ROW | {"outlet": 24, "title": 1984}))
    document = await only(tmp_path / "a.jsonl")
    assert (document.carried.outlet, document.carried.title) == ("24", "1984")
    assert document.text.startswith("1984")
