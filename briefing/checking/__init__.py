"""Checking: every quote located, what is certainly false refuted, the rest handed to a proof-reader."""

from briefing.checking.check import check
from briefing.checking.correction import contested, corrected, told_anew
from briefing.checking.locate import Location, Locator, Tier
from briefing.checking.planting import plant
from briefing.checking.proofing import distrust, proof_rates, proof_sheets, settle
from briefing.checking.sections import total

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
