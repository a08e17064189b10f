"""Sums as they are read back from a file: from the words of a PDF, and from the elements of a UBL; in minor units."""

import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import fromstring

from pypdf import PdfReader

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
SUM = r"[−€£$ ]*[\d.,]+"
TOTALS = {
    "en": re.compile(rf"Total excluding VAT ({SUM}) VAT ({SUM}) Total ({SUM})"),
    "nl": re.compile(rf"Totaal exclusief btw ({SUM}) Btw ({SUM}) Totaal ({SUM})"),
}
RATES = {"en": "VAT Taxable Amount", "nl": "Btw Over Bedrag"}
"""The head of the table of VAT by rate, which stands behind the lines."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a document comes to, and the VAT of each rate as (percent, base, VAT)."""

    net: int
    vat: int
    total: int
    currency: str
    rates: frozenset[tuple[str, int, int]] = frozenset()


def from_pdf(content: bytes, *, language: str) -> tuple[Sums, bytes]:
    """The sums that a PDF says in words to people, and the XML inside it."""
    said = said_in(content)
    ((xml,),) = PdfReader(BytesIO(content)).attachments.values()
    found = TOTALS[language].findall(said)
    assert len(found) == 1, said
    net, vat, total = found[0]
    _, _, table = said.rpartition(RATES[language])
    rates = re.findall(r"(?<!\S)([\d.,]+) % (−?[\d.,]+) (−?[\d.,]+)(?!\S)", table)
    return Sums(
        net=minor(net), vat=minor(vat), total=minor(total), currency=_currency(total),
        rates=frozenset((each.replace(",", "."), minor(base), minor(levied)) for each, base, levied in rates),
    ), xml  # fmt: skip


def said_in(content: bytes) -> str:
    """The words of a PDF in the order of reading, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def from_ubl(content: bytes) -> Sums:
    """The sums that a UBL gives to machines."""
    xml = fromstring(content)
    totals, levied = xml.find(f"{CAC}LegalMonetaryTotal"), xml.find(f"{CAC}TaxTotal")
    rates = (
        (
            each.findtext(f"{CAC}TaxCategory/{CBC}Percent"),
            minor(each.findtext(f"{CBC}TaxableAmount")),
            minor(each.findtext(f"{CBC}TaxAmount")),
        )
        for each in levied.iterfind(f"{CAC}TaxSubtotal")
    )
    return Sums(
        net=minor(totals.findtext(f"{CBC}TaxExclusiveAmount")),
        vat=minor(levied.findtext(f"{CBC}TaxAmount")),
        total=minor(totals.findtext(f"{CBC}TaxInclusiveAmount")),
        currency=xml.findtext(f"{CBC}DocumentCurrencyCode"),
        rates=frozenset(rates),
    )


def minor(said: str) -> int:
    """A sum of a currency with two decimals, however it is written: its digits are its minor units."""
    sign = -1 if said.strip().startswith(("-", "−")) or "−" in said else 1
    return sign * int(re.sub(r"\D", "", said))


def _currency(said: str) -> str:
    return {"€": "EUR", "£": "GBP", "$": "USD"}[re.search("[€£$]", said).group()]
