"""Files that lie within a PDF: put in as it is written, read back from its bytes."""

import pypdfium2
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.documents.preview import PDFIUM


def enclose(canvas: Canvas, name: str, content: bytes, media_type: str) -> None:
    """Put one file within a PDF, as ISO 32000-1, 7.11.4 says; viewers list it among the attachments."""
    document = canvas._doc  # noqa: SLF001 - reportlab has no other door to the catalogue of a document
    about = PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName(media_type)})
    about["Params"] = PDFDictionary({"Size": len(content)})
    stream = document.Reference(PDFStream(about, content))
    named = PDFString(name)
    told = {"Type": PDFName("Filespec"), "F": named, "UF": named, "EF": PDFDictionary({"F": stream, "UF": stream})}
    files = PDFDictionary({"Names": PDFArray([named, document.Reference(PDFDictionary(told))])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": files})


def enclosed(pdf: bytes, name: str) -> bytes | None:
    """Read a file that lies within a PDF, None where it has none of that name; callable from any thread."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for place in range(document.count_attachments()):
                attached = document.get_attachment(place)
                if attached.get_name() == name:
                    return bytes(attached.get_data())
            return None
        finally:
            document.close()
