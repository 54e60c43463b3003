"""Extraction: prompt → model → draft. The draft is not trusted; grounding checks it."""

from briefing.extraction.drafting import Extraction, extract
from briefing.extraction.judging import judge_claim
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.repairing import repair

__all__ = ["Extraction", "ExtractionOptions", "extract", "judge_claim", "repair"]
