"""Bank statements for the tests, in both versions of CAMT.053 that banks send."""

from collections.abc import Iterator
from io import BytesIO

from billing.documents.camt import Entry, entries
from tests.billing.printed import IBAN

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
PAYER = "NL20INGB0001234567"


def transfer(
    *,
    name: str = "",
    account: str = "",
    text: str = "",
    reference: str = "",
    end: str = "NOTPROVIDED",
    version: str = "02",
    side: str = "Dbtr",
    amount: str = "",
    bank: str = "",
    back: str = "",
) -> str:
    """One transfer of an entry; `amount` is needed in a batch, `back` is the code of a return."""
    party = f"<Nm>{name}</Nm>" if version == "02" else f"<Pty><Nm>{name}</Nm></Pty>"
    parties = f"<RltdPties><{side}>{party}</{side}>" if name else "<RltdPties>"
    if account:
        parties += f"<{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct>"
    sums = (
        f'<Amt Ccy="EUR">{amount}</Amt>'
        if version == "08"
        else f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
    )
    structured = f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{reference}</Ref></CdtrRefInf></Strd>"
    return "".join(
        [
            f"<TxDtls><Refs>{f'<AcctSvcrRef>{bank}</AcctSvcrRef>' if bank else ''}<EndToEndId>{end}</EndToEndId></Refs>",
            sums if amount else "",
            parties + "</RltdPties>",
            "<RmtInf>", f"<Ustrd>{text}</Ustrd>" if text else "", structured if reference else "", "</RmtInf>",
            f"<RtrInf><Rsn><Cd>{back}</Cd></Rsn></RtrInf>" if back else "",
            "</TxDtls>",
        ]
    )  # fmt: skip


def booking(
    *transfers: str,
    amount: str = "121.00",
    currency: str = "EUR",
    direction: str = "CRDT",
    status: str = "BOOK",
    on: str = "2026-12-10",
    bank: str = "B-1",
    version: str = "02",
    reversal: str = "",
    more: str = "",
) -> str:
    """An entry of a statement around its transfers."""
    said = status if version == "02" else f"<Cd>{status}</Cd>"
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        + (f"<RvslInd>{reversal}</RvslInd>" if reversal else "")
        + f"<Sts>{said}</Sts><BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{bank}</AcctSvcrRef>"
        + f"<NtryDtls>{''.join(transfers)}</NtryDtls>{more}</Ntry>"
    )


def statement(*bookings: str, iban: str = IBAN, currency: str = "EUR") -> str:
    """A statement of one account, with its opening balance."""
    balance = f'<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-10</Dt></Dt></Bal>'
    account = f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
    return f"<Stmt><Id>S-1</Id>{account}{balance}{''.join(bookings)}</Stmt>"


def file(*statements: str, version: str = "02") -> bytes:
    """The whole file."""
    head = "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-12-11T06:00:00</CreDtTm></GrpHdr>"
    body = f"<BkToCstmrStmt>{head}{''.join(statements)}</BkToCstmrStmt>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}{version}">{body}</Document>'.encode()


def read(content: bytes, **said: int) -> list[Entry]:
    """All entries of a file."""
    return list(_entries(content, **said))


def _entries(content: bytes, **said: int) -> Iterator[Entry]:
    return entries(BytesIO(content), **said)
