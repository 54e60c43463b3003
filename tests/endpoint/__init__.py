"""A scripted endpoint on loopback that speaks the OpenAI chat, Anthropic messages and OpenAI batch APIs."""

from tests.endpoint.answers import Answer, FaultKind, answer_with, fault
from tests.endpoint.server import Endpoint, Seen

__all__ = ["Answer", "Endpoint", "FaultKind", "Seen", "answer_with", "fault"]
