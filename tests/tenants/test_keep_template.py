"""New clients are made as the last migrate left the others, whichever release builds them, and none is forgotten meanwhile."""

import threading

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from motorblok.kernel import schema
from tenants import drift, kept, planning, shapes
from tenants.actions import open_client, provision
from tenants.models import SchemaTemplate
from tenants.replay import migrate_clients
from tests import world
from tests.cast import MONDAY, RITA
from tests.tenants.migrations import add_column, drop_column, migration, next_release

NOTE = migration("0098_note", add_column())
CONTRACT = migration("0099_no_kind", drop_column("kind"), phase="contract")

undone = pytest.mark.usefixtures("owner_undone")


@pytest.fixture
def _as_before():
    """Acme and Globex are the suite's: give them their tables back."""
    yield
    world.build()


@pytest.fixture
def release(monkeypatch):
    today = planning.plan()

    def brings(*brought):
        plan = next_release(*brought) if brought else today
        monkeypatch.setattr(planning, "plan", lambda: plan)

    return brings


def upgrade():
    kept.keep(at=MONDAY)
    return migrate_clients(at=MONDAY)


def opened():
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)
    return provision(client.id, at=MONDAY)


def has_had(schema_name, name):
    with schema.entered_alone(schema_name):
        return MigrationRecorder.Migration.objects.filter(name=name).exists()


@undone
def test_the_release_before_builds_what_the_new_one_has_kept(release):
    release(NOTE)
    upgrade()
    release()

    opened()

    assert has_had("c_initech", "0098_note")
    with schema.entered(schema.PUBLIC):
        assert shapes.shape_of("c_initech") == shapes.shape_of("c_acme")
    assert drift.drifted() == []


@undone
def test_a_new_release_builds_as_the_others_are_until_it_has_migrated(release):
    kept.keep(at=MONDAY)
    release(NOTE)

    opened()

    assert not has_had("c_initech", "0098_note")
    assert sorted(upgrade().done) == ["c_acme", "c_globex", "c_initech"]


@undone
def test_a_contract_step_that_waits_is_not_built(release):
    release(NOTE, CONTRACT)
    upgrade()

    opened()

    assert has_had("c_initech", "0098_note")
    assert not has_had("c_initech", "0099_no_kind")
    assert drift.drifted() == []


@undone
def test_a_release_that_was_gone_back_to_keeps_what_the_newer_one_made(release):
    release(NOTE)
    upgrade()
    release()

    kept.keep(at=MONDAY)

    with schema.entered(schema.PUBLIC):
        assert SchemaTemplate.objects.get().keys[-1] == ["audit", "0098_note"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner", "_as_before")
def test_a_client_that_is_being_built_is_waited_for_and_brought_along(release, settings, monkeypatch):
    settings.MOTORBLOK_PROVISION_STEPS = "tests.tenants.steps.STEPS"
    is_built, may_go_on = threading.Event(), threading.Event()
    monkeypatch.setattr("tests.tenants.steps.note", lambda _client: (is_built.set(), may_go_on.wait(10)))
    kept.keep(at=MONDAY)

    def build():
        opened()
        connection.close()

    builder = threading.Thread(target=build)
    builder.start()
    is_built.wait(10)
    release(NOTE)
    threading.Timer(0.3, may_go_on.set).start()

    run = upgrade()
    builder.join()

    assert sorted(run.done) == ["c_acme", "c_globex", "c_initech"]
    assert has_had("c_initech", "0098_note")
