"""Checking: every quote located, what is certainly false refuted, the rest handed to a proof-reader."""

from briefing.checking.check import check
from briefing.checking.locate import Location, Locator, Tier
from briefing.checking.metrics import total
from briefing.checking.trust import distrust, proof_rates

__all__ = ["Location", "Locator", "Tier", "check", "distrust", "proof_rates", "total"]
