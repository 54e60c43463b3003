"""Templates of a stranger: they reach the page, and nothing behind it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import briefing
from briefing.rendering import RenderingOptions
from briefing.schema.document import Document
from tests.factories import STORY

ATTEMPTS = {
    "classes": "{{ ''.__class__.__mro__ }}",
    "subclasses": "{{ ''.__class__.__base__.__subclasses__() }}",
    "subclasses by name": "{{ (''|attr('__class__')).__base__ }}",
    "code of a function": "{{ data.to_json.__code__ }}",
    "globals of a function": "{{ data.to_json.__globals__ }}",
    "globals of a filter": "{{ begun.__globals__ if begun is defined else ''.__class__.__init__.__globals__ }}",
    "the frame of a generator": "{{ (data.stories|map('upper')).gi_frame.f_globals }}",
    "globals of a range": "{{ range.__self__ }}",
    "the loop": "{% for s in 'a' %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "itself": "{{ self.__init__.__globals__ }}",
    "its context": "{{ self._TemplateReference__context.environment }}",
    "a format of a text": "{{ '{0.__class__.__init__.__globals__}'.format(data) }}",
    "a format by a map": "{{ '{a.__class__.__mro__}'.format_map({'a': data}) }}",
    "a cycler": "{{ cycler('a').__init__.__globals__ }}",
    "a joiner": "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "a lipsum": "{{ lipsum.__globals__.os.popen('id').read() }}",
    "a namespace": "{% set n = namespace() %}{{ n.__class__.__init__.__globals__ }}",
    "a file": "{% include '/etc/passwd' %}",
    "a file above": "{% include '../../pyproject.toml' %}",
    "an import": "{% import '/etc/passwd' as p %}",
    "a change of a list": "{{ page.references.append(1) if page.references.append is defined else [].append(1) }}",
    "a range without end": "{% for n in range(10 ** 9) %}x{% endfor %}",
    "a long power": "{% for a in range(99999999999) %}{% endfor %}",
}


@pytest.fixture(scope="module")
def page() -> briefing.Briefing:
    settings = briefing.Settings(model="embedded", date=date(2031, 3, 3))
    return briefing.generate([Document.of(STORY, "a.txt")], settings)


@pytest.mark.parametrize("form", ["markdown_template", "html_template"])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_template_reaches_nothing_behind_the_page(
    attempt: str, form: str, page: briefing.Briefing, tmp_path: Path
) -> None:
    template = tmp_path / "own.j2"
    template.write_text(ATTEMPTS[attempt], encoding="utf-8")
    options = RenderingOptions.model_validate({form: template})
    with pytest.raises(briefing.DataError, match="template"):
        page.to_markdown(options) if form == "markdown_template" else page.to_html(options)


@pytest.mark.parametrize("form", ["markdown_template", "html_template"])
def test_what_a_source_says_is_no_template(form: str, tmp_path: Path) -> None:
    settings = briefing.Settings(model="embedded", date=date(2031, 3, 3))
    text = STORY.replace("Monday", "Monday {{ 7 * 191 }} {% raw %} {# gone #}")
    made = briefing.generate([Document.of(text, "a.txt")], settings)
    shown = made.to_markdown() if form == "markdown_template" else made.to_html()
    assert "1337" not in shown
    assert "7 " in shown
    assert "191" in shown
