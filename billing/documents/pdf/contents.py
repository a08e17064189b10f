"""What the layout is given: every word and figure of a paper, written out in the paper's language."""

from typing import Any

from billing.documents.figures import own_vat, payment_terms, sum_in
from billing.documents.paper import Paper
from billing.documents.pdf.logos import logo
from billing.documents.pdf.parties import address, legal_facts
from billing.documents.pdf.rows import line_row, tax_row, total_rows
from billing.documents.qr import drawn, transfer_code
from billing.documents.references import grouped
from billing.documents.words import in_words, word
from billing.rating.wording import Words, spoken

Told = dict[str, Any]


def contents(paper: Paper) -> Told:
    """All that stands on the paper, as JSON's own types. Raises LogoCannotBeRead."""
    return _head(paper) | _body(paper)


def _head(paper: Paper) -> Told:
    kind = word(paper.kind, paper.language)
    return {
        "language": paper.language,
        "title": f"{kind} {paper.number}",
        "kind": kind,
        "number": paper.number,
        "issued_on": {part: getattr(paper.issued_on, part) for part in ("year", "month", "day")},
        "accent": paper.look.accent,
        "logo": logo(paper),
        "words": _words(paper, "page", "of", "continued"),
        "seller": {"name": paper.seller.legal_name, "facts": legal_facts(paper)},
        "buyer": {"name": paper.buyer.legal_name, "address": address(paper)},
        "facts": _facts(paper),
        "headline": _headline(paper),
        "attachment": {"name": f"{paper.number}.xml", "says": word("attached", paper.language)},
    }


def _body(paper: Paper) -> Told:
    reasons = [in_words(Words(tax.reason_en, tax.reason_nl), paper.language) for tax in paper.taxes]
    totals = total_rows(paper)
    return {
        "columns": [*_words(paper, "description", "quantity", "price", "vat", "amount").values()],
        "lines": [line_row(line, paper) for line in paper.lines],
        "tax_columns": [*_words(paper, "vat", "base", "amount").values()],
        "taxes": [tax_row(tax, paper) for tax in paper.taxes],
        "reasons": [said for said in (*reasons, own_vat(paper)) if said],
        "totals": totals,
        "strong": len(totals) - 1,
        "notes": [in_words(note, paper.language) for note in paper.notes],
        "payment": _payment(paper),
    }


def _words(paper: Paper, *names: str) -> dict[str, str]:
    return {name: word(name, paper.language) for name in names}


def _facts(paper: Paper) -> list[list[str]]:
    said = {
        "number": paper.number,
        "issued_on": spoken(paper.issued_on, paper.language),
        "due_on": spoken(paper.due_on, paper.language) if paper.due_on else "",
        "corrects": paper.corrects.number if paper.corrects else "",
        "period": spoken(paper.period, paper.language),
        "po_number": paper.po_number,
        "buyer_vat": paper.buyer.vat_number,
    }
    return [[word(name, paper.language), value] for name, value in said.items() if value]


def _headline(paper: Paper) -> dict[str, str]:
    back = paper.kind == "credit_note" or paper.payable < 0
    says = "to_get" if back else "to_pay" if paper.payable else "nothing"
    return {
        "says": word(says, paper.language),
        "sum": sum_in(paper, abs(paper.payable)),
        "terms": payment_terms(paper),
    }


def _payment(paper: Paper) -> Told | None:
    to = paper.transfer
    if to is None or paper.kind != "invoice" or paper.payable <= 0:
        return None
    code, to_pay = transfer_code(paper), sum_in(paper, paper.payable)
    said = {
        "to_pay": to_pay,
        "holder": to.holder,
        "iban": grouped(to.iban),
        "bic": to.bic,
        "reference": grouped(to.reference),
    }
    return {
        "title": word("how_to_pay", paper.language),
        "rows": [[word(name, paper.language), value] for name, value in said.items() if value],
        "code": drawn(code).decode() if code else None,
        "alt": word("code_says", paper.language).format(sum=to_pay),
        "scan": word("scan", paper.language),
    }
