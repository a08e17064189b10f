"""Which lines of ours each of Stripe's own lines stands for: found by code, and equal to the cent or as it was asked for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import stripe

from billing.gateways.port import FlatPrice, IssueLine, Mismatch
from billing.gateways.stripe.catalogue import BY_USE, as_charged, ours

FEW = 10
"""Among how many fees of one code it is looked which of them come to a sum."""

Pair = tuple[stripe.InvoiceLineItem, IssueLine]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Stripe's lines with ours, Stripe's that no longer hold, and ours that it knows nothing of."""

    pairs: tuple[Pair, ...]
    outdated: tuple[stripe.InvoiceLineItem, ...]
    unknown: tuple[IssueLine, ...]


def paired(
    theirs: Sequence[stripe.InvoiceLineItem],
    flat: Sequence[IssueLine],
    *,
    asked: Sequence[Sequence[FlatPrice]] = (),
) -> Pairing:
    """Stripe's lines with ours; several of ours that went in as one price stand together as one.

    What differs is outdated where all of Stripe's lines are as they were `asked` for; else somebody changed them, and
    Mismatch is raised.
    """
    left = list(flat)
    pairs: list[Pair] = []
    outdated: list[stripe.InvoiceLineItem] = []
    for line in theirs:
        found = _found(line, left)
        if found and _sum(found) == line.amount:
            pairs.append((line, _together(found)))
            left = _without(left, found)
        elif line.amount:
            outdated.append(line)
    unknown = tuple(each for each in left if each.amount)
    if (outdated or unknown) and not _is_as_asked(theirs, asked):
        raise Mismatch(_differences(outdated, left))
    return Pairing(tuple(pairs), tuple(outdated), unknown)


def _is_as_asked(theirs: Sequence[stripe.InvoiceLineItem], asked: Sequence[Sequence[FlatPrice]]) -> bool:
    held = Counter((tuple(_codes(line)), line.amount) for line in theirs if line.amount)
    return any(held == _charges(fees) for fees in asked)


def _charges(fees: Sequence[FlatPrice]) -> Counter[tuple[tuple[str, ...], int]]:
    sums = ((tuple(fee.code.split("+")), fee.amount * fee.quantity) for fee in as_charged(fees))
    return Counter(each for each in sums if each[1])


def _differences(
    outdated: Sequence[stripe.InvoiceLineItem], left: Sequence[IssueLine]
) -> dict[str, tuple[object, object]]:
    found: dict[str, tuple[object, object]] = {}
    for line in outdated:
        ours_of_it = _found(line, left)
        found[f"flat {'+'.join(_codes(line))}"] = (_sum(ours_of_it), line.amount)
        left = _without(left, ours_of_it)
    return found | {f"flat {each.code}": (each.amount, 0) for each in left if each.amount}


def _found(line: stripe.InvoiceLineItem, left: Sequence[IssueLine]) -> tuple[IssueLine, ...]:
    """Those that bear its codes: as many equal ones as its quantity, all of them, or as many as come to its sum."""
    codes = _codes(line)
    named = [each for each in left if each.code in codes]
    many = line.quantity or 1
    equal = [each for each in named if each.amount * many == line.amount][:many]
    if len(equal) == many:
        return tuple(equal)
    sizes = (len(named), *range(1, len(named))) if len(named) <= FEW else (len(named),)
    some = chain.from_iterable(combinations(named, size) for size in sizes)
    return next((each for each in some if _sum(each) == line.amount), tuple(named))


def _without(left: Sequence[IssueLine], found: Sequence[IssueLine]) -> list[IssueLine]:
    return [each for each in left if not any(each is one for one in found)]


def _sum(lines: Iterable[IssueLine]) -> int:
    return sum(each.amount for each in lines)


def _together(lines: Sequence[IssueLine]) -> IssueLine:
    first = lines[0]
    return IssueLine(
        code=first.code,
        description=first.description,
        amount=_sum(lines),
        vat_percent=first.vat_percent,
        vat_code=first.vat_code,
        flat=True,
    )


def _codes(line: stripe.InvoiceLineItem) -> list[str]:
    details = line.pricing.price_details if line.pricing else None
    price = details.price if details else None
    return (
        ours(price.metadata).get("codes", "").split("+") if isinstance(price, stripe.Price) else [BY_USE.code]
    )
