"""The work that both products are given: the same titles, texts and instants, from a number alone."""

from datetime import datetime, timedelta

ACTS = ("Check", "Post", "Approve", "Correct", "Send", "Renew", "File", "Reconcile", "Order", "Answer")
THINGS = (
    "the supplier invoice",
    "a payslip",
    "the bank statement",
    "an employment agreement",
    "the laptop of a new colleague",
    "the VAT return",
    "an expense claim",
    "the stock count",
    "a purchase order",
    "the certificate",
    "a data processing agreement",
    "the delivery note",
)
PLACES = ("Utrecht", "Rotterdam", "Breda", "Zwolle", "Arnhem", "Delft", "Leiden", "Haarlem", "Assen")
SEARCHED = "invoice"
"""A word that one title in twelve has: more than fills a page of a search."""
TEXT = (
    "The amounts of the last period do not agree with what we have here. Please look at the attached overview, "
    "correct what is wrong and tell us what was changed. The person to ask on our side is in the office until five. "
    "Reference {number}."
)


def title(number: int) -> str:
    """A title; some thousand differ, so that a search for one word finds a part of them."""
    act, thing, place = ACTS[number % 10], THINGS[number % 12], PLACES[number % 9]
    return f"{act} {thing} of {place} no. {number}"


def text(number: int) -> str:
    """A description of some 260 characters."""
    return TEXT.format(number=number)


def received_at(number: int, *, now: datetime) -> datetime:
    """An instant in the three weeks before `now`, the same for both products."""
    return now - timedelta(seconds=number * 7919 % (21 * 86_400))
