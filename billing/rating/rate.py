"""The one function that says what is owed for a period; preview and invoice both call it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from billing.periods import Period
from billing.rating import checking, taxes
from billing.rating.canonical import canonical, digest
from billing.rating.crediting import credited
from billing.rating.discounts import on_all, on_item, up_to_minimum
from billing.rating.fees import fees, is_metered, pair
from billing.rating.metered import metered, with_seats
from billing.rating.shapes import Change, Credit, Line, Rated, Subscribed, TaxProfile, Terms, Usage
from billing.rating.usage import summed

RULES = 1
"""The version of the rules, in every hash: it rises when equal inputs would come to other lines."""


def rate(
    terms: Terms,
    *,
    period: Period,
    usage: Iterable[Usage] = (),
    credits: Sequence[Credit] = (),
    tax: TaxProfile,
    usage_period: Period | None = None,
    changes: Sequence[Change] = (),
) -> Rated:
    """The lines, VAT and total of a period, with the reason for each; the order of what is given plays no part.

    Each line is rounded once, half up; VAT is counted by code and rate on the sum of rounded lines; total is net + VAT.
    Fees are those of `period`; usage is that of `usage_period` where fees are billed in advance and usage afterwards,
    and `changes` are those in a period that is billed already. Raises a Refused for what cannot be billed.
    """
    terms = replace(terms, items=tuple(sorted(terms.items, key=_order)))
    credits, changes = sorted(credits, key=canonical), sorted(changes, key=canonical)
    counted, used = summed(usage), usage_period or period
    inputs = (RULES, terms, period, used, counted, credits, changes, tax)
    input_hash = digest(inputs)
    checking.check(terms, credits=credits, changes=changes)
    taxes.check(tax)
    lines = tuple(taxes.taxed(line, tax) for line in _lines(terms, period, used, counted, credits, changes))
    return _rated(lines, terms, period=period, tax=tax, input_hash=input_hash)


def _rated(
    lines: tuple[Line, ...], terms: Terms, *, period: Period, tax: TaxProfile, input_hash: str
) -> Rated:
    levied = taxes.taxes(lines, tax)
    net, vat = sum(line.amount for line in lines), sum(each.amount for each in levied)
    return Rated(
        lines=lines,
        taxes=levied,
        net=net,
        vat=vat,
        total=net + vat,
        currency=terms.currency,
        period=period,
        input_hash=input_hash,
    )


def _lines(
    terms: Terms,
    period: Period,
    used: Period,
    counted: Sequence[Usage],
    credits: Sequence[Credit],
    changes: Sequence[Change],
) -> Iterator[Line]:
    in_time = with_seats([each for each in counted if not each.late_for], terms, period=used)
    late = [each for each in counted if each.late_for]
    now = [*_fees(terms, period), *_usage(in_time, terms, used)]
    now += on_all(now, terms)
    then = [*_changes(terms, changes), *_usage(late, terms, used)]
    then += on_all(then, terms)
    yield from now
    yield from up_to_minimum(now, terms, period=period)
    yield from then
    yield from (credited(credit, terms, period=period) for credit in credits)


def _fees(terms: Terms, period: Period) -> Iterator[Line]:
    for sub in terms.items:
        if not is_metered(sub.item):
            for line in fees(sub, terms, period=period):
                yield from _discounted([line], sub, terms)


def _usage(counted: Iterable[Usage], terms: Terms, used: Period) -> Iterator[Line]:
    for each in counted:
        sub, lines = metered(each, terms, period=used)
        yield from _discounted(lines, sub, terms)


def _changes(terms: Terms, changes: Sequence[Change]) -> Iterator[Line]:
    for change in changes:
        for sub, line in pair(change, terms):
            yield from _discounted([line], sub, terms)


def _discounted(lines: Sequence[Line], sub: Subscribed, terms: Terms) -> Iterator[Line]:
    yield from lines
    yield from on_item(lines, sub, terms)


def _order(sub: Subscribed) -> tuple[str, str, str, bytes]:
    return sub.item.service_line, sub.item.code, sub.from_on.isoformat(), canonical(sub)
