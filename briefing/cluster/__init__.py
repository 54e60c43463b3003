"""The same briefing over several processes or machines.

Inputs are partitions (JSONL, Parquet) that fsspec finds; blocks of their articles are the tasks of an engine (this
process, or Dask's workers), each with an event loop of its own over `briefing.stream`. What workers share stands in one
small database: the provider's limits and the budget, of which each leases a share (`shares`), and the replies
(`replies`). Results lie by date, a manifest names them with their digests, and a page is made of a day's results.

It is built on the public face of the package alone: whoever has other machines can build the like.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.cluster.engines import Engine, open_engine
    from briefing.cluster.manifest import BlockDone, Manifest, ResultFile
    from briefing.cluster.names import EngineName, ResultForm
    from briefing.cluster.runs import ClusterRun, page_of, read_manifest, run_blocks, write_pages

_HOMES = {
    "Engine": "engines",
    "open_engine": "engines",
    "BlockDone": "manifest",
    "Manifest": "manifest",
    "ResultFile": "manifest",
    "EngineName": "names",
    "ResultForm": "names",
    "ClusterRun": "runs",
    "page_of": "runs",
    "read_manifest": "runs",
    "run_blocks": "runs",
    "write_pages": "runs",
}

__all__ = [
    "BlockDone",
    "ClusterRun",
    "Engine",
    "EngineName",
    "Manifest",
    "ResultFile",
    "ResultForm",
    "open_engine",
    "page_of",
    "read_manifest",
    "run_blocks",
    "write_pages",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"briefing.cluster.{home}"), name)
