"""What an SDK sees of the environment: what the settings show it, and nothing else.

The SDKs look into the environment wherever they are left room: litellm 1.106 reads some 900 variables, in 370 files.
With an address and a key of its own given for each provider, 67 of them still sent OPENAI_CUSTOM_HEADERS there, watsonx
the token of WATSONX_TOKEN, Databricks the secret of a client, and Ollama asked another address first. No argument turns
that off, and a process that is not ours alone can't do without its variables: so they are hidden for the length of a
call, and from that call alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_shown: ContextVar[dict[str, str] | None] = ContextVar("briefing_shown_environment", default=None)

_NEUTRAL = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "TZ", "LANG", "LANGUAGE"),
        *("APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "USERPROFILE", "WINDIR"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("LITELLM_LOCAL_MODEL_COST_MAP", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "LITELLM_MODE"),
    }
)
_NEUTRAL_PREFIXES = ("LC_", "PYTHON", "XDG_")


@contextmanager
def surroundings(variables: Mapping[str, str]) -> Iterator[None]:
    """Inside, ``os.environ`` holds these variables and those that say nothing of a provider: paths, language,
    certificates, proxies. Whatever is written to it is forgotten at the end.

    It holds for the calling task or thread, and for those that take over its context; others see all.
    """
    _open_shutters()
    kept = {name: value for name, value in _real().items() if _is_neutral(name)}
    token = _shown.set({**kept, **variables})
    try:
        yield
    finally:
        _shown.reset(token)


def _is_neutral(name: str) -> bool:
    return name.upper() in _NEUTRAL or name.upper().startswith(_NEUTRAL_PREFIXES)


class _Environ(os._Environ[str]):
    """The environment of the process, or what `surroundings` shows of it."""

    def __getitem__(self, key: str) -> str:
        shown = _shown.get()
        return super().__getitem__(key) if shown is None else shown[key]

    def __setitem__(self, key: str, value: str) -> None:
        shown = _shown.get()
        if shown is None:
            super().__setitem__(key, value)
        else:
            shown[key] = value

    def __delitem__(self, key: str) -> None:
        shown = _shown.get()
        if shown is None:
            super().__delitem__(key)
        else:
            del shown[key]

    def __iter__(self) -> Iterator[str]:
        shown = _shown.get()
        return super().__iter__() if shown is None else iter(list(shown))

    def __len__(self) -> int:
        shown = _shown.get()
        return super().__len__() if shown is None else len(shown)


def _open_shutters() -> None:
    """Make the environment one that can be hidden, once; it stays the same object, since other modules hold it."""
    if not isinstance(os.environ, _Environ):
        os.environ.__class__ = _Environ


def _real() -> dict[str, str]:
    token = _shown.set(None)
    try:
        return dict(os.environ)
    finally:
        _shown.reset(token)
