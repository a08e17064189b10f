"""What the next invoice comes to before it is made: as it stands so far, and apart from that what is to be expected."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from billing import metering
from billing.bills import Bill, bill, bills
from billing.drafting import kept
from billing.metering import Meter
from billing.models import Invoice, Subscription
from billing.money import decimals
from billing.periods import Period, day_of
from billing.queries.gathering import Gathered, gathered
from billing.rating.inputs import Inputs
from billing.rating.shapes import Rated, Usage


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a meter has counted of the period until now, in how many records; hours in seconds."""

    service_line: str
    meter: str
    quantity: Decimal
    records: int
    is_priced: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the invoice comes to if use goes on as it did: what was used in `elapsed_days`, scaled to `days`.

    An expectation and nothing else: it is never mixed with what was used, and never invoiced.
    """

    rated: Rated
    elapsed_days: int
    days: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an invoice comes to as things stand (`rated`): the same function and figures as the invoice itself.

    `forecast` is empty when the period of use is over, or nothing is counted. `invoice_id` is the invoice where one is
    drawn up; one that is final is shown as it is.
    """

    bill: Bill
    rated: Rated
    so_far: tuple[SoFar, ...]
    forecast: Forecast | None
    invoice_id: UUID | None

    @property
    def used(self) -> Period:
        """The period whose usage is on it."""
        return self.bill.used

    @property
    def input_hash(self) -> str:
        """What tells this preview from one of other figures: the invoice made of the same has the same."""
        return self.rated.input_hash


def preview(subscription: Subscription, *, period: Period, at: datetime) -> Preview:
    """The invoice of a period as things stand at an instant. Raises WrongPeriod, and a Refused for what cannot be billed."""
    return preview_of(subscription, bill(subscription, period), at=at)


def preview_of(subscription: Subscription, wanted: Bill, *, at: datetime) -> Preview:
    """The same of a bill: also the final one of a subscription that ends."""
    found = kept(subscription, wanted)
    if found and found.state == Invoice.State.FINAL:
        return Preview(wanted, Inputs.read(bytes(found.inputs)).rated(), (), None, found.id)
    given = gathered(subscription, wanted)
    return Preview(
        wanted,
        given.rated,
        tuple(_so_far(given)),
        _forecast(given, wanted, subscription, at=at),
        found.id if found else None,
    )


def next_bill(subscription: Subscription) -> Bill | None:
    """The first bill without a final invoice: the one that is to be made next. None when all are made."""
    done = subscription.invoices.filter(state__in=[Invoice.State.FINAL, Invoice.State.DROPPED])
    made = set(done.values_list("purpose", "period_start_on"))
    return next((each for each in bills(subscription) if (each.purpose, each.period.start) not in made), None)


def _so_far(given: Gathered) -> list[SoFar]:
    sums: dict[tuple[Meter, bool], tuple[Decimal, int]] = {}
    for each in given.sums:
        if not each.is_late:
            key = each.group[1:], each.code is not None
            quantity, records = sums.get(key, (Decimal(0), 0))
            sums[key] = quantity + each.counted.quantity, records + each.counted.records
    return [
        SoFar(line, meter, quantity, records, is_priced)
        for ((line, meter), is_priced), (quantity, records) in sorted(sums.items())
    ]


def _forecast(given: Gathered, wanted: Bill, subscription: Subscription, *, at: datetime) -> Forecast | None:
    today, used = day_of(at, zone=subscription.time_zone), wanted.used
    if today not in used or not given.inputs.usage:
        return None
    elapsed = (today - used.start).days + 1
    seats = metering.seat_rules(given.inputs.terms)
    usage = tuple(_scaled(each, elapsed, used.days, seats) for each in given.inputs.usage)
    return Forecast(replace(given.inputs, usage=usage).rated(), elapsed, used.days)


def _scaled(usage: Usage, elapsed: int, days: int, seats: Container[Meter]) -> Usage:
    """Whole pieces and seconds; seats are as many as they are, and what is late is all there is of it."""
    if usage.late_for or (usage.service_line, usage.meter) in seats:
        return usage
    return replace(usage, quantity=decimals(Fraction(usage.quantity) * days / elapsed, places=0))
