"""An export sees one instant, is recorded, and holds what the registry says and nothing else."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from motorblok.config.moving.container import Reader
from motorblok.config.moving.exporting import export
from motorblok.config.moving.refusals import CannotMove
from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants import turns
from tests import world
from tests.config.moving import furnished

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOVES = 400


def lines(path, place, name):
    with Reader.of(path) as reader:
        part = reader.manifest.named(place)[name]
        content = b"".join(reader.blocks(part)).decode()
        return [dict(zip(part.columns, line.split("\t"), strict=True)) for line in content.splitlines()]


def test_the_app_login_may_export(transactional_db, tmp_path):
    acme = world.client("acme")

    path = furnished.exported(acme, tmp_path)

    with Reader.of(path) as reader:
        reader.check()
        assert (reader.manifest.slug, reader.manifest.client_id) == ("acme", acme.pk)


def test_rows_of_others_and_sessions_are_not_in_it(initech, export):
    with Reader.of(export) as reader:
        public = reader.manifest.named("public")
        whole = b"".join(block for part in reader.manifest.parts for block in reader.blocks(part))

    assert "accounts_session" not in public
    assert "billing_numberseries" not in public
    assert str(world.client("globex").pk).encode() not in whole
    assert b"sam@motorblok.test" not in whole
    assert {line["email"] for line in lines(export, "public", "accounts_person")} == {
        "dora@initech.test",
        "ed@initech.test",
    }


def test_staff_is_named_by_no_more_than_its_name_and_a_digest(initech, export):
    (sam,) = [line for line in lines(export, "staff", "staff") if line["name"] == "Sam Agent"]

    assert sam["id"] == str(initech.sam.pk)
    assert len(sam["email_sha256"]) == 64


def test_writes_meanwhile_leave_a_consistent_snapshot(initech, tmp_path, now):
    """Somebody moves seconds from one table to another and back all the while; their sum never changes."""
    stop, moved = threading.Event(), [0]
    with schema.entered(initech.client.schema_name), connection.cursor() as cursor:
        cursor.execute("UPDATE work_timeentry SET seconds = 100000")
        cursor.execute("UPDATE work_series SET last = 100000")

    def move():
        try:
            with schema.entered(initech.client.schema_name):
                while not stop.is_set():
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("UPDATE work_timeentry SET seconds = seconds - 1")
                        cursor.execute("UPDATE work_series SET last = last + 1 WHERE NOT is_internal")
                    moved[0] += 1
        finally:
            connection.close()

    writer = threading.Thread(target=move)
    writer.start()
    try:
        paths = [furnished.exported(initech.client, tmp_path, name=f"{number}.zip") for number in range(5)]
    finally:
        stop.set()
        writer.join()

    assert moved[0] > 5
    sums = [
        int(lines(path, "client", "work_timeentry")[0]["seconds"])
        + sum(
            int(line["last"]) for line in lines(path, "client", "work_series") if line["is_internal"] == "f"
        )
        for path in paths
    ]
    assert sums == [200_000] * 5


def test_an_export_that_fails_leaves_no_file_and_no_event(initech, tmp_path, now, monkeypatch):
    monkeypatch.setattr("motorblok.config.moving.exporting.record_export", lambda *_a, **_k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        furnished.exported(initech.client, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_while_the_clients_are_migrated_nothing_is_exported(initech, tmp_path, django_db_blocker):
    def migrates():
        with turns.alone():
            held.set()
            done.wait()
        connection.close()

    held, done = threading.Event(), threading.Event()
    migrating = threading.Thread(target=migrates)
    migrating.start()
    held.wait()
    try:
        with pytest.raises(CannotMove, match="being migrated"):
            furnished.exported(initech.client, tmp_path)
    finally:
        done.set()
        migrating.join()


def test_a_client_that_is_not_built_is_refused(initech, tmp_path, now):
    opening = furnished.actions.open_client(name="New", slug="newcomer", actor=furnished.SYSTEM, at=now)

    with pytest.raises(CannotMove, match="still being set up"):
        export(opening, to=tmp_path / "x.zip", by="admin", at=now)


def test_the_command_says_what_was_written(initech, tmp_path, capsys):
    call_command("export_client", "initech", "--to", str(tmp_path / "initech.zip"))

    said = capsys.readouterr().out
    assert "Initech Software" in said
    assert "export " in said
    with schema.entered(initech.client.schema_name):
        assert Task.objects.count() == len(lines(tmp_path / "initech.zip", "client", "work_task"))


def test_a_client_that_there_is_not_is_refused_in_one_sentence(transactional_db, tmp_path):
    with pytest.raises(CommandError, match="There is no client nobody"):
        call_command("export_client", "nobody", "--to", str(tmp_path / "x.zip"))
