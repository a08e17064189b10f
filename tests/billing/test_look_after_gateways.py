"""Owners and finance see what is set aside and stuck, and decide; the page to pretend on exists where pretending is allowed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.gateways.fake.delivering import deliver
from billing.gateways.fake.opening import secret
from billing.models import Debtor, FakeNotice, FakeObject, GatewayCall, InboundEvent, Reconciliation
from billing.pretending import no_demo_beside_real_money, no_pretended_debtors
from billing.tasks import work_off_notices
from motorblok.kernel import schema
from tests import cast
from tests.billing import told


@pytest.fixture(autouse=True)
def gateway(acme, settings):
    settings.MOTORBLOK_DEMO = True
    with told.pretending() as opened, schema.entered(schema.PUBLIC):
        yield opened


@pytest.fixture
def held(acme):
    return told.held(acme)


def page(person=None):
    return cast.browser(person or cast.fay()).get("/billing/gateways/").content.decode()


def sent(path, **data):
    return cast.browser(cast.fay()).post(f"/billing/gateways/{path}/", data)


def test_what_is_set_aside_and_stuck_is_shown_with_its_reason(held):
    told.told("invoice", "fin_strange", state="parked", error="Nobody knows it.")
    told.call(held.debtor, "nonsense")

    shown = page()

    assert all(words in shown for words in ("fin_strange", "Nobody knows it.", "Something here waits"))
    assert "Nobody here knows how to ask for this." in shown


def test_all_is_well_where_nothing_waits(held):
    assert "Something here waits" not in page()


def test_a_message_is_tried_again_and_put_away(held):
    first, second = (told.told("invoice", held.external_id, state="parked") for _ in range(2))

    sent(f"notices/{first.id}/retry")
    sent(f"notices/{second.id}/dismissal", reason="A test")
    work_off_notices()

    states = dict(InboundEvent.objects.values_list("id", "state"))
    assert (states[first.id], states[second.id]) == ("done", "ignored")


def test_without_a_reason_nothing_is_put_away(held):
    parked = told.told("invoice", held.external_id, state="parked")

    sent(f"notices/{parked.id}/dismissal", reason="")

    assert InboundEvent.objects.get(id=parked.id).state == "parked"


def test_a_call_is_sent_again(held):
    call = told.call(held.debtor, "nonsense")

    sent(f"calls/{call.id}/retry")

    assert GatewayCall.objects.get(id=call.id).state == "pending"


def test_a_gateway_is_compared_with_on_the_spot(held):
    assert sent("fake/comparison").status_code == 302
    assert Reconciliation.objects.get().open_differences == 0
    assert sent("nobody/comparison").status_code == 404


def pay(external_id, **data):
    return cast.browser().post(f"/dev/pay/{external_id}/", data, follow=True)


def test_the_page_to_pay_on_says_that_no_money_moves_and_pays(held):
    shown = cast.browser().get(f"/dev/pay/{held.external_id}/").content.decode()

    paid_page = pay(held.external_id, means="pays").content.decode()

    assert ("No real money" in shown, "€121.00" in shown, "This is paid." in paid_page) == (True, True, True)
    assert FakeObject.objects.get(id=held.external_id).state == "paid"


def test_a_card_that_is_declined_leaves_it_owed(held):
    pay(held.external_id, means="declines")

    assert FakeObject.objects.get(id=held.external_id).body["owed"] == 12_100


def test_three_d_secure_asks_and_then_pays(held):
    asked = pay(held.external_id, means="asks").content.decode()
    pay(held.external_id, means="pays")

    assert "Your bank asks" in asked
    assert FakeObject.objects.get(id=held.external_id).state == "paid"


def test_paying_twice_is_paying_once(held):
    for _ in range(2):
        pay(held.external_id, means="pays")

    assert FakeObject.objects.filter(kind="payment").count() == 1


def test_where_money_is_real_there_is_no_such_page(held, settings):
    settings.MOTORBLOK_DEMO = settings.DEVELOPMENT = False

    assert cast.browser().get(f"/dev/pay/{held.external_id}/").status_code == 404


def test_what_was_paid_on_the_page_reaches_our_door_and_settles_the_invoice(held, gateway):
    gateway.secrets = [secret()]
    pay(held.external_id, means="pays")

    deliver(at=told.now(), send=lambda body, headers: told.post(body, headers).status_code)
    work_off_notices()

    held.invoice.refresh_from_db()
    assert (held.invoice.settled, FakeNotice.objects.filter(taken_at=None).count()) == (12_100, 0)


def test_what_nobody_takes_is_told_again_later(held):
    answers = [deliver(at=told.now(), send=lambda body, headers: 503) for _ in range(2)]

    assert answers == [0, 0]
    assert set(FakeNotice.objects.values_list("attempts", flat=True)) == {1}


def test_a_deployment_with_real_money_has_nobody_who_pretends(held, settings):
    settings.MOTORBLOK_DEMO = settings.DEVELOPMENT = False

    found = [*no_pretended_debtors(None, databases=["default"])]

    assert [each.id for each in found] == ["billing.E002"]
    Debtor.objects.update(gateway="bank")
    assert [*no_pretended_debtors(None, databases=["default"])] == []


def test_a_demo_has_no_key_that_moves_money(settings):
    settings.MOTORBLOK_STRIPE_KEY = "rk_live_1"

    assert [each.id for each in no_demo_beside_real_money(None)] == ["billing.E001"]


def run(*words):
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_what_was_told_can_be_looked_at_again_by_hand(held):
    told.told("invoice", held.external_id, external_id="evt_1", state="done")
    told.pay(held)

    said = run("billing_replay", "--event", "evt_1")

    held.invoice.refresh_from_db()
    assert (held.invoice.settled, said) == (12_100, "1 of 1 objects are as their gateway has them.\n")
    with pytest.raises(CommandError):
        run("billing_replay")


def test_a_comparison_by_hand_reports_and_fails_where_something_is_open(held):
    assert "0 still open" in run("billing_reconcile", "--since", "2020-01-01")

    there = FakeObject.objects.get(id=held.external_id)
    FakeObject.objects.filter(id=there.id).update(body=there.body | {"total": 12_101})
    with pytest.raises(CommandError, match="ours 12100 EUR, theirs 12101 EUR"):
        run("billing_reconcile")


def test_the_pretended_clock_runs_ahead_where_pretending_is_allowed(held, settings):
    assert "UTC" in run("billing_pretend", "--days", "40")

    settings.MOTORBLOK_DEMO = settings.DEVELOPMENT = False
    with pytest.raises(CommandError):
        run("billing_pretend", "--days", "1")


def test_it_never_runs_back():
    with pytest.raises(CommandError):
        run("billing_pretend", "--days", "-1")


def test_the_page_asks_no_more_often_where_there_is_more(held):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            page(cast.olga())
        return len(seen)

    told.told("invoice", "fin_1", state="parked")
    told.call(held.debtor, "nonsense")
    page(cast.olga())
    few = asked()
    for n in range(12):
        told.told("invoice", f"fin_more_{n}", state="parked")
        told.call(held.debtor, "nonsense")

    assert asked() == few
