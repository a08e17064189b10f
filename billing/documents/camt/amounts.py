"""The sums of an entry and of its transfers, with the sign of their direction; what cannot be a sum is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from billing.documents.camt import refusals
from billing.documents.camt.stream import Found
from billing.money import LARGEST, exponent

WRITTEN = re.compile("[0-9]{1,18}([.][0-9]{0,17})?")
"""How ISO 20022 writes a sum: 18 digits at most, no sign, no exponent that would blow up."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Minor units of a currency, below 0 for what went out."""

    minor: int
    currency: str


def said(element: Element, path: str) -> str:
    """The text of the element at a path; "" where there is none."""
    return (element.findtext(path) or "").strip()


def parts(each: Found, transfers: Sequence[Element]) -> list[Sum]:
    """The sum of each transfer of an entry; none where one has no sum in the entry's currency."""
    currency, sums = _currency(each.tree), []
    for transfer in transfers:
        amount = transfer.find("Amt")
        amount = transfer.find("AmtDtls/TxAmt/Amt") if amount is None else amount
        if amount is None or amount.get("Ccy") != currency:
            return []
        direction = said(transfer, "CdtDbtInd") or said(each.tree, "CdtDbtInd")
        sums.append(Sum(_directed(_minor(each, amount), direction), currency))
    return sums


def signed(each: Found) -> Sum:
    """The sum of an entry. Raises StatementCannotBeRead."""
    amount, direction = each.tree.find("Amt"), said(each.tree, "CdtDbtInd")
    if amount is None or direction not in ("CRDT", "DBIT"):
        raise refusals.wrong_entry(each.position, "no amount or no direction", "geen bedrag of geen richting")
    return Sum(_directed(_minor(each, amount), direction), _currency(each.tree))


def _directed(minor: int, direction: str) -> int:
    return -minor if direction == "DBIT" else minor


def _minor(each: Found, amount: Element) -> int:
    text = (amount.text or "").strip()
    exact = Fraction(text if WRITTEN.fullmatch(text) else -1) * 10 ** exponent(amount.get("Ccy", ""))
    if exact.denominator != 1 or not 0 <= exact <= LARGEST:
        raise refusals.wrong_entry(
            each.position,
            f"an amount that is none ({text[:40]!r})",
            f"een bedrag dat er geen is ({text[:40]!r})",
        )
    return int(exact)


def _currency(entry: Element) -> str:
    amount = entry.find("Amt")
    return amount.get("Ccy", "") if amount is not None else ""
