"""Reading a document's text a second time."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from briefing.errors import SourceError
from briefing.schema.document import Document, SourceRef, digest
from briefing.sources import Rereader, reread, rereading

TEXT = "The harbour board met the crews. Да, наконец."
FEED = "<rss version='2.0'><channel><title>P</title><item><description>One.</description></item></channel></rss>"


def write_all(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT.encode("cp1251") * 3)
    (folder / "b.jsonl").write_text(json.dumps({"text": TEXT}) + "\n\nbad\n" + json.dumps({"text": "Two \ud800."}))
    (folder / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "d.eml").write_bytes(b"Content-Type: text/plain; charset=koi8-r\n\n" + "Да".encode("koi8_r"))
    (folder / "e.rss").write_text(FEED)
    (folder / "f.html").write_text("<p>A\0B\r\n</p>")
    (folder / "g.json").write_text(json.dumps([{"text": "One."}, {"text": "Two."}]))


async def test_every_document_of_a_folder_reads_the_same_again(tmp_path, collect):
    write_all(tmp_path)
    documents = [item for item in await collect(tmp_path) if isinstance(item, Document)]
    assert len(documents) == 8
    for document in documents:
        assert document.ref.content is None
        text = reread(SourceRef.model_validate_json(document.ref.model_dump_json()))
        assert (text, digest(text)) == (document.text, document.ref.sha256)


async def test_a_relative_source_is_found_below_the_base(tmp_path, monkeypatch, only):
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    document = await only("a.txt")
    monkeypatch.chdir("/")
    assert reread(document.ref, base=tmp_path) == TEXT
    with pytest.raises(SourceError, match=r"a\.txt: does not exist any more"):
        reread(document.ref)


async def test_standard_input_reads_again_from_the_reference(monkeypatch, only):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert reread((await only("-")).ref) == TEXT


@pytest.mark.parametrize("source", ["-", "https://news.example/a"])
def test_what_was_not_kept_cannot_be_read_again_offline(source):
    with pytest.raises(SourceError, match="its content was not kept"):
        reread(Document.of(TEXT, source).ref)


async def test_a_changed_source_gives_its_text_of_now(tmp_path, only):
    (tmp_path / "a.txt").write_text(TEXT)
    document = await only(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text(TEXT.replace("board", "bored"))
    text = reread(document.ref)
    assert digest(text) != document.ref.sha256


async def test_a_record_that_is_gone_is_named(tmp_path, collect):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two."}\n')
    second = (await collect(path))[1]
    path.write_text('{"text": "One."}\n')
    with pytest.raises(SourceError, match=r"a\.jsonl#2: holds no such record any more"):
        reread(second.ref)


async def test_many_records_of_a_file_cost_one_reading(tmp_path, collect, monkeypatch):
    read, opened = rereading.read_regular, []
    monkeypatch.setattr(rereading, "read_regular", lambda *given: opened.append(given[1]) or read(*given))
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text("".join(f'{{"text": "{name} {n}."}}\n' for n in range(50)))
    documents = await collect(tmp_path)
    again = Rereader(tmp_path)
    assert [again(document.ref).document for document in documents] == documents
    assert opened == [f"{tmp_path}/a.jsonl", f"{tmp_path}/b.jsonl"]


async def test_a_source_that_became_binary_is_named(tmp_path, only):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    document = await only(path)
    path.write_bytes(bytes(1000))
    with pytest.raises(SourceError, match="is binary"):
        reread(document.ref)
