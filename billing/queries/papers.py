"""Final invoices and credit notes as papers: all that is printed, as it was when they were made final."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db.models import F, Sum

from billing.documents import checking
from billing.documents.paper import Kind, Paper
from billing.documents.parts import Corrected, Exchange, Look, PaperLine, Party, Quote, Transfer
from billing.documents.references import creditor_reference, require_account
from billing.models import Allocation, Debtor, Gateways, Invoice, InvoiceLine, LegalEntity
from billing.models.parties import Address
from billing.periods import Period
from billing.rating.shapes import TaxLine, Unit
from billing.rating.wording import Language, Words

LANGUAGES: dict[str, Language] = {"en": "en", "nl": "nl"}


def seller_of(entity: LegalEntity) -> dict[str, str]:
    """The seller as it is now, to be kept with an invoice: its address, and the account to transfer to."""
    return _address(entity) | {"iban": entity.iban, "bic": entity.bic}


def buyer_of(debtor: Debtor) -> dict[str, str]:
    """The buyer as it is now, to be kept with an invoice: its address, and the language that it reads."""
    return _address(debtor) | {"language": debtor.language}


def paper_of(invoice: Invoice) -> Paper:
    """A final invoice or credit note as a paper: what was paid of it after it was made final is not in it.

    Two queries, and one for the invoice that a credit note corrects. Raises NothingToPrint for a draft, SumsDiffer,
    PartyIncomplete, CannotBePrinted, WrongAccount, WrongReference.
    """
    sign = -1 if invoice.kind == Invoice.Kind.CREDIT_NOTE else 1
    seller = invoice.seller or seller_of(invoice.legal_entity)
    buyer = invoice.buyer or buyer_of(invoice.debtor)
    lines = tuple(_line(line, sign) for line in invoice.lines.order_by("position"))
    checking.something(invoice.number or "", lines)
    return Paper(
        kind=cast(Kind, invoice.kind),
        number=invoice.number or "",
        issued_on=invoice.issued_on or date.min,
        due_on=invoice.due_on if sign > 0 else None,
        currency=invoice.currency,
        language=LANGUAGES.get(str(buyer.get("language")), "en"),
        seller=_party(seller),
        buyer=_party(buyer),
        lines=lines,
        taxes=_taxes(invoice, sign),
        net=sign * invoice.net,
        vat=sign * invoice.vat,
        total=sign * invoice.total,
        paid=_paid(invoice) if sign > 0 else 0,
        po_number=invoice.po_number,
        transfer=_transfer(invoice, seller),
        corrects=_corrected(invoice.corrects),
        exchange=exchange_in(invoice.exchange),
        customization=settings.MOTORBLOK_UBL_CUSTOMIZATION,
        look=look(),
    )


def exchange_in(kept: Mapping[str, Any]) -> Exchange | None:
    """How VAT is stated in the seller's own currency, as it was kept with an invoice; None where it was not needed."""
    if not kept:
        return None
    quotes = (Quote(**_quote(each)) for each in kept["quotes"])
    return Exchange(currency=kept["currency"], quotes=tuple(quotes))


def look() -> Look:
    """How the provider's papers look, from the settings; the logo is read from its file each time."""
    logo = settings.MOTORBLOK_INVOICE_LOGO
    return Look(
        accent=settings.MOTORBLOK_INVOICE_ACCENT,
        logo=Path(logo).read_bytes() if logo else b"",
    )


def _quote(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "per_euro": Decimal(kept["per_euro"]), "on": date.fromisoformat(kept["on"])}


def _address(address: Address) -> dict[str, str]:
    return {field.name: str(getattr(address, field.name)) for field in fields(Party)}


def _party(kept: Mapping[str, Any]) -> Party:
    return Party(**{field.name: str(kept.get(field.name) or "") for field in fields(Party)})


def _line(line: InvoiceLine, sign: int) -> PaperLine:
    return PaperLine(
        code=line.code,
        name=Words(line.name_en, line.name_nl),
        quantity=sign * line.quantity,
        unit=cast(Unit, line.unit),
        unit_price=line.unit_price,
        amount=sign * line.amount,
        vat_code=line.vat_code,
        vat_percent=line.vat_percent,
        period=Period(line.period_start_on, line.period_end_on),
        explanation=tuple(Words(step["words_en"], step["words_nl"]) for step in line.explanation),
    )


def _taxes(invoice: Invoice, sign: int) -> tuple[TaxLine, ...]:
    kept = json.loads(bytes(invoice.rated) or b"{}").get("taxes", [])
    levied = (TaxLine(**{**each, "percent": Decimal(each["percent"])}) for each in kept)
    return tuple(replace(tax, base=sign * tax.base, amount=sign * tax.amount) for tax in levied)


def _paid(invoice: Invoice) -> int:
    # Only what settled it as it was made final: the paper stays the same, whatever is paid of it later, or was paid just
    # before and is heard of later.
    before = Allocation.objects.filter(invoice=invoice, at=F("invoice__final_at"))
    return before.aggregate(paid=Sum("amount"))["paid"] or 0


def _transfer(invoice: Invoice, seller: Mapping[str, Any]) -> Transfer | None:
    if invoice.gateway != Gateways.BANK or invoice.kind != Invoice.Kind.INVOICE:
        return None
    iban, bic = str(seller.get("iban") or ""), str(seller.get("bic") or "")
    require_account(iban, bic=bic)
    return Transfer(
        holder=str(seller["legal_name"]),
        iban=iban.replace(" ", "").upper(),
        bic=bic.replace(" ", "").upper(),
        reference=creditor_reference(invoice.number or ""),
    )


def _corrected(invoice: Invoice | None) -> Corrected | None:
    if invoice is None or invoice.issued_on is None:
        return None
    return Corrected(number=invoice.number or "", issued_on=invoice.issued_on)
