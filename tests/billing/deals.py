"""Plans, debtors and subscriptions for the tests of billing, made by the verbs themselves."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from billing.actions.debtors import register_debtor
from billing.actions.legal_entities import set_legal_entity
from billing.actions.plans import draw_up_plan, draw_up_version, offer_plan, publish_version
from billing.actions.subscriptions import start, subscribe
from billing.addresses import Address, DebtorDetails
from billing.agreeing import Agreed
from billing.bank_accounts import Account
from billing.models import Debtor, LegalEntity, Plan, PlanVersion, Subscription
from billing.planning import PlanDraft
from billing.pricing import PriceDraft
from billing.rating.shapes import PriceItem
from billing.wanting import Wanted
from tenants.models import Client
from tests.cast import OLGA

NEW_YEAR = date(2026, 1, 1)
BY = {"actor": OLGA, "at": datetime(2026, 1, 1, 8, tzinfo=UTC)}
MOTORBLOK = Address(
    legal_name="Motorblok B.V.", street="Herengracht 1", postcode="1015 BA", city="Amsterdam", country="NL",
    email="billing@motorblok.test", vat_number="NL123456782B90", registration="12345678",
)  # fmt: skip
BAKERIES = DebtorDetails(
    legal_name="Acme Bakeries B.V.", street="Spui 2", postcode="2511 BT", city="Den Haag", country="NL",
    email="invoices@acme.test", vat_number="NL123456789B13",
)  # fmt: skip
BANK = Account(iban="NL91 ABNA 0417 1643 00", bic="ABNANL2A")


def at(day: date, hour: int = 12) -> datetime:
    """An hour of a day, in UTC: by default one that is that day in every zone of the tests."""
    return datetime.combine(day, time(hour), UTC)


def on(day: date) -> dict:
    """By Olga, at noon of a day."""
    return {"actor": OLGA, "at": at(day)}


def seller() -> LegalEntity:
    """Motorblok B.V., who invoices."""
    return set_legal_entity("MB-", address=MOTORBLOK, account=BANK, **BY)


def debtor(client: Client, details: DebtorDetails = BAKERIES) -> Debtor:
    """A client as one who pays."""
    seller()
    return register_debtor(client, details=details, **BY)


def price(code: str = "payroll", **said: object) -> PriceDraft:
    """A flat fee of 100 a month, or whatever is said."""
    rule = {"seat_rule": said.pop("seat_rule")} if "seat_rule" in said else {}
    usual = {"name_en": code.title(), "name_nl": code.title(), "service_line": "hr", "model": "flat"}
    if not {"unit_price", "tiers"} & set(said):
        said["unit_price"] = Decimal(100)
    return PriceDraft(item=PriceItem(code=code, **(usual | said)), **rule)


def pieces(code: str = "invoices", **said: object) -> PriceDraft:
    """Something counted, at 2 a piece."""
    usual = {"model": "piece", "meter": code, "service_line": "finance", "unit_price": Decimal(2)}
    return price(code, **(usual | said))


def plan(*prices: PriceDraft, code: str = "office", **said: object) -> Plan:
    """A plan on offer with one published version."""
    usual = {"name_en": code.title(), "name_nl": code.title(), "currency": "EUR"}
    made = draw_up_plan(PlanDraft(code=code, **(usual | said)), **BY)
    version(made, *(prices or (price(),)))
    offer_plan(made.pk, **BY)
    return made


def version(of: Plan, *prices: PriceDraft, valid_from_on: date = date(2025, 1, 1)) -> PlanVersion:
    """The next version of a plan, published."""
    made = draw_up_version(of.pk, prices=prices, valid_from_on=valid_from_on, **BY)
    return publish_version(of.pk, number=made.number, **BY)


def newest(of: Plan) -> PlanVersion:
    """The newest version of a plan."""
    return of.versions.latest("number")


def wanted(of: Plan, *, discounts: Mapping[str, int] | None = None, **quantities: int) -> Wanted:
    """The newest version of a plan, with so many of each: seats=3."""
    named = {code.replace("_", "-"): Decimal(many) for code, many in quantities.items()}
    lowered = {code: Decimal(percent) for code, percent in (discounts or {}).items()}
    return Wanted(version_id=newest(of).pk, quantities=named, discounts=lowered)


def running(
    client: Client, of: Plan, *, start_on: date = NEW_YEAR, take: Wanted | None = None, **said: object
) -> Subscription:
    """A subscription of a new debtor, started on a day."""
    to = said.pop("debtor", None) or debtor(client)
    terms = Agreed(start_on=start_on, **said)
    made = subscribe(to.pk, wanted=take or wanted(of), terms=terms, **on(start_on))
    return start(made.pk, **on(start_on))
