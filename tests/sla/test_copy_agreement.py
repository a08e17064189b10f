"""Copying an agreement to another client: what is missing is made, what is the same is left alone."""

from datetime import date

import pytest

from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from motorblok.sla import copies
from motorblok.sla.actions import confirm_calendar, copy_agreement, create_calendar, publish_agreement_version
from motorblok.sla.copies import Step, agreement_copy
from motorblok.sla.models import AgreementVersion, Calendar, CalendarVersion
from motorblok.sla.seeds import Holiday
from tests.cast import MONDAY, RITA
from tests.sla.promised import DESK, EVERY_EPOCH, a_calendar, an_agreement

pytestmark = pytest.mark.usefixtures("acme")
CHRISTMAS = Holiday(date(2026, 12, 25), "Kerst")
HIGH = {"priority": "high", "targets": {"resolution": 3600}, "pauses": {"resolution": ["third_party"]}}


@pytest.fixture
def copy():
    """Globex's agreement, on a calendar with a holiday."""
    with schema.entered("c_globex"):
        drawn = create_calendar(
            name="Desk", content=DESK, effective_on=EVERY_EPOCH, holidays=[CHRISTMAS], actor=RITA, at=MONDAY
        )
        confirm_calendar(drawn.calendar_id, holidays=[CHRISTMAS.on], actor=RITA, at=MONDAY)
        version = an_agreement({"calendar": str(drawn.calendar_id), **HIGH})
        return agreement_copy(version.agreement_id, client="Globex Energy", at=MONDAY)


def put(copy):
    return copy_agreement(copy, effective_at=MONDAY, actor=RITA, at=MONDAY)


def test_what_is_missing_is_made_and_confirmed_by_who_copies(copy):
    done = put(copy)

    calendar, agreement = CalendarVersion.objects.get(), AgreementVersion.objects.get()
    assert done.step is Step.NEW
    assert (calendar.calendar.name, calendar.content["holidays"]) == ("Desk", ["2026-12-25"])
    assert (calendar.holidays[0]["name"], calendar.confirmed_by) == ("Kerst", str(RITA))
    assert agreement.content["lines"] == [{**HIGH, "calendar": str(calendar.calendar_id)}]


def test_copying_again_changes_nothing(copy, book):
    put(copy)
    kinds = book.kinds()

    again = put(copy)

    assert (again.step, again.changes) == (Step.NOTHING, False)
    assert book.kinds() == kinds


def test_a_calendar_of_the_same_name_and_content_is_used(copy):
    known = a_calendar("Desk", {**DESK, "holidays": []})
    confirmed = Calendar.objects.get(id=known.calendar_id).versions.get()
    confirmed.content = {**DESK, "holidays": ["2026-12-25"]}
    confirmed.save()

    done = put(copy)

    assert (list(done.reused.values()), done.made) == ([known.calendar_id], {})
    assert Calendar.objects.count() == 1


def test_a_calendar_of_the_same_name_and_another_content_stays_and_the_new_one_names_no_other_client(copy):
    a_calendar("Desk")

    put(copy)
    again = put(copy)

    assert sorted(Calendar.objects.values_list("name", flat=True)) == ["Desk", "Desk (2)"]
    assert again.step is Step.NOTHING


def test_an_agreement_of_the_same_name_gets_a_further_version(copy):
    first = an_agreement({"targets": {"resolution": 7200}})

    done = put(copy)

    assert (done.step, done.agreement_id) == (Step.VERSION, first.agreement_id)
    assert list(AgreementVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_was_changed_at_the_client_since_is_published_over(copy):
    put(copy)
    mine = AgreementVersion.objects.get()
    content = {**mine.content, "warn": [75]}
    publish_agreement_version(mine.agreement_id, content=content, effective_at=MONDAY, actor=RITA, at=MONDAY)

    assert copies.plan(copy, at=MONDAY).step is Step.VERSION


def test_looking_first_changes_nothing(copy, book):
    found = copies.plan(copy, at=MONDAY)

    assert (found.step, list(found.made.values())) == (Step.NEW, ["Desk"])
    assert book.kinds() == []


def test_an_agreement_that_is_not_there_cannot_be_copied():
    with pytest.raises(NotFound):
        agreement_copy(new_id(), client="Acme", at=MONDAY)
