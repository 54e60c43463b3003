"""Grounding: every quote located, every item checked, nothing unsupported let through."""

from briefing.grounding.assemble import ground
from briefing.grounding.claims import check_claim
from briefing.grounding.judge import JudgeQuestion, apply_judgement, judge_questions
from briefing.grounding.locate import Location, Locator, Tier
from briefing.grounding.metrics import total
from briefing.grounding.recheck import recheck
from briefing.grounding.repair import apply_repairs
from briefing.grounding.source import SourceIndex

__all__ = [
    "JudgeQuestion",
    "Location",
    "Locator",
    "SourceIndex",
    "Tier",
    "apply_judgement",
    "apply_repairs",
    "check_claim",
    "ground",
    "judge_questions",
    "recheck",
    "total",
]
