"""What came in and went out of an account: each transfer of a statement once, also those of a batch."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import IO, Literal

from billing.documents.camt.details import Detail, details
from billing.documents.camt.stream import Account, Found, found
from billing.documents.references import bare

LARGEST = 32 * 2**20
"""The most bytes that are read of one file."""

LONGEST_REFERENCE, LONGEST_TEXT, MOST_REFERENCES = 90, 10_000, 1_000
"""What is kept of an entry: 140 signs go with a transfer, and a batch that stays one has as many as it has transfers."""

Kind = Literal["payment", "return", "reversal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One transfer on an account: `amount` in minor units, above 0 when it came in.

    `reference` and `digest` tell it from all others of the account, however often the file is sent. `payer` is the
    other side. `references` are the structured ones; `text` is all that was written with it. A "return" is money that
    came back because a transfer failed, a "reversal" takes an entry back; `reason` is the bank's code for it.
    """

    iban: str
    reference: str
    amount: int
    currency: str
    booked_on: date
    payer: str = ""
    payer_iban: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    kind: Kind = "payment"
    reason: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what the bank said, in hexadecimal."""
        said = (
            self.iban,
            self.amount,
            self.currency,
            self.booked_on.isoformat(),
            self.payer,
            self.payer_iban,
        )
        return sha256(repr((*said, self.text, self.references, self.kind, self.reason)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole file: the accounts that it is of, also those on which nothing moved, and the booked transfers in its order."""

    accounts: frozenset[str]
    entries: tuple[Entry, ...]


def statement(file: IO[bytes], *, largest: int = LARGEST) -> Statement:
    """A CAMT.053 file, read whole. Raises what `entries` raises."""
    read = tuple(_read(file, largest=largest))
    return Statement(
        accounts=frozenset(bare(each.number) for each in read if isinstance(each, Account)) - {""},
        entries=tuple(each for each in read if isinstance(each, Entry)),
    )


def entries(file: IO[bytes], *, largest: int = LARGEST) -> Iterator[Entry]:
    """The booked transfers of a CAMT.053 file in its order; what is only announced is left out.

    They come as the file is read: whoever keeps them does so in one transaction, because an error may come late.
    Raises StatementCannotBeRead, StatementTooLarge, UnknownCurrency.
    """
    return (each for each in _read(file, largest=largest) if isinstance(each, Entry))


def _read(file: IO[bytes], *, largest: int) -> Iterator[Entry | Account]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in found(file, largest=largest):
        if isinstance(each, Account):
            yield each
        else:
            yield from (_told_apart(_entry(each, detail), seen) for detail in details(each))


def _entry(each: Found, detail: Detail) -> Entry:
    return Entry(
        iban=bare(each.account),
        reference=detail.reference[:LONGEST_REFERENCE],
        amount=detail.amount,
        currency=detail.currency,
        booked_on=detail.booked_on,
        payer=detail.payer,
        payer_iban=bare(detail.payer_iban),
        text=detail.text[:LONGEST_TEXT],
        references=detail.references[:MOST_REFERENCES],
        kind="reversal" if detail.is_reversal else "return" if detail.is_return else "payment",
        reason=detail.reason,
    )


def _told_apart(entry: Entry, seen: Counter[tuple[str, str, str]]) -> Entry:
    # Two transfers that the bank describes alike are two all the same, and again so when the file comes again.
    key = (entry.iban, entry.reference, entry.digest)
    seen[key] += 1
    return replace(entry, reference=f"{entry.reference}#{seen[key]}") if seen[key] > 1 else entry
