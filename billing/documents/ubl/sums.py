"""What is owed in UBL: the lines, the VAT by rate, the totals, and how to pay."""

from datetime import timedelta
from xml.etree.ElementTree import Element

from billing.documents.figures import payment_terms
from billing.documents.paper import Paper
from billing.documents.parts import PaperLine
from billing.documents.ubl.elements import leaf, node, number, sum_of
from billing.documents.ubl.parties import scheme
from billing.documents.words import in_words
from billing.periods import Period
from billing.rating.shapes import TaxLine
from billing.rating.wording import Words

UNITS = {
    "month": "MON",
    "year": "ANN",
    "seat": "C62",
    "piece": "H87",
    "hour": "HUR",
    "once": "C62",
    "sum": "C62",
}
"""Our units in UN/ECE Recommendation 20."""

REASON_CODES = {"AE": "VATEX-EU-AE", "G": "VATEX-EU-G"}
"""The codes of the reasons that have one in the list of CEF; an exemption has to be said in words."""

SEPA_TRANSFER, TRANSFER, AS_AGREED = "58", "30", "57"
"""How an invoice is paid (UNTDID 4461); what a gateway collects is paid as was agreed."""


def payment(paper: Paper) -> Element | None:
    """Where to transfer to, or that it is collected; nothing where nothing is to be paid, or it is given back."""
    to = paper.transfer
    if paper.kind != "invoice" or paper.payable <= 0:
        return None
    if to is None:
        return node("PaymentMeans", leaf("PaymentMeansCode", AS_AGREED))
    return node(
        "PaymentMeans",
        leaf("PaymentMeansCode", SEPA_TRANSFER if paper.currency == "EUR" else TRANSFER),
        leaf("PaymentID", to.reference),
        node(
            "PayeeFinancialAccount",
            leaf("ID", to.iban),
            leaf("Name", to.holder),
            node("FinancialInstitutionBranch", leaf("ID", to.bic)),
        ),
    )


def terms(paper: Paper) -> Element | None:
    """Until when and how it is paid, in words."""
    return node("PaymentTerms", leaf("Note", payment_terms(paper)))


def tax_total(paper: Paper) -> Element | None:
    """The VAT, and each rate of it."""
    return node(
        "TaxTotal",
        sum_of("TaxAmount", paper.vat, paper.currency),
        *(_subtotal(tax, paper) for tax in paper.taxes),
    )


def own_tax_total(paper: Paper) -> Element | None:
    """The VAT in the seller's own currency (EN 16931 BT-111), where that is another."""
    if paper.exchange is None or paper.own_vat is None:
        return None
    return node("TaxTotal", sum_of("TaxAmount", paper.own_vat, paper.exchange.currency))


def totals(paper: Paper) -> Element | None:
    """From the sum of the lines to what is still to be paid."""
    return node(
        "LegalMonetaryTotal",
        sum_of("LineExtensionAmount", paper.net, paper.currency),
        sum_of("TaxExclusiveAmount", paper.net, paper.currency),
        sum_of("TaxInclusiveAmount", paper.total, paper.currency),
        sum_of("PrepaidAmount", paper.paid, paper.currency) if paper.paid else None,
        sum_of("PayableAmount", paper.payable, paper.currency),
    )


def line(position: int, printed: PaperLine, paper: Paper) -> Element | None:
    """A line of an invoice or of a credit note, with the sentences that explain it."""
    credit = paper.kind == "credit_note"
    return node(
        "CreditNoteLine" if credit else "InvoiceLine",
        leaf("ID", str(position)),
        leaf("Note", " ".join(in_words(step, paper.language) for step in printed.explanation)),
        number(
            "CreditedQuantity" if credit else "InvoicedQuantity",
            printed.quantity,
            unitCode=UNITS[printed.unit],
        ),
        sum_of("LineExtensionAmount", printed.amount, paper.currency),
        period(printed.period),
        node(
            "Item",
            leaf("Name", in_words(printed.name, paper.language)),
            node("SellersItemIdentification", leaf("ID", printed.code)),
            node(
                "ClassifiedTaxCategory",
                leaf("ID", printed.vat_code),
                number("Percent", printed.vat_percent),
                scheme(),
            ),
        ),
        node("Price", number("PriceAmount", printed.unit_price, currencyID=paper.currency)),
    )


def period(span: Period) -> Element | None:
    """The days of a period, both of them in it."""
    last = span.end - timedelta(days=1)
    return node("InvoicePeriod", leaf("StartDate", span.start.isoformat()), leaf("EndDate", last.isoformat()))


def _subtotal(tax: TaxLine, paper: Paper) -> Element | None:
    reason = in_words(Words(tax.reason_en, tax.reason_nl), paper.language)
    return node(
        "TaxSubtotal",
        sum_of("TaxableAmount", tax.base, paper.currency),
        sum_of("TaxAmount", tax.amount, paper.currency),
        node(
            "TaxCategory",
            leaf("ID", tax.code),
            number("Percent", tax.percent),
            leaf("TaxExemptionReasonCode", REASON_CODES.get(tax.code, "")),
            leaf("TaxExemptionReason", reason),
            scheme(),
        ),
    )
