import pytest

from motorblok.board.models import Alarm, Row
from tests.exchange.importing import RESOLVE, bring_in, clocks_of, in_public, tasks_of, whole
from tests.exchange.logs import NOW, line, write_log

pytestmark = pytest.mark.usefixtures("known_clients")


@pytest.mark.parametrize(("seriousness", "hours"), [("S1", 8), ("S2", 4), ("S3", 2), ("S4", 1)])
def test_the_first_response_is_promised_by_seriousness(tmp_path, seriousness, hours):
    bring_in(write_log(tmp_path, *whole(seriousness=seriousness)))

    assert clocks_of("C1")["first_response"].target_seconds == hours * 3600


@pytest.mark.parametrize(("level", "hours"), [("L1", 80), ("L2", 40), ("L3", 24), ("L4", 8)])
def test_the_resolution_is_promised_by_service_level(tmp_path, level, hours):
    bring_in(write_log(tmp_path, *whole(service_level=level)))

    assert clocks_of("C1")["resolution"].target_seconds == hours * 3600


def test_clocks_count_working_hours_without_italian_holidays(tmp_path):
    # All Saints' Day 2012 is a Thursday; the office is open on Wednesday and Friday.
    lines = [line("1", at="2012-10-31 17:00:00"), line("1", RESOLVE, "2012-11-02 10:00:00")]

    bring_in(write_log(tmp_path, *lines))

    resolution = clocks_of("C1")["resolution"]
    assert (resolution.consumed_seconds, resolution.outcome) == (2 * 3600, "met")


def test_a_task_that_was_never_resolved_stays_open_and_late_and_raises_no_warning(tmp_path):
    bring_in(write_log(tmp_path, *whole()[:2]))

    assert tasks_of("C1")[0].state == "taken"
    assert clocks_of("C1")["resolution"].breach_at < NOW
    assert in_public(lambda: (Row.objects.get().closed_at, Alarm.objects.get().kind)) == (None, "breached")


def test_an_imported_task_that_is_due_tomorrow_is_armed(tmp_path):
    bring_in(write_log(tmp_path, line("1", at="2026-11-20 10:00:00", service_level="L2")))

    kinds = in_public(lambda: set(Alarm.objects.values_list("kind", flat=True)))
    assert "breached" in kinds
