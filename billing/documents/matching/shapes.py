"""What is matched and what comes of it: frozen values; sums in minor units."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from billing.documents.camt import Entry
from billing.rating.wording import Words

Outcome = Literal["exact", "partial", "over", "double", "suggested", "returned", "unknown"]
"""Whether the reference and the sum fit, less or more came, it was paid already, a person must say, or nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvoice:
    """An invoice that a transfer may be for, also one that is paid (`owed` 0): a second payment of it is then understood.

    `debtor` is whom it is for, `name` what the debtor is called, `accounts` from which it has paid before.
    """

    invoice: str
    number: str
    debtor: str
    name: str
    currency: str
    owed: int
    due_on: date
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a transfer an invoice gets."""

    invoice: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a transfer is for: `parts` and `credit` (what is left, kept for the debtor) add up to it where it is certain.

    `candidates` are the invoices that a person may choose from where it is not. `why` says how it was seen.
    """

    entry: Entry
    outcome: Outcome
    why: Words
    debtor: str = ""
    parts: tuple[Part, ...] = ()
    credit: int = 0
    candidates: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it can be booked without asking anybody."""
        return self.outcome in ("exact", "partial", "over", "double")
