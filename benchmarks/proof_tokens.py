"""Tokens of proof-reading beside those of drafting.

    python -m benchmarks.proof_tokens --data DIR

DIR holds drafts by a model, ID.json, with the article that each is about as it was shown, ID.article.txt. Drafting and
proof-reading are rendered as the pipeline sends them, and counted with o200k_base.

Input is static (system text and schema: the same for every article, so that providers read it from their caches after
the first call) or of the article. Output of drafting is the recorded reply. Output of proof-reading is made up: an
objection of the usual length for each planted mistake, and for a share of the items. 0.16 is what a large language
model objected to when it was asked for each fault by name (78 of 495 items of 24 articles); it objected to none of the
448 true versions of items that it was shown with faults of content alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from briefing.checking import check, plant, proof_sheets
from briefing.chunking import Chunk
from briefing.cleaning import clean
from briefing.extraction.drafting import messages_for
from briefing.extraction.prompts import draft_schema, proof_schema
from briefing.extraction.proofreading import messages_for_sheet
from briefing.llm.catalogue import token_counter
from briefing.llm.protocol import Message, ReplySchema
from briefing.schema.brief import Brief
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft

MOST_INPUT = 1.00
MOST_OUTPUT = 0.15
WORDS = 8
"""Words of the article that an objection quotes at most."""

count = token_counter("gpt-4o")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of one call: input that is the same for every article, input of the article, output."""

    static: float = 0
    own: float = 0
    output: float = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.static + other.static, self.own + other.own, self.output + other.output)

    def over(self, articles: int) -> Tokens:
        return Tokens(self.static / articles, self.own / articles, self.output / articles)


def main(
    data: Annotated[Path, typer.Option(help="Folder of ID.json and ID.article.txt.")],
    share: Annotated[float, typer.Option(help="Share of the items that are objected to.")] = 0.16,
) -> None:
    """Print tokens an article, and what proof-reading adds to drafting."""
    replies = sorted(data.glob("*.json"))
    if not replies:
        raise typer.BadParameter(f"{data} holds no drafts", param_hint="--data")
    drafting, proof, planted, items, brought = Tokens(), Tokens(), 0, 0, 0
    for file in replies:
        text = file.with_suffix("").with_suffix(".article.txt").read_text(encoding="utf-8")
        reply = file.read_text(encoding="utf-8")
        article = clean(Document.of(text, file.name), keep_all=True)
        draft = BriefDraft.model_validate_json(reply)
        brought += count(draft.model_dump_json())
        brief = check(article, draft, engine="recorded")
        mistakes = plant(article, brief)
        (sheet,) = proof_sheets(brief, mistakes, [article.story])
        drafting += _tokens(messages_for(article, Chunk(0, article.story), 1), draft_schema(), reply)
        objections = len(mistakes) + share * len(list(brief.items()))
        asked = messages_for_sheet(article, sheet, 1, brief.cast)
        proof += _tokens(asked, proof_schema(), "") + Tokens(output=_objections(brief, objections))
        planted, items = planted + len(mistakes), items + len(list(brief.items()))
    _print(drafting.over(len(replies)), proof.over(len(replies)), len(replies), planted / len(replies), items)
    share = drafting.static / (drafting.static + drafting.own)
    print(f"share of drafting's input that a provider may cache: {share:.0%}")
    print(f"the same drafts in the form of schema 2, on one line: {brought / len(replies):.0f} output")
    raise typer.Exit(0 if _within_bounds(drafting, proof) else 1)


def _tokens(messages: tuple[Message, ...], schema: ReplySchema, reply: str) -> Tokens:
    static = count(messages[0].content) + count(json.dumps(schema.definition))
    return Tokens(static, sum(count(message.content) for message in messages[1:]), count(reply))


def _objections(brief: Brief, number: float) -> float:
    """The tokens of a reply with so many objections, each of the mean length that one to an item of the brief has."""
    made = [
        json.dumps(
            {
                "claim": at,
                "level": "content",
                "field": next((name for name, _ in item.claims()), "speaker"),
                "problem": "contradicted",
                "words": " ".join(item.evidence[0].quote.split()[:WORDS]),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for at, (_, item) in enumerate(brief.items(), 1)
    ]
    return count('{"objections":[]}') + number * sum(map(count, made)) / len(made) + max(0, number - 1)


def _print(drafting: Tokens, proof: Tokens, articles: int, planted: float, items: int) -> None:
    print(
        f"{articles} articles, {items / articles:.1f} items and {planted:.1f} planted mistakes each; tokens an article"
    )
    print(f"{'':14}{'static input':>14}{'own input':>11}{'all input':>11}{'output':>8}")
    for name, tokens in (("drafting", drafting), ("proof-reading", proof)):
        print(f"{name:14}{tokens.static:14.0f}{tokens.own:11.0f}{tokens.static + tokens.own:11.0f}{tokens.output:8.0f}")
    whole = (proof.static + proof.own) / (drafting.static + drafting.own)
    print(f"output +{proof.output / drafting.output:.1%} (at most +{MOST_OUTPUT:.0%})")
    print(f"input, nothing from a cache: +{whole:.0%} (at most +{MOST_INPUT:.0%})")
    print(f"input, what is static from the cache in both: +{proof.own / drafting.own:.0%}")


def _within_bounds(drafting: Tokens, proof: Tokens) -> bool:
    whole = proof.static + proof.own <= MOST_INPUT * (drafting.static + drafting.own)
    return whole and proof.output <= MOST_OUTPUT * drafting.output


if __name__ == "__main__":
    typer.run(main)
