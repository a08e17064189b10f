"""Calendars: proposed with holidays, confirmed by a person, published in versions that never change."""

from datetime import date

import pytest

from motorblok.kernel.errors import Invalid, NotFound
from motorblok.kernel.ids import new_id
from motorblok.sla.actions import (
    CalendarExists,
    CalendarIsConfirmed,
    confirm_calendar,
    create_calendar,
    publish_calendar_version,
)
from motorblok.sla.models import CalendarVersion
from motorblok.sla.seeds import Holiday, seed_holidays
from tenants.models import Client
from tests.cast import MONDAY, RITA
from tests.conftest import Book
from tests.sla.promised import DESK, EVERY_EPOCH, a_calendar, an_agreement

KINGS_DAY, CHRISTMAS = (
    Holiday(date(2026, 4, 27), "Koningsdag"),
    Holiday(date(2026, 12, 25), "Eerste Kerstdag"),
)


def drawn(name: str = "Office hours") -> CalendarVersion:
    return create_calendar(
        name=name,
        content=DESK,
        effective_on=EVERY_EPOCH,
        holidays=[KINGS_DAY, CHRISTMAS],
        actor=RITA,
        at=MONDAY,
    )


def test_a_new_calendar_proposes_its_holidays(acme: Client, book: Book) -> None:
    version = drawn()

    assert version.confirmed_at is None
    assert version.content["holidays"] == ["2026-04-27", "2026-12-25"]
    assert version.holidays[0] == {"on": "2026-04-27", "name": "Koningsdag", "is_estimated": False}
    assert book.kinds() == ["sla.calendar.created"]


def test_confirming_keeps_the_chosen_dates_and_names_who_did(acme: Client, book: Book) -> None:
    version = drawn()

    confirm_calendar(version.calendar_id, holidays=[CHRISTMAS.on], actor=RITA, at=MONDAY)

    confirmed = CalendarVersion.objects.get()
    assert confirmed.content["holidays"] == ["2026-12-25"]
    assert [each["name"] for each in confirmed.holidays] == ["Eerste Kerstdag"]
    assert (confirmed.confirmed_by, confirmed.confirmed_at) == (str(RITA), MONDAY)
    assert book.kinds() == ["sla.calendar.created", "sla.calendar.confirmed"]


def test_a_confirmed_version_never_changes(acme: Client) -> None:
    version = a_calendar()

    with pytest.raises(CalendarIsConfirmed):
        confirm_calendar(version.calendar_id, holidays=[CHRISTMAS.on], actor=RITA, at=MONDAY)


def test_an_agreement_cannot_use_a_calendar_that_nobody_confirmed(acme: Client) -> None:
    version = drawn()

    with pytest.raises(Invalid, match="not confirmed"):
        an_agreement({"calendar": str(version.calendar_id), "targets": {"resolution": 60}})


def test_a_further_version_is_confirmed_by_who_publishes_it(acme: Client, book: Book) -> None:
    first = a_calendar()

    second = publish_calendar_version(
        first.calendar_id,
        content=DESK,
        effective_on=date(2027, 1, 1),
        holidays=[KINGS_DAY],
        actor=RITA,
        at=MONDAY,
    )

    assert (second.number, second.confirmed_by) == (2, str(RITA))
    assert second.digest != first.digest
    assert book.kinds()[-1] == "sla.calendar.published"


def test_a_name_is_used_once(acme: Client) -> None:
    drawn()

    with pytest.raises(CalendarExists):
        drawn(" Office hours ")


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_name_that_cannot_be_used_is_refused(acme: Client, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        drawn(name)

    assert refusal.value.field == "name"


def test_hours_that_cannot_be_used_are_refused_and_leave_nothing(acme: Client, book: Book) -> None:
    with pytest.raises(Invalid):
        create_calendar(
            name="Odd", content={**DESK, "week": {}}, effective_on=EVERY_EPOCH, actor=RITA, at=MONDAY
        )

    assert not CalendarVersion.objects.exists()
    assert book.kinds() == []


def test_a_calendar_that_is_not_there_is_not_found(acme: Client) -> None:
    with pytest.raises(NotFound):
        confirm_calendar(new_id(), holidays=[], actor=RITA, at=MONDAY)
    with pytest.raises(NotFound):
        publish_calendar_version(new_id(), content=DESK, effective_on=EVERY_EPOCH, actor=RITA, at=MONDAY)


def test_holidays_are_proposed_by_country_in_order() -> None:
    found = seed_holidays("NL", years=[2027, 2026])

    assert found[0].on == date(2026, 1, 1)
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert {each.on.year for each in found} == {2026, 2027}
    assert Holiday(date(2026, 4, 27), "Koningsdag") in found


@pytest.mark.parametrize("country", ["AE", "MY", "SG"])
def test_a_date_that_may_still_move_is_marked_and_its_name_is_clean(country: str) -> None:
    found = seed_holidays(country, years=[2030])

    assert {each.is_estimated for each in found} == {True, False}
    assert not any("(estimated)" in each.name for each in found)


def test_a_part_of_a_country_has_its_own_days() -> None:
    whole, bavaria = seed_holidays("DE", years=[2026]), seed_holidays("DE", subdivision="BY", years=[2026])

    assert {each.on for each in whole} < {each.on for each in bavaria}


@pytest.mark.parametrize(("country", "subdivision"), [("XX", ""), ("NL", "ZZ")])
def test_a_country_that_nobody_knows_is_refused(country: str, subdivision: str) -> None:
    with pytest.raises(Invalid) as refusal:
        seed_holidays(country, subdivision=subdivision, years=[2026])

    assert refusal.value.field == "country"
