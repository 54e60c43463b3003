"""The embedded engine as a custom provider of litellm. Imports litellm: import it only where that is wanted."""

from __future__ import annotations

from typing import Any

from litellm.llms.custom_llm import CustomLLM, CustomLLMError
from litellm.types.utils import Usage

from briefing.errors import ModelError
from briefing.llm.embedded import NAME, answer
from briefing.llm.protocol import Message


class EmbeddedProvider(CustomLLM):
    """Answers ``embedded/...`` with the draft of the article in the messages."""

    def completion(self, *_: Any, **kwargs: Any) -> Any:
        messages = tuple(
            Message(role=message["role"], content=str(message["content"])) for message in kwargs["messages"]
        )
        try:
            text = answer(messages)
        except ModelError as error:
            raise CustomLLMError(400, str(error)) from error  # type: ignore[no-untyped-call]  # untyped in litellm
        response: Any = kwargs["model_response"]
        response.model = NAME
        response.choices[0].message.content = text
        response.choices[0].finish_reason = "stop"
        response.usage = Usage(prompt_tokens=0, completion_tokens=0, total_tokens=0)
        return response

    async def acompletion(self, *_: Any, **kwargs: Any) -> Any:
        return self.completion(**kwargs)
