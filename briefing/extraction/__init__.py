"""Extraction: prompt → model → draft. The draft is not trusted; checking checks it."""

from briefing.extraction.asking import Asker, ModelAsker, Playback, Trail, TrailAsker
from briefing.extraction.drafting import Extraction, Part, extract
from briefing.extraction.estimating import Estimate, estimate_article, estimate_proof
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.proofreading import ask_author, read_sheets

__all__ = [
    "Asker",
    "Estimate",
    "Extraction",
    "ExtractionOptions",
    "ModelAsker",
    "Part",
    "Playback",
    "Trail",
    "TrailAsker",
    "ask_author",
    "estimate_article",
    "estimate_proof",
    "extract",
    "read_sheets",
]
