"""What models are asked with: prompts, which are versioned files in ``prompts/``, and the JSON Schemas to fill in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError

from briefing.errors import DataError
from briefing.llm.protocol import Message, ReplySchema
from briefing.schema.base import Model
from briefing.schema.draft import BriefDraft
from briefing.schema.proof import ProofReply

_FENCE = "+++\n"


class PromptHead(Model):
    """What a prompt file says about itself. ``schema`` names the family in ``schemas/`` that it asks for."""

    id: str
    version: int
    purpose: str
    schema_name: str


class Prompt:
    """A prompt that can be rendered into messages.

    A template has the blocks ``system`` and ``user``; a block that is missing or empty gives no message. Nothing is
    escaped: the result is text for a model, and the article's marks keep it apart (`briefing.llm.envelope`).
    """

    def __init__(self, head: PromptHead, template: Template) -> None:
        self.head = head
        self._template = template

    @property
    def reference(self) -> str:
        """Id and version, such as ``brief@1``."""
        return f"{self.head.id}@{self.head.version}"

    def render(self, values: Mapping[str, object]) -> tuple[Message, ...]:
        """The messages of this prompt for these values.

        Raises:
            DataError: the template uses a value that it is not given.
        """
        context = self._template.new_context(dict(values))
        messages: list[Message] = []
        try:
            for role in ("system", "user"):
                block = self._template.blocks.get(role)
                text = "".join(block(context)).strip() if block else ""
                if text:
                    messages.append(Message(role="system" if role == "system" else "user", content=text))
        except TemplateError as error:
            raise DataError(f"prompt {self.reference} can't be rendered: {error}") from error
        return tuple(messages)


def parse_prompt(text: str, name: str) -> Prompt:
    """Read a prompt file.

    Raises:
        DataError: the head is missing or incomplete, or the template has a syntax error.
    """
    hint = f"see CONTRIBUTING.md for the form of prompts/{name}.md"
    _, fence, rest = text.partition(_FENCE)
    head, second, body = rest.partition(_FENCE)
    if not (fence and second):
        raise DataError(f"prompts/{name}.md has no head between two lines of +++", hint=hint)
    try:
        values = tomllib.loads(head)
        values["schema_name"] = values.pop("schema", None)
        parsed = PromptHead.model_validate(values)
        template = _environment().from_string(body)
    except (ValueError, TemplateError) as error:
        raise DataError(f"prompts/{name}.md is damaged: {error}", hint=hint) from error
    return Prompt(parsed, template)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in ``prompts/NAME.md``, read once a process."""
    return parse_prompt(_text(name), name)


def _text(name: str) -> str:
    """The text of a prompt file: inside the installed package, else at the top of the checkout.

    Raises:
        DataError: there is no such prompt.
    """
    installed = files("briefing").joinpath("_data", "prompts")
    folder: Traversable = installed if installed.is_dir() else Path(__file__).parents[2] / "prompts"
    file = folder / f"{name}.md"
    if not file.is_file():
        known = ", ".join(sorted(entry.name for entry in folder.iterdir()))
        raise DataError(f"prompts/{name}.md does not exist", hint=f"there are: {known}")
    return file.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - the output is text for a model, not HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )


@cache
def draft_schema() -> ReplySchema:
    """The schema of `BriefDraft` as sent to models."""
    return ReplySchema(name="brief_draft", definition=strict_schema(BriefDraft))


@cache
def proof_schema() -> ReplySchema:
    """The schema of `ProofReply` as sent to models."""
    return ReplySchema(name="proof_reading", definition=strict_schema(ProofReply))


def strict_schema(model: type[Model]) -> dict[str, Any]:
    """A model's JSON Schema in the form that strict structured output takes.

    Every property is required and none may be added (the models are built so); titles and defaults, which strict
    mode does not need and which cost tokens in every request, are left out.
    """
    schema: dict[str, Any] = _without_titles(model.model_json_schema())
    return schema


def _without_titles(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_titles(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if key == "properties":
            kept[key] = {name: _without_titles(schema) for name, schema in value.items()}
        elif key not in ("title", "default"):
            kept[key] = _without_titles(value)
    return kept
