"""Rows under the names that other programs have for what we need."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import MediaType
from briefing.sources import SourceOptions

TEXT = "The harbour board met the crews on Monday and offered shorter shifts."
TITLE = "Ferry talks resume"


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    "row",
    [
        {"headline": TITLE, "body": TEXT, "link": "https://p.example/1", "pubDate": "Wed, 08 Apr 2026 10:00:00 GMT"},
        {"title": TITLE, "maintext": TEXT, "url": "https://p.example/1", "date_publish": "2026-04-08 10:00:00Z"},
        {"title": TITLE, "plain_text": TEXT, "url": "https://p.example/1", "publishing_date": "2026-04-08T10:00:00Z"},
        {"webTitle": TITLE, "webUrl": "https://p.example/1", "webPublicationDate": "2026-04-08T10:00:00Z",
         "fields": {"bodyText": TEXT}},
        {"headline": {"main": TITLE}, "abstract": TEXT, "web_url": "https://p.example/1",
         "pub_date": "2026-04-08T10:00:00+0000"},
        {"title": {"rendered": TITLE}, "content": {"rendered": TEXT}, "link": "https://p.example/1",
         "date_gmt": "20260408T100000Z"},
        {"Title": TITLE, "Full Text": TEXT, "URL": "https://p.example/1", "Published-At": 1775642400},
    ],
)  # fmt: skip
async def test_a_row_is_read_under_the_names_of_its_exporter(tmp_path, only, row):
    (tmp_path / "a.jsonl").write_text(lines(row))
    document = await only(tmp_path / "a.jsonl")
    assert document.text == f"{TITLE}\n\n{TEXT}"
    assert (document.carried.title, document.carried.url) == (TITLE, "https://p.example/1")
    assert document.carried.published == datetime(2026, 4, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "outlet"),
    [
        ({"source": {"id": "bbc", "name": "BBC News"}}, "BBC News"),
        ({"publisher": "Example News"}, "Example News"),
        ({"source": "https://www.example.org/feed"}, "example.org"),
        ({"source": "Unknown", "domain": "example.org"}, "example.org"),
        ({"outlet": "n/a"}, None),
    ],
)
async def test_an_outlet_is_a_name_or_a_host_and_never_unknown(tmp_path, only, stated, outlet):
    (tmp_path / "a.jsonl").write_text(lines({"text": TEXT, **stated}))
    assert (await only(tmp_path / "a.jsonl")).carried.outlet == outlet


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ({"byline": "By Lena Torv and Ali Demir"}, ("Lena Torv", "Ali Demir")),
        ({"author": "Torv, Lena"}, ("Torv, Lena",)),
        ({"author": "Lena Torv, Ali Demir"}, ("Lena Torv", "Ali Demir")),
        ({"authors": [{"name": "Lena Torv"}, {"givenName": "Ali", "familyName": "Demir"}]}, ("Lena Torv", "Ali Demir")),
        ({"authors": "['Lena Torv', 'Ali Demir']"}, ("Lena Torv", "Ali Demir")),
        ({"creator": "desk@post.agency (Lena Torv)"}, ("Lena Torv",)),
        ({"author": None}, ()),
    ],
)
async def test_authors_are_read_as_others_write_them(tmp_path, only, stated, names):
    (tmp_path / "a.jsonl").write_text(lines({"text": TEXT, **stated}))
    assert (await only(tmp_path / "a.jsonl")).carried.authors == names


async def test_a_longer_text_is_taken_before_a_description_and_a_page_is_a_page(tmp_path, collect):
    rows = [{"description": "Short.", "content": TEXT}, {"description": "Short."}, {"content": f"<p>{TEXT}</p>"}]
    (tmp_path / "a.jsonl").write_text(lines(*rows))
    documents = await collect(tmp_path / "a.jsonl")
    assert [document.text for document in documents] == [TEXT, "Short.", f"<p>{TEXT}</p>"]
    assert [document.ref.media_type for document in documents] == [MediaType.TEXT, MediaType.TEXT, MediaType.HTML]


async def test_the_parts_of_a_body_are_its_paragraphs(tmp_path, only):
    body = {"summary": ["They met."], "sections": [{"headline": ["Shifts"], "paragraphs": ["One.", "Two."]}]}
    (tmp_path / "a.jsonl").write_text(lines({"body": body}))
    assert (await only(tmp_path / "a.jsonl")).text == "They met.\n\nShifts\n\nOne.\n\nTwo."


@pytest.mark.parametrize(
    "wrapped",
    [{"status": "ok", "articles": [{"title": "A", "body": TEXT}, {"title": "B", "body": TEXT}]},
     {"response": {"total": 2, "results": [{"title": "A", "body": TEXT}, {"title": "B", "body": TEXT}]}}],
)  # fmt: skip
async def test_the_answer_of_an_interface_is_unpacked(tmp_path, collect, wrapped):
    (tmp_path / "a.json").write_text(json.dumps(wrapped))
    assert [document.carried.title for document in await collect(tmp_path / "a.json")] == ["A", "B"]


async def test_settings_say_where_the_text_is(tmp_path, only):
    (tmp_path / "a.jsonl").write_text(lines({"story": {"de": TEXT}, "description": "Short.", "when": "2026-04-08"}))
    options = SourceOptions.model_validate({"fields": {"text": "story.de", "published": "when"}})
    document = await only(tmp_path / "a.jsonl", options)
    assert document.text == TEXT
    assert document.carried.published == datetime(2026, 4, 8)


async def test_where_nothing_fits_one_line_names_the_fields(tmp_path, refusal):
    (tmp_path / "a.jsonl").write_text(lines(*[{"title": "A", "seendate": "20260408T101500Z", "lang": "en"}] * 300))
    error = await refusal(tmp_path / "a.jsonl")
    assert isinstance(error, NoArticleError)
    assert error.reason == "holds no text under a name that is known (its fields: title, seendate, lang)"
    assert "[sources.fields]" in (error.hint or "")


async def test_where_some_rows_fit_each_other_is_named(tmp_path, collect):
    (tmp_path / "a.jsonl").write_text(lines({"title": "A"}, {"title": "B"}, {"text": TEXT}, {"title": "C"}))
    items = await collect(tmp_path / "a.jsonl")
    assert [item.source.rpartition("#")[2] for item in items if isinstance(item, SourceError)] == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f'title,text,date\n{TITLE},"{TEXT}\n\nThey ""meet"" again.",2026-04-08\n'),
        ("a.tsv", f'Title\tBody\tPublished\n{TITLE}\t"{TEXT}\n\nThey ""meet"" again."\t2026-04-08\n'),
        ("a.csv", f'\ufefftitle;text;date\n{TITLE};"{TEXT}\n\nThey ""meet"" again.";08.04.2026\n'),
    ],
)
async def test_a_table_is_a_row_an_article(tmp_path, only, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    document = await only(tmp_path / name)
    assert document.text == f'{TITLE}\n\n{TEXT}\n\nThey "meet" again.'
    assert (document.ref.locator, document.carried.published) == ("1", datetime(2026, 4, 8))


async def test_a_table_without_a_text_gets_one_line(tmp_path, refusal):
    (tmp_path / "a.csv").write_text("id,value\n1,2\n2,3\n")
    assert (await refusal(tmp_path / "a.csv")).reason.startswith("holds no text under a name")


async def test_a_parquet_file_is_read_and_bounded(tmp_path, collect, refusal):
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table({"headline": [TITLE, "B"], "maintext": [TEXT, None], "source": [{"name": "Post"}, None]})
    parquet.write_table(table, tmp_path / "a.parquet")
    items = await collect(tmp_path / "a.parquet")
    assert (items[0].text, items[0].carried.outlet, items[0].ref.locator) == (f"{TITLE}\n\n{TEXT}", "Post", "1")
    assert items[1].source.endswith("#2")
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:200])
    assert (await refusal(tmp_path / "cut.parquet")).reason.startswith("is a damaged Parquet file")
    bombs = arrow.table({"text": ["x" * 10_000] * 100})
    parquet.write_table(bombs, tmp_path / "bomb.parquet", compression="zstd", use_dictionary=False)
    error = await refusal(tmp_path / "bomb.parquet", SourceOptions(max_bytes=100_000))
    assert error.reason == "is larger than 0.1 MB"


async def test_without_the_extra_a_parquet_file_says_what_to_install(tmp_path, refusal, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    assert "auditable-briefing[parquet]" in str(await refusal(tmp_path / "a.parquet"))


async def test_a_row_may_say_when_it_was_changed(tmp_path, collect):
    rows = [{"text": TEXT, "date": "2026-04-08", "dateModified": "2026-04-09"}, {"text": TEXT, "lastmod": "2026-04-09"}]
    (tmp_path / "a.jsonl").write_text(lines(*rows))
    found = [(item.carried.published.day, item.carried.updated.day) for item in await collect(tmp_path / "a.jsonl")]
    assert found == [(8, 9), (9, 9)]
