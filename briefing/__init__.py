"""Structured, auditable news briefings: every line carries the characters of the source that support it.

>>> import briefing
>>> page = briefing.generate(["seeds/"])           # or: await briefing.agenerate([...])
>>> page.to_markdown(), page.to_html(), page.to_json()
>>> briefing.verify(page).ok

Names are loaded when they are first used, so that ``import briefing`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from briefing._version import __version__

if TYPE_CHECKING:
    from briefing.api import (
        Briefing,
        abrief,
        agenerate,
        brief,
        compose,
        feed,
        generate,
        open_workers,
        read_documents,
        stream,
        unread,
        verify,
    )
    from briefing.errors import (
        BriefingError,
        DataError,
        FailureCode,
        ModelError,
        ModelFault,
        NoArticleError,
        OtherKindError,
        PermanentModelError,
        SourceError,
        TransientModelError,
        UsageError,
    )
    from briefing.extraction.options import ExtractionOptions
    from briefing.ledger import Ledger, LedgerQuery
    from briefing.llm.protocol import (
        Capabilities,
        Completion,
        CompletionRequest,
        FinishReason,
        LanguageModel,
        Message,
        ReplySchema,
        StructuredOutput,
    )
    from briefing.llm.run import ModelRun
    from briefing.llm.settings import ModelSettings
    from briefing.llm.usage import RunBudget
    from briefing.rendering.options import RenderingOptions
    from briefing.schema.article import Article
    from briefing.schema.brief import Brief
    from briefing.schema.briefing import BriefingData, Usage, UsageRow
    from briefing.schema.document import Carried, Document, MediaType
    from briefing.schema.ledger import LedgerOptions
    from briefing.schema.results import ArticleResult, Failure
    from briefing.settings import Settings, load_settings
    from briefing.signing import PublicKey
    from briefing.sources.options import SourceOptions
    from briefing.stories.options import StoryOptions
    from briefing.streaming import Mapped
    from briefing.verification.report import VerifyReport
    from briefing.workers import Workers

_HOMES = {
    "FailureCode": "briefing.errors",
    "ExtractionOptions": "briefing.extraction.options",
    "ModelSettings": "briefing.llm.settings",
    "RenderingOptions": "briefing.rendering.options",
    "Article": "briefing.schema.article",
    "Brief": "briefing.schema.brief",
    "Failure": "briefing.schema.briefing",
    "LedgerOptions": "briefing.schema.ledger",
    "PublicKey": "briefing.signing",
    "SourceOptions": "briefing.sources.options",
    "StoryOptions": "briefing.stories.options",
    "Mapped": "briefing.streaming",
    "VerifyReport": "briefing.verification.report",
    "Workers": "briefing.workers",
    "BriefingData": "briefing.schema.briefing",
    "Briefing": "briefing.api",
    "abrief": "briefing.api",
    "brief": "briefing.api",
    "compose": "briefing.api",
    "agenerate": "briefing.api",
    "feed": "briefing.api",
    "generate": "briefing.api",
    "open_workers": "briefing.api",
    "read_documents": "briefing.api",
    "stream": "briefing.api",
    "unread": "briefing.api",
    "verify": "briefing.api",
    "ArticleResult": "briefing.schema.results",
    "Carried": "briefing.schema.document",
    "Document": "briefing.schema.document",
    "MediaType": "briefing.schema.document",
    "Ledger": "briefing.ledger",
    "LedgerQuery": "briefing.ledger",
    "Settings": "briefing.settings",
    "load_settings": "briefing.settings",
    "Capabilities": "briefing.llm.protocol",
    "Completion": "briefing.llm.protocol",
    "CompletionRequest": "briefing.llm.protocol",
    "FinishReason": "briefing.llm.protocol",
    "LanguageModel": "briefing.llm.protocol",
    "Message": "briefing.llm.protocol",
    "ReplySchema": "briefing.llm.protocol",
    "StructuredOutput": "briefing.llm.protocol",
    "ModelRun": "briefing.llm.run",
    "RunBudget": "briefing.llm.usage",
    "UsageRow": "briefing.schema.briefing",
    "Usage": "briefing.schema.briefing",
    "BriefingError": "briefing.errors",
    "ModelFault": "briefing.errors",
    "PermanentModelError": "briefing.errors",
    "TransientModelError": "briefing.errors",
    "DataError": "briefing.errors",
    "ModelError": "briefing.errors",
    "NoArticleError": "briefing.errors",
    "OtherKindError": "briefing.errors",
    "SourceError": "briefing.errors",
    "UsageError": "briefing.errors",
}

__all__ = [
    "Article",
    "ArticleResult",
    "Brief",
    "Briefing",
    "BriefingData",
    "BriefingError",
    "Capabilities",
    "Carried",
    "Completion",
    "CompletionRequest",
    "DataError",
    "Document",
    "ExtractionOptions",
    "Failure",
    "FailureCode",
    "FinishReason",
    "LanguageModel",
    "Ledger",
    "LedgerOptions",
    "LedgerQuery",
    "Mapped",
    "MediaType",
    "Message",
    "ModelError",
    "ModelFault",
    "ModelRun",
    "ModelSettings",
    "NoArticleError",
    "OtherKindError",
    "PermanentModelError",
    "PublicKey",
    "RenderingOptions",
    "ReplySchema",
    "RunBudget",
    "Settings",
    "SourceError",
    "SourceOptions",
    "StoryOptions",
    "StructuredOutput",
    "TransientModelError",
    "Usage",
    "UsageError",
    "UsageRow",
    "VerifyReport",
    "Workers",
    "__version__",
    "abrief",
    "agenerate",
    "brief",
    "compose",
    "feed",
    "generate",
    "load_settings",
    "open_workers",
    "read_documents",
    "stream",
    "unread",
    "verify",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
