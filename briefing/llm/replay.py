"""Recordings: exchanges with a model kept in a file, and a model that plays them back.

A recording is one JSON file that people can read. It is no cache: an unknown request fails, and the engine that a
replayed run names is the recording, not the model.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from briefing.errors import DataError, ModelFault, PermanentModelError
from briefing.llm.catalogue import token_counter
from briefing.llm.fallback import WrappedModel
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel, request_key
from briefing.llm.providers import REPLAY
from briefing.schema.base import Model

RECORDING_VERSION: Literal["1.0"] = "1.0"


class Exchange(Model):
    """One request and its reply. ``key`` is `briefing.llm.protocol.request_key` of the request."""

    key: str
    request: CompletionRequest
    completion: Completion


class Recording(Model):
    """All exchanges of a run with one model, ordered by key so that a run recorded twice gives the same file.

    ``context_window`` and ``model`` are those of the recorded model: chunks are cut by them, and another cut would
    ask for what was not recorded.
    """

    version: Literal["1.0"] = RECORDING_VERSION
    model: str
    context_window: int | None = None
    exchanges: tuple[Exchange, ...] = ()


class ReplayModel:
    """Answers from a recording, and fails on every request that is not in it.

    Raises (when made):
        DataError: the file does not exist, is damaged, or is of another version.
    """

    provider = "replay"

    def __init__(self, path: Path, *, name: str | None = None) -> None:
        self.name = name or f"{REPLAY}{path.as_posix()}"
        recording = read_recording(path)
        self.context_window = recording.context_window
        self._count = token_counter(recording.model)
        self._replies = {exchange.key: exchange.completion for exchange in recording.exchanges}

    def count_tokens(self, text: str) -> int:
        return self._count(text)

    async def complete(self, request: CompletionRequest) -> Completion:
        reply = self._replies.get(request_key(request))
        if reply is None:
            raise PermanentModelError(
                f"{self.name} holds no such request",
                fault=ModelFault.NOT_RECORDED,
                provider=self.provider,
                model=self.name,
                hint="its prompts or inputs changed since: record it anew (make record)",
            )
        return reply.model_copy(update={"engine": self.name})

    async def aclose(self) -> None:
        """Holds nothing."""


class Recorder:
    """The exchanges of a run, over all its models. ``model`` and its window are those of the first.

    Raises (when made):
        DataError: there is no folder to write the file to; told before a model is paid.
    """

    def __init__(self, path: Path, first: LanguageModel) -> None:
        folder = path.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise DataError(f"{path}: {folder} is no folder that can be written to", hint="name another file to record")
        self._path = path
        self._first = first
        self._exchanges: dict[str, Exchange] = {}

    def keep(self, request: CompletionRequest, completion: Completion) -> None:
        key = request_key(request)
        self._exchanges[key] = Exchange(key=key, request=request, completion=completion)

    def write(self) -> None:
        exchanges = tuple(self._exchanges[key] for key in sorted(self._exchanges))
        recording = Recording(model=self._first.name, context_window=self._first.context_window, exchanges=exchanges)
        _write_recording(recording, self._path)


class RecordingModel(WrappedModel):
    """Keeps what the model inside is asked and answers, and writes it down when closed."""

    def __init__(self, inner: LanguageModel, recorder: Recorder) -> None:
        super().__init__(inner)
        self._recorder = recorder

    async def complete(self, request: CompletionRequest) -> Completion:
        completion = await super().complete(request)
        self._recorder.keep(request, completion)
        return completion

    async def aclose(self) -> None:
        await super().aclose()
        self._recorder.write()


def read_recording(path: Path) -> Recording:
    """The recording in a file.

    Raises:
        DataError: the file does not exist, is damaged, or is of another version.
    """
    hint = "recordings are made with `make record`"
    try:
        return Recording.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: there is no recording to read ({error.strerror})", hint=hint) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(
            f"{path}: not a recording of version {RECORDING_VERSION} ({where}: {first['msg']})", hint=hint
        ) from error


def _write_recording(recording: Recording, path: Path) -> None:
    """Write it whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    temporary.touch(0o600)  # what models replied is nobody else's to read
    temporary.write_text(recording.model_dump_json(indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)
