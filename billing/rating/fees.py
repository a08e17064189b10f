"""Lines of what is charged by time: flat fees, subscribed seats, one-offs, and parts of a period by day."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from billing.money import Money, half_up, major, rounded
from billing.periods import Period
from billing.rating import explaining
from billing.rating.cycles import Share, shares
from billing.rating.shapes import Change, Kind, Line, PriceItem, Step, Subscribed, Terms
from billing.rating.tiers import Portion, indexed, portions
from billing.rating.wording import Words, named, step


def is_metered(item: PriceItem) -> bool:
    """Whether an item is charged by what a meter counted, and not by time."""
    return item.model in ("piece", "hours") or (item.model == "seat" and bool(item.meter))


def fees(sub: Subscribed, terms: Terms, *, period: Period) -> Iterator[Line]:
    """The lines of one item that is not metered. Raises NoPrice."""
    if sub.item.model == "one_off":
        if sub.from_on in period:
            yield from _whole(sub, terms, Share(period, period), kind="one_off")
        return
    for share in shares(sub, period=period):
        yield from _lines(sub, terms, share)


def pair(change: Change, terms: Terms) -> Iterator[tuple[Subscribed, Line]]:
    """The rest of a period that is billed already: the old item credited, the new one charged, each with its item.

    A one-off is charged whole, whatever is left of the period.
    """
    rest = Period(change.on, change.period.end)
    if change.old:
        yield change.old, _part(change.old, terms, Share(change.period, rest, ended=True))
    if change.new and change.new.item.model == "one_off":
        whole = _whole(change.new, terms, Share(rest, rest), kind="one_off")
        yield from ((change.new, line) for line in whole)
    elif change.new:
        yield change.new, _part(change.new, terms, Share(change.period, rest))


def sign(amount: int) -> Decimal:
    """The quantity of a line that stands for one sum: a negative sum is minus one times a price (EN 16931 BR-27)."""
    return Decimal(-1 if amount < 0 else 1)


def charged(portion: Portion, *, currency: str) -> int:
    """What one portion comes to, rounded once."""
    return rounded(portion.exact, currency=currency)


def _lines(sub: Subscribed, terms: Terms, share: Share) -> Iterator[Line]:
    if share.whole and not share.ended:
        yield from _whole(sub, terms, share, kind="seat" if sub.item.model == "seat" else "flat")
    else:
        yield _part(sub, terms, share)


def _whole(sub: Subscribed, terms: Terms, share: Share, *, kind: Kind) -> Iterator[Line]:
    item = indexed(sub.item, terms, start_on=share.cycle.start)
    unit = explaining.unit_of(item)
    for portion in portions(item, sub.quantity):
        amount = charged(portion, currency=terms.currency)
        yield Line(
            code=item.code,
            name_en=item.name_en,
            name_nl=item.name_nl,
            service_line=item.service_line,
            kind=kind,
            quantity=portion.quantity,
            unit="sum" if portion.fixed else unit,
            unit_price=portion.unit_price,
            amount=amount,
            vat_category=item.vat_category,
            period=share.cycle,
            explanation=(
                *explaining.included(item, used=sub.quantity, billable=portion.quantity),
                *(explaining.tier(portion, mode=item.tier_mode) if item.tiers else ()),
                *explaining.index(terms.index, item=item, start_on=share.cycle.start),
                explaining.product(
                    portion, unit="sum" if portion.fixed else unit, amount=amount, currency=terms.currency
                ),
            ),
        )


def _part(sub: Subscribed, terms: Terms, share: Share) -> Line:
    item, cycle, rest = indexed(sub.item, terms, start_on=share.cycle.start), share.cycle, share.rest
    # Of the sum that a whole period shows on paper, so that whoever recalculates it finds the same cent.
    full = sum(charged(portion, currency=terms.currency) for portion in portions(item, sub.quantity))
    part = half_up(Fraction(full * rest.days, cycle.days))
    amount = -part if share.ended else part
    name = _name(item, share)
    return Line(
        code=item.code,
        name_en=name.en,
        name_nl=name.nl,
        service_line=item.service_line,
        kind="proration",
        quantity=sign(amount),
        unit="sum",
        unit_price=major(abs(amount), currency=terms.currency),
        amount=amount,
        vat_category=item.vat_category,
        period=rest,
        explanation=(
            *explaining.index(terms.index, item=item, start_on=cycle.start),
            *explaining.part(
                sub,
                full=Money(full, terms.currency),
                cycle=cycle,
                rest=rest,
                amount=Money(part, terms.currency),
            ),
            _why(share, Money(amount, terms.currency)),
        ),
    )


def _name(item: PriceItem, share: Share) -> Words:
    name = Words(item.name_en, item.name_nl)
    if share.ended:
        return named("{name}, credit for {rest}", "{name}, creditering {rest}", name=name, rest=share.rest)
    return named("{name}, {rest}", "{name}, {rest}", name=name, rest=share.rest)


def _why(share: Share, amount: Money) -> Step:
    if share.ended:
        return step(
            "It ended on {day}; the whole period is charged, so the rest is credited: {amount}.",
            "Het eindigde op {day}; de hele periode is berekend, dus de rest wordt gecrediteerd: {amount}.",
            day=share.rest.start,
            amount=amount,
        )
    return step(
        "It began on {day} and is charged from that day: {amount}.",
        "Het begon op {day} en wordt vanaf die dag berekend: {amount}.",
        day=share.rest.start,
        amount=amount,
    )
