"""Lines that lower or lift what is charged: the discount on an item, on all items, and the top-up to a minimum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from billing.money import Money, half_up, major, split
from billing.periods import Period
from billing.rating import explaining
from billing.rating.cycles import active
from billing.rating.fees import sign
from billing.rating.shapes import Kind, Line, Step, Subscribed, Terms
from billing.rating.wording import Words, named, step

Group = tuple[str, str]


def on_item(lines: Sequence[Line], sub: Subscribed, terms: Terms) -> Iterator[Line]:
    """The discount on the lines of one item, after them; nothing where there is none."""
    base = sum(line.amount for line in lines)
    amount = _percentage(base, sub.discount_percent)
    if not amount:
        return
    name = named(
        "Discount of {percent} % on {name}",
        "Korting van {percent} % op {name}",
        percent=sub.discount_percent,
        name=Words(lines[0].name_en, lines[0].name_nl),
    )
    why = explaining.percent_of(base, percent=sub.discount_percent, amount=amount, terms=terms)
    yield replace(_sum(-amount, name, terms, like=lines[0], kind="discount"), explanation=(why,))


def on_all(lines: Sequence[Line], terms: Terms) -> Iterator[Line]:
    """The agreement's discount on the sum of lines, divided over service lines and VAT categories to the cent."""
    base = sum(line.amount for line in lines)
    amount = _percentage(base, terms.discount_percent)
    if not amount:
        return
    name = named(
        "Agreed discount of {percent} %",
        "Afgesproken korting van {percent} %",
        percent=terms.discount_percent,
    )
    why = explaining.percent_of(base, percent=terms.discount_percent, amount=amount, terms=terms)
    yield from _divided(-amount, lines, name, terms, kind="discount", why=why)


def up_to_minimum(lines: Sequence[Line], terms: Terms, *, period: Period) -> Iterator[Line]:
    """What is missing from the lines of this period to the agreed minimum, divided as they are.

    An agreement of which nothing is left in the period has no minimum: its last invoice holds what came late.
    """
    base = sum(line.amount for line in lines)
    like = lines or [_empty(sub, period) for sub in terms.items if active(sub, period=period)]
    if terms.minimum is None or base >= terms.minimum or not like:
        return
    missing = terms.minimum - base
    floor = Money(terms.minimum, terms.currency)
    name = named("Top-up to the minimum of {floor}", "Aanvulling tot het minimum van {floor}", floor=floor)
    why = step(
        "The minimum is {floor}; {base} was charged, so {missing} is added.",
        "Het minimum is {floor}; er is {base} berekend, dus komt er {missing} bij.",
        floor=floor,
        base=Money(base, terms.currency),
        missing=Money(missing, terms.currency),
    )
    for line in _divided(missing, like, name, terms, kind="minimum", why=why):
        yield replace(line, period=period)


def _percentage(base: int, percent: Decimal) -> int:
    return half_up(Fraction(base) * Fraction(percent) / 100)


def _divided(
    amount: int, lines: Sequence[Line], name: Words, terms: Terms, *, kind: Kind, why: Step
) -> Iterator[Line]:
    groups = _groups(lines)
    sums = [sum(line.amount for line in each) for each in groups]
    # A group that goes against the sum of all takes no part: a weight is not negative.
    back = -1 if sum(sums) < 0 else 1
    parts = split(amount, weights=[max(0, back * each) for each in sums])
    for part, each in zip(parts, groups, strict=True):
        if part:
            steps = (why,) if part == amount else (why, _share(part, amount, each[0], terms))
            yield replace(_sum(part, name, terms, like=each[0], kind=kind), code=kind, explanation=steps)


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    groups: dict[Group, list[Line]] = {}
    for line in lines:
        groups.setdefault((line.service_line, line.vat_category), []).append(line)
    return [groups[key] for key in sorted(groups)]


def _share(part: int, amount: int, like: Line, terms: Terms) -> Step:
    return step(
        "Of {amount}, {part} falls to {service_line} ({vat_category}), in proportion to what it costs.",
        "Van {amount} valt {part} toe aan {service_line} ({vat_category}), naar rato van wat dat kost.",
        amount=Money(amount, terms.currency),
        part=Money(part, terms.currency),
        service_line=like.service_line,
        vat_category=like.vat_category,
    )


def _sum(amount: int, name: Words, terms: Terms, *, like: Line, kind: Kind) -> Line:
    return replace(
        like,
        name_en=name.en,
        name_nl=name.nl,
        kind=kind,
        quantity=sign(amount),
        unit="sum",
        unit_price=major(abs(amount), currency=terms.currency),
        amount=amount,
        refs=(),
    )


def _empty(sub: Subscribed, period: Period) -> Line:
    item = sub.item
    return Line(
        code=item.code,
        name_en=item.name_en,
        name_nl=item.name_nl,
        service_line=item.service_line,
        kind="minimum",
        quantity=Decimal(0),
        unit="sum",
        unit_price=Decimal(0),
        amount=0,
        vat_category=item.vat_category,
        period=period,
        explanation=(),
    )
