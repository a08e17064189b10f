"""Orders as our own rows would give them: a debtor, a subscription, an invoice with its VAT reckoned our way."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.gateways.port import (
    ChangeOrder,
    CheckoutOrder,
    CreditOrder,
    FlatPrice,
    IssueLine,
    IssueOrder,
    Party,
    RefundOrder,
    SubscriptionOrder,
    VatSum,
)
from billing.money import half_up
from motorblok.kernel.ids import new_id
from tests.billing.gateways.rigs import Rig

VAT = Decimal(21)
BASE = FlatPrice(code="base", name="Bookkeeping", amount=50_000, vat_percent=VAT)
SEATS = FlatPrice(code="seats", name="Seats", amount=1_250, quantity=4, vat_percent=VAT)


def a_party(**changed: Any) -> Party:
    given = {
        "debtor_id": new_id(),
        "name": "Acme B.V.",
        "email": "finance@acme.example",
        "street": "Kade 1",
        "postcode": "3011 AA",
        "city": "Rotterdam",
        "country": "NL",
        "language": "nl",
        "vat_number": "NL001234567B01",
    }
    return Party(**{**given, **changed})


def a_customer(rig: Rig, party: Party | None = None) -> str:
    """A customer at the gateway; in Stripe's test mode one that the scenario's clock moves."""
    party = party or a_party()
    placed = getattr(rig, "customer_on_the_clock", lambda: party.external_id)()
    return rig.gateway.ensure_customer(replace(party, external_id=placed), key=f"debtor:{party.debtor_id}")


def a_subscription(customer: str, *prices: FlatPrice, **changed: Any) -> SubscriptionOrder:
    given = {
        "subscription_id": new_id(),
        "debtor_id": new_id(),
        "customer": customer,
        "currency": "EUR",
        "prices": prices or (BASE,),
    }
    return SubscriptionOrder(**{**given, **changed})


def a_checkout(order: SubscriptionOrder) -> CheckoutOrder:
    return CheckoutOrder(
        subscription=order,
        done_url="https://acme.example/done",
        back_url="https://acme.example/back",
        language="nl",
    )


def a_change(subscription: str, *prices: FlatPrice, **changed: Any) -> ChangeOrder:
    return ChangeOrder(external_id=subscription, currency="EUR", prices=prices or (BASE,), **changed)


def flat(price: FlatPrice) -> IssueLine:
    """The line of a flat fee, which the gateway's own draft carries."""
    return a_line(price.code, price.amount * price.quantity, percent=price.vat_percent, flat=True)


def a_line(
    code: str, amount: int, *, percent: Decimal = VAT, vat_code: str = "S", flat: bool = False
) -> IssueLine:
    return IssueLine(
        code=code,
        description=f"What {code} comes to",
        amount=amount,
        vat_percent=percent,
        vat_code=vat_code,
        flat=flat,
    )


def vats(lines: tuple[IssueLine, ...]) -> tuple[VatSum, ...]:
    """VAT by rate on the sum of the lines, rounded half up (EN 16931 BR-CO-17)."""
    bases: dict[tuple[Decimal, str], int] = defaultdict(int)
    for line in lines:
        bases[line.vat_percent, line.vat_code] += line.amount
    return tuple(
        VatSum(percent=percent, code=code, base=base, amount=half_up(base * percent / 100))
        for (percent, code), base in bases.items()
    )


def an_invoice(customer: str, *lines: IssueLine, **changed: Any) -> IssueOrder:
    """An invoice of ours; its number rises with every one."""
    sums = vats(lines)
    invoice_id = changed.pop("invoice_id", None) or new_id()
    given = {
        "invoice_id": invoice_id,
        "debtor_id": new_id(),
        "number": f"MB2026-{invoice_id.hex[-12:]}",
        "customer": customer,
        "currency": "EUR",
        "lines": lines,
        "vats": sums,
        "total": sum(line.amount for line in lines) + sum(each.amount for each in sums),
        "due_on": date(2026, 12, 31),
    }
    return IssueOrder(**{**given, **changed})


def a_credit(invoice: str, *lines: IssueLine, **changed: Any) -> CreditOrder:
    sums = vats(lines)
    given = {
        "credit_note_id": new_id(),
        "debtor_id": new_id(),
        "number": "MBC2026-000001",
        "external_invoice": invoice,
        "currency": "EUR",
        "lines": lines,
        "vats": sums,
        "total": sum(line.amount for line in lines) + sum(each.amount for each in sums),
    }
    return CreditOrder(**{**given, **changed})


def a_refund(payment: str, amount: int, *, refund_id: UUID | None = None) -> RefundOrder:
    return RefundOrder(
        refund_id=refund_id or new_id(), debtor_id=new_id(), payment_id=payment, amount=amount, currency="EUR"
    )
