"""What a paper is made of: the two parties, the lines, where to pay, and how it looks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.money import EURO, exponent, rounded
from billing.periods import Period
from billing.rating.shapes import Unit
from billing.rating.wording import Words

ACCENT = "#1f4e79"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who sends or who gets it: `country` is ISO 3166-1's two letters, `registration` the number in the trade register."""

    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str = ""
    registration: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Where to transfer to, and the creditor reference to do it with (ISO 11649, without spaces)."""

    holder: str
    iban: str
    bic: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A printed line: `quantity` x `unit_price`, rounded once, is `amount` in minor units, before VAT."""

    code: str
    name: Words
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    amount: int
    vat_code: str
    vat_percent: Decimal
    period: Period
    explanation: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one euro was in a currency, as `source` published it on a day."""

    currency: str
    per_euro: Decimal
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The seller's own currency, in which its law wants the VAT too (VAT Directive art. 230), and how one gets there.

    It goes by way of the euro (art. 91 (2)): `quotes` has one for each of the two currencies that is not the euro.
    """

    currency: str
    quotes: tuple[Quote, ...]

    def worth(self, minor: int, *, currency: str) -> int:
        """A sum of another currency in the seller's own, in minor units, rounded once."""
        per_euro = {each.currency: Fraction(each.per_euro) for each in self.quotes} | {EURO: Fraction(1)}
        euros = Fraction(minor, 10 ** exponent(currency)) / per_euro[currency]
        return rounded(euros * per_euro[self.currency], currency=self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The invoice that a credit note lowers."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the seller's papers look: its colour ("#rrggbb") and its logo as a PNG or SVG; without one, its name."""

    accent: str = ACCENT
    logo: bytes = b""
