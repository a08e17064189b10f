"""A holiday for all clients: looked at with the due dates that would move, then done at each on its own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from motorblok.board.models import Row
from motorblok.kernel import schema
from motorblok.sla.models import CalendarVersion
from tenants.actions import suspend_client
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.console.pages import promise, receive, text

pytestmark = pytest.mark.usefixtures("public")
PAGE = "/holidays/"
NOW = datetime.now(UTC)


def next_workday():
    """A weekday of the days to come, on which work received now is due or counts."""
    day = NOW.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def sent(*days, **changes):
    rows = {f"{n}_{name}": "" for n in range(3) for name in ("on", "name")}
    for n, (on, name) in enumerate(days):
        rows |= {f"{n}_on": str(on), f"{n}_name": name}
    return {**rows, "where": "", "calendar": "", "seen": "", **changes}


def look_and_make(browser, *days, **changes):
    seen = browser.post(PAGE, sent(*days, look="yes", **changes)).context["form"].data["seen"]
    return browser.post(PAGE, sent(*days, make="yes", seen=seen, **changes))


def closed(slug):
    with schema.entered(world.client(slug).schema_name):
        return CalendarVersion.objects.order_by("-number").first().content.get("holidays", [])


OUTING = (date(2090, 5, 3), "Outing")


def test_looking_tells_what_would_close_and_closes_nothing():
    promise(world.client("acme"))

    words = text(cast.browser(cast.rita()).post(PAGE, sent(OUTING, look="yes")))

    assert "1 calendar would close" in words
    assert "Office hours: Wed 3 May 2090 closes" in words
    assert closed("acme") == []


def test_every_client_closes_and_doing_it_again_changes_nothing():
    for slug in ("acme", "globex"):
        promise(world.client(slug))
    browser = cast.browser(cast.rita())

    first, again = look_and_make(browser, OUTING), look_and_make(browser, OUTING)

    assert "2 calendars close now." in text(first)
    assert "Nothing had to be changed." in text(again)
    assert (closed("acme"), closed("globex")) == (["2090-05-03"], ["2090-05-03"])


def test_many_clients_close_in_parts_that_follow_each_other_by_themselves(monkeypatch):
    monkeypatch.setattr("motorblok.console.over_clients.SECONDS", 0)
    for slug in ("acme", "globex"):
        promise(world.client(slug))
    browser = cast.browser(cast.rita())

    first = look_and_make(browser, OUTING)
    between = (closed("acme"), closed("globex"))
    rest = browser.post(PAGE, dict(first.context["part"].sent), headers={"HX-Request": "true"})

    assert "1 of 2 clients are done." in text(first)
    assert 'hx-trigger="load"' in first.content.decode()
    assert between == (["2090-05-03"], [])
    assert "All 2 clients are done." in text(rest)
    assert "<main" not in rest.content.decode()
    assert closed("globex") == ["2090-05-03"]


def test_a_part_after_a_client_that_is_gone_begins_anew_and_doubles_nothing():
    promise(world.client("acme"))
    browser = cast.browser(cast.rita())
    first = look_and_make(browser, OUTING)

    sent = {**dict(first.context["part"].sent), "after": "nobody"}
    again = browser.post(PAGE, sent)

    assert "Nothing had to be changed." in text(again)
    assert closed("acme") == ["2090-05-03"]


def test_the_due_dates_of_open_work_move_where_that_is_asked_for():
    day, acme = next_workday(), world.client("acme")
    promise(acme, first_response=40 * 3600, resolution=60 * 3600)
    task = receive(acme, at=NOW)
    browser, before = cast.browser(cast.rita()), Row.objects.get().due_at

    looked = browser.post(PAGE, sent((day, "Closed"), look="yes", move="on"))
    look_and_make(browser, (day, "Closed"), move="on")

    assert task.number in text(looked)
    assert "due dates would move" in text(looked)
    assert Row.objects.get().due_at > before


def test_open_work_stays_where_it_was_if_nobody_asks():
    day, acme = next_workday(), world.client("acme")
    promise(acme, first_response=40 * 3600)
    receive(acme, at=NOW)
    before = Row.objects.get().due_at

    look_and_make(cast.browser(cast.rita()), (day, "Closed"))

    assert Row.objects.get().due_at == before


def test_a_suspended_client_is_named_and_the_others_close():
    for slug in ("acme", "globex"):
        promise(world.client(slug))
    suspend_client(world.client("globex"), reason="Unpaid", actor=OLGA, at=MONDAY)

    answer = look_and_make(cast.browser(cast.rita()), OUTING)

    assert [each.client.slug for each in answer.context["failed"]] == ["globex"]
    assert (closed("acme"), closed("globex")) == (["2090-05-03"], [])


@pytest.mark.parametrize(
    "where", [{"calendar": "Another"}, {"where": "country:GB"}, {"where": "zone:Europe/London"}]
)
def test_only_the_calendars_that_are_meant_close(where):
    promise(world.client("acme"))
    promise(world.client("globex"))
    with schema.entered("c_globex"):
        content = CalendarVersion.objects.get().content | {"timezone": "Europe/London"}
        CalendarVersion.objects.update(content=content)
    type(world.client("globex")).objects.filter(slug="globex").update(time_zone="Europe/London")

    look_and_make(cast.browser(cast.rita()), OUTING, **where)

    expected = [] if "calendar" in where else ["2090-05-03"]
    assert (closed("acme"), closed("globex")) == ([], expected)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([("2020-01-01", "Past")], "This day has passed"),
        ([("2090-05-03", "")], "Say what the occasion is"),
        ([("", "Outing")], "Give the date of this day too."),
        ([("2090-05-03", "A"), ("2090-05-03", "B")], "This date stands above already."),
        ([], "Give at least one date."),
    ],
)
def test_what_makes_no_sense_is_told(days, words):
    answer = cast.browser(cast.rita()).post(PAGE, sent(*days, look="yes"))

    assert answer.status_code == 422
    assert words in text(answer)


def test_the_occasion_is_shown_as_it_was_typed():
    promise(world.client("acme"))

    answer = look_and_make(cast.browser(cast.rita()), ("2090-05-03", "<script>alert(1)</script>"))

    assert "<script>alert(1)" not in answer.content.decode()
