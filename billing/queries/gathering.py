"""All that rating is to be given for one invoice, brought together from the tables: for a preview, a draft, and the final one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from billing import metering
from billing import terms as agreed
from billing.bills import Bill, periods_before
from billing.models import Invoice, Subscription
from billing.periods import Period
from billing.queries.allotting import Allotment, allotted
from billing.queries.counting import Counted, Group, counted
from billing.rating.inputs import Inputs
from billing.rating.shapes import Rated, Terms, Usage
from billing.spans import Ledger, Span


@dataclass(frozen=True, slots=True)
class Sum:
    """What one group of usage comes to, and the code of its price: None where nothing was agreed for it."""

    group: Group
    period: Period
    is_late: bool
    counted: Counted
    code: str | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one invoice is made of, and comes to; `sums` without a price are on no invoice."""

    inputs: Inputs
    rated: Rated
    ledger: Ledger
    sums: tuple[Sum, ...]
    allotment: Allotment

    @property
    def places(self) -> dict[Group, int]:
        """On which line, from 1, each priced group of usage stands: the first of its lines."""
        return {each.group: self._place(each) for each in self.sums if each.code is not None}

    def _place(self, each: Sum) -> int:
        ref = ":".join(("usage", *each.group[1:], each.period.key))
        return next(
            n
            for n, line in enumerate(self.rated.lines, start=1)
            if ref in line.refs and each.code in ("", line.code)
        )


def gathered(subscription: Subscription, bill: Bill) -> Gathered:
    """What an invoice comes to as things stand. Raises a Refused for what cannot be billed.

    Credits take off no more than their service line costs on it, by VAT category; what is left of them waits.
    """
    ledger, terms = _ledger(subscription, bill)
    sums = tuple(_sums(ledger, terms))
    inputs = Inputs(
        terms=terms,
        period=bill.fees,
        tax=agreed.tax_of(subscription.debtor, on=taxed_on(bill)),
        usage_period=bill.used,
        usage=tuple(_usage(sums)),
        changes=agreed.changes_in(subscription, bill.fees),
    )
    rated = inputs.rated()
    found = allotted(subscription, bill, rated=rated)
    if found.credits:
        inputs = replace(inputs, credits=found.credits)
        rated = inputs.rated()
    return Gathered(inputs, rated, ledger, sums, found)


def billed_through(subscription: Subscription) -> date:
    """The day up to which usage was billed."""
    done = subscription.invoices.filter(state__in=[Invoice.State.FINAL, Invoice.State.DROPPED])
    found = done.exclude(purpose=Invoice.Purpose.CREDIT).values_list(
        "purpose", "period_start_on", "period_end_on"
    )
    in_advance = subscription.fees_in == Subscription.FeesIn.ADVANCE
    return max(
        [start if in_advance and purpose == Invoice.Purpose.PERIOD else end for purpose, start, end in found],
        default=subscription.anchor_on,
    )


def _ledger(subscription: Subscription, bill: Bill) -> tuple[Ledger, Terms]:
    terms = agreed.terms_of(subscription, on=bill.fees.start)
    late = list(periods_before(subscription, min(billed_through(subscription), bill.used.start)))
    terms = metering.named_apart(terms, [*late, bill.used])
    spans = [
        Span(period, part, period is not bill.used)
        for period in [*late, bill.used]
        for each in metering.parts(terms, period)
        for part in _in_force(subscription, each)
    ]
    return Ledger(subscription.debtor_id, subscription.id, subscription.time_zone, spans), terms


def _in_force(subscription: Subscription, part: Period) -> Iterator[Period]:
    """The days on which the subscription holds: what is used on others is that of the one before or after it, or nobody's."""
    began = min((row.from_on for row in subscription.prices.all()), default=subscription.anchor_on)
    start, end = max(part.start, began), min(part.end, subscription.cancels_on or part.end)
    if start < end:
        yield Period(start, end)


def taxed_on(bill: Bill) -> date:
    """The day whose VAT rates hold: the first of what is charged in advance, else the last of what was done."""
    if bill.period == bill.fees != bill.used:
        return bill.fees.start
    return bill.period.end - timedelta(days=1)


def _sums(ledger: Ledger, terms: Terms) -> Iterator[Sum]:
    found = counted(ledger, seats=metering.seat_rules(terms))
    for group in sorted(found):
        span = ledger.spans[group[0]]
        code = metering.code_of(terms, group[1:], period=span.period, on=span.part.start)
        yield Sum(group, span.period, span.is_late, found[group], code)


def _usage(sums: Sequence[Sum]) -> Iterator[Usage]:
    """The sums that have a price, those of one price in one period as one."""
    merged: dict[tuple[Period, str, str, str], list[Sum]] = {}
    for each in sums:
        if each.code is not None:
            merged.setdefault((each.period, *each.group[1:], each.code), []).append(each)
    for (period, line, meter, code), parts in merged.items():
        late = parts[0].is_late
        yield Usage(
            meter=meter,
            service_line=line,
            quantity=sum((part.counted.quantity for part in parts), Decimal(0)),
            records=sum(part.counted.records for part in parts),
            late_for=period.key if late else "",
            late_end_on=period.end if late else None,
            already=sum((part.counted.already for part in parts), Decimal(0)),
            code=code,
        )
