"""From a model's name to a model that is ready to be called, or to the reason why nobody can ask it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefing.errors import UsageError
from briefing.llm.attempts import AttemptModel, RetryingModel, Transport
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import PARSED, EmbeddedModel, open_parsed
from briefing.llm.fallback import FallbackModel
from briefing.llm.given import NONE_GIVEN, Given, GivenModel, PluginModel, label
from briefing.llm.protocol import LanguageModel, capabilities_of
from briefing.llm.providers import NOT_ELSEWHERE, OPENAI, OWN, REPLAY, asks_nobody, provider_of
from briefing.llm.replay import RecordingModel, ReplayModel
from briefing.llm.run import ModelRun
from briefing.llm.sdk_bounds import surroundings
from briefing.llm.settings import ModelSettings, Task, TaskModel
from briefing.llm.store import ReplyStore, StoredModel
from briefing.plugins import MODELS, broken, load_plugin, plugin_names

BATCH_WINDOW = 24 * 3600.0
"""Seconds within which a provider answers a batch."""

_KEYS = ("_KEY", "_TOKEN", "_SECRET")
"""How variables end that hold what a provider is shown."""


def open_model(
    name: str,
    settings: ModelSettings | None = None,
    *,
    fallback: Sequence[str] = (),
    run: ModelRun | None = None,
    given: Given = NONE_GIVEN,
) -> LanguageModel:
    """The model of that name, with retries, limits and (where configured) a reply store around it.

    `briefing.llm.providers.MODEL_NAMES` lists the forms of names. Nothing is imported or opened before
    the first call, save that a reply store is looked at. Close it with ``aclose()``.

    Args:
        fallback: models that take over, in order, where one fails. The settings' address is that of the first model
            alone, and its key goes to no other provider; the others find theirs under ``settings.providers``.
        run: what this model shares with others of the same run (usage, budget, limits); a run of its own if None.
        given: objects that names stand for, and whose address and key the settings hold.

    Raises:
        DataError: a recording that can't be read or written, or a reply store that can't be used.
        UsageError: a bare name without an ``api_base``, or an empty part in the name; batches are asked for of a
            provider that is not OpenAI's; or the run has a bound on money and the model's price is not known.
    """
    settings = settings or ModelSettings()
    run = run or ModelRun(settings.budget)
    first = settings if given.owner in (None, name) else settings.beside(name, given.owner)
    models = [_open_one(name, first.of(name), run, given, patient=not fallback)]
    # A provider that is down is waited for where nobody else can take over.
    models += [
        _open_one(other, taking_over(other, name, settings, given), run, given, patient=other == fallback[-1])
        for other in fallback
    ]
    model = FallbackModel(models) if fallback else models[0]
    return RecordingModel(model, run.recorder(settings.record, model)) if settings.record else model


def taking_over(other: str, first: str, settings: ModelSettings, given: Given = NONE_GIVEN) -> ModelSettings:
    """The settings of a model that takes over. What fails at an address of one's own is not asked there again."""
    if given.owner not in (None, first):
        shared = settings.beside(other, given.owner)
    else:
        own_address = settings.api_base is not None or asks_nobody(first) or first in given.objects
        shared = settings.elsewhere() if own_address else settings.beside(other, first)
    return shared.model_copy(update={"context_window": None, "batch": False}).of(other)


def _open_one(name: str, settings: ModelSettings, run: ModelRun, given: Given, *, patient: bool) -> LanguageModel:
    if name == EMBEDDED:
        return EmbeddedModel()
    if name.startswith(PARSED):
        return open_parsed(name)
    if name.startswith(REPLAY):
        return ReplayModel(Path(name.removeprefix(REPLAY)), name=name)
    own = given.objects.get(name)
    transport = GivenModel(own, name) if own else _from_plugin(name, settings) or _transport(name, settings)
    _check_price(transport, run)
    # By whichever way and for whichever model: one provider has one quota.
    gate = run.gate(f"object {name}" if own else settings.api_base or provider_of(name), settings)
    attempts = AttemptModel(transport, gate, run, settings.timeout, longest_pause=settings.max_wait)
    model: LanguageModel = RetryingModel(attempts, settings, patient=patient)
    store = ReplyStore(settings.cache) if settings.cache and run.replies is None else None
    if settings.batch and run.replies is not None:
        raise UsageError("a run that shares its replies sends no batches", hint="leave out llm.batch")
    if settings.batch and own:
        raise UsageError(f"{name} is an object, and no provider's batch API asks it", hint="leave out llm.batch")
    if settings.batch:
        from briefing.llm.batch import BatchClient
        from briefing.llm.batching import BatchingModel

        model = BatchingModel(model, BatchClient(name, settings), run, store=store)
    replies = run.replies or store
    if replies is not None:
        replies.check()
        longest = BATCH_WINDOW if settings.batch else settings.max_elapsed
        model = StoredModel(model, replies, run.ledger, longest_turn=longest)
    return TaskModel(model, {task: settings.call(task) for task in (None, *Task)})


def _from_plugin(name: str, settings: ModelSettings) -> PluginModel | None:
    """The model that another package gives for a name; None where it is one of ours, or nobody declares it."""
    kind, slash, _ = name.partition("/")
    if not slash or kind in (OPENAI, "litellm", EMBEDDED) or "://" in name:
        return None
    make = load_plugin(MODELS, kind)
    if make is None:
        return None
    try:
        model: LanguageModel = make(name, settings)
        label(model)
    except Exception as error:  # whatever a stranger's function raises
        raise broken(MODELS, kind, f"{type(error).__name__}: {error}") from error
    return PluginModel(model, name)


def _check_price(model: LanguageModel, run: ModelRun) -> None:
    """A bound on money binds only where prices are known: else the run would go on for ever, and be thought bound."""
    if run.budget.cost is not None and not capabilities_of(model).reports_cost:
        raise UsageError(
            f"the price of {model.name} is not known, so that no bound on US dollars can hold it",
            hint="bound its tokens or requests instead (llm.budget.tokens, llm.budget.requests)",
        )


def _check_address(name: str, settings: ModelSettings) -> None:
    if "://" in name:
        raise UsageError(f"{name!r} is no model name: it holds an address", hint="set llm.api_base to the address")
    provider = provider_of(name)
    if settings.api_base and provider in NOT_ELSEWHERE:
        raise UsageError(
            f"{name} can't be asked at an address of one's own: {provider} would be shown credentials of this machine "
            "there, or be asked at its own address all the same",
            hint="leave out llm.api_base, or name a provider that takes an address and a key",
        )


def _transport(name: str, settings: ModelSettings) -> Transport:
    """The bare transport that a name stands for."""
    _check_address(name, settings)
    first, *rest = name.split("/")
    if not all((first, *rest)):
        raise UsageError(f"{name!r} is no model name", hint="write PROVIDER/MODEL, or embedded")
    if (rest and first == OPENAI) or (not rest and settings.api_base):
        from briefing.llm.openai_model import OpenAIModel

        return OpenAIModel("/".join(rest) or name, settings, name=name)
    if rest and (first != "litellm" or len(rest) > 1):
        from briefing.llm.litellm_model import LiteLLMModel

        return LiteLLMModel(name.removeprefix("litellm/"), settings, name=name)
    raise UsageError(
        f"{name!r} names no provider", hint="write PROVIDER/MODEL, or give the API base of your own endpoint"
    )


def check_askable(name: str, settings: ModelSettings) -> None:
    """Refuse a model that nobody can ask, before the first request is made. Nothing is sent.

    A key that a provider does not take, and a model that it does not have, are known to the provider alone.

    Args:
        settings: how this very model is reached.

    Raises:
        UsageError: the name is none, its provider is not known, or there is no key for it.
        DataError: a recording or a store of replies that can't be read.
    """
    open_model(name, settings.model_copy(update={"record": None}))
    settings, provider = settings.of(name), provider_of(name)
    if asks_nobody(name) or provider == OWN or provider in plugin_names(MODELS):
        return
    if provider == OPENAI:
        wanted: list[str] = ["OPENAI_API_KEY"]
    else:
        # litellm takes seconds to import; whoever names one of its models needs it anyway.
        from briefing.llm.litellm_model import import_litellm

        wanted = _wanted(name, provider, import_litellm())
    if wanted and not _has_key(settings):
        variables = " or ".join(wanted)
        raise UsageError(
            f"{name} can't be asked: there is no key for {provider}", hint=f"set {variables}, or llm.api_key"
        )


def _wanted(name: str, provider: str, litellm: Any) -> list[str]:
    """The variables that a provider reads its key from; none where it takes none, or has other ways of signing in.

    Raises:
        UsageError: nobody knows the provider.
    """
    if provider in NOT_ELSEWHERE:  # by files of this machine; some begin to sign in when they are looked up
        return []
    model = name.removeprefix("litellm/")
    with surroundings({}):  # what is set is another question
        if provider not in {str(getattr(each, "value", each)) for each in litellm.provider_list}:
            try:
                litellm.get_llm_provider(model)
            except Exception as error:  # one of litellm's own
                raise UsageError(
                    f"{name} can't be asked: there is no provider {provider!r}",
                    hint="write PROVIDER/MODEL; `briefing models` lists the forms of names",
                ) from error
        missing = [str(each) for each in litellm.validate_environment(model=model)["missing_keys"]]
    return missing if all(each.endswith("_API_KEY") for each in missing) else []


def _has_key(settings: ModelSettings) -> bool:
    """Whether a provider is shown anything that it may know us by; an address of one's own may need none."""
    held = any(name.endswith(_KEYS) for name in settings.variables)
    return bool(held or settings.api_key or settings.api_base or settings.headers)
