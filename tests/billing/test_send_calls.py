"""What is asked of a gateway is sent until it is answered, always under its own key, and stops where a person must look."""

from datetime import timedelta

import pytest

from billing.actions.sending import retry_call, send
from billing.calling import ask
from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.port import GatewayAway
from billing.models import FakeObject, GatewayCall, GatewayLink
from billing.tasks import send_calls
from motorblok.kernel import schema
from motorblok.kernel.errors import NotAllowed
from motorblok.kernel.ids import new_id
from tests import cast
from tests.billing import paid, told
from tests.billing.missed import actor


@pytest.fixture(autouse=True)
def gateway(acme):
    with told.pretending() as opened, schema.entered(schema.PUBLIC):
        yield opened


@pytest.fixture
def debtor(acme):
    return paid.debtor(acme, gateway="fake")


def fails(monkeypatch, name, error):
    def failing(*given, **named):
        raise error

    monkeypatch.setattr(FakeGateway, name, failing)


def test_a_final_invoice_is_at_the_gateway_equal_to_the_cent(debtor):
    invoice = told.owed(debtor)

    held = FakeObject.objects.get(kind="invoice")
    assert (held.number, held.body["net"], held.body["vat"], held.body["total"]) == (
        invoice.number, 10_000, 2_100, 12_100,
    )  # fmt: skip
    assert GatewayLink.objects.get(ours_id=invoice.id).external_id == held.id


def test_its_money_is_asked_for_where_a_means_of_payment_is_kept(debtor):
    told.owed(debtor)
    customer = FakeObject.objects.get(kind="customer")
    FakeObject.objects.filter(id=customer.id).update(body=customer.body | {"means": "pays"})

    told.send_all()

    assert FakeObject.objects.get(kind="invoice").state == "paid"
    assert GatewayCall.objects.get(operation="collect").answer["state"] == "paid"


def test_the_same_key_asks_once(debtor):
    for _ in range(2):
        ask("fake", "ensure_customer", key="debtor:1", debtor_id=debtor.pk, payload={}, at=told.now())

    assert GatewayCall.objects.count() == 1


def test_what_is_answered_is_not_sent_again(debtor):
    call = told.call(debtor, "ensure_customer")

    assert (call.state, send(call.id, at=told.now() + timedelta(days=1))) == ("done", "")


def test_sums_that_differ_are_for_a_person_and_nothing_is_final(debtor, book):
    invoice = paid.owed(debtor, net=10_000, vat=2_100)

    call = told.call(debtor, "issue", invoice_id=str(invoice.id))

    assert (call.state, FakeObject.objects.filter(kind="invoice").count()) == ("stuck", 0)
    assert "ours 12100, theirs 0" in call.error
    assert book.kinds()[-1] == "billing.call.stuck"


def test_a_gateway_that_is_away_is_asked_again_under_the_same_key(debtor, monkeypatch):
    with monkeypatch.context() as patched:
        fails(patched, "ensure_customer", GatewayAway())
        call = told.call(debtor, "ensure_customer")
    early = send(call.id, at=told.now() + timedelta(seconds=20))
    later = send(call.id, at=told.now() + timedelta(seconds=40))

    assert (call.state, call.attempts, early, later) == ("pending", 1, "", "done")


def test_after_twelve_times_a_person_must_look(debtor, monkeypatch):
    fails(monkeypatch, "ensure_customer", GatewayAway())
    call, turns = told.call(debtor, "ensure_customer"), 1
    while call.state == "pending":
        send(call.id, at=call.next_at)
        call.refresh_from_db()
        turns += 1

    assert (call.state, turns) == ("stuck", 12)


def test_what_is_not_there_yet_is_waited_for_up_to_three_days(debtor):
    at = told.now()
    call = told.call(debtor, "collect", invoice_id=str(new_id()))

    went = [send(call.id, at=at + timedelta(days=days, minutes=1)) for days in (1, 2, 4)]

    assert went == ["pending", "pending", "stuck"]


def test_who_falls_over_after_it_was_made_makes_it_once(debtor, monkeypatch):
    invoice = paid.owed(debtor, net=0, vat=0, total=12_100)
    make = FakeGateway.ensure_customer

    def killed(self, *given, **named):
        make(self, *given, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(FakeGateway, "ensure_customer", killed)
        told.call(debtor, "ensure_customer", invoice_id=str(invoice.id))
    call = GatewayCall.objects.get()

    assert send(call.id, at=told.now()) == ""
    assert send(call.id, at=told.now() + timedelta(days=2)) == "done"
    assert FakeObject.objects.filter(kind="customer").count() == 1


def test_the_sweep_sends_what_nobody_sent(debtor):
    ask("fake", "ensure_customer", key="debtor:1", debtor_id=debtor.pk, payload={}, at=told.now())

    assert (send_calls(), GatewayCall.objects.get().state) == (1, "done")


def test_a_subscription_is_begun_with_the_fees_that_its_invoice_will_have(acme):
    subscription = told.subscribed(acme)
    told.call(subscription.debtor, "ensure_customer")
    customer = FakeObject.objects.get(kind="customer")
    FakeObject.objects.filter(id=customer.id).update(body=customer.body | {"means": "pays"})

    call = told.call(subscription.debtor, "subscribe", subscription_id=str(subscription.id))

    begun = FakeObject.objects.get(kind="subscription")
    assert (call.state, [line["amount"] for line in begun.body["prices"]]) == ("done", [10_000])
    assert GatewayLink.objects.get(external_id=begun.id).ours_id == subscription.id


@pytest.mark.parametrize("operation", ["change_subscription", "cancel_subscription"])
def test_a_subscription_is_changed_and_ended_there_too(acme, operation):
    subscription = told.subscribed(acme)
    told.call(subscription.debtor, "ensure_customer")
    FakeObject.objects.filter(kind="customer").update(body={"means": "pays"})
    told.call(subscription.debtor, "subscribe", subscription_id=str(subscription.id))

    call = told.call(subscription.debtor, operation, subscription_id=str(subscription.id))

    state = "ended" if operation == "cancel_subscription" else "active"
    assert (call.state, FakeObject.objects.get(kind="subscription").state) == ("done", state)


def test_money_is_paid_back_by_a_row(debtor):
    told.pay(told.held(debtor.client))
    payment = FakeObject.objects.get(kind="payment")

    call = told.call(
        debtor, "refund", refund_id=str(new_id()), payment=payment.id, amount="2100", currency="EUR"
    )

    assert (call.state, FakeObject.objects.get(kind="refund").body["amount"]) == ("done", 2_100)


def test_a_credit_note_lowers_what_is_owed_there(debtor):
    held = told.held(debtor.client)
    note = paid.owed(debtor, total=-2_420, net=-2_000, vat=-420, corrects=held.invoice)
    line = held.invoice.lines.get()
    line.pk, line.amount = (note.id, 1), -2_000
    line.save(force_insert=True)

    call = told.call(debtor, "credit", invoice_id=str(note.id))

    assert (call.state, FakeObject.objects.get(id=held.external_id).body["owed"]) == ("done", 9_680)


def test_a_person_lets_what_is_stuck_be_sent_again(debtor):
    call = told.call(debtor, "nonsense")
    GatewayCall.objects.filter(id=call.id).update(operation="ensure_customer")

    retry_call(call.id, actor=actor(cast.fay()), at=told.now())

    assert (call.state, send(call.id, at=told.now())) == ("stuck", "done")


def test_nobody_else_does(debtor):
    call = told.call(debtor, "nonsense")

    with pytest.raises(NotAllowed):
        retry_call(call.id, actor=actor(cast.rita()), at=told.now())
