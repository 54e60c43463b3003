"""Runs from partitions to pages, in this process: what is written, and what goes on where it was."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import briefing
from benchmarks._endpoint import ROOT, Served
from briefing import DataError, Document
from briefing.cluster import (
    EngineName,
    Manifest,
    ResultForm,
    open_engine,
    page_of,
    read_manifest,
    run_blocks,
    write_pages,
)
from briefing.cluster.engines import LocalEngine
from tests.cluster.conftest import MadeRun, jsonl, rows

LOCAL = LocalEngine()


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767600000")


def shown(page: briefing.Briefing) -> dict[str, Any]:
    """A page without the stamp of its run."""
    told: dict[str, Any] = json.loads(page.to_json())
    del told["run"]
    return told


def test_a_day_from_its_partition_is_the_page_of_its_articles(made_run: MadeRun) -> None:
    run = made_run()
    manifest = run_blocks(run, LOCAL)
    page = page_of(run, manifest, "2026-01-05", LOCAL)
    found = [
        document.model_copy(update={"ref": document.ref.model_copy(update={"source": path})})
        for path in sorted(map(str, Path(run.out).parent.glob("part-*.jsonl")))
        for document in briefing.read_documents(Path(path).read_bytes(), path, run.settings.sources)
        if isinstance(document, Document)
    ]
    of_the_day = [each for each in found if each.carried.published and each.carried.published.day == 5]
    settings = run.settings.model_copy(update={"date": page.date, "workers": 0})

    whole = briefing.generate(of_the_day, settings)

    assert manifest.days == ("2026-01-05", "2026-01-06")
    assert len(page.articles) == 20
    assert shown(page) == shown(whole)
    assert page.run.usage.requests == sum(row.requests for row in manifest.usage_of("2026-01-05"))
    assert briefing.verify(page).ok


@pytest.mark.parametrize("form", list(ResultForm))
def test_a_second_run_asks_nobody_and_writes_the_same(made_run: MadeRun, served: Served, form: ResultForm) -> None:
    run = replace(made_run(), form=form)
    first = run_blocks(run, LOCAL)
    pages = {day: page.to_html() for day, page in write_pages(run, first, LOCAL).items()}
    asked = served.stats()["requests"]

    second = run_blocks(run, LOCAL)

    assert second == first == read_manifest(run.out)
    assert served.stats()["requests"] == asked
    assert {day: page.to_html() for day, page in write_pages(run, second, LOCAL).items()} == pages


def test_new_articles_are_briefed_alone(made_run: MadeRun, served: Served, tmp_path: Path) -> None:
    run = made_run()
    before = run_blocks(run, LOCAL)
    asked = set(served.stats()["articles"])
    (tmp_path / "part-2.jsonl").write_bytes(jsonl(rows(4, 500)))

    after = run_blocks(run, LOCAL)

    assert after.blocks[: len(before.blocks)] == before.blocks
    assert set(served.stats()["articles"]) - asked == {"500", "501", "502", "503"}


def test_results_that_were_changed_are_told_and_not_printed(made_run: MadeRun) -> None:
    run = made_run()
    manifest = run_blocks(run, LOCAL)
    file = Path(run.out) / manifest.files_of("2026-01-05")[0].name
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(DataError, match="not what was written"):
        page_of(run, manifest, "2026-01-05", LOCAL)


def test_results_that_are_gone_are_made_again_from_the_replies(made_run: MadeRun, served: Served) -> None:
    run = made_run()
    manifest = run_blocks(run, LOCAL)
    asked = served.stats()["requests"]
    (Path(run.out) / manifest.blocks[0].files[0].name).unlink()

    again = run_blocks(run, LOCAL)

    assert [done.files for done in again.blocks] == [done.files for done in manifest.blocks]
    assert served.stats()["requests"] == asked


def test_a_text_that_comes_in_two_blocks_is_paid_once_and_told_as_a_copy(
    made_run: MadeRun, served: Served, tmp_path: Path
) -> None:
    run = replace(made_run(), inputs=[str(tmp_path / "twice.jsonl")], rows=1)
    (tmp_path / "twice.jsonl").write_bytes(jsonl([*rows(1), *rows(1)]))

    page = page_of(run, run_blocks(run, LOCAL), "2026-01-05", LOCAL)

    assert [failure.source.rpartition("#")[2] for failure in page.coverage.duplicates] == ["2"]
    assert "is a copy of" in page.coverage.duplicates[0].reason
    assert max(served.stats()["articles"].values()) <= 2  # a draft and its correction, each once


async def test_results_of_one_article_that_come_twice_are_one(made_run: MadeRun) -> None:
    run = made_run(count=2)
    article = Document.of("Norland has offered Sudria talks.\n\nSudria has not answered the offer yet.", "a.txt")
    results = [result async for result in briefing.stream([article])]

    page = await briefing.compose([*results, *results], run.settings)

    assert len(page.articles) == 1
    assert "has the text of a.txt" in page.coverage.duplicates[0].reason


def test_a_row_that_can_not_be_read_is_told_on_the_page_of_its_block(made_run: MadeRun, tmp_path: Path) -> None:
    run = replace(made_run(), inputs=[str(tmp_path / "bad.jsonl")])
    (tmp_path / "bad.jsonl").write_bytes(jsonl(rows(1)) + b"{broken\n")

    manifest = run_blocks(run, LOCAL)
    page = page_of(run, manifest, "2026-01-05", LOCAL)

    assert manifest.blocks[0].failed == 1
    assert "#2" in page.coverage.failures[0].reason


def test_a_budget_ends_all_blocks_and_a_higher_one_pays_the_rest_alone(made_run: MadeRun, served: Served) -> None:
    short = made_run(budget={"requests": 10})
    manifest = run_blocks(short, LOCAL)
    asked = served.stats()["requests"]
    enough = replace(short, settings=made_run(budget={"requests": 1000}).settings)

    whole = run_blocks(enough, LOCAL)

    assert asked == 10
    assert sum(done.unpaid for done in manifest.blocks) >= 30
    assert sum(done.articles for done in whole.blocks) == 40
    assert max(served.stats()["articles"].values()) <= 2  # a draft and its correction, each once


def test_each_page_knows_the_days_before_it(made_run: MadeRun, tmp_path: Path) -> None:
    run = made_run()
    run = replace(run, settings=run.settings.model_copy(update={"ledger": str(tmp_path / "days.db"), "link": "off"}))

    pages = write_pages(run, run_blocks(run, LOCAL), LOCAL)

    assert pages["2026-01-06"].since == pages["2026-01-05"].date
    assert (Path(run.out) / "pages" / "2026-01-06.html").exists()


def test_the_head_is_killed_and_what_it_did_stands(made_run: MadeRun, served: Served) -> None:
    run = made_run()
    head = subprocess.Popen([sys.executable, "-m", "briefing", *command(run, served)], cwd=ROOT, stderr=subprocess.PIPE)
    assert head.stderr is not None
    told = next(line for line in head.stderr if line.startswith(b"block 2"))
    head.kill()
    head.wait()
    head.stderr.close()
    seen = served.stats()["requests"]
    with open_engine(EngineName.LOCAL) as engine:
        manifest = run_blocks(run, engine)

    assert told
    assert sum(done.articles for done in manifest.blocks) == 40
    assert seen < served.stats()["requests"]
    paid = sum(row.requests for done in manifest.blocks for row in done.usage)
    assert served.stats()["requests"] - paid <= 8  # those under way when it was killed


def command(run: Any, served: Served) -> list[str]:
    """The command line of a run."""
    config = Path(run.out).parent / "briefing.toml"
    config.write_text(
        f'model = "openai/gpt-4o-mini"\nproof = "off"\nin_flight = 8\n[llm]\napi_base = "{served.api_base}"\n'
        'api_key = "k"\nconcurrency = 8\n'
    )
    options = ["--out", run.out, "--shared", run.board, "--block", str(run.rows), "--config", str(config)]
    return ["cluster", *run.inputs, *options]


def test_a_manifest_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no manifest"):
        read_manifest(str(tmp_path))
    assert Manifest(settings="", blocks=()).days == ()
