"""Extraction: prompt → model → draft. The draft is not trusted; checking checks it."""

from briefing.extraction.asking import Asker, ModelAsker, Trail
from briefing.extraction.drafting import Extraction, extract
from briefing.extraction.estimating import Estimate, estimate_article
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.playback import Playback, TrailAsker

__all__ = [
    "Asker",
    "Estimate",
    "Extraction",
    "ExtractionOptions",
    "ModelAsker",
    "Playback",
    "Trail",
    "TrailAsker",
    "estimate_article",
    "extract",
]
