"""Booking time on a task's page: how long it is written, what the page tells of it, and taking it back."""

from uuid import uuid4

import pytest

from motorblok.kernel import schema
from motorblok.work.actions import resolve_task
from motorblok.work.models import TimeEntry
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import receive, text
from tests.console.tasks import at, undo_of

pytestmark = pytest.mark.usefixtures("public")
DAY = "2026-11-23"


@pytest.fixture
def acme():
    return world.client("acme")


@pytest.fixture
def task(acme):
    return receive(acme)


@pytest.fixture
def ritas():
    return cast.browser(cast.rita())


def entries():
    with schema.entered("c_acme"):
        return list(TimeEntry.objects.order_by("id"))


def book(browser, task, seconds="1:30", **said):
    return browser.post(at(task, "time/"), {"seconds": seconds, "worked_on": DAY, **said}, follow=True)


def test_time_is_booked_and_the_page_tells_the_sum(ritas, task):
    book(ritas, task, "45m")
    answer = book(ritas, task, "1:30", note="Called the supplier")

    assert "1:30 h is booked on ACME-1." in text(answer)
    assert "Time worked 2:15 h" in text(answer)
    assert "Called the supplier" in text(answer)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1:30", 5400),
        ("0:01", 60),
        ("1.5", 5400),
        ("1,25", 4500),
        ("2", 7200),
        ("45m", 2700),
        ("90 min", 5400),
        ("1,5 u", 5400),
        ("1.5h", 5400),
    ],
)
def test_it_is_written_as_people_write_it(ritas, task, written, seconds):
    book(ritas, task, written)

    assert [each.seconds for each in entries()] == [seconds]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"seconds": "long"}, "Write hours as 1:30 or 1.5, or minutes as 45m."),
        ({"seconds": "1:60"}, "Write hours as 1:30 or 1.5, or minutes as 45m."),
        ({"seconds": ""}, "Say how long you worked on it."),
        ({"seconds": "25:00"}, "Book between 1 minute and 24 hours."),
        ({"seconds": "0"}, "Book between 1 minute and 24 hours."),
        ({"worked_on": "2026-11-22"}, "Choose a day from the receipt of the task up to today."),
        ({"worked_on": "2090-01-01"}, "Choose a day from the receipt of the task up to today."),
        ({"worked_on": "soon"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_booked_is_told_at_its_field(ritas, task, said, words):
    answer = book(ritas, task, **{"seconds": "1:30", **said})

    assert (answer.status_code, entries()) == (422, [])
    assert words in text(answer)


def test_a_form_that_is_sent_twice_books_once(ritas, task):
    token = str(uuid4())

    for _ in range(2):
        book(ritas, task, token=token)

    assert len(entries()) == 1


def test_the_form_carries_a_token_of_its_own(ritas, task):
    page = ritas.get(at(task, "time/")).content.decode()

    assert 'name="token" value="' in page
    assert f'value="{MONDAY.year}-' in page


def test_it_is_undone_by_taking_it_back(ritas, task):
    page = book(ritas, task)

    path, fields = undo_of(page)
    answer = ritas.post(path, fields, follow=True)

    assert [each.seconds for each in entries()] == [5400, -5400]
    assert "The time on ACME-1 is taken back." in text(answer)
    assert "taken back" in text(answer)


def test_a_booking_is_taken_back_with_a_reason(ritas, task):
    book(ritas, task)
    (entry,) = entries()
    address = at(task, "time/correction/")

    form = ritas.get(f"{address}?entry={entry.id}").content.decode()
    without = ritas.post(address, {"entry": entry.id, "reason": ""})
    ritas.post(address, {"entry": entry.id, "reason": "Another task"})

    assert f'name="entry" value="{entry.id}"' in form
    assert (without.status_code, len(entries())) == (422, 2)


def test_taking_back_twice_is_refused(ritas, task):
    book(ritas, task)
    said = {"entry": entries()[0].id, "reason": "Another task"}

    answers = [ritas.post(at(task, "time/correction/"), said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "taken back already" in text(answers[1])


def test_after_the_end_of_a_task_time_can_be_booked_too(acme, ritas, task):
    with schema.entered("c_acme"):
        resolve_task(task.id, answer="Done", client_id=acme.id, actor=RITA, at=MONDAY)

    assert "Book time" in text(ritas.get(at(task)))
    assert "1:30 h is booked" in text(book(ritas, task))


def test_it_is_said_in_dutch_too(ritas, task):
    ritas.cookies["django_language"] = "nl"
    page = text(ritas.get(at(task, "time/"), headers={"accept-language": "nl"}))

    assert "Tijd boeken" in page
