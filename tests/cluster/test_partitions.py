"""Partitions and their blocks, wherever they lie."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from briefing import DataError, Document, Settings, UsageError, read_documents
from briefing.cluster.partitions import Place, blocks_of, documents_of, partitions
from briefing.rendering.words import counted
from tests.cluster.conftest import jsonl, rows

SETTINGS = Settings()


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder in memory."""
    url = f"memory://{uuid4().hex}"
    yield url
    Place.of(url).fs.rm(Place.of(url).root, recursive=True)


def put(url: str, name: str, data: bytes) -> str:
    Place.of(url).write(name, data)
    return f"{url}/{name}"


def parquet(count: int) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows(count)), sink, row_group_size=4)
    return sink.getvalue()


def told(url: str, size: int) -> list[tuple[str, str]]:
    """The names and texts of all articles of a partition, read block by block."""
    found: list[tuple[str, str]] = []
    for block in blocks_of([url], SETTINGS, size):
        found += [(str(each.ref), each.text) for each in documents_of(block, SETTINGS) if isinstance(each, Document)]
    return found


@pytest.mark.parametrize("size", [1, 3, 10, 11])
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl", jsonl(rows(10))), ("a.jsonl.gz", gzip.compress(jsonl(rows(10)))), ("a.parquet", parquet(10))],
    ids=["lines", "gzip", "parquet"],
)
def test_blocks_of_any_size_hold_the_articles_of_the_whole(memory: str, name: str, data: bytes, size: int) -> None:
    url = put(memory, name, data)
    whole = [each for each in read_documents(data, name, SETTINGS.sources) if isinstance(each, Document)]

    found = told(url, size)

    assert [text for _, text in found] == [each.text for each in whole]
    assert [source for source, _ in found] == [f"{url}#{n}" for n in range(1, 11)]


def test_a_line_that_is_no_row_is_named_by_its_own_number(memory: str) -> None:
    url = put(memory, "a.jsonl", jsonl(rows(2)) + b"{broken\n" + jsonl(rows(1, 2)))
    (block,) = list(blocks_of([url], SETTINGS, 2))[1:]

    error, document = documents_of(block, SETTINGS)

    assert isinstance(document, Document)
    assert "#3" in str(error)
    assert str(document.ref) == f"{url}#4"


def test_a_block_is_another_when_its_rows_or_the_settings_are(memory: str) -> None:
    first = put(memory, "a.jsonl", jsonl(rows(6)))
    before = [block.id for block in blocks_of([first], SETTINGS, 3)]
    put(memory, "a.jsonl", jsonl([*rows(3), *rows(3, 100)]))
    changed = [block.id for block in blocks_of([first], SETTINGS, 3)]
    other = [block.id for block in blocks_of([first], Settings(keep_all=True), 3)]

    assert changed[0] == before[0]
    assert changed[1] != before[1]
    assert not set(other) & set(changed)


def test_folders_and_globs_name_the_partitions_below_them(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.parquet", "notes.txt", "deep/c.jsonl.gz"):
        Place.of(str(tmp_path)).write(name, b"{}\n")

    assert partitions([str(tmp_path)]) == [f"{tmp_path}/{n}" for n in ("a.parquet", "b.jsonl", "deep/c.jsonl.gz")]
    assert partitions([f"{tmp_path}/*.jsonl"]) == [f"{tmp_path}/b.jsonl"]


def test_an_input_without_partitions_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no partition"):
        partitions([str(tmp_path)])


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "rows.parquet"])
def test_a_damaged_partition_is_named(name: str, tmp_path: Path) -> None:
    whole = gzip.compress(jsonl(rows(20))) if name.endswith(".gz") else b"PAR1 and no more PAR1"
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(DataError, match=rf"{name} can't be read"):
        list(blocks_of([str(tmp_path / name)], Settings(), 5))


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place.of(str(tmp_path))
    place.write("a.json", b"before")

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("no space")

    monkeypatch.setattr(type(place.fs), "mv", broken)
    with pytest.raises(DataError, match=r"can't be written to .*no space"):
        place.write("a.json", b"after")

    assert place.read("a.json") == b"before"


def test_a_place_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(DataError, match="file can't be written to"):
        Place.of(str(tmp_path / "file")).write("results/a.json", b"{}")


@pytest.mark.parametrize(
    ("count", "noun", "said"), [(2, "day", "2 days"), (2, "story", "2 stories"), (1, "day", "1 day")]
)
def test_things_are_counted_in_english(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said


def test_a_bucket_is_a_place_like_any_other(bucket: str) -> None:
    url = put(f"{bucket}/day", "a.jsonl", jsonl(rows(5)))

    assert [source for source, _ in told(url, 2)] == [f"{url}#{n}" for n in range(1, 6)]
    assert partitions([f"{bucket}/day"]) == [url]
    assert Place.of(f"{bucket}/day").names("") != []
