"""What makes two requests the same."""

from __future__ import annotations

import json
from hashlib import sha256

from briefing.llm.protocol import CompletionRequest

_LATER = ("seed", "reasoning_effort", "extra_body")
"""Parts of requests that older keys know nothing of: where they say nothing, a key is what it was."""


def request_key(request: CompletionRequest) -> str:
    """SHA-256 of everything that the model is shown, in hexadecimal; what the call is for is no part of it."""
    unset = {name for name in _LATER if getattr(request, name) in (None, {})}
    shown = request.model_dump(mode="json", exclude={"stage", *unset})
    canonical = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
