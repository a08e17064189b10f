"""Why a transfer was matched as it was, in both languages."""

from collections.abc import Iterable

from billing.documents.camt import Entry
from billing.documents.matching.shapes import OpenInvoice, Outcome
from billing.money import Money
from billing.rating.wording import Words, named

OUTGOING = Words("Money went out; it pays no invoice.", "Er is geld afgeschreven; dit betaalt geen factuur.")
NOTHING = Words(
    "It names no invoice of ours, and no open invoice has this sum from this payer.",
    "Er staat geen factuur van ons bij, en geen open factuur heeft dit bedrag van deze betaler.",
)


def paid(outcome: Outcome, entry: Entry, meant: Iterable[OpenInvoice], *, left: int, rest: int) -> Words:
    """It names invoices of one debtor."""
    en, nl = {
        "exact": ("It names {numbers}, and the sum is right.", "{numbers} staat erbij en het bedrag klopt."),
        "partial": (
            "It names {numbers}; {left} stays open.",
            "{numbers} staat erbij; {left} blijft open.",
        ),
        "over": (
            "It names {numbers}; {rest} is too much and is kept as a credit.",
            "{numbers} staat erbij; {rest} is te veel en blijft als tegoed staan.",
        ),
        "double": (
            "It names {numbers}, which was paid already; {rest} is kept as a credit.",
            "{numbers} staat erbij, maar was al betaald; {rest} blijft als tegoed staan.",
        ),
    }[outcome]
    return named(
        en,
        nl,
        numbers=_numbers(meant),
        left=Money(left, entry.currency),
        rest=Money(rest, entry.currency),
    )


def by_name(meant: Iterable[OpenInvoice]) -> Words:
    """Sum and payer fit, but it names no invoice."""
    return named(
        "It names no invoice, but the sum and the payer fit {numbers}.",
        "Er staat geen factuur bij, maar bedrag en betaler passen bij {numbers}.",
        numbers=_numbers(meant),
    )


def other_currency(entry: Entry, meant: Iterable[OpenInvoice]) -> Words:
    """It names an invoice in another currency."""
    return named(
        "It names {numbers}, but came in {currency}.",
        "{numbers} staat erbij, maar het bedrag kwam in {currency}.",
        numbers=_numbers(meant),
        currency=entry.currency,
    )


def several_debtors(meant: Iterable[OpenInvoice]) -> Words:
    """It names invoices of more than one debtor."""
    return named(
        "It names invoices of different clients: {numbers}.",
        "Er staan facturen van verschillende klanten bij: {numbers}.",
        numbers=_numbers(meant),
    )


def returned(entry: Entry) -> Words:
    """Money came back or was taken back: a person looks at it."""
    code = f" ({entry.reason})" if entry.reason else ""
    return Words(
        f"The bank took an earlier transfer back or returned it{code}; look which one it was.",
        f"De bank heeft een eerdere overboeking teruggedraaid of teruggestort{code}; kijk welke dat was.",
    )


def _numbers(meant: Iterable[OpenInvoice]) -> str:
    return ", ".join(invoice.number for invoice in meant)
