"""What was missed, day by day: in a log that was imported as well as in work of our own, each once."""

from datetime import UTC, date, datetime

import pytest

from motorblok.audit.models import Event
from motorblok.board import loads
from motorblok.board.sweeper import sweep_all
from motorblok.kernel import schema
from motorblok.sla.tasks import sweep_fired
from tests.exchange.importing import RESOLVE, bring_in, in_public
from tests.exchange.logs import line, write_log
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

pytestmark = pytest.mark.usefixtures("known_clients")
WEDNESDAY, MONDAY = date(2026, 11, 11), date(2035, 1, 8)
OPENING, EVENING = datetime(2035, 1, 8, 8, tzinfo=UTC), datetime(2035, 1, 8, 20, tzinfo=UTC)
LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)


def a_broken_case(folder):
    """Both its promises, eight working hours each, are over when the office opens on Wednesday."""
    times = {"at": "2026-11-10 10:00:00"}, {"activity": RESOLVE, "at": "2026-11-16 10:00:00"}
    return write_log(folder, *(line("1", **each, service_level="L4") for each in times))


def a_broken_task(client):
    with schema.entered(client.schema_name):
        an_agreement({"targets": {"resolution": HOUR}})
        received(client, at=OPENING)


def swept():
    in_public(lambda: sweep_all(at=EVENING))
    sweep_fired()


def told_to(client):
    with schema.entered(client.schema_name):
        return Event.objects.filter(kind="sla.clock.breached").count()


def test_what_a_log_shows_to_be_missed_counts_on_its_day_beside_what_is_missed_now(tmp_path, acme, globex):
    bring_in(a_broken_case(tmp_path))
    a_broken_task(globex)

    swept()
    swept()

    assert in_public(lambda: loads.missed_by_day(since=LONG_AGO, until=EVENING)) == {WEDNESDAY: 2, MONDAY: 1}
    assert (told_to(acme), told_to(globex)) == (0, 1)


def test_what_a_log_shows_to_be_kept_counts_nowhere(tmp_path):
    times = {"at": "2026-11-10 10:00:00"}, {"activity": RESOLVE, "at": "2026-11-10 17:00:00"}
    bring_in(write_log(tmp_path, *(line("1", **each, service_level="L4") for each in times)))

    swept()

    assert in_public(lambda: loads.missed_by_day(since=LONG_AGO, until=EVENING)) == {}
