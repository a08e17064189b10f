"""The sentences under a line: where its quantity comes from, which price applies, and how the sum is made."""

from datetime import date
from decimal import Decimal

from billing.money import Money
from billing.periods import Period
from billing.rating.shapes import Index, PriceItem, Step, Subscribed, Terms, Unit
from billing.rating.tiers import Portion
from billing.rating.wording import Price, Words, counted, step


def unit_of(item: PriceItem) -> Unit:
    """What one of an item is called."""
    if item.model == "flat":
        return "year" if item.interval == "year" else "month"
    units: dict[str, Unit] = {"seat": "seat", "piece": "piece", "hours": "hour", "one_off": "once"}
    return units[item.model]


def product(portion: Portion, *, unit: Unit, amount: int, currency: str) -> Step:
    """Quantity times price is the sum."""
    return step(
        "{quantity} {unit} × {price} = {amount}.",
        "{quantity} {unit} × {price} = {amount}.",
        quantity=portion.quantity,
        unit=counted(portion.quantity, unit),
        price=Price(portion.unit_price, currency),
        amount=Money(amount, currency),
    )


def tier(portion: Portion, *, mode: str) -> tuple[Step, ...]:
    """Which tier a price is that of; nothing to say where there is but one price."""
    if portion.fixed:
        en, nl = "Fixed price of the tier", "Vast bedrag van de staffel"
    elif mode == "volume":
        en, nl = "Price of every unit in the tier", "Prijs van elke eenheid in de staffel"
    else:
        en, nl = "Price of the units in the tier", "Prijs van de eenheden in de staffel"
    if portion.high is None:
        return (step(f"{en} above {{low}}.", f"{nl} boven {{low}}.", low=portion.low),)
    span_en, span_nl = " above {low} up to and including {high}.", " boven {low} tot en met {high}."
    return (step(en + span_en, nl + span_nl, low=portion.low, high=portion.high),)


def metered(used: Decimal, *, unit: Unit, records: int, period: Period) -> Step:
    """How much was counted, and in how many records."""
    return step(
        "{used} {unit} counted from {period}, in {records} records.",
        "{used} {unit} geteld van {period}, in {records} registraties.",
        used=used,
        unit=counted(used, unit),
        period=period,
        records=records,
    )


def late(already: Decimal, *, used: Decimal) -> Step:
    """That what came late is charged on top of what was billed for that period before."""
    return step(
        "It came after the invoice of that period; {already} were billed then, so that it is {used} in all. "
        "Charged is what the whole costs more than what was billed.",
        "Dit kwam na de factuur over die periode; toen zijn er {already} berekend, samen dus {used}. "
        "Berekend wordt wat het geheel meer kost dan wat al berekend is.",
        already=already,
        used=used,
    )


def least(used: Decimal) -> Step:
    """That no fewer seats are charged than are subscribed."""
    return step(
        "At least the {used} that are subscribed are charged.",
        "Ten minste de {used} uit het abonnement worden berekend.",
        used=used,
    )


def included(item: PriceItem, *, used: Decimal, billable: Decimal) -> tuple[Step, ...]:
    """How much of what was used is included in the price; nothing to say where nothing is."""
    if not item.included:
        return ()
    return (
        step(
            "{included} are included: {used} less what is included leaves {billable} to be charged.",
            "{included} zijn inbegrepen: van {used} blijft daarna {billable} over om te berekenen.",
            included=item.included,
            used=used,
            billable=billable,
        ),
    )


def index(clause: Index | None, *, item: PriceItem, start_on: date) -> tuple[Step, ...]:
    """That the price was raised by the index; nothing to say where it was not."""
    if clause is None or start_on < clause.from_on or item.model == "one_off":
        return ()
    return (
        step(
            "The price is indexed by {percent} % from {from_on}.",
            "De prijs is per {from_on} geïndexeerd met {percent} %.",
            percent=clause.percent,
            from_on=clause.from_on,
        ),
    )


def part(sub: Subscribed, *, full: Money, cycle: Period, rest: Period, amount: Money) -> tuple[Step, ...]:
    """How the price of a part of a period is made, by days."""
    return (
        step(
            "{quantity} × {name} costs {full} for {cycle} ({total} days).",
            "{quantity} × {name} kost {full} voor {cycle} ({total} dagen).",
            quantity=sub.quantity,
            name=Words(sub.item.name_en, sub.item.name_nl),
            full=full,
            cycle=cycle,
            total=cycle.days,
        ),
        step(
            "{rest} is {days} of {total} days: {full} × {days} / {total} = {amount}.",
            "{rest} is {days} van {total} dagen: {full} × {days} / {total} = {amount}.",
            rest=rest,
            days=rest.days,
            total=cycle.days,
            full=full,
            amount=amount,
        ),
    )


def percent_of(base: int, *, percent: Decimal, amount: int, terms: Terms) -> Step:
    """A percentage of a sum."""
    return step(
        "{percent} % of {base} = {amount}.",
        "{percent} % van {base} = {amount}.",
        percent=percent,
        base=Money(base, terms.currency),
        amount=Money(amount, terms.currency),
    )
