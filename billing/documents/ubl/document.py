"""The whole document, in the order that the schema of UBL wants."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from billing.documents.figures import own_vat
from billing.documents.paper import Paper
from billing.documents.ubl import sums
from billing.documents.ubl.elements import document, leaf, node
from billing.documents.ubl.parties import party
from billing.documents.words import in_words

PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
INVOICE, CREDIT_NOTE = "380", "381"
"""What kind of document it is (UNTDID 1001)."""


def ubl(paper: Paper) -> bytes:
    """The paper as UBL 2.1 by EN 16931, words in the paper's language; equal papers give equal bytes."""
    name = "CreditNote" if paper.kind == "credit_note" else "Invoice"
    return document(name, *_head(paper), *_body(paper))


def _head(paper: Paper) -> Iterator[Element | None]:
    yield leaf("CustomizationID", paper.customization)
    yield leaf("ProfileID", PROFILE)
    yield leaf("ID", paper.number)
    yield leaf("IssueDate", paper.issued_on.isoformat())
    if paper.kind == "credit_note":
        yield leaf("CreditNoteTypeCode", CREDIT_NOTE)
    else:
        yield leaf("DueDate", paper.due_on.isoformat() if paper.due_on else "")
        yield leaf("InvoiceTypeCode", INVOICE)
    yield leaf("Note", " ".join([*(in_words(note, paper.language) for note in paper.notes), own_vat(paper)]))
    yield leaf("DocumentCurrencyCode", paper.currency)
    yield leaf("TaxCurrencyCode", paper.exchange.currency if paper.exchange else "")
    # One of the two is asked for by Peppol; who gave no order number is known by name.
    yield None if paper.po_number else leaf("BuyerReference", paper.buyer.legal_name)
    yield sums.period(paper.period)
    yield node("OrderReference", leaf("ID", paper.po_number))


def _body(paper: Paper) -> Iterator[Element | None]:
    if paper.corrects:
        yield node(
            "BillingReference",
            node(
                "InvoiceDocumentReference",
                leaf("ID", paper.corrects.number),
                leaf("IssueDate", paper.corrects.issued_on.isoformat()),
            ),
        )
    yield party("AccountingSupplierParty", paper.seller)
    yield party("AccountingCustomerParty", paper.buyer)
    yield sums.payment(paper)
    yield sums.terms(paper)
    yield sums.tax_total(paper)
    yield sums.own_tax_total(paper)
    yield sums.totals(paper)
    yield from (sums.line(position, line, paper) for position, line in enumerate(paper.lines, 1))
