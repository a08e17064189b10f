"""One entry of a statement taken apart: what was booked, and in a batch each transfer of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from billing.documents.camt import refusals
from billing.documents.camt.stream import Found
from billing.money import LARGEST, exponent

BOOKED = "BOOK"
NOT_PROVIDED = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A transfer: an entry of its own, or one of a batch."""

    amount: int
    currency: str
    booked_on: date
    reference: str
    payer: str
    payer_iban: str
    text: str
    references: tuple[str, ...]
    is_reversal: bool
    is_return: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Sum:
    minor: int
    currency: str


def details(each: Found) -> Iterator[Detail]:
    """The transfers of an entry; a batch whose parts do not add up to it stays one. Raises StatementCannotBeRead."""
    entry = each.tree
    if _status(entry) != BOOKED:
        return
    if not each.account:
        raise refusals.wrong_entry(each.position, "no account", "geen rekening")
    whole, booked_on = _signed(each, entry), _booked_on(each)
    if not whole.minor:
        return
    transfers = entry.findall("NtryDtls/TxDtls")
    parts = _parts(each, transfers)
    if len(transfers) > 1 and sum(part.minor for part in parts) == whole.minor:
        for n, (transfer, part) in enumerate(zip(transfers, parts, strict=True), 1):
            yield _detail(each, (transfer,), part, booked_on, number=n)
    else:
        yield _detail(each, transfers, whole, booked_on, number=0)


def _detail(
    each: Found, transfers: Sequence[Element], total: _Sum, booked_on: date, *, number: int
) -> Detail:
    entry, side = each.tree, "Dbtr" if total.minor > 0 else "Cdtr"
    # One party where all transfers have the same; of a batch that stays one there is none to name.
    names = _all(transfers, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")
    accounts = _all(transfers, f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id")
    return Detail(
        amount=total.minor,
        currency=total.currency,
        booked_on=booked_on,
        reference=_reference(entry, transfers, number),
        payer=names[0] if len(set(names)) == 1 else "",
        payer_iban=accounts[0] if len(set(accounts)) == 1 else "",
        text=" ".join(_all(transfers, "RmtInf/Ustrd", "AddtlTxInf") or _all([entry], "AddtlNtryInf")),
        references=tuple(_structured(transfers)),
        is_reversal=_said(entry, "RvslInd") in ("true", "1"),
        is_return=any(transfer.find("RtrInf") is not None for transfer in transfers),
        reason=next(iter(_all(transfers, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")), ""),
    )


def _structured(transfers: Sequence[Element]) -> Iterator[str]:
    yield from _all(transfers, "RmtInf/Strd/CdtrRefInf/Ref")
    yield from (said for said in _all(transfers, "Refs/EndToEndId") if said != NOT_PROVIDED)


def _reference(entry: Element, transfers: Sequence[Element], number: int) -> str:
    own = _all(transfers, "Refs/AcctSvcrRef", "Refs/TxId")
    whole = _said(entry, "AcctSvcrRef") or _said(entry, "NtryRef")
    return own[0] if own and (number or not whole) else f"{whole}/{number}" if number else whole


def _parts(each: Found, transfers: Sequence[Element]) -> list[_Sum]:
    currency, found = _currency(each.tree), []
    for transfer in transfers:
        amount = transfer.find("Amt")
        amount = transfer.find("AmtDtls/TxAmt/Amt") if amount is None else amount
        if amount is None or amount.get("Ccy") != currency:
            return []
        direction = _said(transfer, "CdtDbtInd") or _said(each.tree, "CdtDbtInd")
        found.append(_Sum(_minor(each, amount) * (-1 if direction == "DBIT" else 1), currency))
    return found


def _signed(each: Found, element: Element) -> _Sum:
    amount, direction = element.find("Amt"), _said(element, "CdtDbtInd")
    if amount is None or direction not in ("CRDT", "DBIT"):
        raise refusals.wrong_entry(each.position, "no amount or no direction", "geen bedrag of geen richting")
    return _Sum(_minor(each, amount) * (-1 if direction == "DBIT" else 1), _currency(element))


def _minor(each: Found, amount: Element) -> int:
    try:
        exact = Decimal((amount.text or "").strip()) * 10 ** exponent(amount.get("Ccy", ""))
        whole = int(exact)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise _wrong_amount(each, amount) from error
    if whole != exact or not 0 <= whole <= LARGEST:
        raise _wrong_amount(each, amount)
    return whole


def _wrong_amount(each: Found, amount: Element) -> refusals.StatementCannotBeRead:
    said = (amount.text or "").strip()[:40]
    return refusals.wrong_entry(
        each.position, f"an amount that is none ({said!r})", f"een bedrag dat er geen is ({said!r})"
    )


def _booked_on(each: Found) -> date:
    said = _said(each.tree, "BookgDt/Dt") or _said(each.tree, "BookgDt/DtTm")
    try:
        return date.fromisoformat(said[: len("2026-11-23")])
    except ValueError as error:
        raise refusals.wrong_entry(each.position, "no booking date", "geen boekdatum") from error


def _status(entry: Element) -> str:
    return _said(entry, "Sts/Cd") or _said(entry, "Sts")


def _currency(entry: Element) -> str:
    amount = entry.find("Amt")
    return amount.get("Ccy", "") if amount is not None else ""


def _said(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _all(elements: Sequence[Element], *paths: str) -> list[str]:
    found = (each.text or "" for element in elements for path in paths for each in element.findall(path))
    return [" ".join(text.split()) for text in found if text.strip()]
