"""Runs whose partitions and results lie in a bucket: the same pages as from folders."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks._endpoint import Served
from briefing.cluster import ClusterRun, Engine, EngineName, open_engine, read_manifest, run_blocks, write_pages
from briefing.cluster.engines import LocalEngine
from tests.cluster.conftest import MadeRun


@pytest.mark.parametrize("name", list(EngineName))
def test_a_run_in_a_bucket_makes_the_pages_of_a_run_in_folders(
    made_run: MadeRun, bucket: str, served: Served, monkeypatch: pytest.MonkeyPatch, name: EngineName
) -> None:
    import fsspec

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767600000")
    here = made_run()
    pages = written(here, LocalEngine())
    asked = served.stats()["requests"]
    system, root = fsspec.core.url_to_fs(bucket)
    for part in Path(here.out).parent.glob("part-*.jsonl"):
        system.put_file(str(part), f"{root}/in/{part.name}")
    there = replace(made_run("there"), inputs=[f"{bucket}/in/"], out=f"{bucket}/out")

    with open_engine(name, workers=2) as engine:
        assert written(there, engine) == [page.replace(f"{Path(here.out).parent}/", f"{bucket}/in/") for page in pages]
        assert served.stats()["requests"] == 2 * asked

        assert run_blocks(there, engine) == read_manifest(there.out), "and goes on where it was"
    assert served.stats()["requests"] == 2 * asked


def written(run: ClusterRun, engine: Engine) -> list[str]:
    """The pages of a run's days, without the stamp of the run."""
    pages = write_pages(run, run_blocks(run, engine), engine).values()
    return [json.dumps(json.loads(page.to_json()) | {"run": None}) for page in pages]
