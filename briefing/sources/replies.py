"""Replies kept between runs, for conditional requests."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from pydantic import ConfigDict, ValidationError

from briefing.schema.base import Model
from briefing.sources.web import WebAnswer


class Reply(Model):
    """What a server sent for a URL: the body decompressed, and where the redirects led."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    url: str
    final_url: str
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: bytes

    @classmethod
    def of(cls, url: str, answer: WebAnswer) -> Reply:
        """The reply that ended the requests for ``url``."""
        return cls(
            url=url,
            final_url=str(answer.url),
            content_type=answer.content_type,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body=answer.body,
        )

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the body only if it has changed."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


class UrlReplies:
    """A folder with one file a URL. None as folder keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, url: str) -> Reply | None:
        """The reply kept for ``url``; a damaged file is as good as none."""
        if self._folder is None:
            return None
        try:
            reply = Reply.model_validate_json(self._path(self._folder, url).read_bytes())
        except (OSError, ValidationError):
            return None
        return reply if reply.url == url else None

    def keep(self, reply: Reply) -> None:
        """Keep a reply that the server can be asked about again. A folder that cannot be written keeps nothing."""
        if self._folder is None or not reply.conditions:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as stream:
                stream.write(reply.model_dump_json().encode())
            Path(name).replace(self._path(self._folder, reply.url))
        except OSError:
            return

    @staticmethod
    def _path(folder: Path, url: str) -> Path:
        return folder / f"{sha256(url.encode()).hexdigest()}.json"
