"""Everything that is printed on an invoice or a credit note; a paper that does not add up cannot be made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from billing.documents import checking
from billing.documents.parts import Corrected, Exchange, Look, PaperLine, Party, Transfer
from billing.money import exponent
from billing.periods import Period
from billing.rating.shapes import TaxLine
from billing.rating.wording import Language, Words

PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
"""Peppol BIS Billing 3.0: what every receiver in the EU understands (EN 16931 BT-24)."""

Kind = Literal["invoice", "credit_note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An invoice, or a credit note with positive sums (EN 16931, 381), in minor units of `currency`.

    `paid` is what had been paid when it was made; `due_on` and `transfer` are empty where nothing is to be transferred.
    Raises NothingToPrint, SumsDiffer, PartyIncomplete, CannotBePrinted.
    """

    kind: Kind
    number: str
    issued_on: date
    due_on: date | None
    currency: str
    language: Language
    seller: Party
    buyer: Party
    lines: tuple[PaperLine, ...]
    taxes: tuple[TaxLine, ...]
    net: int
    vat: int
    total: int
    paid: int = 0
    po_number: str = ""
    transfer: Transfer | None = None
    corrects: Corrected | None = None
    exchange: Exchange | None = None
    notes: tuple[Words, ...] = ()
    customization: str = PEPPOL
    look: Look = field(default_factory=Look)

    def __post_init__(self) -> None:
        exponent(self.currency)
        checking.something(self.number, self.lines)
        checking.correction(self.corrects, needed=self.kind == "credit_note")
        checking.parties(self.seller, self.buyer, reversed_=any(tax.code == "AE" for tax in self.taxes))
        checking.lines(self.lines, currency=self.currency)
        checking.taxes(self.taxes, lines=self.lines)
        checking.exchange(self.exchange, currency=self.currency)
        checking.sums(self.lines, self.taxes, net=self.net, vat=self.vat, total=self.total)

    @property
    def payable(self) -> int:
        """What is still to be paid, or with a credit note to be given back."""
        return self.total - self.paid

    @property
    def own_vat(self) -> int | None:
        """The VAT in the seller's own currency, in minor units; None where the paper is in that currency, or has none."""
        return self.exchange.worth(self.vat, currency=self.currency) if self.exchange else None

    @property
    def period(self) -> Period:
        """From the first day that any line is about to the last."""
        return Period(
            min(line.period.start for line in self.lines), max(line.period.end for line in self.lines)
        )
