"""Checking: every quote located, what is certainly false refuted, the rest handed to a proof-reader."""

from briefing.checking.check import check
from briefing.checking.correction import contested, corrected, told_anew
from briefing.checking.locate import Location, Locator, Tier
from briefing.checking.metrics import total
from briefing.checking.planting import plant
from briefing.checking.proofing import settle
from briefing.checking.sheets import proof_sheets
from briefing.checking.trust import distrust, proof_rates

__all__ = [
    "Location",
    "Locator",
    "Tier",
    "check",
    "contested",
    "corrected",
    "distrust",
    "plant",
    "proof_rates",
    "proof_sheets",
    "settle",
    "told_anew",
    "total",
]
