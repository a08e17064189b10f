"""What a client gets for missed promises: looked at before it holds, agreed, changed by a new version, and ended."""

from datetime import date

import pytest
from django.urls import reverse

from billing.models import SlaClause
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import billed, missed
from tests.billing.billed import OCTOBER
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
SENT = {
    "service_line": "hr",
    "metric": "",
    "target": "99",
    "tiers": "99: 5\n90: 10",
    "cap_percent": "25",
    "min_sample": "0",
    "earn_back_months": "3",
    "from_on": "2026-12-01",
}


def at(name, *place):
    return reverse(f"console:{name}", args=("acme", *place), urlconf="motorblok.config.urls_console")


@pytest.fixture
def fay():
    return cast.browser(cast.fay())


@pytest.fixture
def office(monkeypatch):
    """Acme's subscription; in October 8 of 10 promises of hr were kept, and it is November."""
    monkeypatch.setattr("motorblok.console.billing_clauses.now", lambda: billed.noon(2026, 11, 20))
    client = world.client("acme")
    of = billed.subscription(client)
    with schema.entered(client.schema_name):
        missed.clocks(client, met=8, missed=2, service_line="hr")
    billed.final(of, OCTOBER)
    return of


def test_where_nothing_is_agreed_the_page_says_what_to_do(fay, office):
    assert "Nothing is agreed yet" in text(fay.get(at("clauses")))


def test_a_look_tells_what_it_would_have_credited_and_agrees_on_nothing(fay, office):
    answer = fay.post(at("new-clause"), SENT | {"step": "look"})

    [october, *_before] = answer.context["looked"]
    assert (october.period_key, october.met, october.decided, october.amount) == ("2026-10", 8, 10, 1_000)
    assert "80 %" in text(answer)
    assert not SlaClause.objects.exists()


def test_the_cap_holds_in_the_look_too(fay, office):
    answer = fay.post(at("new-clause"), SENT | {"step": "look", "cap_percent": "2"})

    assert answer.context["looked"][0].amount == 200


def test_it_is_agreed_and_stands_on_the_page(fay, office):
    page = text(fay.post(at("new-clause"), SENT | {"step": "agree"}, follow=True))

    row = SlaClause.objects.get()
    assert (row.target, row.tiers[1], row.earn_back_months) == (99, {"below": "90", "percent": "10"}, 3)
    assert "below 99 %: 5 % of the month's fee" in page
    assert "From 1 December 2026 on" in page


def test_a_new_version_begins_as_the_one_that_it_replaces(fay, office):
    known = missed.clause(office, service_line="hr")

    form = fay.get(at("new-clause"), {"of": str(known.pk)}).context["form"]
    fay.post(at("new-clause"), SENT | {"step": "agree"})

    assert form.initial["tiers"] == "99: 5\n95: 10\n90: 25"
    known.refresh_from_db()
    assert known.until_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    "changes",
    [{"tiers": "soon"}, {"tiers": ""}, {"target": "101"}, {"cap_percent": "-1"}, {"tiers": "99: 500"}],
)
def test_what_is_no_clause_is_refused_in_words(fay, office, changes):
    answer = fay.post(at("new-clause"), SENT | {"step": "agree"} | changes)

    assert answer.status_code == 422
    assert not SlaClause.objects.exists()


def test_days_are_left_out_for_a_reason(fay, office):
    known = missed.clause(office, service_line="hr")
    days = {"from_on": "2026-11-02", "until_on": "2026-11-04"}

    without = text(fay.post(at("clause-exclusion", known.pk), days, follow=True))
    page = text(fay.post(at("clause-exclusion", known.pk), days | {"reason": "Agreed upkeep"}, follow=True))

    assert "Reason: This field is required." in without
    assert "Agreed upkeep" in page


def test_a_clause_is_ended_on_a_day(fay, office):
    known = missed.clause(office, service_line="hr")

    fay.post(at("clause-ending", known.pk), {"until_on": "2026-12-01"})

    known.refresh_from_db()
    assert known.until_on == date(2026, 12, 1)


def test_a_clause_of_another_client_is_not_found(fay, office):
    other = missed.clause(billed.subscription(world.client("globex")))

    assert fay.post(at("clause-ending", other.pk), {"until_on": "2026-12-01"}).status_code == 404


def test_only_owners_and_finance_see_it(office):
    assert cast.browser(cast.rita()).get(at("clauses")).status_code == 404


def test_it_says_whether_it_is_claimed_and_when_misses_are_no_accident(fay, office):
    said = {"claim_days": "30", "alert_missed": "2", "alert_months": "4"}

    page = text(fay.post(at("new-clause"), SENT | said | {"step": "agree"}, follow=True))

    row = SlaClause.objects.get()
    assert (row.claim_days, row.alert_missed, row.alert_months) == (30, 2, 4)
    assert "within 30 days after the month" in page
    assert "when missed in 2 of 4 months" in page


def test_where_nothing_is_said_credits_come_by_themselves_and_three_of_three_alert(fay, office):
    fay.post(at("new-clause"), SENT | {"step": "agree"})

    row = SlaClause.objects.get()
    assert (row.claim_days, row.alert_missed, row.alert_months) == (None, 3, 3)


def test_more_misses_than_months_is_told_beside_its_field(fay, office):
    answer = fay.post(at("new-clause"), SENT | {"step": "agree", "alert_missed": "5", "alert_months": "2"})

    assert answer.status_code == 422
    assert "alert_missed" in answer.context["form"].errors
