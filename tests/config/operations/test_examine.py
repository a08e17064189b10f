"""The doctor: each check tells what is wrong with the real thing, and what to do; the whole fails when one does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from motorblok.board.models import Alarm
from motorblok.config.launch.state import any_free_port
from motorblok.config.operations import beats, gauges
from motorblok.config.operations.doctor import database, examination, machine, outside, queues
from motorblok.config.operations.doctor.findings import Finding, Verdict
from motorblok.config.operations.gauges import Queue
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.models import Client, ClientMigration
from tests.config.operations import examined
from tests.config.operations.receiver import receiving

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def told(finding: Finding, verdict: str) -> str:
    assert finding.verdict == verdict, finding
    assert bool(finding.remedy) == (verdict in {"warning", "failed"})
    return finding.words


def test_everything_is_told_a_line_each_and_nothing_has_failed_that_is_there(
    acme: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "ages", lambda: {"read what is unread": 1.0})
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12, total=10**12))
    out = StringIO()

    call_command("doctor", stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.split()[1] for line in lines if line.startswith("failed")] == []
    assert len(lines) == len(examination.OF_THE_MACHINE) + len(examination.OF_THE_DATABASE) + 2


def test_one_that_failed_fails_the_whole_and_a_machine_can_read_it(acme: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=out)

    found = {line["check"]: line for line in map(json.loads, out.getvalue().splitlines())}
    assert ended.value.code == 1
    assert found["broker"]["verdict"] == "failed"
    assert found["broker"]["remedy"] == "Start it, or correct REDIS_URL."


def test_settings_that_are_missing_are_all_told_by_the_real_command() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "motorblok.config.cli", "doctor"],
        env={**os.environ, "MOTORBLOK_TIME_ZONE": "Mars", "MOTORBLOK_PORT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "MOTORBLOK_TIME_ZONE must be a time zone" in done.stderr
    assert "MOTORBLOK_PORT must be from 1 to 65535" in done.stderr


def test_a_database_that_is_away_is_told_once(public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "connection", SimpleNamespace(cursor=refuse))

    found = dict(examination.examine())

    assert told(found["database"], "failed") == "The database does not let us in."
    assert {found[name].verdict for name in examination.OF_THE_DATABASE} == {Verdict.SKIPPED}


def refuse() -> None:
    raise database.DatabaseError("connection refused")


def test_a_database_without_tables_is_told(owner_undone: None) -> None:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")

    finding = examination.made(database.check_migrations)

    assert told(finding, "failed") == "The tables are not those of this release."


def test_a_slip_of_the_pen_in_a_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTORBLOK_SMTP_URI", "smtp://x")

    assert "perhaps MOTORBLOK_SMTP_URL was meant" in told(machine.check_settings(), "warning")


def test_a_pepper_that_changes_with_the_key_is_told_outside_of_development(settings: Settings) -> None:
    settings.DEVELOPMENT, settings.MOTORBLOK_PEPPER = False, settings.SECRET_KEY

    assert "MOTORBLOK_PEPPER is the secret key" in told(machine.check_settings(), "warning")
    settings.MOTORBLOK_PEPPER = "another"
    told(machine.check_settings(), "ok")


@pytest.mark.parametrize(("free", "verdict"), [(5, "warning"), (2, "failed"), (50, "ok")])
def test_a_disk_that_fills_up_is_told(monkeypatch: pytest.MonkeyPatch, free: int, verdict: str) -> None:
    usage = SimpleNamespace(free=free * 10**10, total=10**12)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _place: usage)

    assert f"{free * 10_000:,} MB are free" in told(machine.check_disk(), verdict)


@pytest.mark.parametrize(("minutes", "verdict"), [(0, "ok"), (-0.2, "warning"), (10, "failed")])
def test_a_clock_is_compared_with_a_web_servers(minutes: float, verdict: str) -> None:
    shown = datetime.now(UTC) - timedelta(minutes=minutes)

    with examined.listening(examined.telling_time(shown)) as port:
        finding = machine.check_world_clock(f"http://127.0.0.1:{port}/")

    assert ("behind" in told(finding, verdict)) == (minutes < 0) or minutes == 0


def test_the_databases_clock_is_this_machines(public: None) -> None:
    told(machine.check_clock(), "ok")


def test_no_date_is_a_word_of_warning() -> None:
    told(machine.check_world_clock(f"http://127.0.0.1:{any_free_port()}/"), "warning")
    told(machine.check_world_clock(""), "skipped")


def test_an_old_postgresql_is_too_old(public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 99)

    assert "is too old" in told(database.check_database(), "failed")


@pytest.mark.parametrize(
    "grant",
    [
        "GRANT UPDATE ON c_acme.audit_event TO {app}",
        "GRANT DELETE ON c_acme.audit_event TO {app}",
        "GRANT TRUNCATE ON c_acme.audit_event TO {app}",
    ],
)
def test_an_app_that_could_change_a_book_is_told(owner_undone: None, settings: Settings, grant: str) -> None:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(grant.format(app=settings.MOTORBLOK_APP_ROLE))

    assert "can change the event book of c_acme." in told(database.check_login(), "failed")


def test_an_app_that_could_make_tables_is_told(owner_undone: None, settings: Settings) -> None:
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {settings.MOTORBLOK_APP_ROLE}")

    assert "may make tables" in told(database.check_login(), "failed")


def test_an_app_that_is_the_owner_is_told(public: None, settings: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'audit_event' LIMIT 1")
        (settings.MOTORBLOK_APP_ROLE,) = cursor.fetchone()

    words = told(database.check_login(), "failed")
    assert settings.MOTORBLOK_APP_ROLE in words
    assert "owns tables or schemas" in words


def test_the_app_of_the_tests_may_do_no_more_than_it_must(acme: Client, settings: Settings) -> None:
    assert "can only add to the 3 event books" in told(database.check_login(), "ok")
    settings.MOTORBLOK_APP_ROLE = "nobody_of_that_name"
    assert told(database.check_login(), "failed") == "There is no role nobody_of_that_name."


def test_a_migration_to_come_is_told(acme: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told(database.check_migrations(), "ok")
    monkeypatch.setattr(database.readiness, "ends", lambda: ["work.9999_later"])

    assert told(database.check_migrations(), "failed") == "The database has not had work.9999_later."


def test_a_client_whose_migration_failed_is_named(acme: Client) -> None:
    told(database.check_clients(), "ok")
    with schema.entered(schema.PUBLIC):
        failed = ClientMigration.State.FAILED
        ClientMigration.objects.update_or_create(
            client=acme, defaults={"target": "x", "state": failed, "at": datetime.now(UTC)}
        )

    assert told(database.check_clients(), "failed") == "The last migration failed for acme."


def test_a_client_that_lacks_a_migration_is_counted(owner_undone: None) -> None:
    with schema.entered("c_acme"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'work' AND name LIKE '0001%'")

    assert told(database.check_clients(), "failed") == "The schemas of clients have 1 migrations to come."


def test_a_schema_that_differs_is_named(owner_undone: None) -> None:
    with schema.entered("c_globex"), connection.cursor() as cursor:
        cursor.execute("CREATE INDEX strange ON audit_event (kind)")

    assert "differ from the schemas of the other clients" in told(database.check_drift(), "failed")


@pytest.fixture
def own_broker(tmp_path: Path, settings: Settings, request: pytest.FixtureRequest) -> Iterator[None]:
    with examined.broker(tmp_path, *request.param) as url:
        settings.REDIS_URL = url
        yield


@pytest.mark.parametrize(
    ("own_broker", "verdict", "words"),
    [
        (["--save", "", "--appendonly", "yes"], "ok", "throws nothing away"),
        (["--save", "", "--appendonly", "no"], "warning", "forgets everything"),
        (
            ["--maxmemory-policy", "allkeys-lru"],
            "failed",
            "throws messages away when it is full (allkeys-lru)",
        ),
        (["--rename-command", "CONFIG", ""], "warning", "does not tell its settings"),
        (["--requirepass", "secret"], "failed", "does not answer (AuthenticationError)"),
    ],
    indirect=["own_broker"],
)
def test_a_broker_that_could_lose_messages_is_told(own_broker: None, verdict: str, words: str) -> None:
    assert words in told(queues.check_broker(), verdict)


def test_a_broker_that_is_away_is_told(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert "does not answer" in told(queues.check_broker(), "failed")
    told(queues.check_beat(), "failed")


@pytest.mark.parametrize(
    ("ages", "verdict", "words"),
    [
        ({}, "failed", "Nothing that the beat looks after was done so far."),
        ({"read what is unread": 500.0}, "failed", "was done for 500 s"),
        ({"read what is unread": 300.0, "remind of what is due": 9.0}, "warning", "read what is unread"),
        ({"read what is unread": 9.0, "remind of what is due": 3000.0}, "ok", "9 s ago"),
    ],
)
def test_a_beat_that_stands_still_is_told(
    monkeypatch: pytest.MonkeyPatch, ages: dict[str, float], verdict: str, words: str
) -> None:
    monkeypatch.setattr(beats, "ages", lambda: ages)

    assert words in told(queues.check_beat(), verdict)


@pytest.mark.parametrize(("seconds", "verdict"), [(0, "ok"), (20, "warning"), (90, "failed")])
def test_alarms_that_do_not_fire_are_told(public: None, seconds: int, verdict: str) -> None:
    due = datetime.now(UTC) - timedelta(seconds=seconds)
    if seconds:
        who = {"client_id": new_id(), "subject": "task:1", "cycle": 0}
        Alarm.objects.create(clock_id=new_id(), kind="breached", fire_at=due, **who)

    told(queues.check_alarms(), verdict)


@pytest.mark.parametrize(
    ("queue", "verdict"),
    [
        (Queue("unread_events", 3, 61), "warning"),
        (Queue("unread_events", 3, 601), "failed"),
        (Queue("outgoing_mail", 1, 9_999), "warning"),
        (Queue("parked_gateway_notices", 1, 1), "warning"),
        (Queue("unsealed_events", 9, 9), "ok"),
    ],
)
def test_what_waits_too_long_is_told(
    public: None, monkeypatch: pytest.MonkeyPatch, queue: Queue, verdict: str
) -> None:
    names = [*queues.LATE, *queues.LEFT_TO_PEOPLE, "unsealed_events"]
    others = [Queue(name, 0, 0) for name in names if name != queue.name]
    monkeypatch.setattr(gauges, "database_queues", lambda: [*others, queue])

    words = told(queues.check_queues(), verdict)

    assert queue.name.replace("_", " ") in words or verdict == "ok"


def test_the_queues_of_the_tests_do_not_wait(acme: Client) -> None:
    assert {queue.name for queue in gauges.database_queues()} >= {*queues.LATE, *queues.LEFT_TO_PEOPLE}


@pytest.mark.parametrize(
    ("given", "verdict", "words"),
    [
        ({"EMAIL_USE_TLS": True}, "failed", "offers no STARTTLS"),
        ({"EMAIL_USE_TLS": False}, "warning", "goes in the clear"),
        ({"EMAIL_HOST_USER": "me", "EMAIL_HOST_PASSWORD": "x"}, "failed", "does not let us in"),
        ({"EMAIL_USE_SSL": True}, "failed", "does not let us in (SSLError)"),
    ],
)
def test_a_mail_server_is_greeted_and_given_nothing(
    settings: Settings, given: dict[str, Any], verdict: str, words: str
) -> None:
    sent: list[str] = []
    with examined.listening(examined.speaking_smtp(offers="AUTH PLAIN", sent=sent)) as port:
        defaults = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, "EMAIL_HOST_USER": ""}
        for name, value in {**defaults, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, **given}.items():
            setattr(settings, name, value)
        settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, "desk@example.com"

        finding = outside.check_mail()

    assert words in told(finding, verdict)
    assert not {"MAIL", "RCPT", "DATA"} & set(sent)


def test_mail_from_nowhere_is_told(settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, "Desk <motorblok@localhost>"

    assert "Mail is from Desk <motorblok@localhost>" in told(outside.check_mail(), "warning")


def test_without_a_mail_server_mail_is_in_files(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    told(outside.check_mail(), "skipped")
    settings.DEVELOPMENT = False
    told(outside.check_mail(), "warning")


@pytest.mark.parametrize(
    ("days", "verdict", "words"),
    [
        (60, "ok", "of all 1 hosts are taken for 60 days"),
        (5, "warning", "end soon: localhost"),
        (-1, "failed", "localhost (certificate has expired)"),
    ],
)
def test_certificates_are_looked_at_as_a_browser_does(
    public: None,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    days: int,
    verdict: str,
    words: str,
) -> None:
    settings.DEVELOPMENT, settings.MOTORBLOK_CONSOLE_HOST = False, "localhost"
    with schema.entered(schema.PUBLIC):
        outside.Domain.objects.all().delete()

    with examined.certified(tmp_path, days=days + 0.1) as (settings.MOTORBLOK_PORT, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        finding = outside.check_certificates()

    assert words in told(finding, verdict)


def test_a_certificate_that_nobody_vouches_for_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    with examined.certified(tmp_path, days=60) as (settings.MOTORBLOK_PORT, _trusted):
        assert outside.shown_by("localhost").reason == "self-signed certificate"


def test_a_host_that_is_not_there_is_told_apart(settings: Settings) -> None:
    settings.MOTORBLOK_PORT = any_free_port()

    assert outside.shown_by("localhost").reason == "nobody answers there with TLS: ConnectionRefusedError"
    assert outside.shown_by("no.such.host.invalid").reason == "its name leads nowhere"


def test_in_development_there_are_no_certificates() -> None:
    assert told(outside.check_certificates(), "skipped") == "In development there is no TLS."


def test_a_sentry_is_reached_and_sent_nothing(settings: Settings) -> None:
    told(outside.check_sentry(), "skipped")
    with receiving() as receiver:
        settings.MOTORBLOK_SENTRY_DSN = receiver.dsn
        told(outside.check_sentry(), "ok")
        assert receiver.bodies == []

    settings.MOTORBLOK_SENTRY_DSN = f"http://key@127.0.0.1:{any_free_port()}/1"
    told(outside.check_sentry(), "warning")


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("", "skipped"),
        ("pk_live_x", "failed"),
        ("sk_live_x", "warning"),
        ("rk_test_x", "warning"),
        ("rk_live_x", "ok"),
    ],
)
def test_stripes_key_is_to_be_restricted_and_live(settings: Settings, key: str, verdict: str) -> None:
    settings.DEVELOPMENT, settings.MOTORBLOK_STRIPE_KEY = False, key
    settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS = ["whsec_x"]

    told(outside.check_stripe(), verdict)


def test_a_stripe_that_cannot_tell_us_anything_has_failed(settings: Settings) -> None:
    settings.MOTORBLOK_STRIPE_KEY, settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS = "rk_live_x", []

    told(outside.check_stripe(), "failed")


def test_a_check_that_breaks_down_is_a_finding() -> None:
    finding = examination.made(lambda: 1 / 0)  # type: ignore[return-value,arg-type]

    assert told(finding, "failed") == "It cannot be told (ZeroDivisionError)."
