"""What a client's director sees of money: plan, next invoice, what was used, invoices with their papers, and how to pay."""

from datetime import UTC, datetime

import pytest

from billing.actions.payments import take_payment
from billing.models import GatewayCall, GatewayLink
from tests import cast, world
from tests.billing import billed, told
from tests.billing.billed import DECEMBER, NOVEMBER, OCTOBER, noon
from tests.console.pages import text

BOOKED = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
MIDDLE = noon(2026, 11, 15)


@pytest.fixture
def office(public):
    """Acme's subscription from October on, with three invoices booked in November."""
    of = billed.subscription(world.client("acme"))
    for number in (1, 2, 3):
        billed.used(of, BOOKED, number=f"ACME-{number}")
    return of


@pytest.fixture
def november(office):
    """The final invoice of November."""
    billed.final(office, OCTOBER)
    return billed.final(office, NOVEMBER)


@pytest.fixture
def december(november, office):
    """The final invoice of December: its fee, and November's usage."""
    return billed.final(office, DECEMBER)


@pytest.fixture
def ann(public):
    person = cast.ann()
    person.language = "en"
    person.save()
    return cast.browser(person)


@pytest.fixture
def in_november(monkeypatch):
    for module in ("billing", "invoices"):
        monkeypatch.setattr(f"motorblok.portal.{module}.now", lambda: MIDDLE)


def of(invoice, rest=""):
    return f"/billing/invoices/{invoice.id}/{rest}"


def test_the_next_invoice_is_told_line_by_line_and_what_is_expected_apart_from_it(ann, november, in_november):
    answer = ann.get("/billing/")

    following = answer.context["next"]
    assert [line.amount for line in following.lines] == [10_000, 600]
    assert (following.total, following.expected.total) == (12_826, 13_552)
    assert "€128.26" in text(answer)
    assert "An expectation, not a bill" in text(answer)


def test_the_next_invoice_becomes_what_was_shown(ann, november, office, in_november):
    shown = ann.get("/billing/").context["next"]

    final = billed.final(office, DECEMBER)

    assert (final.total, final.input_hash) == (shown.total, shown.input_hash)


def test_what_was_used_is_told_in_its_own_words(ann, november, office, in_november):
    billed.used(office, BOOKED, 3600, meter="internal_time", unit="second")

    (used,) = ann.get("/billing/").context["next"].so_far

    assert (used.meter, used.quantity) == ("invoices", 3)


def test_a_client_without_a_plan_is_told_what_will_stand_there(ann, public):
    assert "Nothing is billed yet" in text(ann.get("/billing/"))


def test_a_client_sees_its_final_invoices_and_no_draft(ann, november, office):
    billed.drafted(office, DECEMBER)

    page = ann.get("/billing/invoices/")

    assert [row.number for row in page.context["rows"]] == ["MB-2026-000002", "MB-2026-000001"]


def test_a_draft_is_nothing_that_a_client_can_open(ann, office):
    draft = billed.drafted(office, OCTOBER)

    assert ann.get(of(draft)).status_code == 404


def test_the_invoices_of_another_client_do_not_exist(november):
    cleo = cast.browser(cast.cleo())
    paths = ("", "lines.csv", "lines/1/", "lines/1/records.csv", "papers/pdf/", "papers/ubl/")

    assert {cleo.get(of(november, path)).status_code for path in paths} == {404}
    assert cleo.get("/billing/invoices/").context["rows"] == ()


@pytest.mark.parametrize("who", [cast.bob, lambda: cast.contact("acme", "Carla", "carla@acme.test", "lead")])
def test_only_directors_see_what_is_paid(who, november):
    browser = cast.browser(who())

    assert {browser.get(path).status_code for path in ("/billing/", "/billing/invoices/", of(november))} == {
        404
    }


def test_a_line_opens_to_how_it_was_counted_and_to_its_records(ann, december):
    page, records = ann.get(of(december)), ann.get(of(december, "lines/2/"))

    assert "3 pieces × €2.00" in text(page)
    assert "3 records" in text(page)
    assert [record.number for record in records.context["records"]] == ["ACME-1", "ACME-2", "ACME-3"]


def test_the_papers_and_tables_are_taken_along(ann, december):
    got = {
        path: ann.get(of(december, path))
        for path in ("papers/pdf/", "papers/ubl/", "lines.csv", "lines/2/records.csv")
    }

    assert got["papers/pdf/"].content.startswith(b"%PDF")
    assert got["papers/ubl/"].content.startswith(b"<?xml")
    assert len(got["lines.csv"].content.splitlines()) == 3
    assert len(got["lines/2/records.csv"].getvalue().splitlines()) == 4


def test_a_transfer_is_told_with_its_reference_and_a_code_for_the_banking_app(ann, november):
    page = ann.get(of(november)).content.decode()

    assert "NL91ABNA0417164300" in page
    assert 'src="data:image/svg+xml;base64,' in page


def test_where_a_part_is_paid_the_code_that_asks_for_all_of_it_is_left_out(ann, november, office):
    pay(office, november, 5_000)

    page = ann.get(of(november))

    assert page.context["transfer"].code == ""
    assert "Still owed €71.00" in text(page)


def test_a_paid_invoice_asks_for_nothing(ann, november, office):
    pay(office, november, november.total)

    assert 'id="pay"' not in ann.get(of(november)).content.decode()


def test_the_gateways_page_is_where_one_pays(ann, public):
    office = billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    final = billed.final(office, OCTOBER)
    GatewayCall.objects.filter(key__startswith=f"inv:{final.id}:").update(
        state="done", answer={"page_url": "https://pay.example/inv_1"}
    )

    assert 'href="https://pay.example/inv_1"' in ann.get(of(final)).content.decode()


class Pages:
    """A gateway of which nothing is asked but its page for means of payment."""

    def portal_url(self, customer, *, return_url):
        return f"https://pay.example/{customer}?back={return_url}"


def test_the_way_to_the_means_of_payment_leads_to_the_gateway_and_back(ann, public, monkeypatch):
    office = billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    at_gateway = {"gateway": "fake", "debtor": office.debtor}
    GatewayLink.objects.create(kind="customer", external_id="cus_1", **at_gateway)
    GatewayLink.objects.create(kind="subscription", external_id="sub_1", ours_id=office.id, **at_gateway)
    monkeypatch.setattr("billing.queries.paying.gateway", lambda name: Pages())

    answer = ann.get("/billing/means-of-payment/")

    assert answer["Location"].startswith("https://pay.example/cus_1?back=http://acme.localhost")
    assert "Means of payment" in text(ann.get("/billing/"))


def test_who_has_given_none_yet_is_led_to_the_page_where_the_subscription_begins(ann, public):
    billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    with told.pretending():
        shown, answer = ann.get("/billing/"), ann.get("/billing/means-of-payment/")

    page = GatewayLink.objects.get(kind="checkout")
    assert "Give a means of payment" in text(shown)
    assert page.external_id in answer["Location"]


def test_giving_means_that_is_paying_says_how_much_and_for_when(ann, public, in_november):
    billed.subscription(world.client("acme"), debtor={"gateway": "fake"}, anchor_on=NOVEMBER.start)
    with told.pretending():
        page = ann.get("/billing/")

    charged = page.context["first"]
    assert (charged.total, charged.period) == (12_100, NOVEMBER)
    assert "€121.00, VAT included, is collected at once for 1 to 30 November 2026" in text(page)


def test_where_nothing_is_collected_at_once_the_day_is_told_from_which_on_it_is(ann, public, in_november):
    office = billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    billed.final(office, OCTOBER)
    billed.final(office, NOVEMBER)
    with told.pretending():
        page = ann.get("/billing/")

    assert (page.context["first"].is_at_once, page.context["first"].from_on) == (False, DECEMBER.start)
    assert "Nothing is collected now. From 1 December 2026 on" in text(page)


def test_who_comes_back_from_the_gateways_page_is_not_asked_again_at_once(ann, public):
    billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    with told.pretending():
        page = ann.get("/billing/?given")

    assert "We wait for word from the payment service" in text(page)
    assert "Give a means of payment" not in text(page)


def test_who_pays_by_bank_has_no_means_of_payment_to_look_after(ann, office):
    assert ann.get("/billing/means-of-payment/").status_code == 404
    assert "Means of payment" not in text(ann.get("/billing/"))


def pay(office, invoice, amount):
    take_payment(
        office.debtor, gateway="bank", external_id="tr-1", amount=amount, currency="EUR", received_on=BOOKED.date(),
        payer="Acme", reference="", invoice=invoice, at=BOOKED,
    )  # fmt: skip
