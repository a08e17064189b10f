"""Days with hours of their own and breaks, in the form of a calendar."""

import pytest

from motorblok.kernel import schema
from motorblok.sla.models import CalendarVersion
from tests import cast, world
from tests.console.pages import promise, text
from tests.console.terms_sent import a_calendar, a_version, special

pytestmark = pytest.mark.usefixtures("public")
NEW = "/clients/acme/calendars/new/"
CHRISTMAS_EVE = ("2090-12-24", "9", "13")


def newest():
    with schema.entered("c_acme"):
        return CalendarVersion.objects.order_by("number").last().content


def address_of_version():
    promise(world.client("acme"))
    with schema.entered("c_acme"):
        return f"/clients/acme/calendars/{CalendarVersion.objects.get().calendar_id}/version/"


def test_a_new_calendar_takes_them_along():
    hours = [CHRISTMAS_EVE, ("2090-12-31",)]
    breaks = [("2090-06-01", "12:00", "13.30")]

    cast.browser(cast.rita()).post(NEW, a_calendar(**special(hours, breaks)))

    assert newest()["overrides"] == {"2090-12-24": [["09:00", "13:00"]], "2090-12-31": []}
    assert newest()["breaks"] == [{"date": "2090-06-01", "start": "12:00", "end": "13:30"}]


def test_a_further_version_shows_them_and_drops_the_row_whose_date_was_cleared():
    address, browser = address_of_version(), cast.browser(cast.rita())
    browser.post(address, a_version(**special([CHRISTMAS_EVE, ("2090-12-31",)])))

    shown = browser.get(address).context["special"].hours
    browser.post(address, a_version(**special([CHRISTMAS_EVE, ("",)])))

    assert [form.initial["on"] for form in shown.initial_forms] == ["2090-12-24", "2090-12-31"]
    assert newest()["overrides"] == {"2090-12-24": [["09:00", "13:00"]]}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (special([("2090-12-24", "9")]), "Give both times of the interval, or neither."),
        (special([("", "9", "13")]), "Give the date of this day too."),
        (special([CHRISTMAS_EVE, ("2090-12-24",)]), "This date stands above already."),
        (special([], [("2090-12-24",)]), "Give the times of this break."),
        (special([("2090-12-24", "soon", "13")]), "Write a time such as 09:00."),
        (special([("2090-12-24", "24:00", "13")]), "hours cannot begin at 24:00"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_published(rows, words):
    address = address_of_version()

    answer = cast.browser(cast.rita()).post(address, a_version(**rows))

    assert answer.status_code == 422
    assert words in text(answer)
    assert "overrides" not in newest()
