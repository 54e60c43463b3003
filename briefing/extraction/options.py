"""How extraction goes about its work."""

from __future__ import annotations

from pydantic import Field

from briefing.schema.base import Model


class ExtractionOptions(Model):
    """Bounds of prompts and replies, in tokens of the model in use."""

    chunk_tokens: int | None = Field(
        default=None,
        gt=0,
        description="tokens of article text in one prompt; unset: what the model's context window has room for",
    )
    overlap_tokens: int = Field(default=200, ge=0, description="tokens that a chunk repeats of the one before")
    language: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2,3}$",
        description="ISO 639 code of the language that items are written in, such as en; unset: each article's own",
    )
    max_reply_tokens: int = Field(default=8192, gt=0, description="tokens a reply may have before it is cut")
    reasks: int = Field(default=1, ge=0, le=3, description="how often a reply that breaks the schema is sent back")
