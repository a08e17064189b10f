"""What each transfer of a statement is for, one after the other: what the first pays, the next finds paid."""

from collections.abc import Iterable, Mapping, Sequence

from billing.documents.camt import Entry
from billing.documents.matching import reasons
from billing.documents.matching.finding import index, is_from, named
from billing.documents.matching.shapes import Match, OpenInvoice, Outcome, Part
from billing.rating.wording import Words


def match(entries: Iterable[Entry], open_invoices: Iterable[OpenInvoice]) -> tuple[Match, ...]:
    """What each transfer is for, in the order given; who names no invoice is matched after all who do.

    No transfer is ever divided over invoices of two debtors.
    """
    invoices = tuple(open_invoices)
    known, owed = index(invoices), {invoice.invoice: invoice.owed for invoice in invoices}
    found = []
    for entry in entries:
        decided = _by_reference(entry, named(entry, known), owed)
        for part in decided.parts if decided else ():
            owed[part.invoice] -= part.amount
        found.append((entry, decided))
    return tuple(decided or _by_name(entry, invoices, owed) for entry, decided in found)


def _by_reference(entry: Entry, meant: Sequence[OpenInvoice], owed: Mapping[str, int]) -> Match | None:
    if entry.kind != "payment":
        return _ask(entry, "returned", meant, reasons.returned(entry))
    if entry.amount <= 0:
        return Match(entry=entry, outcome="unknown", why=reasons.OUTGOING)
    if not meant:
        return None
    if any(invoice.currency != entry.currency for invoice in meant):
        return _ask(entry, "suggested", meant, reasons.other_currency(entry, meant))
    if len({invoice.debtor for invoice in meant}) > 1:
        return _ask(entry, "suggested", meant, reasons.several_debtors(meant))
    return _pay(entry, meant, owed)


def _by_name(entry: Entry, known: Sequence[OpenInvoice], owed: Mapping[str, int]) -> Match:
    fits = [
        invoice
        for invoice in known
        if (owed[invoice.invoice], invoice.currency) == (entry.amount, entry.currency)
        and is_from(entry, invoice)
    ]
    if not fits:
        return Match(entry=entry, outcome="unknown", why=reasons.NOTHING)
    return _ask(entry, "suggested", fits, reasons.by_name(fits))


def _pay(entry: Entry, meant: Sequence[OpenInvoice], owed: Mapping[str, int]) -> Match:
    rest, parts = entry.amount, []
    for invoice in meant:
        amount = min(rest, max(0, owed[invoice.invoice]))
        if amount:
            parts.append(Part(invoice.invoice, amount))
            rest -= amount
    left = sum(max(0, owed[invoice.invoice]) for invoice in meant) - (entry.amount - rest)
    outcome: Outcome = "partial" if left else "exact" if not rest else "over" if parts else "double"
    return Match(
        entry=entry,
        outcome=outcome,
        why=reasons.paid(outcome, entry, meant, left=left, rest=rest),
        debtor=meant[0].debtor,
        parts=tuple(parts),
        credit=rest,
    )


def _ask(entry: Entry, outcome: Outcome, meant: Sequence[OpenInvoice], why: Words) -> Match:
    debtors = {invoice.debtor for invoice in meant}
    return Match(
        entry=entry,
        outcome=outcome,
        why=why,
        debtor=debtors.pop() if len(debtors) == 1 else "",
        candidates=tuple(invoice.invoice for invoice in meant),
    )
