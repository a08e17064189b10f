"""Debtors, plans and subscriptions for the tests of billing, as rows, with the usual values where a test says nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

from billing.models import (
    Debtor,
    ExchangeRate,
    Invoice,
    LegalEntity,
    Plan,
    PlanVersion,
    Price,
    SubscribedPrice,
    Subscription,
)
from billing.periods import Period, starts_at
from tenants.models import Client

AT = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
NEW_YEAR = date(2026, 1, 1)
PER_EURO = {"GBP": "0.8413", "USD": "1.0845"}
ADDRESS = {
    "street": "Herengracht 1", "postcode": "1015 BA", "city": "Amsterdam", "country": "NL", "email": "billing@acme.test",
}  # fmt: skip


def legal_entity(**said: object) -> LegalEntity:
    """Motorblok B.V., the provider's company; the same one when asked again."""
    usual = ADDRESS | {
        "legal_name": "Motorblok B.V.", "vat_number": "NL123456782B90", "registration": "12345678",
        "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "is_default": True,
    }  # fmt: skip
    return LegalEntity.objects.get_or_create(prefix=said.pop("prefix", "MB-"), defaults=usual | said)[0]


def debtor(client: Client, **said: object) -> Debtor:
    """A client as one who pays in euros by bank, in Amsterdam's days."""
    usual = ADDRESS | {
        "legal_name": client.name, "currency": "EUR", "time_zone": "Europe/Amsterdam", "language": "en",
        "gateway": "bank", "life_since_at": AT, "vat_number": "NL123456789B13",
    }  # fmt: skip
    seller = said.pop("legal_entity", None) or legal_entity()
    return Debtor.objects.create(client=client, legal_entity=seller, **(usual | said))


def rates(on: date) -> None:
    """What a euro is in pounds and dollars on a day."""
    for currency, per_euro in PER_EURO.items():
        said = {"per_euro": Decimal(per_euro), "source": "European Central Bank"}
        ExchangeRate.objects.get_or_create(currency=currency, published_on=on, defaults=said)


def plan(code: str = "office", *, prices: dict[str, dict[str, object]] | None = None, **said: object) -> Plan:
    """A plan on offer in euros a month, with one published version; `prices` by code, flat where nothing is said."""
    usual = {"name_en": code.title(), "name_nl": code.title(), "currency": "EUR", "interval_months": 1}
    made = Plan.objects.create(code=code, state="offered", created_at=AT, **(usual | said))
    version(made, 1, prices=prices or {"payroll": {}})
    return made


def version(of: Plan, number: int, *, prices: dict[str, dict[str, object]]) -> PlanVersion:
    """A published version of a plan."""
    made = PlanVersion.objects.create(plan=of, number=number, valid_from_on=NEW_YEAR, published_at=AT)
    for position, (code, said) in enumerate(prices.items()):
        usual = {
            "name_en": code.title(), "name_nl": code.title(), "service_line": "hr", "model": "flat",
            "interval": "month", "unit_price": Decimal(100),
        }  # fmt: skip
        Price.objects.create(version=made, code=code, position=position, **(usual | said))
    return made


def subscription(of: Debtor, to: Plan, *, anchor_on: date = NEW_YEAR, **said: object) -> Subscription:
    """A subscription in force to all prices of a plan's newest version, from its anchor (or `from_on`) on."""
    from_on = said.pop("from_on", anchor_on)
    usual = {
        "state": "active",
        "currency": of.currency,
        "time_zone": of.time_zone,
        "months": to.interval_months,
    }
    made = Subscription.objects.create(
        debtor=of, plan=to, anchor_on=anchor_on, created_at=AT, **(usual | said)
    )
    for price in Price.objects.filter(version=to.versions.latest("number")):
        SubscribedPrice.objects.create(subscription=made, price=price, from_on=from_on, made_at=AT)
    return made


def final_invoice(of: Subscription, period: Period, *, final_at: datetime, number: str) -> Invoice:
    """A final invoice for a period, of which nothing but its days and its instant matters."""
    return Invoice.objects.create(
        debtor=of.debtor, legal_entity=of.debtor.legal_entity, subscription=of, state="final", number=number,
        period_start_on=period.start, period_end_on=period.end, period_key=period.key, issued_on=period.start,
        currency=of.currency, net=0, vat=0, total=0, gateway="bank", inputs=b"", rated=b"", input_hash="",
        final_at=final_at, made_at=starts_at(period.start, zone=of.time_zone),
    )  # fmt: skip
