"""Models that a caller passes as objects, in the place of names.

An object stands in a run under its own name, followed by ``@`` and its version where it states one: so it is called on
the page, in the trail, in ``made_with``, and in the key of the reply store. A page is rebuilt from the replies that it
keeps: `briefing.verify` asks no object, and needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing.errors import ModelError, ModelFault, PermanentModelError, TransientModelError, UsageError
from briefing.llm.chat_api import chat_messages
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.fallback import FallbackModel
from briefing.llm.protocol import (
    Capabilities,
    Completion,
    CompletionRequest,
    LanguageModel,
    Message,
    StructuredOutput,
    capabilities_of,
)
from briefing.schema.brief import SEVERAL

_PARTS = ("name", "context_window", "count_tokens", "complete", "aclose")
_RESERVED = frozenset({EMBEDDED, "same", "off"})
"""Names that mean something else where a model is named."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller passes beside the settings of a run: models as objects, by the names they are recorded under.

    ``owner`` is the model that the address and the key of the settings belong to; None where that is the first model of
    the settings, as usual.
    """

    objects: Mapping[str, LanguageModel] = field(default_factory=dict)
    owner: str | None = None


NONE_GIVEN = Given()


def named(models: Iterable[str | LanguageModel]) -> tuple[tuple[str, ...], dict[str, LanguageModel]]:
    """The names under which models are recorded, in order, and the objects among them by name. A chain counts as the
    models that it is made of.

    Raises:
        UsageError: something is no model, has no usable name, or has the name of another one.
    """
    names: list[str] = []
    objects: dict[str, LanguageModel] = {}
    for model in _unrolled(models):
        if isinstance(model, str | EmbeddedModel):
            names.append(model if isinstance(model, str) else EMBEDDED)
            continue
        name = label(model)
        if objects.setdefault(name, model) is not model:
            raise UsageError(f"two models are called {name}", hint="give each a name or a version of its own")
        names.append(name)
    taken = sorted(name for name in objects if any(other == name for other in models if isinstance(other, str)))
    if taken:
        raise UsageError(f"{taken[0]} is the name of a model and of an object", hint="give the object another name")
    return tuple(names), objects


def label(model: LanguageModel) -> str:
    """The name that an object is recorded under: its own, with its version.

    Raises:
        UsageError: it is no `LanguageModel`, or its name can't stand for it.
    """
    missing = [part for part in _PARTS if not hasattr(model, part)]
    if missing or isinstance(model, type):
        what = f"the class {model.__name__}" if isinstance(model, type) else type(model).__name__
        hint = "pass an object of it" if isinstance(model, type) else f"it has no {missing[0]}"
        raise UsageError(f"{what} is no briefing.LanguageModel", hint=hint)
    name, version = model.name, getattr(model, "version", None)
    if not isinstance(name, str) or not name.strip() or name in _RESERVED:
        raise UsageError(
            f"{name!r} can't be the name of a model object", hint=f"any other than {', '.join(sorted(_RESERVED))} can"
        )
    recorded = f"{name}@{version}" if version else name
    if SEVERAL in recorded or not recorded.isprintable():
        raise UsageError(
            f"{recorded!r} can't be the name of a model object", hint=f"leave out {SEVERAL!r} and what can't be printed"
        )
    return recorded


def _unrolled(models: Iterable[str | LanguageModel]) -> Iterable[str | LanguageModel]:
    for model in models:
        if isinstance(model, FallbackModel):
            yield from _unrolled(model.models)
        else:
            yield model


class GivenModel:
    """A caller's model as the end of a wire: one attempt a call, under the name it is recorded by.

    It is the caller's to close. What it raises that is no `ModelError` becomes one, so that it costs no more than its
    own article; what it does not say of a completion is filled in. ``max_output_tokens`` bounds what is asked, and the
    schema is put into the prompt where it says that it holds replies to none.
    """

    provider = "object"

    def __init__(self, model: LanguageModel, name: str) -> None:
        self._model = model
        self.name = name

    @property
    def context_window(self) -> int | None:
        return self._model.context_window

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of(self._model)

    def count_tokens(self, text: str) -> int:
        return self._model.count_tokens(text)

    async def open(self) -> None:
        """Nothing to open: that is the caller's."""

    async def complete(self, request: CompletionRequest) -> Completion:
        try:
            completion = await self._model.complete(_as_it_can(request, self.capabilities))
        except ModelError as error:
            error.model = self.name
            raise
        except TimeoutError as error:
            raise TransientModelError(self._told(error), fault=ModelFault.TIMEOUT, model=self.name) from error
        except OSError as error:
            raise TransientModelError(self._told(error), fault=ModelFault.CONNECTION, model=self.name) from error
        except Exception as error:
            raise PermanentModelError(
                self._told(error),
                fault=ModelFault.FOREIGN,
                model=self.name,
                hint="a LanguageModel raises briefing.ModelError; what else it raises is not tried again",
            ) from error
        if not isinstance(completion, Completion):
            what = f"{self.name}: complete() gave {type(completion).__name__}, and no Completion"
            raise PermanentModelError(what, fault=ModelFault.FOREIGN, model=self.name)
        usage = completion.usage.model_copy(update={"requests": max(1, completion.usage.requests)})
        known = {"engine": self.name, "provider": completion.provider or self.provider, "usage": usage}
        return completion.model_copy(update=known)

    async def aclose(self) -> None:
        """The caller's model stays open."""

    def _told(self, error: Exception) -> str:
        return f"{self.name}: {type(error).__name__}: {str(error)[:200]}".rstrip(": ")


class PluginModel(GivenModel):
    """A model that another package made for this run: it is ours to close."""

    provider = "plug-in"

    async def aclose(self) -> None:
        await self._model.aclose()


def _as_it_can(request: CompletionRequest, able: Capabilities) -> CompletionRequest:
    """A request within what a model says that it can do."""
    changes: dict[str, object] = {}
    if able.max_output_tokens is not None and able.max_output_tokens < request.max_tokens:
        changes["max_tokens"] = able.max_output_tokens
    if able.structured in (StructuredOutput.PROMPT, StructuredOutput.JSON_OBJECT):
        said = chat_messages(request, able.structured)
        changes["messages"] = tuple(Message.model_validate(message) for message in said)
    return request.model_copy(update=changes) if changes else request
