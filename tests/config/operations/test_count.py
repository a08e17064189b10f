"""The figures for Prometheus: who may read them, what they count, and that a scrape costs the same for any number of clients."""

import os
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from motorblok.board.models import Alarm, Row
from motorblok.config.operations import beats, gauges
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests import cast
from tests.config.operations.failing import go_well

MANY = """
INSERT INTO tenants_client (id, schema_name, slug, code, name, state, language, time_zone, opened_at, failure)
SELECT gen_random_uuid(), 'c_many' || n, 'many' || n, 'MANY' || n, 'Many', 'open', 'en', 'UTC', now(), ''
FROM generate_series(1, 400) n;
INSERT INTO board_row (client_id, task_id, number, title, service_line, priority, state, is_internal, received_at, urgent_at,
    target_kind)
SELECT c.id, gen_random_uuid(), 'X-' || n, 'x', 'finance', 'normal', 'new', false, now(), now(), ''
FROM tenants_client c, generate_series(1, 50) n;
DO $$ BEGIN FOR n IN 1..400 LOOP
    EXECUTE format('CREATE SCHEMA c_many%1$s', n);
    EXECUTE format('CREATE TABLE c_many%1$s.audit_unread (LIKE c_acme.audit_unread INCLUDING ALL)', n);
    EXECUTE format('CREATE TABLE c_many%1$s.audit_unsealed (LIKE c_acme.audit_unsealed INCLUDING ALL)', n);
    EXECUTE format('INSERT INTO c_many%1$s.audit_unread VALUES (gen_random_uuid())', n);
    EXECUTE format('INSERT INTO c_many%1$s.audit_unsealed VALUES (gen_random_uuid())', n);
END LOOP; END $$;
ANALYZE board_row;
"""
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
CHILD = """
import os, sys
from pathlib import Path
from motorblok.config.operations.sharing import VARIABLE, share_figures
share_figures(Path(sys.argv[1]))
import django
django.setup()
from motorblok.config.operations import figures, metrics
from motorblok.config.operations.situation import Work
if sys.argv[2] == "count":
    figures.count(Work("1", view="portal:home"), method="GET", status=200)
else:
    from prometheus_client import generate_latest
    print(generate_latest(metrics._counted()).decode())
"""


def scraped(host: str = "localhost:8000", **headers: str) -> dict[str, float]:
    answer = Browser().get("/metrics", headers={"Host": host, **headers})
    assert answer.status_code == 200
    return samples(answer.content.decode())


def samples(text: str) -> dict[str, float]:
    return {f"{name}{{{labels}}}": float(value) for name, labels, value in SAMPLE.findall(text)}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_the_machine_itself_may_read_them(public: None, host: str) -> None:
    assert scraped(host)['motorblok_scrape_up{part="database"}'] == 1


@pytest.mark.parametrize(
    "host", ["console.localhost", "acme.localhost", "nobody.test", "localhost.evil.test", ""]
)
@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong"])
def test_others_may_not(acme: Client, settings: Settings, host: str, header: str) -> None:
    for token in ("", "right"):
        settings.MOTORBLOK_METRICS_TOKEN = token

        answer = Browser().get("/metrics", headers={"Host": host, "Authorization": header})

        assert answer.status_code in {302, 404}


def test_the_token_opens_the_consoles_host_and_no_clients(acme: Client, settings: Settings) -> None:
    settings.MOTORBLOK_METRICS_TOKEN = "right"

    answer = Browser().get("/metrics", headers={"Host": "acme.localhost", "Authorization": "Bearer right"})

    assert scraped("console.localhost", Authorization="Bearer right")
    assert answer.status_code == 404


def test_requests_are_counted_by_door_method_view_and_status(acme: Client) -> None:
    name = 'motorblok_requests_total{door="portal",method="GET",status="2xx",view="portal:home"}'
    before = scraped().get(name, 0)

    cast.browser(cast.ann()).get("/")

    after = scraped()
    assert after[name] == before + 1
    assert after['motorblok_request_seconds_count{door="portal",view="portal:home"}'] >= 1
    assert after['motorblok_request_seconds_bucket{door="portal",le="10.0",view="portal:home"}'] >= 1


def test_what_somebody_makes_up_becomes_no_label(public: None) -> None:
    for path in ("/made-up-1/", "/made-up-2/?text=made-up-3"):
        Browser().generic("MADEUP", path, headers={"Host": "console.localhost"})

    assert not [name for name in scraped() if "made-up" in name.lower() or "MADEUP" in name]


def test_alarms_that_are_late_are_told(public: None) -> None:
    due = datetime.now(UTC) - timedelta(seconds=90)
    who = {"client_id": new_id(), "subject": "task:1", "cycle": 0}
    Alarm.objects.create(clock_id=new_id(), kind="breached", fire_at=due, **who)
    Alarm.objects.create(
        clock_id=new_id(), kind="breached", fire_at=datetime.now(UTC) + timedelta(hours=1), **who
    )

    found = scraped()

    assert found['motorblok_queue_length{queue="alarms_to_fire"}'] == 1
    assert 89 < found['motorblok_queue_oldest_seconds{queue="alarms_to_fire"}'] < 120


@pytest.mark.django_db(transaction=True)
def test_unread_events_of_any_client_are_told_with_the_age_of_the_oldest() -> None:
    old = new_id().int - (60_000 << 80)
    with schema.entered("c_acme"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_unread (event_id) VALUES (%s)", [f"{old:032x}"])
    with schema.entered("c_globex"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_unread (event_id) VALUES (%s)", [new_id()])
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")

    (queue,) = [each for each in gauges.database_queues() if each.name == "unread_events"]

    assert queue.length >= 2
    assert 60 <= queue.oldest_seconds < 90


def test_a_scrape_asks_the_same_for_any_number_of_clients(acme: Client, globex: Client) -> None:
    with schema.entered(schema.PUBLIC):
        place(acme.id, 1)
        scraped()
        with CaptureQueriesContext(connection) as few:
            scraped()
        place(globex.id, 5)
        with CaptureQueriesContext(connection) as more:
            scraped()

    assert len(more) == len(few) < 25
    assert sum("statement_timeout" in each["sql"] for each in more) == sum(
        each["sql"].lstrip().startswith(("SELECT", "(SELECT")) and "search_path" not in each["sql"]
        for each in more
    )


def test_the_busiest_clients_are_named_and_the_others_are_one(
    acme: Client, globex: Client, settings: Settings
) -> None:
    settings.MOTORBLOK_METRICS_CLIENTS = 1
    with schema.entered(schema.PUBLIC):
        place(acme.id, 3)
        place(globex.id, 2)

        found = scraped()

    assert found['motorblok_client_open_tasks{client="acme"}'] == 3
    assert found['motorblok_client_open_tasks{client="other"}'] == 2
    assert found['motorblok_client_late_tasks{client="acme"}'] == 3
    assert 'motorblok_client_open_tasks{client="globex"}' not in found


def place(client_id: object, count: int) -> None:
    when = {"received_at": datetime.now(UTC), "urgent_at": datetime.now(UTC) - timedelta(hours=1)}
    what = {
        "title": "x",
        "service_line": "finance",
        "priority": "normal",
        "state": "new",
        "is_internal": False,
    }
    Row.objects.bulk_create(
        Row(client_id=client_id, task_id=new_id(), number=f"X-{n}", **when, **what) for n in range(count)
    )


def test_a_broker_that_is_away_leaves_the_rest(public: None, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    found = scraped()

    assert found['motorblok_scrape_up{part="broker"}'] == 0
    assert found['motorblok_scrape_up{part="database"}'] == 1


def test_what_the_beat_looks_after_is_noted(public: None) -> None:
    beats._noted.clear()

    go_well.apply(headers={"motorblok_beat": "read what is unread"})

    assert scraped()['motorblok_beat_age_seconds{entry="read what is unread"}'] < 5


@pytest.mark.slow
def test_the_processes_of_the_web_are_counted_together(tmp_path: Path) -> None:
    def child(what: str) -> str:
        command = [sys.executable, "-c", CHILD, str(tmp_path), what]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout

    machine, others = socket.gethostname(), ("elsewhere-1", "gone-1")
    for name in (f"{machine}-999999999", *others):
        (tmp_path / "figures" / name).mkdir(parents=True)
    os.utime(tmp_path / "figures" / "gone-1", (0, 0))
    child("count")
    child("count")

    name = 'motorblok_requests_total{door="worker",method="GET",status="2xx",view="portal:home"}'
    assert samples(child("tell"))[name] == 2
    left = {folder.name for folder in (tmp_path / "figures").iterdir()}
    assert left == {f"{machine}-{os.getpid()}", "elsewhere-1"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_scrape_of_400_clients_is_quick(owner: None) -> None:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("SELECT pg_stat_force_next_flush()")
    seconds = []

    for _ in range(5):
        began = perf_counter()
        found = scraped()
        seconds.append(perf_counter() - began)

    assert found['motorblok_queue_length{queue="unread_events"}'] >= 400
    assert found['motorblok_client_open_tasks{client="other"}'] >= 50 * 370
    assert min(seconds) < 0.2
