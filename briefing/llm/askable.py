"""Whether a model can be asked at all, as far as that is known without asking: its provider is known, and has a key."""

from __future__ import annotations

from typing import Any

from briefing.errors import UsageError
from briefing.llm.factory import open_model
from briefing.llm.providers import NOT_ELSEWHERE, OPENAI, OWN, asks_nobody, provider_of
from briefing.llm.settings import ModelSettings
from briefing.llm.surroundings import surroundings
from briefing.plugins import MODELS, plugin_names

_KEYS = ("_KEY", "_TOKEN", "_SECRET")
"""How variables end that hold what a provider is shown."""


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
