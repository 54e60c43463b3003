"""The HTML page: the Markdown page converted and sanitised, and the passages that its references lead to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from briefing.errors import DataError
from briefing.rendering.markdown import to_markdown
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References, all_evidence
from briefing.rendering.templating import chosen_template
from briefing.schema.briefing import BriefingData

if TYPE_CHECKING:
    from markdown import Markdown

_TAGS = {
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "code", "hr", "br", "a", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "td": {"id", "data-label"}, "li": {"id"}}

_OTHER_LINKS = (
    *("reference", "link", "autolink", "automail"),
    *("image_link", "image_reference", "short_image_ref"),
)


def to_html(data: BriefingData, options: RenderingOptions | None = None) -> str:
    """The page of a briefing as one HTML file without scripts or outside resources.

    Each reference leads to its passage, with the supporting characters highlighted in their paragraph.

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    options = options or RenderingOptions()
    refs = References(data)
    try:
        return chosen_template(_environment(), "page.html.j2", options.html_template).render(
            data=data,
            title=f"Daily briefing {data.date.isoformat()}",
            body=to_body(data, options),
            passages=[refs.passage(found) for found in all_evidence(data)],
        )
    except TemplateError as error:
        raise DataError(f"the HTML template can't be rendered: {error}") from error


def to_body(data: BriefingData, options: RenderingOptions | None = None) -> Markup:
    """The page alone, as sanitised HTML: no frame, no passages."""
    refs = References(data)
    links = {refs.label(found): f"#{refs.anchor(found)}" for found in all_evidence(data)}
    links |= {item_id: f"#{item_id.lower()}" for item_id in _item_ids(data)}
    return Markup(_convert(to_markdown(data, options), links))  # noqa: S704 - sanitised by nh3 in _convert


def _item_ids(data: BriefingData) -> list[str]:
    return [
        item.id
        for story in data.stories
        for items in (story.offers, story.responses, story.open_questions, story.conflicts)
        for item in items
    ]


def _convert(page: str, links: dict[str, str]) -> str:
    """Markdown to sanitised HTML; ``[label]`` becomes a link where ``links`` has the label."""
    import nh3
    from markdown import Markdown

    converter = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    # `[O1] [ani 58–161]` are two references here, not the link "O1" to the second one; and nothing else is a link.
    for pattern in _OTHER_LINKS:
        converter.inlinePatterns.deregister(pattern)
    converter.references.update({label.lower(): (target, "") for label, target in links.items()})
    _register_labels(converter)
    return nh3.clean(
        converter.convert(page),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _register_labels(converter: Markdown) -> None:
    """Have items be what their references lead to, and each cell know its column, for narrow screens."""
    from markdown.treeprocessors import Treeprocessor

    class _Labels(Treeprocessor):
        def run(self, root: Element) -> None:
            _set_targets(root)
            for table in root.iter("table"):
                _label_cells(table)

    # Behind the inline patterns (priority 20), which make the links.
    converter.treeprocessors.register(_Labels(converter), "labels", 5)


def _set_targets(root: Element) -> None:
    """The first cell or list item that begins with an item's own reference gets that item's id."""
    taken: set[str] = set()
    for element in root.iter():
        first = next(iter(element), None)
        if element.tag not in ("td", "li") or first is None or (element.text or "").strip():
            continue
        target = first.get("href", "") if first.tag == "a" else ""
        if target not in taken and target == f"#{(first.text or '').lower()}":
            taken.add(target)
            element.set("id", target[1:])


def _label_cells(table: Element) -> None:
    columns = [head.text or "" for head in table.iter("th")]
    for row in table.iter("tr"):
        for column, cell in zip(columns, row.iter("td"), strict=False):
            cell.set("data-label", column)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
