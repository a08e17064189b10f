"""The pretended gateway with an invoice of Acme's at it, and its messages at our door."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from billing.actions.sending import send
from billing.calling import ask
from billing.gateways import choosing
from billing.gateways.fake import paying, world
from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.fake.notices import HEADER, letter, signed
from billing.models import (
    Debtor,
    FakeNotice,
    GatewayCall,
    GatewayLink,
    InboundEvent,
    Invoice,
    Subscription,
)
from billing.queries.gateways import waiting_calls
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests import cast
from tests.billing import agreed, paid

SECRET = "of the tests"


@dataclass(frozen=True)
class Held:
    """An invoice of ours that is at the gateway."""

    debtor: Debtor
    invoice: Invoice
    external_id: str


@contextmanager
def pretending(**changed: Any) -> Iterator[FakeGateway]:
    """Let the pretended gateway go by its name, with the secret of the tests."""
    opened = FakeGateway(secrets=[SECRET])
    choosing.put("fake", opened)
    yield opened
    choosing.put("fake", None)


def now() -> datetime:
    return datetime.now(UTC)


def held(client: Client) -> Held:
    """An invoice of 121.00 that was issued at the gateway."""
    known = Debtor.objects.filter(pk=client.pk).first()
    debtor = known or paid.debtor(client, gateway="fake")
    invoice = owed(debtor)
    link = GatewayLink.objects.get(ours_id=invoice.id)
    return Held(debtor, invoice, link.external_id)


def owed(debtor: Debtor) -> Invoice:
    """A final invoice with one line, issued."""
    invoice = paid.owed(debtor, net=10_000, vat=2_100)
    invoice.lines.create(
        position=1, code="hours", name_en="Hours", name_nl="Uren", kind="usage", quantity=1, unit="hour",
        unit_price=100, amount=10_000, vat_category="standard", vat_percent=21, vat_code="S",
        period_start_on=invoice.period_start_on, period_end_on=invoice.period_end_on,
    )  # fmt: skip
    call(debtor, "issue", invoice_id=str(invoice.id))
    return invoice


def call(debtor: Debtor, operation: str, **payload: str) -> GatewayCall:
    """Something asked of the gateway, as far as one turn brings it."""
    key = f"{operation}:{new_id()}"
    ask("fake", operation, key=key, debtor_id=debtor.pk, payload=payload, at=now())
    made = GatewayCall.objects.get(key=key)
    send(made.id, at=now())
    return GatewayCall.objects.get(key=key)


def send_all() -> None:
    """Send what waits, and what that leads to."""
    while waiting := waiting_calls(at=now(), most=10):
        for each in waiting:
            send(each, at=now())


def pay(of: Held) -> None:
    """Its owner pays at the gateway; we do not know yet."""
    with world.changing() as far:
        paying.charge(far, world.known("invoice", of.external_id), "pays")


def letters(*, secret: str = SECRET, at: datetime | None = None) -> list[tuple[bytes, dict[str, str]]]:
    """What the gateway has to tell, as it would be sent."""
    untold = list(FakeNotice.objects.filter(taken_at__isnull=True).order_by("made_at", "id"))
    FakeNotice.objects.update(taken_at=now())
    return [letter(each, secret=secret, at=at or now()) for each in untold]


def post(body: bytes, headers: dict[str, str], *, gateway: str = "fake") -> HttpResponse:
    """A message at our door."""
    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    given.pop("HTTP_CONTENT_TYPE", None)
    return cast.browser().post(f"/hooks/{gateway}/", body, content_type="application/json", **given)


def sign(body: bytes, *, secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    """The header of a message."""
    return {HEADER: signed(body, secret=secret, at=at or now())}


def told(about: str, object_id: str, **said: Any) -> InboundEvent:
    """A message that was stored."""
    usual = {
        "gateway": "fake", "external_id": str(new_id()), "kind": f"{about}.updated", "about": about, "object_id": object_id,
        "body": b"{}", "next_at": now(), "received_at": now(),
    }  # fmt: skip
    return InboundEvent.objects.create(**(usual | said))


def subscribed(client: Client) -> Subscription:
    """A subscription of Acme's to 100 a month, in force since New Year, through the gateway."""
    debtor = paid.debtor(client, gateway="fake")
    return agreed.subscription(debtor, agreed.plan())
