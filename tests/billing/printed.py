"""Papers for the tests of documents: rated by the one function that rates, then printed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from billing.documents.paper import Paper
from billing.documents.parts import Corrected, Exchange, PaperLine, Party, Quote, Transfer
from billing.documents.references import creditor_reference
from billing.rating.shapes import Rated
from billing.rating.wording import Words

IBAN = "NL91ABNA0417164300"

SELLER = Party(
    legal_name="Ankerplaats Backoffice B.V.",
    street="Keizersgracht 241",
    postcode="1016 EA",
    city="Amsterdam",
    country="NL",
    vat_number="NL123456789B01",
    registration="12345678",
    email="facturen@ankerplaats.example",
)
BUYER = Party(
    legal_name="Van Dalen Logistiek B.V.",
    street="Havenweg 12",
    postcode="3089 JK",
    city="Rotterdam",
    country="NL",
    vat_number="NL987654321B02",
    registration="87654321",
    email="administratie@vandalen.example",
)
ABROAD = replace(
    BUYER,
    legal_name="Brouwerij De Zon NV",
    city="Gent",
    country="BE",
    vat_number="BE0403019261",
    registration="0403.019.261",
)
FAR_AWAY = replace(
    BUYER,
    legal_name="Lakeside Freight Inc.",
    city="Chicago",
    country="US",
    vat_number="",
    registration="36-1234567",
)


def paper(rated: Rated, **said: object) -> Paper:
    """An invoice of what was rated, issued on 1 December 2026 and payable within a fortnight."""
    number = str(said.get("number", "2026-000123"))
    usual = {
        "kind": "invoice",
        "number": number,
        "issued_on": date(2026, 12, 1),
        "due_on": date(2026, 12, 1) + timedelta(days=14),
        "language": "en",
        "seller": SELLER,
        "buyer": BUYER,
        "transfer": Transfer(
            holder=SELLER.legal_name, iban=IBAN, bic="ABNANL2A", reference=creditor_reference(number)
        ),
    }
    return Paper(
        currency=rated.currency,
        lines=tuple(_line(line) for line in rated.lines),
        taxes=rated.taxes,
        net=rated.net,
        vat=rated.vat,
        total=rated.total,
        **(usual | said),
    )


def in_euros(currency: str) -> Exchange:
    """How a Dutch seller states VAT in another currency."""
    of = {"currency": currency, "per_euro": Decimal("1.0845"), "on": date(2026, 11, 30)}
    return Exchange(currency="EUR", quotes=(Quote(source="European Central Bank", **of),))


def credit_note(rated: Rated, **said: object) -> Paper:
    """A credit note over the whole of what was rated."""
    corrected = Corrected(number="2026-000123", issued_on=date(2026, 12, 1))
    usual = {
        "kind": "credit_note",
        "number": "C2026-000007",
        "due_on": None,
        "transfer": None,
        "corrects": corrected,
    }
    return paper(rated, **(usual | said))


def _line(line: object) -> PaperLine:
    return PaperLine(
        code=line.code,
        name=Words(line.name_en, line.name_nl),
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        amount=line.amount,
        vat_code=line.vat_code,
        vat_percent=line.vat_percent,
        period=line.period,
        explanation=tuple(Words(step.words_en, step.words_nl) for step in line.explanation),
    )
