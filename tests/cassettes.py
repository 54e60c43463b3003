"""How recorded traffic is stored, matched and kept free of secrets.

A cassette is YAML that people read in a diff: bodies are parsed JSON with their typography as it was (offsets depend
on curly quotes), headers are those of an allow list, hosts and query strings are left out.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import yaml

HOST = "http://endpoint.invalid"
"""Stands for whatever host was recorded: it is no part of the match."""

KEPT_REQUEST_HEADERS = frozenset({"content-type"})
KEPT_RESPONSE_HEADERS = frozenset({"content-type", "x-request-id", "request-id", "retry-after", "retry-after-ms"})

_SECRET = re.compile(r"\b(sk|pk)-[\w-]{6,}|\bBearer +[\w.~+/=-]{6,}")


class _Dumper(yaml.SafeDumper):
    """Texts of several lines are written as such."""


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _write_text)


class ReadableSerializer:
    """The serializer interface of vcrpy, with parsed bodies."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        for interaction in cassette["interactions"]:
            for half in (interaction["request"], interaction["response"]):
                half["body"] = _scrub(_parsed(_text(half.get("body"))))
        return yaml.dump(cassette, Dumper=_Dumper, allow_unicode=True, width=1_000_000, sort_keys=False)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = yaml.safe_load(text)
        for interaction in cassette["interactions"]:
            request, response = interaction["request"], interaction["response"]
            request["body"] = _bytes(request["body"])
            response["body"] = {"string": _bytes(response["body"])}
        return cassette


def before_record_request(request: Any) -> Any:
    """The request without host, query and every header that is not on the list."""
    request.uri = HOST + urlsplit(request.uri).path
    request.headers = {k: v for k, v in request.headers.items() if k.lower() in KEPT_REQUEST_HEADERS}
    return request


def before_record_response(response: dict[str, Any]) -> dict[str, Any]:
    """The response with the headers that the client acts on, and no others."""
    headers = {k.lower(): v for k, v in response["headers"].items() if k.lower() in KEPT_RESPONSE_HEADERS}
    return {**response, "headers": headers}


def same_json(first: Any, second: Any) -> None:
    """vcrpy's matcher: bodies are equal as JSON."""
    assert _parsed(_text(first.body)) == _parsed(_text(second.body))


def _text(body: Any) -> str | None:
    if isinstance(body, dict):
        body = body.get("string")
    if isinstance(body, bytes):
        return body.decode("utf-8")
    return body if body is None or isinstance(body, str) else json.dumps(body)


def _parsed(text: str | None) -> Any:
    """``{"json": value}`` where a body is JSON, else ``{"text": text}``."""
    if text is None:
        return None
    try:
        return {"json": json.loads(text)}
    except ValueError:
        return {"text": text}


def _bytes(body: dict[str, Any] | None) -> bytes | None:
    if body is None:
        return None
    text = body["text"] if "text" in body else json.dumps(body["json"], ensure_ascii=False)
    return str(text).encode()


def _scrub(value: Any) -> Any:
    """A body without anything that looks like a key: providers quote keys in their errors."""
    if isinstance(value, str):
        return _SECRET.sub("***", value)
    if isinstance(value, dict):
        return {key: _scrub(item) for key, item in value.items()}
    return [_scrub(item) for item in value] if isinstance(value, list) else value
