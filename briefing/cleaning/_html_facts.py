"""What an HTML document says about itself: JSON-LD, meta elements, time elements, headings."""

from __future__ import annotations

from typing import Any

from briefing.cleaning._pieces import Facts


def read_html_facts(tree: Any) -> Facts:
    """The facts of a parsed HTML document; what it does not say stays None."""
    return Facts()
