"""An object store on loopback that speaks S3: moto, where the dependency group `s3` is installed (`.ci/run` does)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count

import pytest

_MISSING = "the dependency group s3 is not installed"
_NUMBERS = count()


@cache
def _endpoint() -> str:
    """One server for a process of tests."""
    moto = pytest.importorskip("moto.server", reason=_MISSING)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a new bucket, reached as users reach theirs: by the variables of the AWS tools."""
    s3fs = pytest.importorskip("s3fs", reason=_MISSING)
    variables = {"ENDPOINT_URL_S3": _endpoint(), "ACCESS_KEY_ID": "k", "SECRET_ACCESS_KEY": "s", "REGION": "us-east-1"}
    for name, value in variables.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    s3fs.S3FileSystem.clear_instance_cache()
    name = f"news-{next(_NUMBERS)}"
    s3fs.S3FileSystem().mkdir(name)
    yield f"s3://{name}"
    s3fs.S3FileSystem.clear_instance_cache()
