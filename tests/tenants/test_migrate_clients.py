import threading
from io import StringIO

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, migrations, models, transaction

from motorblok.kernel import schema
from tenants import patience, planning, replay, taking
from tenants.models import ClientMigration
from tenants.replay import migrate_clients
from tenants.turns import AlreadyMigrating
from tests import world
from tests.cast import MONDAY
from tests.tenants.migrations import add_column, migration, next_release, run_python

undone = pytest.mark.usefixtures("owner_undone")

NOTE = migration("0099_note", add_column())


@pytest.fixture
def _as_before():
    """Acme and Globex are the suite's: give them their tables back."""
    yield
    world.build()


@pytest.fixture
def release(monkeypatch):
    def brings(*brought):
        plan = next_release(*brought)
        monkeypatch.setattr(planning, "plan", lambda: plan)

    return brings


def has_column(name, schema_name):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_schema = %s AND table_name = %s AND column_name = %s",
            [schema_name, "audit_event", name],
        )
        return cursor.fetchone() is not None


def indexes(name):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relnamespace::regnamespace::text, indisvalid, indisunique FROM pg_index "
            "JOIN pg_class ON pg_class.oid = indexrelid WHERE relname = %s",
            [name],
        )
        return set(cursor.fetchall())


def states():
    with schema.entered(schema.PUBLIC):
        rows = ClientMigration.objects.values_list("client__slug", "state", "error")
        return {slug: (state, error) for slug, state, error in rows}


def break_table_of(schema_name):
    with schema.entered_alone(schema_name), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event ADD COLUMN note int")


@undone
def test_every_client_takes_the_new_migration(release):
    release(NOTE)

    run = migrate_clients(at=MONDAY)

    assert sorted(run.done) == ["c_acme", "c_globex"]
    assert has_column("note", "c_acme")
    assert has_column("note", "c_globex")
    assert states() == {"acme": ("done", ""), "globex": ("done", "")}


@undone
def test_python_plans_once_and_the_database_replays(release, monkeypatch):
    release(NOTE)
    applied = []
    really = taking._apply_and_record
    monkeypatch.setattr(taking, "_apply_and_record", lambda *what: applied.append(what[1]) or really(*what))

    migrate_clients(at=MONDAY)

    assert applied == ["c_acme"]


@undone
def test_a_second_run_has_nothing_to_do(release):
    release(NOTE)
    migrate_clients(at=MONDAY)

    assert replay.count_pending() == 0
    assert migrate_clients(at=MONDAY).done == []


@undone
@pytest.mark.parametrize(("broken", "sound"), [("acme", "globex"), ("globex", "acme")])
def test_one_client_that_cannot_follow_stops_no_other(release, broken, sound):
    break_table_of(f"c_{broken}")
    release(NOTE)

    run = migrate_clients(at=MONDAY)

    assert list(run.failed) == [f"c_{broken}"]
    assert states()[sound] == ("done", "")
    assert states()[broken][0] == "failed"
    assert "already exists" in states()[broken][1]


@undone
def test_the_next_run_takes_up_what_failed(release):
    break_table_of("c_globex")
    release(NOTE, migration("0100_more", add_column("more")))
    migrate_clients(at=MONDAY)
    with schema.entered_alone("c_globex"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DROP COLUMN note")

    run = migrate_clients(at=MONDAY)

    assert run.done == ["c_globex"]
    assert has_column("more", "c_globex")
    assert states() == {"acme": ("done", ""), "globex": ("done", "")}


@undone
def test_python_runs_in_each_schema(release):
    seen = []
    release(migration("0099_fill", run_python(lambda _apps, _editor: seen.append(schema.current()))))

    migrate_clients(at=MONDAY)

    assert seen == ["c_acme", "c_globex"]


@undone
def test_python_that_fails_stops_its_client_alone(release):
    def fails_in_acme(_apps, _editor):
        if schema.current() == "c_acme":
            raise ValueError("no")

    release(migration("0099_fill", run_python(fails_in_acme)), NOTE)

    run = migrate_clients(at=MONDAY)

    assert run.failed == {"c_acme": "no"}
    assert run.done == ["c_globex"]
    assert not has_column("note", "c_acme")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_as_before")
def test_what_needs_no_transaction_runs_without_one(release):
    index = models.Index(fields=["kind"], name="audit_event_kind")
    release(migration("0099_kind", AddIndexConcurrently("event", index), atomic=False))

    assert sorted(migrate_clients(at=MONDAY).done) == ["c_acme", "c_globex"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_as_before")
def test_an_index_that_was_cut_off_is_built_anew_and_one_that_was_not_noted_stays(release):
    with schema.entered_alone("c_acme"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_unread SELECT gen_random_uuid(), now() FROM generate_series(1, 2)")
        with pytest.raises(DatabaseError, match="could not create unique index"):
            cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY unread_since ON audit_unread (since)")
    with schema.entered_alone("c_globex"), connection.cursor() as cursor:
        cursor.execute("CREATE INDEX unread_since ON audit_unread (since)")
    index = models.Index(fields=["since"], name="unread_since")
    release(migration("0099_since", AddIndexConcurrently("unread", index), atomic=False))

    run = migrate_clients(at=MONDAY)

    assert sorted(run.done) == ["c_acme", "c_globex"]
    assert indexes("unread_since") == {("c_acme", True, False), ("c_globex", True, False)}


@undone
def test_a_migration_of_a_public_app_is_only_noted(release):
    release(migration("0099_public", migrations.RunSQL(["SELECT no_such"]), app="accounts"))

    run = migrate_clients(at=MONDAY)

    assert sorted(run.done) == ["c_acme", "c_globex"]
    assert replay.count_pending() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_as_before")
def test_a_table_in_use_is_waited_for(release, monkeypatch):
    monkeypatch.setattr(patience, "LOCK_TIMEOUT", 100)
    release(NOTE)
    locked, go = threading.Event(), threading.Event()

    def read_for_a_while():
        with schema.entered("c_globex"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM audit_event")
            locked.set()
            go.wait(1)
        connection.close()

    reader = threading.Thread(target=read_for_a_while)
    reader.start()
    locked.wait(5)

    run = migrate_clients(at=MONDAY)
    reader.join()

    assert sorted(run.done) == ["c_acme", "c_globex"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_as_before")
def test_two_runs_at_once_are_refused(release):
    release(NOTE)
    refused = []

    def migrate_too(_count):
        try:
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
        finally:
            refused.append(True)

    def elsewhere():
        try:
            migrate_clients(at=MONDAY)
        except AlreadyMigrating as refusal:
            refused.append(refusal)
        connection.close()

    migrate_clients(at=MONDAY, step=migrate_too)

    assert isinstance(refused[0], AlreadyMigrating)


@undone
def test_the_command_says_who_was_left_behind(release):
    break_table_of("c_globex")
    release(NOTE)

    with pytest.raises(CommandError, match="c_globex: column"):
        call_command("migrate", verbosity=0, stdout=StringIO())


@undone
def test_progress_counts_every_client_and_migration(release):
    release(NOTE, migration("0100_more", add_column("more")))
    steps = []
    expected = replay.count_pending()

    migrate_clients(at=MONDAY, step=steps.append)

    assert sum(steps) == expected == 4
