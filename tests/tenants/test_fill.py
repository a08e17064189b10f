"""Backfills: small statements after the expand steps, each by itself, again before a contract step, wherever they stopped."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, migrations
from django.db.migrations.recorder import MigrationRecorder

from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants import filling, planning
from tenants.backfills import Backfill, to_fill
from tenants.filling import NotFilled
from tenants.models import BackfillRun
from tenants.replay import migrate_clients, no_step
from tests.cast import MONDAY
from tests.tenants.migrations import add_column, drop_column, migration, next_release

undone = pytest.mark.usefixtures("owner_undone")

FILL = "UPDATE {table} SET note = 'filled' WHERE ctid IN (SELECT ctid FROM {table} WHERE note = '' LIMIT %(batch)s)"
WORDS = Backfill("words", FILL.format(table="audit_unread"), batch=2)
NAME = "audit.0098_note/words"


def expanding(*backfills):
    return migration("0098_note", add_column(model="unread"), backfills=backfills)


@pytest.fixture
def release(monkeypatch):
    def brings(*brought):
        plan = next_release(*brought)
        monkeypatch.setattr(planning, "plan", lambda: plan)
        return migrate_clients(at=MONDAY)

    return brings


def add_rows(schema_name, count):
    with schema.entered_alone(schema_name), connection.cursor() as cursor:
        for _ in range(count):
            cursor.execute("INSERT INTO audit_unread (event_id) VALUES (%s)", [new_id()])


def notes(schema_name):
    with schema.entered_alone(schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT note FROM audit_unread")
        return [note for (note,) in cursor.fetchall()]


def applied(schema_name):
    with schema.entered_alone(schema_name):
        return set(MigrationRecorder.Migration.objects.values_list("name", flat=True))


def runs():
    with schema.entered(schema.PUBLIC):
        rows = BackfillRun.objects.values_list("client__slug", "name", "rows", "finished_at", "error")
        return {slug: rest for slug, *rest in rows}


@undone
def test_every_client_is_filled_in_batches_and_it_is_noted(release):
    release(expanding(WORDS))
    add_rows("c_acme", 5)
    steps = []

    filling.fill(at=MONDAY, step=steps.append)

    assert notes("c_acme") == ["filled"] * 5
    assert steps == [2, 2, 1]
    assert runs() == {"acme": [NAME, 5, MONDAY, ""], "globex": [NAME, 0, MONDAY, ""]}


@undone
def test_what_is_finished_is_not_looked_at_again_until_a_contract(release):
    release(expanding(WORDS))
    filling.fill(at=MONDAY, step=no_step)
    add_rows("c_acme", 3)

    assert filling.fill(at=MONDAY, step=no_step).rows == 0
    assert filling.fill_again(at=MONDAY, step=no_step).rows == 3
    assert runs()["acme"] == [NAME, 3, MONDAY, ""]


@undone
def test_one_that_fails_stops_no_other_and_is_taken_up_again(release):
    broken = []

    def fill(cursor, batch):
        if schema.current() == "c_acme" and not broken:
            broken.append(True)
            raise ValueError("no")
        return WORDS.run(cursor)

    release(expanding(Backfill("words", fill)))
    add_rows("c_acme", 1)
    add_rows("c_globex", 1)

    run = filling.fill(at=MONDAY, step=no_step)

    assert run.failed == {f"{NAME} in c_acme": "no"}
    assert notes("c_globex") == ["filled"]
    assert runs()["acme"] == [NAME, 0, None, "no"]
    assert filling.fill(at=MONDAY, step=no_step).rows == 1


@undone
def test_what_is_cut_off_between_two_batches_goes_on_where_it_stood(release):
    def is_cut_off(_count):
        raise KeyboardInterrupt

    release(expanding(WORDS))
    add_rows("c_acme", 5)
    with pytest.raises(KeyboardInterrupt):
        filling.fill(at=MONDAY, step=is_cut_off)

    assert sorted(notes("c_acme")) == ["", "", "", "filled", "filled"]
    assert runs()["acme"] == [NAME, 2, None, ""]
    assert filling.fill(at=MONDAY, step=no_step).rows == 3


@undone
def test_nothing_is_taken_away_while_something_is_not_filled(release):
    def fails(_cursor, _batch):
        raise ValueError("no")

    release(expanding(Backfill("words", fails)))

    with pytest.raises(NotFilled, match=r"audit\.0098_note/words in c_acme: no"):
        filling.fill_again(at=MONDAY, step=no_step)


@undone
def test_a_client_that_was_left_behind_is_filled_before_something_is_taken_away(release):
    seen = []

    def fill(cursor, _batch):
        cursor.execute("SELECT note, since FROM audit_unread")
        seen.append(schema.current())
        return 0

    contract = migration("0099_gone", migrations.RemoveField("unread", "since"), phase="contract")
    with schema.entered(schema.PUBLIC):
        MigrationRecorder.Migration.objects.create(app="audit", name="0099_gone", applied=MONDAY)
    release(expanding(Backfill("words", fill)), contract)

    assert seen == ["c_acme", "c_globex"]
    assert applied("c_acme") >= {"0098_note", "0099_gone"}


@undone
def test_a_client_that_cannot_be_filled_keeps_what_it_has(release):
    def fails(_cursor, _batch):
        raise ValueError("no")

    contract = migration("0099_gone", migrations.RemoveField("unread", "since"), phase="contract")
    with schema.entered(schema.PUBLIC):
        MigrationRecorder.Migration.objects.create(app="audit", name="0099_gone", applied=MONDAY)
    run = release(expanding(Backfill("words", fails)), contract)

    assert run.failed == {"c_acme": "Not filled: c_acme: no", "c_globex": "Not filled: c_globex: no"}
    assert "0099_gone" not in applied("c_acme")


@undone
def test_the_command_fills_and_says_what_it_could_not(release):
    def fails(_cursor, _batch):
        raise ValueError("no")

    release(expanding(WORDS))
    add_rows("c_acme", 1)
    call_command("migrate", verbosity=0, stdout=StringIO())
    assert notes("c_acme") == ["filled"]

    release(migration("0099_more", backfills=[Backfill("more", fails)]))
    with pytest.raises(CommandError, match=r"Not filled: audit\.0099_more/more in c_acme: no"):
        call_command("migrate", verbosity=0, stdout=StringIO())


@undone
def test_the_public_schema_is_filled_too(monkeypatch):
    seen = []

    def fill(_cursor, _batch):
        seen.append(schema.current())
        return 0

    board = migration("0007_no_code", app="board", backfills=[Backfill("all", fill)])
    of_clients = migration("0003_time_entries", app="work", backfills=[Backfill("all", fill)])
    monkeypatch.setattr(planning, "all_migrations", lambda: [board, of_clients])

    filling.fill(at=MONDAY, step=no_step)

    assert seen == ["public"]
    assert list(runs()) == [None]


def test_a_contract_step_of_the_app_overtakes_what_came_before_it():
    expand, contract = expanding(WORDS), migration("0099_gone", drop_column("note"), phase="contract")
    other = migration("0099_other", phase="contract", app="work")
    way = [expand, other, contract]

    assert [named.name for named in to_fill(way, [planning.key_of(expand), ("work", "0099_other")])] == [NAME]
    assert list(to_fill(way, [planning.key_of(expand), planning.key_of(contract)])) == []
    assert list(to_fill(way, [])) == []
