"""Small pages for tests: an article of five paragraphs, with something put into it or around it."""

from __future__ import annotations

from briefing.cleaning import clean
from briefing.schema.article import Article, DropReason
from briefing.schema.document import Carried, Document, MediaType

TITLE = "Ferry company offers crews a fifth week of leave"
PARAGRAPHS = (
    "The ferry company of Norhaven offered its crews a fifth week of leave on Monday, to end a dispute that has kept "
    "its ships in port since Saturday.",
    "Crew leader Ines Falk said that the members would look at the proposal on Wednesday. She called it a beginning, "
    "and said that the pay for Sundays was still open.",
    "About 900 passengers waited on the two islands. The navy took the sick to the mainland, according to the mayor of "
    "the larger island.",
    "The ministry of transport asked both sides to go on talking and named a mediator. It had no plans for an order, a "
    "spokeswoman said.",
    "Farmers warned that their milk was spoiling. They asked for one ship a day, and offered to pay its fuel "
    "themselves.",
)
FURNITURE = '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'


def page(inside: str = "", *, head: str = "", before: str = "", after: str = "", title: str = TITLE) -> str:
    """An article in HTML with ``inside`` behind its second paragraph."""
    story = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    body = "\n".join([*story[:2], inside, *story[2:]])
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f"{FURNITURE}{before}<h1>{title}</h1><article>{body}</article>{after}"
        "<footer><p>© 2024 Norhaven Post</p></footer></body></html>"
    )


def cleaned(text: str, media: MediaType = MediaType.HTML, *, carried: Carried | None = None) -> Article:
    return clean(Document.of(text, "page", media, carried=carried))


def left_out(article: Article, text: str, reason: DropReason) -> list[str]:
    """What was left out of a document for one reason."""
    return [drop.span.slice(text) for drop in article.dropped if drop.reason is reason]
