"""A client's billing at the console: written down, subscribed, changed after a look, paused, cancelled, and in the list of all."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from billing.actions.tax_rates import set_tax_rate
from billing.models import Debtor, Subscription
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import deals
from tests.cast import OLGA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
TODAY = datetime.now(UTC).date()
ADDRESS = {
    "legal_name": "Acme Bakeries B.V.", "street": "Spui 2", "postcode": "2511 BT", "city": "Den Haag", "country": "NL",
    "email": "invoices@acme.test", "vat_number": "NL123456789B13", "registration": "", "treatment": "domestic",
    "currency": "EUR", "gateway": "bank", "payment_days": "14", "po_number": "", "language": "nl",
    "time_zone": "Europe/Amsterdam",
}  # fmt: skip


@pytest.fixture
def fay():
    return cast.browser(cast.fay())


def acme():
    return world.client("acme")


def running(*prices, **said):
    return deals.running(acme(), deals.plan(*prices), start_on=TODAY - timedelta(days=3), **said)


def subscribing(**said):
    usual = {
        "token": str(uuid4()), "version": str(uuid4()), "start_on": TODAY.isoformat(), "trial_days": "",
        "fees_in": "advance", "grace_days": "3", "po_number": "", "minimum": "", "discount_percent": "",
        "index_percent": "", "index_from_on": "",
    }  # fmt: skip
    return usual | said


def changing(made, *, seen="", **quantities):
    sent = {f"quantity-{code}": str(many) for code, many in quantities.items()}
    return {
        "token": str(uuid4()), "version": str(deals.newest(made.plan).pk), "when": "now", "seen": seen, **sent,
    }  # fmt: skip


def seen_on(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())[1]


def test_how_a_client_is_invoiced_is_written_down_and_told_in_its_book(fay, book):
    made = deals.seller()

    page = fay.post("/clients/acme/billing/debtor/", {**ADDRESS, "company": str(made.pk)}, follow=True)

    assert "How Acme Bakeries is invoiced is saved." in text(page)
    assert Debtor.objects.get().email == "invoices@acme.test"
    assert "Spui 2" in text(page)
    with schema.entered("c_acme"):
        assert {"accounts.staff.entered", "billing.debtor.registered"} <= set(book.kinds())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"treatment": "reverse_charge"}, "VAT is reversed between two countries of the Union"),
        (
            {"treatment": "reverse_charge", "country": "BE", "vat_number": ""},
            "without the VAT numbers of both",
        ),
        ({"vat_number": "NL123456789B14"}, "is no VAT number of NL"),
        ({"time_zone": "Utrecht"}, "Give a time zone such as Europe/Amsterdam."),
        ({"payment_days": "121"}, "less than or equal to 120"),
    ],
)
def test_what_cannot_be_invoiced_is_told_where_it_is_wrong(fay, said, words):
    made = deals.seller()

    page = fay.post("/clients/acme/billing/debtor/", {**ADDRESS, **said, "company": str(made.pk)})

    assert page.status_code == 422
    assert words in text(page)
    assert not Debtor.objects.exists()


def test_before_there_is_a_company_the_page_says_who_writes_it_down(fay):
    assert "Nobody sends invoices yet" in text(fay.get("/clients/acme/billing/debtor/"))


def test_a_subscription_is_drawn_up_looked_at_and_started(fay):
    deals.debtor(acme())
    deals.plan(deals.price(), deals.price("desk", service_line="it-support"))

    drawn = fay.post(
        "/clients/acme/billing/subscription/",
        subscribing(**{"quantity-payroll": "2", "quantity-desk": ""}),
        follow=True,
    )
    started = fay.post("/clients/acme/billing/start/", {"on": TODAY.isoformat()}, follow=True)

    assert "Drawn up, not started" in text(drawn)
    assert "Running €200.00 a month" in text(started)
    assert [row.price.code for row in Subscription.objects.get().prices.all()] == ["payroll"]


def test_a_subscription_that_is_sent_twice_is_drawn_up_once(fay):
    deals.debtor(acme())
    deals.plan()
    sent = subscribing(**{"quantity-payroll": "2"})

    answers = [fay.post("/clients/acme/billing/subscription/", sent).status_code for _ in range(2)]

    assert (answers, Subscription.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"quantity-payroll": "-1"}, "greater than or equal to 0"),
        ({"quantity-payroll": ""}, "Nothing of the plan is taken"),
        ({"quantity-payroll": "1", "discount-payroll": "101"}, "less than or equal to 100"),
        ({"quantity-payroll": "1", "index_percent": "3"}, "Say both by how much prices rise"),
        ({"quantity-payroll": "1", "start_on": "2030-01-01"}, "at most a year from today"),
    ],
)
def test_a_subscription_that_cannot_be_meant_is_told_where_it_is_wrong(fay, said, words):
    deals.debtor(acme())
    deals.plan()

    page = fay.post("/clients/acme/billing/subscription/", subscribing(**said))

    assert page.status_code == 422
    assert words in text(page)
    assert not Subscription.objects.exists()


def test_plans_in_another_currency_are_not_offered(fay):
    deals.debtor(acme())
    deals.plan(currency="GBP")

    assert "No plan is on offer in EUR" in text(fay.get("/clients/acme/billing/subscription/"))


def test_a_change_is_looked_at_and_then_exactly_that_is_done(fay):
    made = running()

    look = fay.post("/clients/acme/billing/change/", changing(made, payroll=3))
    kept = Subscription.objects.get().prices.count()
    sent = changing(made, payroll=3, seen=seen_on(look)) | {"make": "yes"}
    done = fay.post("/clients/acme/billing/change/", sent, follow=True)

    assert (look.status_code, kept) == (200, 1)
    assert "Nothing is done yet." in text(look)
    assert "The subscription of Acme Bakeries is changed." in text(done)
    assert "€300.00 a month" in text(done)


def test_what_costs_something_else_meanwhile_is_shown_anew_and_not_done(fay):
    made = running()
    look = fay.post("/clients/acme/billing/change/", changing(made, payroll=3))
    day = {
        "category": "standard",
        "from_on": TODAY - timedelta(days=40),
        "actor": OLGA,
        "at": deals.at(TODAY),
    }
    set_tax_rate("NL", percent=Decimal(25), **day)

    sent = changing(made, payroll=3, seen=seen_on(look)) | {"make": "yes"}
    stale = fay.post("/clients/acme/billing/change/", sent)
    again = fay.post("/clients/acme/billing/change/", {**sent, "seen": seen_on(stale)})

    assert stale.status_code == 409
    assert "changed since you looked" in text(stale)
    assert "VAT 25 %" in text(stale)
    assert (again.status_code, Subscription.objects.get().prices.count()) == (302, 2)


def test_a_version_of_another_kind_is_not_found(fay):
    made = running()

    assert fay.get(f"/clients/acme/billing/change/?version={uuid4()}").status_code == 404
    assert fay.get("/clients/acme/billing/change/?version=nonsense").status_code == 404
    assert fay.get(f"/clients/acme/billing/change/?version={deals.newest(made.plan).pk}").status_code == 200


def test_conditions_are_agreed_for_the_next_period(fay):
    running()
    said = {
        "token": str(uuid4()),
        "minimum": "500,00",
        "discount_percent": "",
        "index_percent": "",
        "index_from_on": "",
    }

    page = fay.post("/clients/acme/billing/conditions/", said, follow=True)

    assert "At least €500.00 an invoice" in text(page)
    assert Subscription.objects.get().conditions.get().minimum == 50_000


def test_it_is_paused_and_resumed_by_the_way_back(fay):
    running()

    page = fay.post("/clients/acme/billing/pause/", follow=True)
    back = fay.post("/clients/acme/billing/resumption/", follow=True)

    assert "Paused: no fees from" in text(page)
    assert 'action="/clients/acme/billing/resumption/"' in page.content.decode()
    assert "runs again" in text(back)


def test_it_is_cancelled_with_its_period_and_that_is_withdrawn(fay):
    running()

    page = fay.post("/clients/acme/billing/cancellation/", {"when": "period_end"}, follow=True)
    back = fay.post("/clients/acme/billing/continuation/", follow=True)

    assert "Cancelled: it ends on" in text(page)
    assert "goes on." in text(back)
    assert Subscription.objects.get().cancels_on is None


@pytest.mark.parametrize(("on", "words"), [("", "Give the day."), ("2020-01-01", "This day has passed")])
def test_a_cancellation_on_a_day_that_cannot_be_is_refused(fay, on, words):
    running()

    page = fay.post("/clients/acme/billing/cancellation/", {"when": "on", "on": on})

    assert page.status_code == 422
    assert words in text(page)


def test_without_a_subscription_there_is_nothing_to_change(fay):
    deals.debtor(acme())

    answers = [fay.get(f"/clients/acme/billing/{page}/").status_code for page in ("change", "pause", "start")]

    assert answers == [404, 404, 404]


def test_the_list_tells_what_recurs_each_month_by_currency(fay):
    running(deals.price(unit_price=Decimal(250)), deals.pieces())
    pounds = deals.plan(deals.price(interval="year", unit_price=Decimal(1200)), code="pounds", currency="GBP")
    globex = deals.debtor(world.client("globex"), replace(deals.BAKERIES, currency="GBP"))
    deals.running(world.client("globex"), pounds, start_on=TODAY, debtor=globex)

    words = text(fay.get("/billing/subscriptions/"))

    assert "€250.00 recurring a month, in EUR" in words
    assert "£100.00 recurring a month, in GBP" in words


def test_the_list_is_found_by_state_and_plan(fay):
    running()
    other = deals.plan(code="other", trial_days=14)
    deals.running(world.client("globex"), other, start_on=TODAY)

    found = {
        asked: [name for name in ("Acme Bakeries", "Globex Energy") if name in text(fay.get(f"/billing/subscriptions/?{asked}"))]
        for asked in ("", "standing=trial", "plan=office", "standing=ended", "standing=nonsense")
    }  # fmt: skip

    assert found == {
        "": ["Acme Bakeries", "Globex Energy"],
        "standing=trial": ["Globex Energy"],
        "plan=office": ["Acme Bakeries"],
        "standing=ended": [],
        "standing=nonsense": ["Acme Bakeries", "Globex Energy"],
    }


def test_a_month_of_recurring_revenue_counts_no_trial_and_at_least_the_minimum(fay):
    made = running(deals.price(unit_price=Decimal(10)))
    made.conditions.create(from_on=date(2020, 1, 1), minimum=9_900)

    assert "€99.00 recurring a month" in text(fay.get("/billing/subscriptions/"))
    Subscription.objects.update(trial_ends_on=TODAY + timedelta(days=9))
    assert "recurring a month" not in text(fay.get("/billing/subscriptions/"))


def test_a_closed_client_is_shown_and_not_changed(fay):
    running()
    client = acme()
    client.state = "closed"
    client.save()

    page = fay.get("/clients/acme/billing/")

    assert page.status_code == 200
    assert "/billing/change/" not in page.content.decode()
