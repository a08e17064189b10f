"""Plans, companies and VAT rates at the console: drawn up, priced, published, offered; and what is refused is said where it is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from billing.models import LegalEntity, Plan, PlanVersion, TaxRate
from tests import cast
from tests.billing import deals
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
OFFICE = {
    "name_en": "Office", "name_nl": "Kantoor", "code": "office", "currency": "EUR", "interval_months": "1", "trial_days": "14",
}  # fmt: skip
PAYROLL = {
    "code": "payroll", "name_en": "Payroll", "name_nl": "Salaris", "service_line": "hr", "model": "flat",
    "interval": "month", "unit_price": "1.250,50".replace(".", ""), "included": "", "meter": "", "seat_rule": "peak",
    "tiers": "", "tier_mode": "graduated", "vat_category": "standard",
}  # fmt: skip
COMPANY = {
    "series": "MB-", "legal_name": "Motorblok B.V.", "street": "Herengracht 1", "postcode": "1015 BA", "city": "Amsterdam",
    "country": "nl", "email": "billing@motorblok.test", "vat_number": "NL123456782B90", "registration": "",
    "iban": "NL91 ABNA 0417 1643 00", "bic": "", "time_zone": "Europe/Amsterdam",
}  # fmt: skip


def prices(*rows, valid_from_on="2026-12-01"):
    sent = {"valid_from_on": valid_from_on, "prices-TOTAL_FORMS": str(len(rows)), "prices-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        sent |= {f"prices-{n}-{name}": value for name, value in row.items()}
    return sent


def drawn_up(browser, *rows, code="office"):
    browser.post("/billing/plans/new/", {**OFFICE, "code": code})
    return browser.post(f"/billing/plans/{code}/prices/", prices(*rows), follow=True)


def test_a_plan_goes_from_its_names_to_its_offer():
    browser = cast.browser(cast.fay())

    page = drawn_up(browser, PAYROLL)
    browser.post("/billing/plans/office/publication/")
    answer = browser.post("/billing/plans/office/offering/", follow=True)

    assert "€1,250.50 a month" in text(page)
    assert "Version 1 is not published yet" in text(page)
    assert "“Office” is on offer." in text(answer)
    assert PlanVersion.objects.get().prices.get().unit_price == Decimal("1250.5")


def test_a_plan_without_a_price_is_neither_kept_nor_offered():
    browser = cast.browser(cast.fay())

    page = drawn_up(browser)
    answer = browser.post("/billing/plans/office/offering/", follow=True)

    assert page.status_code == 422
    assert "Write at least one price." in text(page)
    assert "This plan has no published prices yet" in text(answer)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"unit_price": "-1"}, "greater than or equal to 0"),
        ({"unit_price": "much"}, "Write a number, such as 4 or 1.5."),
        ({"unit_price": ""}, "Payroll (payroll) has no price"),
        ({"model": "piece"}, "it has no meter to count with"),
        ({"service_line": ""}, "choose a service line from the list"),
        ({"code": "Pay Roll"}, "A code has small letters"),
        ({"unit_price": "", "tiers": "ten: 2"}, "“ten: 2” is none"),
        ({"unit_price": "", "tiers": "*: 2\n10: 3"}, "tiers must rise"),
    ],
)
def test_a_price_that_cannot_be_billed_is_told_beside_it(row, words):
    browser = cast.browser(cast.fay())

    page = drawn_up(browser, {**PAYROLL, **row})

    assert page.status_code == 422
    assert words in text(page)
    assert 'value="Salaris"' in page.content.decode()
    assert not PlanVersion.objects.exists()


def test_two_prices_of_one_meter_are_refused():
    counted = {**PAYROLL, "model": "piece", "meter": "tasks_resolved"}

    page = drawn_up(cast.browser(cast.fay()), counted, {**counted, "code": "more"})

    assert page.status_code == 422
    assert "Two prices count tasks_resolved of hr" in text(page)


def test_tiers_and_included_come_back_into_the_form_as_they_were_written():
    browser = cast.browser(cast.fay())
    drawn_up(browser, {**PAYROLL, "unit_price": "", "tiers": "10: 2,50 + 25\n*: 2", "included": "5"})

    page = browser.get("/billing/plans/office/prices/")

    assert "10: 2.5 + 25\n*: 2</textarea>" in page.content.decode()
    assert "up to 10: €2.50 a month + €25.00" in text(browser.get("/billing/plans/office/"))


def test_the_next_prices_begin_as_the_newest_and_what_differs_is_marked():
    plan, browser = deals.plan(deals.price(), deals.price("leave")), cast.browser(cast.fay())
    deals.version(plan, deals.price(unit_price=Decimal(120)), deals.price("leave"))

    form = browser.get("/billing/plans/office/prices/").content.decode()
    page = browser.get("/billing/plans/office/")

    assert 'value="120"' in form
    assert page.content.decode().count("is-changed") == 1
    assert "€120.00 a month" in text(page)
    assert "€100.00 a month" in text(page)


def test_a_code_that_is_taken_is_told_beside_it():
    deals.plan()

    page = cast.browser(cast.fay()).post("/billing/plans/new/", {**OFFICE, "currency": "GBP"})

    assert page.status_code == 409
    assert "There is a plan office already" in text(page)


def test_a_retired_plan_stays_in_the_list_and_can_come_back():
    deals.plan()
    browser = cast.browser(cast.fay())

    answer = browser.post("/billing/plans/office/retirement/", follow=True)

    assert 'action="/billing/plans/office/offering/"' in answer.content.decode()
    assert "No longer offered" in text(browser.get("/billing/plans/"))
    assert Plan.objects.get().state == "retired"


def test_an_owner_writes_down_the_company_that_invoices():
    browser = cast.browser(cast.olga())

    page = browser.post("/billing/companies/new/", COMPANY, follow=True)

    assert "Motorblok B.V. is saved." in text(page)
    assert (LegalEntity.objects.get().country, LegalEntity.objects.get().is_default) == ("NL", True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"iban": "NL00"}, "is no IBAN"),
        ({"vat_number": "NL1"}, "is no VAT number of NL"),
        ({"bic": "X"}, "A BIC has"),
    ],
)
def test_a_wrong_number_of_a_company_is_told_beside_it(said, words):
    page = cast.browser(cast.olga()).post("/billing/companies/new/", {**COMPANY, **said})

    assert page.status_code == 422
    assert words in text(page)


def test_a_company_is_changed_and_keeps_its_numbers():
    made, browser = deals.seller(), cast.browser(cast.olga())

    browser.post(f"/billing/companies/{made.pk}/", {**COMPANY, "series": "XX-", "city": "Utrecht"})

    made.refresh_from_db()
    assert (made.prefix, made.city) == ("MB-", "Utrecht")


def test_a_rate_that_is_to_come_stands_beside_the_one_that_holds():
    browser = cast.browser(cast.olga())
    said = {"country": "nl", "category": "standard", "percent": "22", "from_on": "2099-01-01"}

    page = browser.post("/billing/vat-rates/", said, follow=True)

    assert "22 %" in text(page)
    assert TaxRate.objects.filter(country="NL", from_on=date(2099, 1, 1)).exists()
    assert page.redirect_chain[-1][0] == "/billing/vat-rates/?country=NL"


def test_a_rate_above_a_hundred_is_refused():
    said = {"country": "NL", "category": "standard", "percent": "101", "from_on": "2099-01-01"}

    page = cast.browser(cast.olga()).post("/billing/vat-rates/", said)

    assert page.status_code == 422


def test_dutch_readers_read_dutch():
    deals.plan()
    fay = cast.fay()
    fay.language = "nl"
    fay.save()

    page = cast.browser(fay).get("/billing/plans/office/")

    assert "€ 100,00 per maand" in text(page).replace("\N{NO-BREAK SPACE}", " ")
