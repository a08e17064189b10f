"""The code that a banking app reads: a SEPA transfer ready to be confirmed (EPC069-12, version 002)."""

from io import BytesIO

import segno

from billing.documents.paper import Paper
from billing.documents.parts import Transfer
from billing.documents.references import bare
from billing.money import major

LONGEST_NAME = 70
LARGEST = 99_999_999_999
"""The most cents that the standard carries: 999,999,999.99 euros."""


def transfer_code(paper: Paper) -> str:
    """What the code of a paper says, line by line; "" where nothing can be transferred so: only euros, and 1 cent or more."""
    if paper.transfer is None or paper.kind != "invoice" or paper.currency != "EUR":
        return ""
    return _words(paper.transfer, paper.payable) if 0 < paper.payable <= LARGEST else ""


def drawn(code: str) -> bytes:
    """The code as an SVG without a margin, error correction M as the standard asks; equal codes give equal bytes."""
    out = BytesIO()
    qr = segno.make_qr(code, error="m", boost_error=False, encoding="utf-8", eci=False)
    qr.save(out, kind="svg", border=0, xmldecl=False, nl=False, svgclass=None, lineclass=None)
    return out.getvalue()


def _words(transfer: Transfer, cents: int) -> str:
    name = " ".join(transfer.holder.split())[:LONGEST_NAME].strip()
    amount = f"EUR{major(cents, currency='EUR'):f}"
    head = ("BCD", "002", "1", "SCT", bare(transfer.bic), name, bare(transfer.iban), amount)
    return "\n".join((*head, "", transfer.reference))
