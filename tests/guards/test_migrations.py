"""No migration after the first release stops the release before, or whoever works while it runs."""

import re

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tenants import phases, planning
from tenants.checks import trial
from tenants.checks.refusals import standing
from tests.tenants.migrations import migration

NUMBERED = re.compile(r"\d{4}_\w+")


def our_migrations():
    return [each for each in MigrationLoader(None).graph.nodes.values() if each.app_label in phases.BASELINE]


def test_every_app_with_migrations_is_in_the_baseline():
    apps = {app for app, _name in MigrationLoader(None).graph.nodes}

    assert apps <= set(phases.BASELINE)


def test_every_migration_is_numbered_and_states_a_known_phase():
    assert [each for each in our_migrations() if not NUMBERED.fullmatch(each.name)] == []
    assert [each for each in our_migrations() if phases.is_contract(each) and phases.is_baseline(each)] == []


def test_the_first_release_brought_no_more_than_there_is():
    last = {each.app_label: 0 for each in our_migrations()}
    for each in our_migrations():
        last[each.app_label] = max(last[each.app_label], int(each.name[:4]))

    assert {app: number for app, number in phases.BASELINE.items() if number > last.get(app, 0)} == {}


@pytest.mark.usefixtures("owner_undone")
def test_no_migration_stops_others_from_working():
    assert [str(refusal) for refusal in standing(trial.check_all())] == []


@pytest.mark.slow
@pytest.mark.usefixtures("owner_undone")
def test_the_whole_history_can_be_tried_and_its_tables_are_known():
    field = models.CharField(max_length=9, default="")
    steps = [
        migration("9000_new", migrations.AddField(model, "new", field), app=app)
        for app, model in (("work", "task"), ("board", "row"), ("billing", "invoice"))
    ]

    found = trial.check([*planning.all_migrations(), *steps])

    assert [refusal.migration for refusal in found] == ["work.9000_new", "board.9000_new", "billing.9000_new"]
    assert {planning.key_of(each) for each in steps} == {tuple(each.migration.split(".")) for each in found}
