"""Pages of another PDF behind those of a paper: the same two, the same bytes."""

import hashlib
import re
from io import BytesIO

import pypdfium2

from crm_desktop.core.errors import RefusedError
from crm_desktop.core.words_to_translate import QT_TRANSLATE_NOOP
from crm_desktop.documents.preview import PDFIUM

MOST_PAGES = 40
NO_PDF = QT_TRANSLATE_NOOP(
    "core", "{name} cannot be opened as a PDF, or asks for a password. Save it again without one, and choose that."
)
TOO_MANY_PAGES = QT_TRANSLATE_NOOP(
    "core", "{name} has {pages} pages, and an appendix {most} at most. Choose a shorter one."
)
# PDFium writes a new name into each file it saves.
_NAMES = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>\s*\]")


def check_appendix(name: str, content: bytes) -> int:
    """Count the pages of what is to follow each paper; raises RefusedError with what to do where it cannot."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            raise RefusedError(NO_PDF, "appendix", name=name) from fault
        try:
            pages = len(document)
        finally:
            document.close()
    if pages > MOST_PAGES:
        raise RefusedError(TOO_MANY_PAGES, "appendix", name=name, pages=pages, most=MOST_PAGES)
    return pages


def with_appendix(paper: bytes, appendix: bytes) -> bytes:
    """Put the pages of one PDF behind those of another; callable from any thread."""
    target = BytesIO()
    with PDFIUM:
        document, added = pypdfium2.PdfDocument(paper), pypdfium2.PdfDocument(appendix)
        try:
            document.import_pages(added)
            document.save(target)
        finally:
            added.close()
            document.close()
    return _named_by_content(target.getvalue())


def _named_by_content(pdf: bytes) -> bytes:
    """Replace the names by which a file is known, of equal length, by one that follows from what is in it."""
    nameless = _NAMES.sub(lambda found: found[0].replace(found[1], b"0" * 32).replace(found[2], b"0" * 32), pdf)
    name = hashlib.sha256(nameless).hexdigest()[:32].upper().encode()
    return _NAMES.sub(lambda found: found[0].replace(found[1], name).replace(found[2], name), pdf)
