"""A price as it is written down for a plan, before it is kept: its fields, and what cannot be meant by them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.rating import checking
from billing.rating.canonical import as_json, plain
from billing.rating.checking import WrongTerms
from billing.rating.fees import is_metered
from billing.rating.shapes import PriceItem, SeatRule, Subscribed, Terms, Tier
from billing.rating.tiers import NoPrice
from billing.rating.usage import TwoPrices
from billing.refusing import Refused

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 40
LONGEST_NAME = 120
BEYOND = Decimal(10) ** 12
"""More than can be kept of a price or a quantity."""


class CodeIsTaken(Refused):
    """A code names two things."""

    code = "code-is-taken"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDraft:
    """An item, and what the readings of its seats come to where a meter counts them."""

    item: PriceItem
    seat_rule: SeatRule = "peak"

    def fields(self) -> dict[str, Any]:
        """The columns of `billing.models.Price`."""
        item = self.item
        kept = ("code", "name_en", "name_nl", "service_line", "model", "interval", "unit_price", "included")
        more = ("tier_mode", "meter", "vat_category")
        return {
            **{name: getattr(item, name) for name in (*kept, *more)},
            "tiers": [_kept(tier) for tier in item.tiers],
            "seat_rule": self.seat_rule,
        }

    def as_facts(self) -> dict[str, Any]:
        """The same for an event: JSON with Decimals as text."""
        facts: dict[str, Any] = as_json(self.fields())
        return facts


def check(drafts: Sequence[PriceDraft], *, currency: str) -> None:
    """Raises NoPrice without any, CodeIsTaken, TwoPrices, WrongTerms, OtherCurrency."""
    if not drafts:
        raise NoPrice(
            "A plan needs at least one price; add a line.",
            "Een tariefplan heeft minstens één prijs nodig; voeg een regel toe.",
            field="prices",
        )
    for draft in drafts:
        _named(draft.item)
        _small(draft.item)
    _once(drafts)
    items = tuple(Subscribed(item=draft.item, from_on=date.min) for draft in drafts)
    checking.check(Terms(currency=currency, zone="UTC", items=items), credits=(), changes=())


def check_code(code: str, *, field: str = "code") -> None:
    """Raises WrongTerms for what is no code: small letters and digits with hyphens between, at most 40."""
    if len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        raise WrongTerms(
            "A code has small letters, digits and hyphens, at most 40: payroll-basic.",
            "Een code heeft kleine letters, cijfers en streepjes, hoogstens 40: salaris-basis.",
            field=field,
        )


def check_name(name: str, *, field: str) -> None:
    """Raises WrongTerms for a name that is empty or longer than 120 letters."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise WrongTerms(
            "Give it a name in both languages, of at most 120 letters.",
            "Geef het in beide talen een naam van hoogstens 120 letters.",
            field=field,
        )


def _named(item: PriceItem) -> None:
    check_code(item.code, field=item.code)
    for name in (item.name_en, item.name_nl):
        check_name(name, field=item.code)


def _small(item: PriceItem) -> None:
    tiers = [amount for tier in item.tiers for amount in (tier.unit_price, tier.flat, tier.up_to)]
    amounts = (each for each in (item.unit_price, item.included, *tiers) if each is not None)
    if not all(each.is_finite() and abs(each) < BEYOND for each in amounts):
        raise WrongTerms(
            f"{item.code}: a figure is too large.", f"{item.code}: een getal is te groot.", field=item.code
        )


def _once(drafts: Sequence[PriceDraft]) -> None:
    if code := _twice(draft.item.code for draft in drafts):
        raise CodeIsTaken(
            f"Two prices are called {code}; give each a code of its own.",
            f"Twee prijzen heten {code}; geef elk een eigen code.",
            field=code,
        )
    metered = [draft.item for draft in drafts if is_metered(draft.item)]
    if meter := _twice((item.service_line, item.meter) for item in metered):
        raise TwoPrices(
            f"Two prices count {meter[1]} of {meter[0]}; leave one out.",
            f"Twee prijzen tellen {meter[1]} van {meter[0]}; laat er één weg.",
            field=next(item.code for item in reversed(metered) if (item.service_line, item.meter) == meter),
        )


def _twice(found: Iterable[Any]) -> Any:
    return next((each for each, times in Counter(found).items() if times > 1), None)


def _kept(tier: Tier) -> dict[str, str | None]:
    return {
        "up_to": None if tier.up_to is None else plain(tier.up_to),
        "unit_price": plain(tier.unit_price),
        "flat": plain(tier.flat),
    }
