"""Whose page it is: signatures by Ed25519 over the SHA-256 of a page's file, in a file beside it.

Keys are PEM files, as ``openssl genpkey -algorithm ed25519`` makes them too.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from briefing.errors import UsageError
from briefing.schema.base import Model

if TYPE_CHECKING:
    from types import ModuleType

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SUFFIX = ".sig"
"""What the name of a page's file gets appended for its signature's."""

MAX_BYTES = 10_000
"""Bytes of a signature or a key, of which they have some hundreds."""

_CONTEXT = b"briefing page, SHA-256: "
"""Goes before what is signed, so that no signature made for something else is one of a page."""


class Signature(Model):
    """A signature of a page. ``key`` and ``signature`` are in base64."""

    algorithm: str = "Ed25519"
    sha256: str
    key: str
    signature: str


class PrivateKey:
    """Signs pages."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def read(cls, path: Path) -> PrivateKey:
        """The private key in a PEM file.

        Raises:
            UsageError: it can't be read, is no Ed25519 key, or is locked by a password.
        """
        ed25519, serialization = _library()
        try:
            key = serialization.load_pem_private_key(_read(path), password=None)
        except (ValueError, TypeError) as error:
            raise UsageError(f"{path} is no private key that can be used: {error}", hint=_HINT) from error
        if not isinstance(key, ed25519.Ed25519PrivateKey):
            raise UsageError(f"{path} is no Ed25519 key", hint=_HINT)
        return cls(key)

    @classmethod
    def make(cls, path: Path) -> Path:
        """A new key in a file that only its owner can read, and its public half in ``PATH.pub``, which is returned.

        Raises:
            UsageError: one of the files is there, or can't be written.
        """
        ed25519, serialization = _library()
        key: Ed25519PrivateKey = ed25519.Ed25519PrivateKey.generate()
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        beside = path.with_name(f"{path.name}.pub")
        if beside.exists():
            raise UsageError(f"{beside} is there already", hint="name another file")
        _write_new(path, private, 0o600)
        _write_new(beside, public, 0o644)
        return beside

    def sign(self, page: bytes) -> str:
        """The signature of a page's file, as the text of the file beside it."""
        digest = sha256(page).hexdigest()
        made = Signature(
            sha256=digest,
            key=b64encode(self._key.public_key().public_bytes_raw()).decode(),
            signature=b64encode(self._key.sign(_CONTEXT + digest.encode())).decode(),
        )
        return made.model_dump_json(indent=2) + "\n"


class PublicKey:
    """Checks signatures."""

    def __init__(self, key: Ed25519PublicKey, name: str) -> None:
        self._key = key
        self.name = name
        """The key as reports name it: the file that it was read from."""

    @classmethod
    def read(cls, path: Path) -> PublicKey:
        """The public key in a PEM file.

        Raises:
            UsageError: it can't be read, or is no Ed25519 key.
        """
        ed25519, serialization = _library()
        try:
            key = serialization.load_pem_public_key(_read(path))
        except ValueError as error:
            raise UsageError(f"{path} is no public key: {error}", hint=_HINT) from error
        if not isinstance(key, ed25519.Ed25519PublicKey):
            raise UsageError(f"{path} is no Ed25519 key", hint=_HINT)
        return cls(key, str(path))

    def refusal(self, signature: bytes, page: bytes) -> str | None:
        """Why a signature is none of this key for this page; None where it is one."""
        from cryptography.exceptions import InvalidSignature

        try:
            made = Signature.model_validate_json(signature)
            key, signed = b64decode(made.key, validate=True), b64decode(made.signature, validate=True)
        except (ValidationError, ValueError):
            return "is no signature"
        if key != self._key.public_bytes_raw():
            return f"is by another key than {self.name}"
        try:
            self._key.verify(signed, _CONTEXT + sha256(page).hexdigest().encode())
        except InvalidSignature:
            return "does not fit: the page, or the signature, was changed after it was signed"
        return None


_HINT = "make keys with: briefing keygen FILE"


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise UsageError(
            "signatures need the cryptography package",
            hint="install cryptography (in a new environment: auditable-briefing[signing])",
        ) from error
    return ed25519, serialization


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES)
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}", hint="name a key's PEM file") from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is not there yet, and never be readable by others in between."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already", hint="name another file") from error
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from error
