"""Which lines of ours each of Stripe's own lines stands for: found by code, and equal to the cent or refused."""

from collections.abc import Sequence
from itertools import chain, combinations

import stripe

from billing.gateways.port import IssueLine, Mismatch
from billing.gateways.stripe.catalogue import BY_USE, ours

FEW = 10
"""Among how many fees of one code it is looked which of them come to a sum."""

Pair = tuple[stripe.InvoiceLineItem, IssueLine]


def paired(theirs: Sequence[stripe.InvoiceLineItem], flat: Sequence[IssueLine]) -> tuple[Pair, ...]:
    """Stripe's lines with ours; several of ours that went in as one price stand together as one. Raises Mismatch."""
    left = list(flat)
    pairs: list[Pair] = []
    differences: dict[str, tuple[object, object]] = {}
    for line in theirs:
        found = _found(line, left)
        amount = sum(each.amount for each in found)
        if found and amount == line.amount:
            pairs.append((line, _together(found)))
        elif line.amount or found:
            differences[f"flat {'+'.join(_codes(line))}"] = (amount, line.amount)
        left = [each for each in left if not any(each is one for one in found)]
    differences |= {f"flat {each.code}": (each.amount, 0) for each in left if each.amount}
    if differences:
        raise Mismatch(differences)
    return tuple(pairs)


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
    return next((each for each in some if sum(of.amount for of in each) == line.amount), tuple(named))


def _together(lines: Sequence[IssueLine]) -> IssueLine:
    first = lines[0]
    return IssueLine(
        code=first.code,
        description=first.description,
        amount=sum(line.amount for line in lines),
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
