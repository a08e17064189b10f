from datetime import UTC, datetime

import pytest

from tests.exchange.importing import RESOLVE, TAKE, bring_in, clocks_of
from tests.exchange.logs import line, write_log

pytestmark = pytest.mark.usefixtures("known_clients")
HOUR = 3600


def clocks(tmp_path, *lines):
    """The clocks of one task: first response, resolution."""
    bring_in(write_log(tmp_path, *lines))
    found = clocks_of("C1")
    return found["first_response"], found["resolution"]


def test_a_wait_stops_the_resolution_and_not_the_first_response(tmp_path):
    response, resolution = clocks(
        tmp_path,
        line("1", at="2012-10-09 10:00:00"),
        line("1", "Wait", "2012-10-09 11:00:00"),
        line("1", TAKE, "2012-10-09 14:00:00"),
        line("1", RESOLVE, "2012-10-09 16:00:00"),
    )

    assert (response.consumed_seconds, resolution.consumed_seconds) == (4 * HOUR, 3 * HOUR)


def test_a_wait_after_a_wait_goes_on_waiting(tmp_path):
    _, resolution = clocks(
        tmp_path,
        line("1", "Wait", "2012-10-09 10:00:00"),
        line("1", "Wait", "2012-10-09 11:00:00"),
        line("1", RESOLVE, "2012-10-09 16:00:00"),
    )

    assert (resolution.consumed_seconds, resolution.state, resolution.outcome) == (0, "stopped", "met")


def test_the_time_between_a_resolution_and_the_reopening_does_not_count(tmp_path):
    _, resolution = clocks(
        tmp_path,
        line("1", at="2012-10-09 10:00:00"),
        line("1", RESOLVE, "2012-10-09 11:00:00"),
        line("1", TAKE, "2012-10-09 15:00:00"),
        line("1", RESOLVE, "2012-10-09 16:00:00"),
    )

    assert (resolution.consumed_seconds, resolution.cycle) == (2 * HOUR, 1)
    assert resolution.stopped_at == datetime(2012, 10, 9, 14, tzinfo=UTC)


def test_a_shorter_target_holds_at_once_though_it_be_used_up(tmp_path):
    response, resolution = clocks(
        tmp_path,
        line("1", at="2012-10-09 10:00:00"),
        line("1", TAKE, "2012-10-09 16:00:00", seriousness="S4", service_level="L4"),
        line("1", RESOLVE, "2012-10-09 17:00:00", seriousness="S4", service_level="L4"),
    )

    assert (response.target_seconds, response.consumed_seconds, response.outcome) == (
        HOUR,
        6 * HOUR,
        "breached",
    )
    assert (resolution.target_seconds, resolution.consumed_seconds) == (8 * HOUR, 7 * HOUR)
    assert resolution.outcome == "met"


def test_a_longer_target_heals_no_breach(tmp_path):
    _, resolution = clocks(
        tmp_path,
        line("1", at="2012-10-08 09:00:00", service_level="L4"),
        line("1", TAKE, "2012-10-09 11:00:00", service_level="L1"),
        line("1", RESOLVE, "2012-10-09 12:00:00", service_level="L1"),
    )

    assert (resolution.target_seconds, resolution.outcome) == (80 * HOUR, "breached")


def test_what_happens_in_one_second_counts_in_the_order_of_the_file(tmp_path):
    _, resolution = clocks(
        tmp_path,
        line("1", at="2012-10-09 10:00:00"),
        line("1", RESOLVE, "2012-10-09 11:00:00"),
        line("1", TAKE, "2012-10-09 11:00:00"),
        line("1", "Wait", "2012-10-09 11:00:00"),
    )

    assert (resolution.state, resolution.consumed_seconds, resolution.outcome) == ("paused", HOUR, "")
