"""The verbs between us and the gateways that tell of what a person must know, each ready to run."""

from datetime import timedelta
from functools import partial

from billing.actions import balances, checkouts, inbound, reconciling, sending
from billing.gateways import choosing
from billing.gateways.fake.adapter import FakeGateway
from billing.models import GatewayCall, InboundEvent
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.ids import new_id
from tests import cast, world
from tests.billing import paid, told
from tests.billing.missed import actor
from tests.guards.deeds import LATER, Deed, Rows

ROWS = Rows()
MISMATCHED = (
    b'{"id":"fevt_9","type":"invoice.paid","about":"invoice","object":"fin_9","version":"1","livemode":false}'
)


def opened() -> None:
    choosing.put("fake", FakeGateway(secrets=[told.SECRET]))


def notice(**said: object) -> InboundEvent:
    opened()
    return told.told("invoice", "fin_none", next_at=LATER, received_at=LATER, **said)


def call(**said: object) -> GatewayCall:
    opened()
    debtor = paid.debtor(world.client("acme"), gateway="fake")
    return GatewayCall.objects.create(
        gateway="fake", operation="nonsense", key=f"call:{new_id()}", debtor=debtor, made_at=LATER, next_at=LATER, **said
    )  # fmt: skip


def by_olga(verb: object, *given: object, **named: object) -> Deed:
    olga = actor(cast.olga())
    return Deed(partial(verb, *given, **named, actor=olga, at=LATER), by=olga)


@ROWS.add("billing.take_in", about="notice", public=["billing.notice.parked"])
def take_in() -> Deed:
    opened()
    headers = told.sign(MISMATCHED, at=LATER)
    return Deed(partial(inbound.take_in, "fake", body=MISMATCHED, headers=headers, at=LATER), by=SYSTEM)


@ROWS.add("billing.work_off", about="notice", public=["billing.notice.parked"])
def work_off() -> Deed:
    return Deed(partial(inbound.work_off, notice().id, at=LATER), by=SYSTEM)


@ROWS.add("billing.retry_notice", about="notice", public=["billing.notice.retried"])
def retry_notice() -> Deed:
    return by_olga(inbound.retry_notice, notice(state="parked").id)


@ROWS.add("billing.ignore_notice", about="notice", public=["billing.notice.ignored"])
def ignore_notice() -> Deed:
    return by_olga(inbound.ignore_notice, notice(state="parked").id, reason="A test of theirs")


@ROWS.add("billing.send", about="call", public=["billing.call.stuck"])
def send() -> Deed:
    return Deed(partial(sending.send, call().id, at=LATER), by=SYSTEM)


@ROWS.add("billing.retry_call", about="call", public=["billing.call.retried"])
def retry_call() -> Deed:
    return by_olga(sending.retry_call, call(state="stuck").id)


@ROWS.add("billing.open_checkout", about="subscription", c_acme=["billing.checkout.opened"])
def open_checkout() -> Deed:
    opened()
    told.subscribed(world.client("acme"))
    urls = {"done_url": "https://acme.test/", "back_url": "https://acme.test/"}
    return by_olga(checkouts.open_checkout, world.client("acme").id, visit=new_id(), **urls)


@ROWS.add("billing.use_balance", about="invoice", c_acme=["billing.payment.allocated"])
def use_balance() -> Deed:
    debtor = paid.debtor(world.client("acme"), gateway="fake")
    paid.owed(debtor, total=-2_100)
    return Deed(partial(balances.use_balance, paid.owed(debtor), used=2_100, at=LATER), by=SYSTEM)


@ROWS.add("billing.use_payments", about="invoice", c_acme=["billing.payment.allocated"])
def use_payments() -> Deed:
    debtor = paid.debtor(world.client("acme"), gateway="fake")
    paid.paid(debtor, by="pay_1", gateway="fake")
    return Deed(partial(balances.use_payments, paid.owed(debtor), ["pay_1"], at=LATER), by=SYSTEM)


@ROWS.add("billing.reconcile", about="reconciliation", public=["billing.gateway.reconciled"])
def reconcile() -> Deed:
    opened()
    since = LATER - timedelta(days=2)
    return Deed(partial(reconciling.reconcile, "fake", since=since, at=LATER), by=SYSTEM)


@ROWS.add("billing.watch", about="gateway", public=["billing.gateway.troubled"])
def watch() -> Deed:
    choosing.put("nobody", None)
    return Deed(partial(reconciling.watch, "nobody", at=LATER), by=SYSTEM)
