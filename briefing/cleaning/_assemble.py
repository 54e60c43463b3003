"""Putting an article together from what was read and what its carrier states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.cleaning._orders import addresses_model
from briefing.cleaning._pieces import DocumentReading, Facts, Piece, join, visible_text
from briefing.language.outlets import as_claimed
from briefing.schema.article import Article, ParagraphKind, Timestamp
from briefing.schema.document import Carried, Document, MediaType, SourceRef

_ASIDE = frozenset({ParagraphKind.CAPTION, ParagraphKind.AGENCY_NOTE, ParagraphKind.CORRECTION})
_HEAD = (ParagraphKind.TITLE, ParagraphKind.STANDFIRST)
_ID_LENGTH = 12


def assemble(document: Document, reading: DocumentReading, language: str | None) -> Article:
    """The article of a reading. What the carrier of the document states wins over what was read."""
    text, paragraphs, source_map = join(_ordered(reading.pieces))
    facts, carried = _visible(reading.facts), _without_orders(document.carried)
    url = carried.url or facts.url or own_url(document)
    stated = facts.outlet
    if document.ref.media_type is MediaType.HTML:  # a page says of itself what it likes
        stated = as_claimed(stated, own_url(document) or url)
    published = facts.published
    if carried.published:
        published = Timestamp(day=carried.published.date(), time=carried.published)
    updated = facts.updated
    if carried.updated:
        updated = Timestamp(day=carried.updated.date(), time=carried.updated)
    return Article(
        id=article_id(document.ref),
        ref=document.ref,
        title=carried.title or facts.title,
        outlet=carried.outlet or stated or _domain(url),
        authors=carried.authors or facts.authors,
        agency=facts.agency,
        origins=facts.origins,
        dateline=facts.dateline,
        published=published,
        updated=updated,
        language=language,
        url=url,
        text=text,
        paragraphs=paragraphs,
        source_map=source_map,
        cut=reading.cut,
        dropped=tuple(sorted(reading.dropped, key=lambda drop: drop.span.start)),
    )


def _without_orders(carried: Carried) -> Carried:
    """What a carrier states but for what addresses a language model."""
    title = None if carried.title and addresses_model(carried.title) else carried.title
    authors = tuple(name for name in carried.authors if not addresses_model(name))
    outlet = None if carried.outlet and addresses_model(carried.outlet) else carried.outlet
    if (title, authors, outlet) == (carried.title, carried.authors, carried.outlet):
        return carried
    return carried.model_copy(update={"title": title, "authors": authors, "outlet": outlet})


def _visible(facts: Facts) -> Facts:
    """The facts without characters that no reader sees; of broken input some cannot even be written down."""
    return replace(
        facts,
        title=facts.title and visible_text(facts.title),
        outlet=facts.outlet and visible_text(facts.outlet),
        dateline=facts.dateline and visible_text(facts.dateline),
        url=facts.url and visible_text(facts.url),
        authors=tuple(map(visible_text, facts.authors)),
        published=_visible_stamp(facts.published),
        updated=_visible_stamp(facts.updated),
    )


def _visible_stamp(stamp: Timestamp | None) -> Timestamp | None:
    return stamp.model_copy(update={"quote": visible_text(stamp.quote)}) if stamp and stamp.quote else stamp


def article_id(ref: SourceRef) -> str:
    """The first twelve digits of the text's SHA-256, with the record's locator where there is one."""
    digits = ref.sha256[:_ID_LENGTH]
    return f"{digits}-{ref.locator}" if ref.locator else digits


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """Title and standfirst, the body in document order, then what stands beside it.

    A standfirst that only repeats the body goes to the end: it would be counted, and quoted, twice.
    """
    body = [p for p in pieces if p.kind not in _ASIDE and p.kind not in _HEAD]
    heads = [p for kind in _HEAD for p in pieces if p.kind is kind]
    standfirsts = [p for p in heads if p.kind is ParagraphKind.STANDFIRST]
    told = _squeeze(" ".join(p.text for p in body)) if standfirsts else ""
    repeats = [p for p in standfirsts if body and _squeeze(p.text) in told]
    beside = [p for p in pieces if p.kind in _ASIDE]
    return [p for p in heads if p not in repeats] + body + beside + repeats


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def own_url(document: Document) -> str | None:
    """The address that the carrier states, or that the document was fetched from."""
    ref = document.ref
    fetched = ref.source if ref.source.startswith(("http://", "https://")) and not ref.locator else None
    return document.carried.url or fetched


def _domain(url: str | None) -> str | None:
    match = re.match(r"https?://(?:[^/@]{1,100}@)?(?:www\d?\.)?([^/:?#]{3,253})", url or "")
    return match[1].lower() if match else None
