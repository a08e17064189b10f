"""The agreement in the console: read, drawn up, published anew."""

import re
from datetime import date

import pytest

from motorblok.kernel import schema
from motorblok.sla import promises
from motorblok.sla.actions import confirm_calendar, create_calendar
from motorblok.sla.models import AgreementVersion, Clock
from motorblok.sla.seeds import Holiday
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import promise, receive, text
from tests.console.terms_sent import an_agreement
from tests.sla.promised import DESK, a_calendar

pytestmark = pytest.mark.usefixtures("public")
NEW, PAGE = "/clients/acme/agreement/new/", "/clients/acme/agreement/"
HOLIDAYS = [Holiday(date(2090, 4, 25), "Offerfeest", is_estimated=True), Holiday(date(2090, 12, 25), "Kerst")]


@pytest.fixture
def calendar():
    with schema.entered("c_acme"):
        return str(a_calendar().calendar_id)


def versions():
    with schema.entered("c_acme"):
        return list(AgreementVersion.objects.order_by("number"))


def address_of_version():
    promise(world.client("acme"))
    return f"/clients/acme/agreement/{versions()[0].agreement_id}/version/"


def known_line():
    """The only line of the agreement that `promise` makes, as its form shows it."""
    return {"calendar": versions()[0].content["lines"][0]["calendar"], "first_response_hours": "1"}


def test_a_lead_draws_one_up_and_its_promises_are_chosen(calendar):
    line = {"calendar": calendar, "service_line": "finance", "priority": "high", "level": " Gold "}
    every = {"calendar": calendar, "resolution_hours": "1,5"}
    first = {**line, "first_response_minutes": "30", "resolution_hours": "4"}

    answer = cast.browser(cast.rita()).post(
        NEW, an_agreement(every, first, {}, name="Back office"), follow=True
    )

    assert "Finance · Gold · High 30 min 4 h" in re.sub(r"\s+", " ", text(answer)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    with schema.entered("c_acme"):
        chosen = promises.choose(service_line="legal", level="", priority="low", at=MONDAY)
    assert [(each.kind, each.target_seconds) for each in chosen] == [("resolution", 5400)]


def test_without_a_confirmed_calendar_the_way_leads_to_one():
    answer = cast.browser(cast.rita()).get(NEW, follow=True)

    assert "Draw up a calendar and confirm its holidays first" in text(answer)
    assert "/clients/acme/calendars/new/" in answer.content.decode()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"level": "Gold"}, "Give a time for one of the targets at least."),
        ({"resolution_hours": "soon"}, "Write a number, such as 4 or 1.5."),
        ({"resolution_hours": "99999"}, "write whole seconds"),
        ({"first_response_hours": "2"}, "A line above promises this for the same work already."),
    ],
)
def test_what_is_wrong_stands_beside_its_row_and_nothing_is_lost(calendar, row, words):
    right = {"calendar": calendar, "first_response_hours": "1"}
    sent = an_agreement(right, {}, {"calendar": calendar, **row}, name="Back office")

    answer = cast.browser(cast.rita()).post(NEW, sent)

    rows = re.split(r'<div class="line-row"', answer.content.decode())[1:]
    assert answer.status_code == 422
    assert [words in each for each in rows] == [False, False, True]
    assert 'value="Back office"' in answer.content.decode()
    assert versions() == []


@pytest.mark.parametrize(("warn", "kept"), [("", []), ("90 %, 50", [50, 90]), ("75;75", [75])])
def test_the_warnings_are_percentages(calendar, warn, kept):
    line = {"calendar": calendar, "resolution_hours": "8"}

    cast.browser(cast.rita()).post(NEW, an_agreement(line, name="Back office", warn=warn))

    assert versions()[0].content["warn"] == kept


@pytest.mark.parametrize("warn", ["100", "soon", "0"])
def test_warnings_that_are_none_are_told(calendar, warn):
    line = {"calendar": calendar, "resolution_hours": "8"}

    answer = cast.browser(cast.rita()).post(NEW, an_agreement(line, name="Back office", warn=warn))

    assert "Write whole percentages from 1 to 99" in text(answer)


def test_an_agreement_without_lines_is_refused(calendar):
    answer = cast.browser(cast.rita()).post(NEW, an_agreement({}, {}, name="Back office"))

    assert answer.status_code == 422
    assert "Write at least one line" in text(answer)


def test_a_further_version_leaves_running_clocks_alone():
    address = address_of_version()
    receive(world.client("acme"))
    sent = an_agreement({**known_line(), "first_response_hours": "9"}, known=1, effective_on="2090-01-01")

    answer = cast.browser(cast.rita()).post(address, sent, follow=True)

    assert "A further version of “Back office” is published." in text(answer)
    with schema.entered("c_acme"):
        assert Clock.objects.get(kind="first_response").target_seconds == 3600
    assert [each.content["lines"][0]["targets"]["first_response"] for each in versions()] == [3600, 32_400]


def test_a_version_that_a_colleague_published_meanwhile_is_not_taken_back():
    address, browser = address_of_version(), cast.browser(cast.rita())
    upon = browser.get(address).context["form"]["upon"].value()
    sent = an_agreement(known_line(), known=1, effective_on="2090-01-01", upon=upon)
    cast.browser(cast.olga()).post(address, sent)

    answer = browser.post(address, {**sent, "warn": "75"})

    assert (answer.status_code, len(versions())) == (409, 2)
    assert "Somebody published another version" in text(answer)


def test_a_line_left_out_is_gone_and_one_added():
    address = address_of_version()
    known = known_line()
    added = {"calendar": known["calendar"], "priority": "urgent", "resolution_hours": "2"}
    sent = an_agreement({**known, "left_out": "on"}, added, known=1, effective_on="2090-01-01")

    cast.browser(cast.rita()).post(address, sent)

    assert [each.get("priority") for each in versions()[1].content["lines"]] == ["urgent"]


def test_the_form_of_a_further_version_gives_back_exactly_what_was_promised():
    address = address_of_version()
    with schema.entered("c_acme"):
        content = versions()[0].content
        content["lines"][0] |= {"targets": {"resolution": 3701}, "service_line": "gone", "priority": "vip"}
        AgreementVersion.objects.update(content=content)

    line = cast.browser(cast.rita()).get(address).context["lines"][0]

    shown = {name: line[name].value() for name in ("service_line", "priority", "resolution_hours")}
    assert shown == {"service_line": "gone", "priority": "vip", "resolution_hours": 1}
    assert str(line["resolution_minutes"].value()) == "1.68"
    assert ("vip", "vip") in line.fields["priority"].choices


def test_a_form_sent_twice_publishes_one_version():
    address, browser = address_of_version(), cast.browser(cast.rita())
    sent = an_agreement(known_line(), known=1, effective_on="2090-01-01")

    answers = [browser.post(address, sent).status_code for _ in range(2)]

    assert (answers, len(versions())) == ([302, 302], 2)


def test_an_agent_reads_it_and_finds_no_way_to_change_it():
    address_of_version()

    answer = cast.browser(cast.sam(world.client("acme"))).get(PAGE)

    assert "Back office" in text(answer)
    assert "Further version" not in text(answer)


def test_the_holidays_are_counted_by_year_and_named():
    with schema.entered("c_acme"):
        drawn = create_calendar(
            name="Desk", content=DESK, effective_on=MONDAY, holidays=HOLIDAYS, actor=RITA, at=MONDAY
        )
        confirm_calendar(drawn.calendar_id, holidays=[HOLIDAYS[0].on], actor=RITA, at=MONDAY)

    words = text(cast.browser(cast.rita()).get(PAGE))

    assert "Closed on 1 day in 2090" in words
    assert "Tue 25 April Offerfeest estimated" in re.sub(r"\s+", " ", words)
    assert "Kerst" not in words


def test_its_versions_are_told_apart(django_assert_max_num_queries):
    address, browser = address_of_version(), cast.browser(cast.rita())
    browser.post(address, an_agreement(known_line(), known=1, effective_on="2090-01-01"))
    browser.get(PAGE)

    with django_assert_max_num_queries(12):
        words = text(browser.get(PAGE))

    assert "Version 1 · in force since" in words
    assert "Version 2 · in force from" in words
