"""Who pays what in the demo: the provider's company, what it offers in two currencies, and each client as a debtor."""

from dataclasses import dataclass
from decimal import Decimal

from billing.addresses import Address, DebtorDetails
from billing.bank_accounts import Account
from billing.pricing import PriceDraft
from billing.rating.shapes import PriceItem

PREFIX = "MB-"
PROVIDER = Address(
    legal_name="Motorblok Backoffice B.V.", street="Weesperzijde 190", postcode="1097 DZ", city="Amsterdam",
    country="NL", email="facturen@motorblok.example", vat_number="NL123456782B90", registration="34118820",
)  # fmt: skip
ACCOUNT = Account(iban="NL91ABNA0417164300", bic="ABNANL2A", is_default=True)
PER_HOUR = {"finance": 4_200, "hr": 4_600, "it-support": 3_900, "procurement": 4_000, "logistics": 3_800}
"""What an hour costs the provider, in cents."""


@dataclass(frozen=True, slots=True)
class Payer:
    """A client as one who pays: `months` ago it began (None: nothing is started yet), how many invoices stay open.

    `seats` are the people that it has taken; with a clause, missed promises give money back.
    """

    details: DebtorDetails
    months: int | None
    seats: int
    left_open: int = 0
    has_clause: bool = False


def _payer(slug: str, name: str, street: str, postcode: str, city: str, **said: object) -> DebtorDetails:
    usual: dict[str, object] = {"country": "NL", "email": f"facturen@{slug}.example"}
    address = {"legal_name": name, "street": street, "postcode": postcode, "city": city}
    return DebtorDetails(**(usual | address | said))  # type: ignore[arg-type]


PAYERS = {
    "bakker": Payer(
        _payer("bakker", "Bakker Logistics B.V.", "Waalhaven Z.z. 19", "3089 JH", "Rotterdam", po_number="PO-2026-118"),
        months=3, seats=12, has_clause=True,
    ),
    "noordzee": Payer(
        _payer("noordzee", "Noordzee Retail B.V.", "Kerkplein 4", "2202 AA", "Noordwijk"), months=3, seats=9, left_open=2
    ),
    "delta": Payer(
        _payer(
            "delta", "Delta Foods NV", "Kaai 730", "9000", "Gent", country="BE", treatment="reverse_charge",
            vat_number="BE0428759497", time_zone="Europe/Brussels",
        ),
        months=3, seats=14,
    ),
    "harbour": Payer(
        _payer(
            "harbour", "Harbour Health Ltd", "12 Quay Street", "BS1 4DA", "Bristol", country="GB",
            treatment="outside_eu", currency="GBP", language="en", time_zone="Europe/London",
        ),
        months=3, seats=11,
    ),
    "meridian": Payer(
        _payer(
            "meridian", "Meridian Architects Ltd", "8 Merrion Row", "D02 HK28", "Dublin", country="IE",
            treatment="reverse_charge", vat_number="IE6433435F", language="en", time_zone="Europe/Dublin",
            payment_days=30,
        ),
        months=3, seats=6,
    ),
    "dijkstra": Payer(
        _payer("dijkstra", "Dijkstra Installatietechniek", "De Zwette 21", "8912 AW", "Leeuwarden", gateway="fake",
            payment_days=30,
        ),
        months=0, seats=7,
    ),
    "kade": Payer(
        _payer("kade", "Advocatenkantoor De Kade", "Maliebaan 45", "3581 CD", "Utrecht"), months=3, seats=5, left_open=4
    ),
    "lindenhof": Payer(
        _payer("lindenhof", "Stichting Kinderopvang Lindenhof", "Lindelaan 3", "1272 AL", "Huizen"), months=None, seats=4
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan in one currency: what the desk, a seat and a request beyond those included cost."""

    code: str
    name_en: str
    name_nl: str
    currency: str
    desk: Decimal
    seat: Decimal
    request: Decimal

    def prices(self) -> tuple[PriceDraft, ...]:
        """Two fees, seats, and requests by the piece."""
        return (
            _price("finance-desk", "Finance desk", "Financiële administratie", "finance", "flat", self.desk),
            _price("hr-desk", "HR desk", "Personeelszaken", "hr", "flat", self.desk / 2),
            _price("it-seats", "IT workplace", "IT-werkplek", "it-support", "seat", self.seat),
            _price(
                "requests", "Requests for IT support", "Verzoeken aan IT-support", "it-support", "piece",
                self.request, meter="tasks_received", included=Decimal(2),
            ),
        )  # fmt: skip


OFFERS = (
    Offer(
        "back-office", "Back office", "Backoffice", "EUR", Decimal(950), Decimal("38.50"), Decimal("12.50")
    ),
    Offer(
        "back-office-gbp", "Back office UK", "Backoffice VK", "GBP", Decimal(840), Decimal(34), Decimal(11)
    ),
)


def _price(code: str, en: str, nl: str, line: str, model: str, amount: Decimal, **said: object) -> PriceDraft:
    item = {
        "code": code,
        "name_en": en,
        "name_nl": nl,
        "service_line": line,
        "model": model,
        "unit_price": amount,
    }
    return PriceDraft(item=PriceItem(**(item | said)))  # type: ignore[arg-type]
