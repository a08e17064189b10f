"""The public schema: expand steps alone, patience with who uses a table, and a plain word when an upgrade was left unfinished."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder

from motorblok.kernel import schema
from tenants import patience, phases, public
from tenants.phases import Split
from tenants.public import PatientExecutor, TableInUse
from tests.tenants.migrations import migration

COLUMN = migrations.AddField("serviceline", "note", models.CharField(max_length=9, null=True))
NOTE = migration("9001_note", COLUMN, app="tenants")
CONTRACT = migration("9002_gone", app="tenants", phase="contract")
NEEDED = migration("9003_more", app="tenants")


@pytest.fixture
def _impatient(monkeypatch):
    monkeypatch.setattr(patience, "LOCK_TIMEOUT", 50)
    monkeypatch.setattr(patience, "TRIES", 2)


def other_session():
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return psycopg.connect(**{ours: given[theirs] for ours, theirs in names.items()})


def take(step):
    with schema.entered(schema.PUBLIC), patience.limited():
        executor = PatientExecutor(connection)
        state = executor._create_project_state(with_applied_migrations=True)
        executor.apply_migration(state, step)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_impatient")
def test_a_table_in_use_is_given_up_in_a_sentence_and_nothing_has_happened():
    with other_session() as reader:
        reader.execute("SELECT 1 FROM tenants_serviceline")
        with pytest.raises(
            TableInUse, match=r"tenants\.9001_note could not get at a table that is in use, in 2 tries"
        ):
            take(NOTE)

    with schema.entered(schema.PUBLIC):
        assert not MigrationRecorder.Migration.objects.filter(name="9001_note").exists()


@pytest.mark.usefixtures("owner_undone", "_impatient")
def test_a_lock_that_comes_late_is_waited_for(monkeypatch):
    tried = []
    really = migrations.AddField.database_forwards

    def in_use_at_first(*what):
        tried.append(what)
        if len(tried) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE lock_not_available; END $$")
        really(*what)

    monkeypatch.setattr(migrations.AddField, "database_forwards", in_use_at_first)

    take(NOTE)

    with schema.entered(schema.PUBLIC):
        assert len(tried) == 2
        assert MigrationRecorder.Migration.objects.filter(name="9001_note").exists()


@pytest.mark.usefixtures("owner_undone")
@pytest.mark.parametrize(
    ("pending", "until", "runs"),
    [
        ([NOTE, CONTRACT], public.UP_TO_CONTRACT, ["9001_note"]),
        ([NOTE, CONTRACT], public.ALL, ["9001_note", "9002_gone"]),
    ],
)
def test_contract_steps_run_when_asked_for_alone(monkeypatch, pending, until, runs):
    plan = [(step, False) for step in pending]
    monkeypatch.setattr(PatientExecutor, "migration_plan", lambda *_what, **_how: plan)
    monkeypatch.setattr(PatientExecutor, "migrate", lambda *_what, **_how: None)

    parted = public.migrate_public(until=until)

    assert [step.name for step in parted.now] == runs


@pytest.mark.usefixtures("owner_undone")
def test_what_waits_is_told_and_an_unfinished_upgrade_is_refused(monkeypatch):
    out = StringIO()
    monkeypatch.setattr(public, "migrate_public", lambda **_how: Split((), (CONTRACT,)))
    call_command("migrate", verbosity=1, stdout=out)
    assert "tenants.9002_gone: waiting until the release before is gone" in out.getvalue()

    monkeypatch.setattr(public, "migrate_public", lambda **_how: phases.split([CONTRACT, NEEDED]))
    with pytest.raises(
        CommandError, match=r"tenants\.9003_more cannot run before the contract step of an earlier"
    ):
        call_command("migrate", verbosity=0, stdout=out)
