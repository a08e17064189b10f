"""Two who add a holiday to one calendar at the same moment: both days are kept."""

import threading
from datetime import date

import pytest
from django.db import connection

from motorblok.kernel import schema
from motorblok.sla import days_off
from motorblok.sla.actions import add_holidays
from motorblok.sla.models import CalendarVersion
from motorblok.sla.seeds import Holiday
from tests.cast import MONDAY, OLGA, RITA
from tests.sla.promised import a_calendar

CHRISTMAS_EVE, LAST_DAY = Holiday(date(2026, 12, 24), "Eve"), Holiday(date(2026, 12, 31), "Last day")


@pytest.mark.django_db(transaction=True)
def test_the_second_adds_to_what_the_first_has_made(acme_committed, monkeypatch):
    calendar = a_calendar().calendar_id
    has_read, goes_on, plan = threading.Event(), threading.Event(), days_off.plan

    def read_and_wait(*asked, **at):
        found = plan(*asked, **at)
        if not has_read.is_set():  # the first one alone
            has_read.set()
            goes_on.wait(timeout=5)
        return found

    monkeypatch.setattr(days_off, "plan", read_and_wait)
    first = threading.Thread(target=add_elsewhere, args=(acme_committed, calendar))
    first.start()
    has_read.wait(timeout=5)
    threading.Timer(0.3, goes_on.set).start()
    add_holidays(calendar, holidays=[LAST_DAY], actor=RITA, at=MONDAY)
    first.join()

    newest = CalendarVersion.objects.order_by("number").last()
    assert newest.content["holidays"] == ["2026-12-24", "2026-12-31"]


def add_elsewhere(client, calendar):
    try:
        with schema.entered(client.schema_name):
            add_holidays(calendar, holidays=[CHRISTMAS_EVE], actor=OLGA, at=MONDAY)
    finally:
        connection.close()
