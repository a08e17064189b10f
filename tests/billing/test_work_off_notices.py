"""What a gateway told is only why to look: what is there now is taken over once, and what nobody knows is set aside."""

from datetime import timedelta

import pytest

from billing.actions import inbound, syncing
from billing.actions.inbound import ignore_notice, retry_notice, work_off
from billing.gateways.fake import paying, world
from billing.gateways.fake.adapter import FakeGateway
from billing.gateways.port import GatewayAway, RefundOrder
from billing.models import FakeObject, GatewayCall, GatewayLink, InboundEvent, Invoice, Payment
from billing.queries.gateways import waiting_notices
from billing.tasks import work_off_notices
from billing.waiting import TRIES
from motorblok.kernel import schema
from motorblok.kernel.errors import NotAllowed
from motorblok.kernel.ids import new_id
from tests import cast
from tests.billing import told
from tests.billing.missed import actor


@pytest.fixture(autouse=True)
def gateway(acme):
    with told.pretending() as opened, schema.entered(schema.PUBLIC):
        yield opened


@pytest.fixture
def held(acme):
    return told.held(acme)


def again(event, *, later=timedelta()):
    return work_off(event.id, at=told.now() + later)


def state(event):
    return InboundEvent.objects.get(id=event.id).state


def settled(held):
    return Invoice.objects.get(id=held.invoice.id).settled


def test_a_payment_is_taken_and_settles_its_invoice(held):
    told.pay(held)
    for each in told.letters():
        assert told.post(*each).status_code == 200

    work_off_notices()

    assert (settled(held), Payment.objects.count()) == (12_100, 1)
    assert set(InboundEvent.objects.values_list("state", flat=True)) == {"done"}
    assert GatewayLink.objects.get(external_id=held.external_id).state == "paid"


def test_what_is_told_ten_times_in_any_order_is_taken_once(held):
    told.pay(held)
    messages = told.letters()[::-1] * 10

    for each in messages:
        told.post(*each)
        work_off_notices()

    assert (settled(held), Payment.objects.count()) == (12_100, 1)


def test_a_payment_is_told_of_by_itself_and_found_on_its_invoice(held):
    told.pay(held)
    payment = FakeObject.objects.get(kind="payment")

    again(told.told("payment", payment.id))

    assert settled(held) == 12_100


def test_what_the_message_says_decides_nothing(held):
    event = told.told("invoice", held.external_id, kind="invoice.paid")

    again(event)

    assert (settled(held), state(event)) == (0, "done")


def test_all_that_was_told_of_it_before_is_done_with_one_look(held, gateway, monkeypatch):
    looks = []
    look = FakeGateway.fetch
    monkeypatch.setattr(FakeGateway, "fetch", lambda self, *given: looks.append(given) or look(self, *given))
    for _ in range(5):
        told.told("invoice", held.external_id)

    work_off_notices()

    assert len(looks) == 1
    assert not waiting_notices(at=told.now() + timedelta(days=1), most=10)


def test_what_is_told_during_a_look_is_looked_at_too_though_that_workers_clock_is_ahead(
    held, gateway, monkeypatch
):
    first, later = told.told("invoice", held.external_id), []
    look = inbound.sync

    def told_meanwhile(*given, **named):
        later.append(told.told("invoice", held.external_id))
        return look(*given, **named)

    monkeypatch.setattr(inbound, "sync", told_meanwhile)

    again(first, later=timedelta(seconds=30))

    assert (state(first), state(later[0])) == ("done", "received")


def test_money_that_goes_back_is_written_down_once(held, gateway):
    told.pay(held)
    payment = FakeObject.objects.get(kind="payment")
    order = RefundOrder(
        refund_id=new_id(), debtor_id=held.debtor.pk, payment_id=payment.id, amount=2_100, currency="EUR"
    )
    refund = gateway.refund(order, key="refund:1")

    for _ in range(2):
        again(told.told("refund", refund))

    assert (settled(held), sorted(Payment.objects.values_list("amount", flat=True))) == (
        10_000,
        [-2_100, 12_100],
    )


def test_a_refund_that_did_not_arrive_comes_back(held, gateway):
    told.pay(held)
    order = RefundOrder(
        refund_id=new_id(), debtor_id=held.debtor.pk, payment_id=FakeObject.objects.get(kind="payment").id,
        amount=2_100, currency="EUR",
    )  # fmt: skip
    refund = gateway.refund(order, key="refund:1")
    again(told.told("refund", refund))
    FakeObject.objects.filter(id=refund).update(state="failed")

    for _ in range(2):
        again(told.told("refund", refund))

    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-2_100, 2_100, 12_100]


def test_an_object_that_is_ours_by_its_marks_is_adopted_at_once(held):
    GatewayLink.objects.filter(external_id=held.external_id).delete()
    told.pay(held)

    again(told.told("invoice", held.external_id))

    assert (settled(held), GatewayLink.objects.get(external_id=held.external_id).ours_id) == (
        12_100,
        held.invoice.id,
    )


def a_stranger():
    with world.changing() as far:
        return far.add("invoice", "open", customer="fcus_nobody", body={"total": 1, "currency": "EUR"})


def test_an_object_of_nobody_is_looked_for_three_times_and_then_set_aside(acme, book):
    event = told.told("invoice", a_stranger().id)

    went = [again(event, later=timedelta(minutes=minutes)) for minutes in (0, 2, 8, 40)]

    assert went == ["failed", "failed", "failed", "parked"]
    assert InboundEvent.objects.get().error
    assert book.kinds() == ["billing.notice.parked"]


def test_it_is_not_looked_for_before_its_turn(acme):
    event = told.told("invoice", a_stranger().id)
    again(event)

    assert [again(event, later=timedelta(seconds=seconds)) for seconds in (0, 50)] == ["", ""]
    assert again(event, later=timedelta(seconds=70)) == "failed"


def test_an_object_that_the_gateway_does_not_know_is_set_aside(acme):
    assert again(told.told("invoice", "fin_none")) == "parked"


def test_an_object_that_names_an_invoice_of_another_is_set_aside(held, globex):
    other = told.paid.debtor(globex, gateway="fake")
    FakeObject.objects.filter(id=held.external_id).update(customer="")
    GatewayLink.objects.filter(external_id=held.external_id).delete()
    stolen = FakeObject.objects.get(id=held.external_id)
    stolen.body["ours"]["debtor_id"] = str(other.pk)
    stolen.save()

    event = told.told("invoice", held.external_id)

    assert (again(event), GatewayLink.objects.filter(external_id=held.external_id).count()) == ("parked", 0)


def test_money_in_another_currency_is_set_aside_and_nothing_is_taken(held):
    told.pay(held)
    payment = FakeObject.objects.get(kind="payment")
    FakeObject.objects.filter(id=payment.id).update(body=payment.body | {"currency": "USD"})

    event = told.told("invoice", held.external_id)

    assert (again(event), settled(held), Payment.objects.count()) == ("parked", 0, 0)
    assert "EUR" in InboundEvent.objects.get(id=event.id).error


def test_real_money_is_set_aside_where_we_pretend(held, gateway):
    gateway.livemode = True

    assert again(told.told("invoice", held.external_id)) == "parked"


def test_a_gateway_that_is_away_is_asked_twelve_times_within_a_day(held, monkeypatch):
    def away(*given):
        raise GatewayAway

    monkeypatch.setattr(FakeGateway, "fetch", away)
    event, begun, went = told.told("invoice", held.external_id), told.now(), []
    while state(event) != "parked":
        went.append(InboundEvent.objects.get(id=event.id).next_at)
        work_off(event.id, at=went[-1])

    assert len(went) == TRIES + 1
    assert timedelta(hours=10) < went[-1] - begun < timedelta(hours=24)


KILLED = {"fetched": (syncing, "_keep"), "written": (inbound, "_done")}


@pytest.mark.parametrize("after", KILLED)
def test_who_falls_over_is_followed_by_somebody_who_finishes_it(held, monkeypatch, after):
    told.pay(held)
    event = told.told("invoice", held.external_id)
    where, step = KILLED[after]

    def killed(*given, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(where, step, killed)
        again(event)
    before_its_turn = again(event)
    later = again(event, later=timedelta(minutes=3))

    assert (before_its_turn, later, settled(held), Payment.objects.count()) == ("", "done", 12_100, 1)


def test_who_falls_over_before_looking_is_followed_too(held, monkeypatch):
    told.pay(held)
    event = told.told("invoice", held.external_id)

    def killed(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(FakeGateway, "fetch", killed)
        again(event)

    assert (again(event, later=timedelta(minutes=3)), settled(held)) == ("done", 12_100)


def test_what_breaks_unexpectedly_is_tried_again(held, monkeypatch):
    event = told.told("invoice", held.external_id)

    def broken(*given):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(FakeGateway, "fetch", broken)
        first = again(event)

    assert (first, again(event, later=timedelta(minutes=1))) == ("failed", "done")


def test_a_checkout_that_is_complete_links_its_subscription_and_holds_its_drafts(held):
    with world.changing() as far:
        customer = GatewayLink.objects.get(kind="customer").external_id
        started = far.add("subscription", "active", customer=customer, body=SUBSCRIBED)
        page = far.add(
            "checkout", "complete", customer=customer, parent=started.id,
            body={"prices": [], "once": [], "currency": "EUR"},
        )  # fmt: skip

    again(told.told("checkout", page.id))
    told.send_all()

    assert GatewayLink.objects.get(external_id=started.id).debtor_id == held.debtor.pk
    assert FakeObject.objects.get(id=started.id).body["held"]


SUBSCRIBED = {
    "held": False,
    "ends": "never",
    "period_ends_at": "2027-01-01T00:00:00+00:00",
    "currency": "EUR",
}


def test_a_draft_of_the_gateways_wakes_the_invoice_that_waits_for_it(held):
    waiting = GatewayCall.objects.create(
        gateway="fake", operation="issue", key="inv:waiting", debtor=held.debtor, made_at=told.now(),
        next_at=told.now() + timedelta(hours=1),
    )  # fmt: skip
    with world.changing() as far:
        customer = GatewayLink.objects.get(kind="customer").external_id
        body = {"total": 0, "owed": 0, "currency": "EUR", "lines": []}
        draft = far.add("invoice", "draft", customer=customer, body=body)

    again(told.told("invoice", draft.id))

    waiting.refresh_from_db()
    assert waiting.next_at <= told.now()


@pytest.fixture
def parked(acme):
    return told.told("invoice", "fin_none", state="parked", attempts=4, error="nothing there")


def test_a_person_lets_what_was_set_aside_be_tried_again(parked, held):
    InboundEvent.objects.filter(id=parked.id).update(object_id=held.external_id)

    retry_notice(parked.id, actor=actor(cast.olga()), at=told.now())

    assert again(parked) == "done"


def test_a_person_says_that_it_needs_no_more_doing(parked, book):
    for _ in range(2):
        ignore_notice(parked.id, reason="A test of theirs", actor=actor(cast.fay()), at=told.now())

    assert (state(parked), book.kinds()[-1:]) == ("ignored", ["billing.notice.ignored"])
    assert book.kinds().count("billing.notice.ignored") == 1


@pytest.mark.parametrize("verb", [retry_notice, ignore_notice])
def test_nobody_else_decides_about_it(parked, verb):
    reason = {"reason": "x"} if verb is ignore_notice else {}

    with pytest.raises(NotAllowed):
        verb(parked.id, **reason, actor=actor(cast.rita()), at=told.now())


def test_a_late_look_finds_what_is_now_and_not_what_was_told(held, gateway):
    event = told.told("invoice", held.external_id, kind="invoice.payment_failed")
    told.pay(held)

    again(event)

    assert GatewayLink.objects.get(external_id=held.external_id).state == "paid"
    assert paying.page_url(held.external_id).endswith(f"/dev/pay/{held.external_id}/")
