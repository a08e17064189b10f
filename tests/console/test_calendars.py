"""Calendars in the console: drawn up, confirmed, published anew."""

import pytest

from motorblok.kernel import schema
from motorblok.sla.models import CalendarVersion
from tests import cast, world
from tests.console.pages import text
from tests.console.terms_sent import a_calendar, a_version
from tests.sla.promised import a_calendar as confirmed_calendar

pytestmark = pytest.mark.usefixtures("public")
NEW = "/clients/acme/calendars/new/"


def versions():
    with schema.entered("c_acme"):
        return list(CalendarVersion.objects.order_by("number"))


def drawn(browser, **changes):
    """The address of the page on which a calendar just drawn up is confirmed."""
    return browser.post(NEW, a_calendar(**changes))["Location"]


def address_of_version():
    with schema.entered("c_acme"):
        return f"/clients/acme/calendars/{confirmed_calendar().calendar_id}/version/"


def test_a_lead_draws_one_up_and_is_shown_its_holidays():
    browser = cast.browser(cast.rita())

    answer = browser.post(NEW, a_calendar(mon_1_from="18", mon_1_to="2030"), follow=True)

    assert "Eerste kerstdag" in text(answer)
    assert versions()[0].content["week"]["mon"] == [["09:00", "17:00"], ["18:00", "20:30"]]
    assert versions()[0].confirmed_at is None


def test_only_the_days_that_stay_marked_are_closed():
    browser = cast.browser(cast.rita())
    address = drawn(browser, own_0_on="2026-12-28", own_0_name="Inventory")
    token = browser.get(address).context["form"]["token"].value()

    answer = browser.post(address, {"token": token, "kept": ["2026-12-25", "2026-12-28"]}, follow=True)

    assert "The calendar “Desk” is confirmed." in text(answer)
    assert versions()[0].content["holidays"] == ["2026-12-25", "2026-12-28"]
    assert [each["name"] for each in versions()[0].holidays] == ["Eerste kerstdag", "Inventory"]


def test_a_form_sent_twice_draws_up_one_calendar():
    browser, sent = cast.browser(cast.rita()), a_calendar()

    answers = [browser.post(NEW, sent) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert len(versions()) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("mon_0_from", "9x", "Write a time such as 09:00."),
        ("mon_0_from", "24:01", "Write a time such as 09:00."),
        ("mon_0_to", "", "Give both times of the interval"),
        ("mon_0_from", "24:00", "hours cannot begin at 24:00"),
        ("time_zone", "Mars/Base", "write a time zone of the IANA database"),
        ("part", "QQ", "This country has no such part."),
        ("own_0_name", "Jubilee", "Give the date of this day too."),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field_and_nothing_is_lost(field, value, words):
    answer = cast.browser(cast.rita()).post(
        NEW, a_calendar(tue_1_from="19:17", tue_1_to="21:00") | {field: value}
    )

    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="19:17"' in answer.content.decode()
    assert versions() == []


def test_a_week_without_hours_is_refused():
    sent = {name: "" if name.endswith(("_from", "_to")) else value for name, value in a_calendar().items()}

    answer = cast.browser(cast.rita()).post(NEW, sent)

    assert "Give at least one day hours" in text(answer)


def test_a_name_that_is_taken_is_told():
    browser = cast.browser(cast.rita())
    drawn(browser)

    answer = browser.post(NEW, a_calendar())

    assert answer.status_code == 422
    assert "There is a calendar of this name already." in text(answer)


def test_a_further_version_takes_over_what_the_form_does_not_show():
    address = address_of_version()
    with schema.entered("c_acme"):
        CalendarVersion.objects.update(
            content=versions()[0].content
            | {"overrides": {"2020-12-24": [["09:00", "12:00"]]}, "holidays": ["2020-12-25", "2090-04-27"]}
        )

    cast.browser(cast.rita()).post(address, a_version(kept=["2090-04-27"], fri_0_to="16:00"))

    content = versions()[1].content
    assert content["overrides"] == {"2020-12-24": [["09:00", "12:00"]]}
    assert content["holidays"] == ["2020-12-25", "2090-04-27"]
    assert content["week"]["fri"] == [["09:00", "16:00"]]


def test_a_version_that_a_colleague_published_meanwhile_is_not_taken_back():
    address, browser = address_of_version(), cast.browser(cast.rita())
    upon = browser.get(address).context["form"]["upon"].value()
    cast.browser(cast.olga()).post(address, a_version(upon=upon, own_0_on="2090-04-27", own_0_name="Party"))

    answer = browser.post(address, a_version(upon=upon, fri_0_to="16:00"))

    assert (answer.status_code, len(versions())) == (409, 2)
    assert "Somebody published another version" in text(answer)


def test_holidays_that_nobody_has_seen_are_shown_before_anything_is_published():
    address, browser = address_of_version(), cast.browser(cast.rita())

    shown = browser.post(address, a_version(country="BE"))
    seen = shown.context["days"].form.data["seen"]
    browser.post(
        address,
        a_version(country="BE", seen=seen, kept=[f"{shown.context['days'].kept.years[0].year}-07-21"]),
    )

    assert "Nationale feestdag" in text(shown)
    assert "Nothing is published yet." in text(shown)
    assert [each["name"] for each in versions()[1].holidays] == ["Nationale feestdag"]


def test_a_further_version_does_not_begin_in_the_past():
    answer = cast.browser(cast.rita()).post(address_of_version(), a_version(effective_on="2020-01-01"))

    assert answer.status_code == 422
    assert "Choose today or a later day" in text(answer)
    assert len(versions()) == 1


def test_a_suspended_client_gets_none():
    browser = cast.browser(cast.olga())
    browser.post("/clients/acme/suspension/", {"reason": "Unpaid"})

    answer = browser.post(NEW, a_calendar())

    assert answer.status_code == 409
    assert "This client is suspended" in text(answer)


def test_a_confirmed_one_is_not_confirmed_again():
    browser = cast.browser(cast.rita())
    address = address_of_version().replace("version", "confirmation")

    answer = browser.get(address, follow=True)

    assert "is confirmed and cannot change" in text(answer)


def test_another_clients_calendar_is_not_found():
    with schema.entered("c_globex"):
        other = confirmed_calendar().calendar_id

    answer = cast.browser(cast.rita()).get(f"/clients/acme/calendars/{other}/version/")

    assert world.client("acme").is_open
    assert answer.status_code == 404
