"""Ask the model once more for what grounding could not support, with the reason and the nearest passage."""

from __future__ import annotations

import json

from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import load_prompt
from briefing.extraction.replies import ask
from briefing.extraction.schemas import draft_schema
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.envelope import wrap
from briefing.llm.fallback import written_by
from briefing.llm.protocol import LanguageModel
from briefing.schema.article import Article
from briefing.schema.brief import Brief, Unsupported
from briefing.schema.draft import BriefDraft
from briefing.schema.evidence import Reason, Ruling


async def repair(article: Article, brief: Brief, model: LanguageModel, options: ExtractionOptions) -> BriefDraft | None:
    """A draft of the corrected items, None where nothing was rejected.

    Items that only a judge can decide are not sent back: nothing is known to be wrong with them. Of a chain, only the
    models that wrote the brief are asked: the page says who wrote it, and the embedded engine corrects nothing.

    Raises:
        ModelError: the model gave no usable reply; the brief stands as it is.
    """
    writers = [engine for engine in brief.engine.split(" + ") if engine != EMBEDDED]
    writer = written_by(model, writers)
    failed = [entry for entry in brief.unsupported if entry.verdict.ruling is Ruling.REJECTED]
    if not failed or writer is None:
        return None
    context = {
        "headline": brief.headline.text if brief.headline else None,
        "actors": [{"id": actor.id, "name": actor.name} for actor in brief.actors],
    }
    messages = load_prompt("repair").render(
        {
            "article": wrap(article.slice(article.story)),
            "failed": wrap(_compact(context | {"failed": [_describe(entry) for entry in failed]})),
        }
    )
    answer = await ask(
        writer,
        messages,
        BriefDraft,
        draft_schema(),
        stage="repair",
        max_tokens=options.max_reply_tokens,
        reasks=options.reasks,
    )
    return answer.reply


def _describe(entry: Unsupported) -> dict[str, object]:
    return {
        "section": entry.section.value,
        "item": entry.item.model_dump(mode="json"),
        "reasons": [_sentence(reason) for reason in entry.verdict.reasons],
        "nearest_passages": [suggestion.quote for suggestion in entry.suggestions],
    }


def _sentence(reason: Reason) -> str:
    parts = [reason.code.value.replace("_", " ")]
    if reason.field:
        parts.append(f"in `{reason.field}`")
    if reason.claimed:
        parts.append(f"the item has {reason.claimed!r}")
    if reason.found:
        parts.append(f"the article has {reason.found!r}")
    return ", ".join(parts)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
