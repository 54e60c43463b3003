"""The same briefing over several processes or machines.

Inputs are partitions (JSONL, Parquet) that fsspec finds; blocks of their articles are the tasks of an engine (this
process, or Dask's workers), each with an event loop of its own over `briefing.stream`. What workers share stands in one
small database: the provider's limits and the budget, of which each leases a share (`shares`), and the replies
(`replies`). Results lie by date, a manifest names them with their digests, and a page is made of the results of its day.

It is built on the public face of the package alone: whoever has other machines can build the like.
"""

from briefing.cluster.engines import Engine, open_engine
from briefing.cluster.manifest import BlockDone, Manifest, ResultFile
from briefing.cluster.runs import ClusterRun, run_blocks, write_pages

__all__ = [
    "BlockDone",
    "ClusterRun",
    "Engine",
    "Manifest",
    "ResultFile",
    "open_engine",
    "run_blocks",
    "write_pages",
]
