"""What is written on a paper, read back from its bytes."""

import pypdfium2

from crm_desktop.documents.preview import PDFIUM


def page_texts(pdf: bytes) -> list[str]:
    """Read the text of each page."""
    with PDFIUM:  # a window may draw the same paper meanwhile
        document = pypdfium2.PdfDocument(pdf)
        try:
            found = []
            for page in document:
                text = page.get_textpage()
                found.append(text.get_text_range())
                text.close()
                page.close()
            return found
        finally:
            document.close()
