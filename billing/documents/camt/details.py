"""One entry of a statement taken apart: what was booked, and in a batch each transfer of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from billing.documents.camt import refusals
from billing.documents.camt.amounts import Sum, parts, said, signed
from billing.documents.camt.stream import Found

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


def details(each: Found) -> Iterator[Detail]:
    """The transfers of an entry; a batch whose parts do not add up to it stays one. Raises StatementCannotBeRead."""
    entry = each.tree
    if _status(entry) != BOOKED:
        return
    if not each.account:
        raise refusals.wrong_entry(each.position, "no account", "geen rekening")
    whole, booked_on = signed(each), _booked_on(each)
    if not whole.minor:
        return
    transfers = entry.findall("NtryDtls/TxDtls")
    sums = parts(each, transfers)
    if len(transfers) > 1 and sum(part.minor for part in sums) == whole.minor:
        for n, (transfer, part) in enumerate(zip(transfers, sums, strict=True), 1):
            yield _detail(each, (transfer,), part, booked_on, number=n)
    else:
        yield _detail(each, transfers, whole, booked_on, number=0)


def _detail(each: Found, transfers: Sequence[Element], total: Sum, booked_on: date, *, number: int) -> Detail:
    entry, side = each.tree, "Dbtr" if total.minor > 0 else "Cdtr"
    # One party where all transfers have the same; of a batch that stays one there is none to name.
    names = _names(transfers, side) or _names(transfers, f"Ultmt{side}")
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
        is_reversal=said(entry, "RvslInd") in ("true", "1"),
        is_return=any(transfer.find("RtrInf") is not None for transfer in transfers),
        reason=next(iter(_all(transfers, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")), ""),
    )


def _names(transfers: Sequence[Element], side: str) -> list[str]:
    return _all(transfers, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")


def _structured(transfers: Sequence[Element]) -> Iterator[str]:
    yield from _all(transfers, "RmtInf/Strd/CdtrRefInf/Ref")
    yield from (said for said in _all(transfers, "Refs/EndToEndId") if said != NOT_PROVIDED)


def _reference(entry: Element, transfers: Sequence[Element], number: int) -> str:
    own = _all(transfers, "Refs/AcctSvcrRef", "Refs/TxId")
    whole = said(entry, "AcctSvcrRef") or said(entry, "NtryRef")
    return own[0] if own and (number or not whole) else f"{whole}/{number}" if number else whole


def _booked_on(each: Found) -> date:
    day = said(each.tree, "BookgDt/Dt") or said(each.tree, "BookgDt/DtTm")
    try:
        return date.fromisoformat(day[: len("2026-11-23")])
    except ValueError as error:
        raise refusals.wrong_entry(each.position, "no booking date", "geen boekdatum") from error


def _status(entry: Element) -> str:
    return said(entry, "Sts/Cd") or said(entry, "Sts")


def _all(elements: Sequence[Element], *paths: str) -> list[str]:
    found = (each.text or "" for element in elements for path in paths for each in element.findall(path))
    return [" ".join(text.split()) for text in found if text.strip()]
