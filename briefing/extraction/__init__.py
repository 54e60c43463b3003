"""Extraction: prompt → model → draft. The draft is not trusted; grounding checks it."""

from briefing.extraction.drafting import Extraction, extract
from briefing.extraction.estimating import Estimate, estimate_article
from briefing.extraction.judging import judge_claim
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.repairing import repair

__all__ = ["Estimate", "Extraction", "ExtractionOptions", "estimate_article", "extract", "judge_claim", "repair"]
