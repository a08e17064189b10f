"""The page of where a client stands: what it is entitled to, what exceeds that, its archive, and its erasure by two people."""

import pytest
from django.urls import reverse

from billing.models import Debtor, Farewell
from tenants.actions import Allowed, set_allowance
from tests import cast, world
from tests.billing import agreed, paid
from tests.cast import OLGA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def at(name):
    return reverse(f"console:{name}", args=["acme"], urlconf="motorblok.config.urls_console")


@pytest.fixture
def olga():
    return cast.browser(cast.olga())


@pytest.fixture
def debtor():
    return paid.debtor(world.client("acme"))


def test_it_tells_what_a_client_is_entitled_to(olga, debtor):
    set_allowance(debtor.client, Allowed(seats=3), actor=OLGA, at=paid.AT)

    page = text(olga.get(at("client-standing")))

    assert "Seats 3" in page
    assert "New work is taken" in page


def test_it_shows_who_exceeds_the_seats(olga, debtor):
    cast.ann()
    cast.bob()
    set_allowance(debtor.client, Allowed(seats=1), actor=OLGA, at=paid.AT)

    page = text(olga.get(at("client-standing")))

    assert "1 more than its seats" in page
    assert "Ann Director" in page


def test_intake_is_limited_and_opened(olga, debtor):
    agreed.subscription(debtor, agreed.plan())

    limited = text(olga.post(at("intake-limit"), follow=True))
    opened = text(olga.post(at("intake-opening"), follow=True))

    assert "Service lines HR" in limited
    assert "work of all is taken" in opened


def test_a_client_that_left_gets_its_archive(olga, debtor):
    Debtor.objects.update(life="cancelled")

    olga.post(at("client-archiving"))
    answer = olga.get(at("client-archive"))

    assert answer["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")


def test_one_that_has_not_left_gets_none(olga, debtor):
    page = text(olga.post(at("client-archiving"), follow=True))

    assert "This cannot be done with a client that is: active." in page
    assert olga.get(at("client-archive")).status_code == 404


def test_it_is_erased_by_two_people(olga, debtor):
    Debtor.objects.update(life="cancelled")
    for name in ("client-archiving", "client-erasure"):
        olga.post(at(name))
    own = text(olga.get(at("client-standing")))

    cast.browser(cast.fay()).post(at("client-erasure-confirmation"))

    assert "Agree to the erasure" not in own
    assert "Two people agreed." in text(olga.get(at("client-standing")))


def test_and_is_not_once_somebody_withdraws(olga, debtor):
    Debtor.objects.update(life="cancelled")
    for name in ("client-archiving", "client-erasure", "client-erasure-withdrawal"):
        olga.post(at(name))

    assert Farewell.objects.get().proposed_by == ""


def test_a_client_that_is_not_invoiced_has_no_such_page(olga):
    assert olga.get(at("client-standing")).status_code == 404
