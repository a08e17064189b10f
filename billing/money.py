"""Sums of money as whole minor units (cents) of a currency: how they are rounded, divided and converted; never a float."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from billing.refusing import Refused

EXPONENTS: Mapping[str, int] = {
    "EUR": 2, "GBP": 2, "USD": 2, "CHF": 2, "SEK": 2, "CZK": 2, "DKK": 2, "HUF": 2, "PLN": 2, "RON": 2, "JPY": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3,
}  # fmt: skip
"""How many decimals a currency has (ISO 4217), in our own table, so that no update of a library moves a cent."""

EURO = "EUR"
EURO_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT",
    "SI", "SK",
})  # fmt: skip
"""The countries whose currency is the euro; Bulgaria since 2026-01-01 (Council Regulation (EU) 2025/1408)."""

OTHER_CURRENCIES: Mapping[str, str] = {
    "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF", "PL": "PLN", "RO": "RON", "SE": "SEK",
}  # fmt: skip
"""The currencies of the other countries that want VAT stated in their own (VAT Directive art. 230; for Great Britain
the VAT Regulations 1995, reg. 14)."""

OFFERED = ("EUR", "GBP", "USD")
"""The currencies that an agreement may be drawn up in."""

PRICE_DECIMALS = 6
LARGEST = 2**53 - 1
"""The largest number of minor units: what JSON carries exactly (RFC 8785)."""

Exact = int | Decimal | Fraction


class UnknownCurrency(Refused):
    """The currency is not in our table."""

    code = "unknown-currency"


class OtherCurrency(Refused):
    """Two sums in different currencies met."""

    code = "other-currency"


class TooLarge(Refused):
    """The sum is beyond what can be written down exactly."""

    code = "sum-too-large"


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units (cents, for euros) of `currency` (ISO 4217). Raises OtherCurrency when two are mixed."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        require_same(self.currency, other.currency)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    @property
    def major(self) -> Decimal:
        """The sum in whole units of the currency: 1250 cents are Decimal("12.50")."""
        return major(self.minor, currency=self.currency)


def exponent(currency: str) -> int:
    """The number of decimals of a currency; raises UnknownCurrency."""
    if currency not in EXPONENTS:
        raise UnknownCurrency(
            f"The currency {currency or '(none)'} is not known here; use one of {', '.join(OFFERED)}.",
            f"De valuta {currency or '(geen)'} is hier niet bekend; gebruik een van {', '.join(OFFERED)}.",
            field="currency",
        )
    return EXPONENTS[currency]


def currency_of(country: str) -> str:
    """The currency in which a country wants VAT to be stated; "" for one whose law is not known here."""
    return EURO if country in EURO_COUNTRIES else OTHER_CURRENCIES.get(country, "")


def require_same(currency: str, other: str) -> None:
    """Raises OtherCurrency unless both are one currency."""
    if currency != other:
        raise OtherCurrency(
            f"A sum in {other} cannot stand on an invoice in {currency}; agree on a price in {currency}.",
            f"Een bedrag in {other} kan niet op een factuur in {currency} staan; spreek een prijs in {currency} af.",
            field="currency",
        )


def half_up(exact: Exact) -> int:
    """The nearest whole number; a half goes away from zero, so that a credit always undoes its charge."""
    value = Fraction(exact)
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def rounded(exact: Exact, *, currency: str) -> int:
    """Whole units of a currency, however many decimals, as minor units, rounded once. Raises TooLarge."""
    minor = half_up(Fraction(exact) * 10 ** exponent(currency))
    if abs(minor) > LARGEST:
        raise TooLarge(
            "This comes to a sum that is too large to be invoiced; check the quantity and the price.",
            "Dit komt uit op een bedrag dat te groot is om te factureren; controleer het aantal en de prijs.",
        )
    return minor


def major(minor: int, *, currency: str) -> Decimal:
    """Minor units as whole units of the currency, with all its decimals."""
    return _scaled(minor, exponent(currency))


def decimals(exact: Exact, *, places: int = PRICE_DECIMALS) -> Decimal:
    """A price or quantity with so many decimals, rounded half up."""
    return _scaled(half_up(Fraction(exact) * 10**places), places)


def split(minor: int, *, weights: Sequence[Exact]) -> tuple[int, ...]:
    """Divide a sum in proportion to `weights` (none negative) by largest remainder: the parts add up to it exactly.

    Of equal remainders the earlier weight comes first; where all weights are 0 they count as equal.
    """
    given = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in given) or not given:
        raise ValueError("weights: at least one, and none negative")
    if not any(given):
        given = [Fraction(1)] * len(given)
    shares = [abs(minor) * weight / sum(given) for weight in given]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda n: (parts[n] - shares[n], n))
    for n in by_remainder[: abs(minor) - sum(parts)]:
        parts[n] += 1
    return tuple(-part if minor < 0 else part for part in parts)


def _scaled(whole: int, places: int) -> Decimal:
    # From its digits and not by `scaleb`, which rounds to the precision of whoever calls.
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -places))
