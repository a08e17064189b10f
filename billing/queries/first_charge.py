"""What happens once a client has given a means of payment: what is collected at once, or from which day on something is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from billing.gateways.port import FlatPrice
from billing.models import Debtor
from billing.money import half_up
from billing.periods import Period, day_of
from billing.queries.beginnings import Beginning, beginning
from billing.queries.paying import not_at_its_gateway
from billing.refusing import Refused
from motorblok.kernel import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCharge:
    """The first money that is collected: `total` minor units with VAT for `period` at once, or nothing before `from_on`."""

    total: int
    currency: str
    from_on: date
    period: Period | None

    @property
    def is_at_once(self) -> bool:
        """Whether giving the means of payment is paying."""
        return self.period is not None


def first_charge(client_id: UUID, *, at: datetime) -> FirstCharge | None:
    """What is collected first from a client that has still to give its means; None where that cannot be said now."""
    with schema.entered(schema.PUBLIC):
        debtor = Debtor.objects.filter(pk=client_id).first()
        of = not_at_its_gateway(debtor) if debtor else None
        if of is None:
            return None
        try:
            begins = beginning(of, customer="", at=at)
        except Refused:
            return None
    order = begins.order
    return FirstCharge(
        total=_with_vat([*order.prices, *order.once]) if order.period_ends_at else 0,
        currency=order.currency,
        from_on=begins.from_on,
        period=_period(begins, of.time_zone),
    )


def _period(begins: Beginning, zone: str) -> Period | None:
    ends_at = begins.order.period_ends_at
    return Period(begins.from_on, day_of(ends_at, zone=zone)) if ends_at else None


def _with_vat(prices: Iterable[FlatPrice]) -> int:
    """VAT by rate on the sum of its lines, as on the invoice."""
    in_order = sorted(prices, key=lambda price: price.vat_percent)
    sums = {
        percent: sum(each.amount for each in of)
        for percent, of in groupby(in_order, lambda each: each.vat_percent)
    }
    return sum(net + _vat(net, percent) for percent, net in sums.items())


def _vat(net: int, percent: Decimal) -> int:
    return half_up(Fraction(net) * Fraction(percent) / 100)
