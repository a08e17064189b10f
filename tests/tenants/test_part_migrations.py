"""Expand steps run at once; contract steps, and what comes after them, wait until the release before is gone."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from motorblok.kernel import schema
from tenants import phases, planning, replay
from tenants.phases import NoSuchPhase
from tenants.replay import migrate_clients
from tests.cast import MONDAY
from tests.tenants.migrations import add_column, drop_column, migration, next_release

undone = pytest.mark.usefixtures("owner_undone")

EXPAND = migration("0098_note", add_column())
CONTRACT = migration("0099_no_kind", drop_column("kind"), phase="contract")
AFTER = migration("0100_more", add_column("more"))


@pytest.fixture
def release(monkeypatch):
    plan = next_release(EXPAND, CONTRACT, AFTER)
    monkeypatch.setattr(planning, "plan", lambda: plan)


def has_had(*migrations):
    with schema.entered(schema.PUBLIC):
        for each in migrations:
            MigrationRecorder.Migration.objects.create(app=each.app_label, name=each.name, applied=MONDAY)


def names(migrations):
    return [each.name for each in migrations]


def test_a_migration_that_says_nothing_expands():
    parted = phases.split([EXPAND])

    assert names(parted.now) == ["0098_note"]
    assert not parted.waiting


def test_what_comes_after_a_contract_step_waits_with_it_and_is_missed():
    parted = phases.split([EXPAND, CONTRACT, AFTER])

    assert names(parted.now) == ["0098_note"]
    assert names(parted.waiting) == ["0099_no_kind", "0100_more"]
    assert names(parted.stuck) == ["0100_more"]


def test_another_app_goes_on_unless_it_depends_on_what_waits():
    beside = migration("0099_beside", app="work")
    upon = migration("0099_upon", app="sla", dependencies=[("audit", "0099_no_kind")])

    parted = phases.split([CONTRACT, beside, upon])

    assert names(parted.now) == ["0099_beside"]
    assert names(parted.waiting) == ["0099_no_kind", "0099_upon"]


def test_a_phase_that_there_is_not_is_refused():
    with pytest.raises(NoSuchPhase, match=r'audit\.0099_odd says phase = "?\'?shrink'):
        phases.split([migration("0099_odd", phase="shrink")])


@undone
def test_clients_take_the_expand_steps_alone(release):
    run = migrate_clients(at=MONDAY)

    assert sorted(run.done) == ["c_acme", "c_globex"]
    assert replay.count_pending() == 0
    assert {("audit", "0098_note")} == applied("c_acme") & keys()


@undone
def test_clients_take_a_contract_step_that_the_public_schema_has_had(release):
    has_had(CONTRACT, AFTER)

    migrate_clients(at=MONDAY)

    assert keys() <= applied("c_acme")
    assert keys() <= applied("c_globex")


def test_the_code_cannot_do_without_the_last_step_that_expands(monkeypatch):
    loader = MigrationLoader(None)
    node = ("audit", "0099_no_kind")
    last = next(key for key in loader.graph.leaf_nodes() if key[0] == "audit")
    loader.graph.add_node(node, CONTRACT)
    loader.graph.add_dependency(CONTRACT, node, last)

    needed = phases.needed_ends(loader)

    assert last in needed
    assert node not in needed


def keys():
    return {planning.key_of(each) for each in (EXPAND, CONTRACT, AFTER)}


def applied(schema_name):
    with schema.entered_alone(schema_name):
        return set(MigrationRecorder.Migration.objects.values_list("app", "name"))
