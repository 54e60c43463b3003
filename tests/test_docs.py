"""What docs/ says of the page holds."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import briefing
from briefing.rendering import RenderingOptions
from briefing.rendering.layout import Layout
from briefing.rendering.markdown import _environment

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "page.md").read_text("utf-8")
TEMPLATES = (ROOT / "docs" / "how-to" / "own-template.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page() -> briefing.Briefing:
    return briefing.generate([ROOT / "seeds"], briefing.Settings())


def test_every_picture_is_there_and_every_one_is_shown() -> None:
    named = set(re.findall(r"pictures/[\w-]+\.png", GUIDE))
    assert named == {f"pictures/{path.name}" for path in (ROOT / "docs" / "pictures").iterdir()}


def test_the_template_of_the_guide_gives_a_page(page: briefing.Briefing, tmp_path: Path) -> None:
    template = tmp_path / "own.j2"
    template.write_text(TEMPLATES.partition("```jinja\n")[2].partition("```")[0], "utf-8")
    text = page.to_markdown(RenderingOptions(markdown_template=template))
    assert text.startswith("# Daily briefing, Thursday 13 January 2022\n")
    assert "[1] " in text


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_the_variables_of_the_guide_are_those_that_a_template_gets(
    page: briefing.Briefing, tmp_path: Path, form: str
) -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (?:(Markdown|HTML): )?", TEMPLATES, re.MULTILINE)
    told = {name for names, only in rows if only.lower() in ("", form) for name in re.findall(r"\w+", names)}
    assert len(told) > 6
    template = tmp_path / "own.j2"
    template.write_text("".join(f"{{% if {name} %}}{{% endif %}}" for name in sorted(told)), "utf-8")
    if form == "markdown":
        page.to_markdown(RenderingOptions(markdown_template=template))
    else:
        page.to_html(RenderingOptions(html_template=template))


def test_the_parts_of_the_page_and_the_filters_are_those_there_are() -> None:
    (parts,) = re.findall(r"^\| `page` \| the page in words: (.*?) \(", TEMPLATES, re.MULTILINE)
    assert re.findall(r"\w+", parts) == [field.name for field in fields(Layout)]
    filters = set(re.findall(r"`(\w+)(?:\(n\))?`", TEMPLATES.partition("Filters:")[2].partition("The shortest")[0]))
    assert filters <= set(_environment().filters)
