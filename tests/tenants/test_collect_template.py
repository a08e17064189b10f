import pytest
from django.db import connection, migrations, models

from motorblok.kernel import schema
from tenants import planning, template
from tenants.planning import CannotBeReplayed
from tenants.template import NamesItsSchema
from tests.tenants.migrations import add_column, migration, next_release, run_python

undone = pytest.mark.usefixtures("owner_undone")


@pytest.fixture
def collect(monkeypatch):
    def collected(*brought):
        release = next_release(*brought)
        monkeypatch.setattr(planning, "plan", lambda: release)
        return template.template.__wrapped__()

    return collected


def schemas():
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'")
        return {row[0] for row in cursor.fetchall()}


@undone
def test_it_ends_with_what_the_last_migration_did(collect):
    made = collect(migration("0099_note", add_column()))

    assert made.statements[-1].startswith('ALTER TABLE "audit_event" ADD COLUMN "note"')
    assert made.keys[-1] == ("audit", "0099_note")
    assert made.fingerprint != template.template().fingerprint


@undone
def test_a_migration_finds_the_constraints_that_an_earlier_one_named(collect):
    unique = migrations.AlterUniqueTogether("event", {("kind", "subject")})
    not_unique = migrations.AlterUniqueTogether("event", set())

    made = collect(migration("0098_unique", unique), migration("0099_not_unique", not_unique))

    assert "DROP CONSTRAINT" in made.statements[-1]


@undone
def test_python_is_refused_since_it_would_be_missing(collect):
    with pytest.raises(CannotBeReplayed, match=r"audit\.0099_fill"):
        collect(migration("0099_fill", run_python(lambda _apps, _editor: None)))


@undone
def test_python_inside_another_operation_is_refused_too(collect):
    hidden = migrations.SeparateDatabaseAndState([run_python(lambda _apps, _editor: None)], [])

    with pytest.raises(CannotBeReplayed):
        collect(migration("0099_fill", hidden))


@undone
def test_python_with_nothing_to_do_in_an_empty_schema_can_be_named(collect, settings):
    settings.MOTORBLOK_DATA_MIGRATIONS = ["audit.0099_fill"]

    made = collect(migration("0099_fill", run_python(lambda _apps, _editor: None)))

    assert made.statements == template.template().statements
    assert made.keys[-1] == ("audit", "0099_fill")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner")
def test_a_concurrent_index_becomes_a_plain_one(collect):
    index = models.Index(fields=["kind"], name="audit_event_kind")
    concurrently = __import__("django.contrib.postgres.operations", fromlist=["x"]).AddIndexConcurrently(
        "event", index
    )

    made = collect(migration("0099_kind", concurrently, atomic=False))

    assert made.statements[-1] == 'CREATE INDEX "audit_event_kind" ON "audit_event" ("kind")'


@undone
def test_a_statement_that_names_its_schema_is_refused(collect):
    names_it = migrations.RunSQL([f"COMMENT ON TABLE {template.SCRATCH}.audit_event IS 'x'"])

    with pytest.raises(NamesItsSchema):
        collect(migration("0099_comment", names_it))


@undone
def test_a_statement_cannot_reach_a_table_in_public(collect):
    reaches_out = migrations.RunSQL(["ALTER TABLE tenants_client ADD COLUMN x int"])

    with pytest.raises(Exception, match="does not exist"):
        collect(migration("0099_reach", reaches_out))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner")
def test_it_leaves_no_scratch_schema_behind_even_when_it_fails(collect):
    before = schemas()

    with pytest.raises(Exception, match="does not exist"):
        collect(migration("0099_bad", migrations.RunSQL(["SELECT no_such"])))

    assert schemas() == before
    assert template.SCRATCH not in before
