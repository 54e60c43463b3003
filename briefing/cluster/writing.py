"""Results as the bytes of a file, the same for the same results: JSONL as gzip, or Parquet."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from io import BytesIO

from briefing import ArticleResult
from briefing.cluster.names import ResultForm


def packed(results: Sequence[ArticleResult], form: ResultForm) -> bytes:
    """The file of some results. A row of Parquet has the source, the article's id and outlet, how many offers there
    are, and all of the result as JSON."""
    rows = [result.model_dump_json() for result in results]
    if form is ResultForm.JSONL:
        return gzip.compress("".join(f"{row}\n" for row in rows).encode(), compresslevel=3, mtime=0)
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "source": [result.source for result in results],
            "article": [result.article.id if result.article else None for result in results],
            "outlet": [result.article.outlet if result.article else None for result in results],
            "offers": [len(result.brief.offers) if result.brief else 0 for result in results],
            "result": rows,
        }
    )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def unpacked(data: bytes) -> Iterable[ArticleResult]:
    """The results of a file."""
    if data.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        rows = pq.read_table(BytesIO(data), columns=["result"]).column("result").to_pylist()
    else:
        rows = gzip.decompress(data).decode().split("\n")[:-1]  # texts may hold other ends of lines
    return [ArticleResult.model_validate_json(row) for row in rows]
