"""What was counted, at the console: for owners and finance, record by record, with its correction, and what was missed."""

import pytest

from motorblok.kernel import schema
from tests import cast, world
from tests.billing.metered import fact, read, records, subscription, sums, told
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture
def acme():
    return world.client("acme")


@pytest.fixture
def olgas():
    return cast.browser(cast.olga())


def counted(acme, *facts):
    subscription(acme)
    with schema.entered(acme.schema_name):
        told(*(facts or [fact(quantity="5")]), number="ACME-7")
        read()


def test_what_was_missed_says_why(acme, olgas):
    counted(acme, fact(service_line="legal"), fact(unit="hour"))

    page = text(olgas.get("/billing/missed/"))

    assert "the service line is not in the subscription" in page
    assert "Facts that cannot be counted" in page


def test_where_nothing_was_missed_the_page_says_so(olgas):
    assert "Nothing was missed" in text(olgas.get("/billing/missed/"))


def test_the_records_of_a_client_are_shown_and_come_as_a_file(acme, olgas):
    counted(acme)

    page = text(olgas.get("/billing/usage/acme/?period=2026-11&service_line=finance&meter=tasks_resolved"))
    file = olgas.get("/billing/usage/acme/records.csv")

    assert "tasks resolved" in page
    assert "ACME-7" in page
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert b"ACME-7,finance,tasks_resolved,5,piece" in b"".join(file.streaming_content)


def test_a_record_is_corrected_with_a_reason(acme, olgas):
    counted(acme)
    address = f"/billing/usage/acme/records/{records(acme)[0].id}/"

    without = olgas.post(address, {"quantity": "3", "reason": ""})
    answer = olgas.post(address, {"quantity": "3", "reason": "Counted twice"}, follow=True)
    again = olgas.post(address, {"quantity": "2", "reason": "Counted twice"})

    assert (without.status_code, again.status_code) == (422, 409)
    assert "The record is corrected." in text(answer)
    assert sums(acme) == {"tasks_resolved": 3}


def test_a_wrong_quantity_is_told_at_its_field(acme, olgas):
    counted(acme)

    answer = olgas.post(
        f"/billing/usage/acme/records/{records(acme)[0].id}/", {"quantity": "-3", "reason": "Wrong"}
    )

    assert answer.status_code == 422
    assert "Give a quantity above 0" in text(answer)


def test_a_cursor_that_is_none_does_not_exist(olgas):
    assert olgas.get("/billing/usage/acme/?after=x").status_code == 404
