"""PDF, with the optional extra ``pdf``."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.decoding import clean_characters
from briefing.sources.records import Record

# PDFium must not be entered by two threads, not even for two documents.
_ONE_AT_A_TIME = Lock()
_MAX_PAGES = 500
_MAX_CHARACTERS = 20_000_000


def pdf(blob: Blob) -> Iterator[Record]:
    """The text of a PDF, pages joined by blank lines."""
    with _ONE_AT_A_TIME:
        pages = list(_pages(blob))
    text = clean_characters("\n\n".join(pages)).replace("\r\n", "\n")
    if not text.strip():
        raise NoArticleError(blob.source, "is a PDF without a text layer", hint="run it through OCR first")
    yield Document.of(text, blob.source, MediaType.TEXT, carried=Carried(url=blob.url), keep_content=blob.keep_content)


def _pages(blob: Blob) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError as error:
        raise SourceError(blob.source, "is a PDF", hint="install the extra: pip install 'briefing[pdf]'") from error
    try:
        document = pypdfium2.PdfDocument(blob.data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(blob.source, f"is a damaged or locked PDF ({error})") from error
    try:
        if len(document) > _MAX_PAGES:
            raise SourceError(blob.source, f"is a PDF of more than {_MAX_PAGES} pages")
        size = 0
        for page in document:
            text = page.get_textpage().get_text_bounded()
            size += len(text)
            if size > _MAX_CHARACTERS:
                raise SourceError(blob.source, "is a PDF with too much text")
            yield text
    except pypdfium2.PdfiumError as error:
        raise SourceError(blob.source, f"is a damaged PDF ({error})") from error
    finally:
        document.close()
