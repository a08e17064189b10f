"""Where a transfer names an invoice: in its structured reference, or anywhere in the words that came with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from unicodedata import normalize

from billing.documents.camt import Entry
from billing.documents.matching.shapes import OpenInvoice
from billing.documents.references import LONGEST, bare, creditor_reference

SHORTEST = 6
"""Letters and digits that a number needs to be looked for in free text; a shorter one is found by chance."""

WIDEST_GAP = 2
"""Signs that people put between the parts of a number: 2026-000123, 2026 / 000123."""

LEGAL_FORMS = frozenset(
    ["bv", "nv", "vof", "cv", "ua", "ba", "gmbh", "ag", "kg", "ohg", "ltd", "limited", "plc", "llp", "inc", "corp", "llc", "sa", "sas", "sarl", "srl", "spa", "ab", "as", "oy", "aps", "the", "de", "het"]
)  # fmt: skip


def index(invoices: Iterable[OpenInvoice]) -> dict[str, OpenInvoice]:
    """The invoices by the letters and digits of their numbers, and by their creditor references."""
    found = {}
    for invoice in invoices:
        key = bare(invoice.number)
        found[key] = invoice
        if 0 < len(key) <= LONGEST:
            found[creditor_reference(key)] = invoice
    return found


def named(entry: Entry, known: Mapping[str, OpenInvoice]) -> tuple[OpenInvoice, ...]:
    """The invoices that a transfer names, each once, oldest first; its structured reference goes before its words."""
    keys = {bare(reference) for reference in entry.references} & known.keys()
    keys = keys or {key for said in (*entry.references, entry.text) for key in _within(said, known)}
    invoices = {known[key].invoice: known[key] for key in keys}
    return tuple(sorted(invoices.values(), key=lambda invoice: (invoice.due_on, invoice.number)))


def is_from(entry: Entry, invoice: OpenInvoice) -> bool:
    """Whether the one who paid seems to be the debtor: by an account that it paid from before, or by its name."""
    if entry.payer_iban and entry.payer_iban in invoice.accounts:
        return True
    payer, debtor = _name(entry.payer), _name(invoice.name)
    return bool(payer and debtor) and (payer <= debtor or debtor <= payer)


def _within(said: str, known: Mapping[str, OpenInvoice]) -> Iterator[str]:
    # Letters and digits with the places where they stood, so that 2026-000123 is not found inside 2026-0001234.
    signs = [(sign, place) for place, sign in enumerate(said.upper()) if sign.isascii() and sign.isalnum()]
    text = "".join(sign for sign, _ in signs)
    for length in {len(key) for key in known if len(key) >= SHORTEST}:
        for start in range(len(text) - length + 1):
            key = text[start : start + length]
            if key in known and _stands_alone(signs, start, start + length):
                yield key


def _stands_alone(signs: list[tuple[str, int]], start: int, end: int) -> bool:
    places = [place for _, place in signs[start:end]]
    if any(after - before > WIDEST_GAP + 1 for before, after in pairwise(places)):
        return False
    return not (_touch(signs, start - 1, start) or _touch(signs, end - 1, end))


def _touch(signs: list[tuple[str, int]], left: int, right: int) -> bool:
    if left < 0 or right >= len(signs):
        return False
    (sign, place), (following, next_place) = signs[left], signs[right]
    return next_place - place == 1 and sign.isdigit() == following.isdigit()


def _name(name: str) -> frozenset[str]:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().casefold().replace(".", "")
    words = frozenset(re.findall("[a-z0-9]+", plain)) - LEGAL_FORMS
    return words if sum(map(len, words)) >= len("acme") else frozenset()
