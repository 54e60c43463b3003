"""What makes two requests the same."""

from __future__ import annotations

import json
from hashlib import sha256

from briefing.llm.protocol import CompletionRequest


def request_key(request: CompletionRequest) -> str:
    """SHA-256 of everything that the model is shown, in hexadecimal; what the call is for is no part of it."""
    shown = request.model_dump(mode="json", exclude={"stage"})
    canonical = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
