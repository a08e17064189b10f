"""The files of a final invoice: the UBL made with it, the PDF when it is first asked for; both the same whenever they are made."""

from datetime import datetime
from hashlib import sha256

from billing.documents.pdf import pdf
from billing.documents.ubl import ubl
from billing.models import Document, Invoice
from billing.queries.papers import paper_of


def file_ubl(invoice: Invoice, *, at: datetime) -> bytes:
    """Keep a final invoice as UBL; returns what is kept. Raises what `paper_of` raises."""
    return _kept(invoice, Document.Format.UBL, ubl(paper_of(invoice)), at=at)


def document_of(invoice: Invoice, wanted: str, *, at: datetime) -> bytes:
    """A final invoice as a file of that format (Document.Format): as it was kept, or made and kept now.

    The PDF takes a quarter of a second to draw: too long to keep everybody waiting who needs the next number.
    """
    found = Document.objects.filter(invoice=invoice, format=wanted).first()
    if found:
        return bytes(found.content)
    return _kept(invoice, wanted, drawn(invoice, wanted), at=at)


def drawn(invoice: Invoice, wanted: str) -> bytes:
    """A final invoice as a file of that format, made anew and not kept."""
    paper = paper_of(invoice)
    xml = ubl(paper)
    return pdf(paper, xml, paper.language) if wanted == Document.Format.PDF else xml


def _kept(invoice: Invoice, wanted: str, content: bytes, *, at: datetime) -> bytes:
    row = Document(
        invoice=invoice, format=wanted, content=content, sha256=sha256(content).hexdigest(), made_at=at
    )
    # Two who ask at once make the same bytes; the first to come is kept.
    Document.objects.bulk_create([row], ignore_conflicts=True)
    return content
