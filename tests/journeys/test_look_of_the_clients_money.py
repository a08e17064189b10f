"""In a browser: what a client's people see of its money looks well, in each life, in both languages, wide and narrow."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from billing.actions.archiving import make_archive
from billing.lives import Cause
from billing.living import move
from billing.models import Debtor, Farewell
from billing.settling import money_of
from motorblok.kernel import schema
from tests import cast, world
from tests.billing import agreed, billed, missed, paid, told
from tests.cast import OLGA
from tests.journeys.chromium import grave_faults, overflow
from tests.portal.test_billing_credits import broken, credited

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(UTC)
SHOTS = os.environ.get("SHOTS")
LOOKS = [(1280, "light", "en"), (390, "dark", "nl")]


@pytest.fixture(params=LOOKS, ids=str)
def look(request, visit):
    """Look at a page as a person: nothing grave, nothing too wide, nothing said; a picture of it where one is asked for."""
    width, theme, language = request.param

    def seen(person, path, name):
        with schema.entered(schema.PUBLIC):
            person.language = language
            person.save()
        page = visit(person, path, width=width, theme=theme, bypass_csp=True)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert (grave_faults(page), overflow(page), page.said) == ([], 0, []), name
        return page

    return seen


@pytest.fixture
def people(public_committed):
    return cast.ann(), cast.bob()


def lived(debtor, life):
    with schema.entered(schema.PUBLIC):
        due = NOW.date() - timedelta(days=12)
        Debtor.objects.filter(pk=debtor.pk).update(life=life, must_pay_by_on=due)


def moved(debtor, cause):
    with schema.entered(schema.PUBLIC), money_of(debtor.pk, and_client=True) as held:
        move(held, cause, actor=OLGA, at=NOW)


def test_each_life_looks_well(look, people):
    ann, bob = people
    with schema.entered(schema.PUBLIC):
        debtor = agreed.debtor(world.client("acme"), life="trialing")
        agreed.subscription(debtor, agreed.plan(), trial_ends_on=NOW.date() + timedelta(days=3))
    look(ann, "/", "trial")
    with schema.entered(schema.PUBLIC):
        paid.owed(debtor, due_on=NOW.date() - timedelta(days=12))
    for life in ("past_due", "grace"):
        lived(debtor, life)
        look(ann, "/billing/", life)
    look(bob, "/", "grace-others")
    moved(debtor, Cause.CONFIRMED)
    look(ann, "/tasks/", "suspended")
    look(bob, "/", "suspended-others")
    look(bob, "/tasks/new/", "suspended-new")
    moved(debtor, Cause.ENDED)
    make_archive(debtor.pk, actor=cast.olga().actor, at=NOW)
    look(ann, "/", "ended")
    with schema.entered(schema.PUBLIC):
        Farewell.objects.update(not_before_on=NOW.date() + timedelta(days=30))
    look(bob, "/", "ended-others")


def test_what_a_means_of_payment_is_for_looks_well(look, people):
    with schema.entered(schema.PUBLIC):
        billed.subscription(world.client("acme"), debtor={"gateway": "fake"})
    with told.pretending():
        look(people[0], "/billing/", "means")
        look(people[0], "/billing/?given", "means-given")


def test_the_evidence_of_a_credit_looks_well(look, people):
    with schema.entered(schema.PUBLIC):
        office, _ = missed.agreed(world.client("acme"))
    broken(12)
    credit = credited(office)

    page = look(people[0], f"/billing/invoices/{credit.posted_on_id}/", "credit-note")
    page.locator(f"a[href='/billing/credits/{credit.id}/']").click()
    page.locator(".missed-clocks").wait_for()

    look(people[0], f"/billing/credits/{credit.id}/", "credit")


def test_a_client_that_pays_for_nothing_yet_sees_pages_that_look_well(look, people):
    for name, path in (("billing-empty", "/billing/"), ("invoices-empty", "/billing/invoices/")):
        look(people[0], path, name)
