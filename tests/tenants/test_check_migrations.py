"""The check tries each migration on PostgreSQL, and refuses what would stop the release before, or whoever works meanwhile."""

from io import StringIO

import pytest
from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models

from motorblok.kernel import schema
from tenants import planning
from tenants.checks import trial
from tenants.checks.refusals import Why, standing
from tests.tenants.migrations import migration, run_python

undone = pytest.mark.usefixtures("owner_undone")

BASE = migration(
    "0001_base",
    migrations.CreateModel(
        "Page",
        [
            ("id", models.UUIDField(primary_key=True)),
            ("number", models.IntegerField(null=True)),
            ("kind", models.CharField(max_length=20)),
            ("word", models.CharField(max_length=20, db_default="")),
            ("old", models.CharField(max_length=20, null=True)),
        ],
        options={"indexes": [models.Index(fields=["number"], name="page_number")]},
    ),
    migrations.CreateModel("Book", [("id", models.UUIDField(primary_key=True))]),
)
POSITIVE = models.CheckConstraint(condition=models.Q(number__gt=0), name="page_positive")
BY_KIND = models.Index(fields=["kind"], name="page_kind")
NOT_VALID = "ALTER TABLE audit_page ADD CONSTRAINT {} CHECK ({}) NOT VALID"


def sql(*statements):
    return migrations.RunSQL(list(statements))


def add(field, name="new"):
    return migrations.AddField("page", name, field)


def alter(name, field):
    return migrations.AlterField("page", name, field)


def found(*operations, after=(), **attributes):
    step = migration("0098_step", *operations, **attributes)
    return trial.check([BASE, *after, step])


REFUSED = {
    "a column that must be filled": (add(models.CharField(max_length=9, default="")), Why.NOT_NULL_COLUMN),
    "a column that must be filled, in SQL": (
        sql(
            "ALTER TABLE audit_page ADD new int DEFAULT 1 NOT NULL",
            "ALTER TABLE audit_page ALTER new DROP DEFAULT",
        ),
        Why.NOT_NULL_COLUMN,
    ),
    "a default that differs by row": (
        sql("ALTER TABLE audit_page ADD COLUMN new timestamptz DEFAULT clock_timestamp()"),
        Why.REWRITE,
    ),
    "a type that is stored otherwise": (alter("number", models.BigIntegerField(null=True)), Why.REWRITE),
    "a column that may be NULL no more": (
        sql("ALTER TABLE audit_page ALTER old SET NOT NULL, ALTER old SET DEFAULT ''"),
        Why.SET_NOT_NULL,
    ),
    "a foreign key": (add(models.ForeignKey("audit.Book", models.CASCADE, null=True)), Why.INLINE),
    "a foreign key of a column that is there": (
        sql("ALTER TABLE audit_page ADD CONSTRAINT x FOREIGN KEY (id) REFERENCES audit_book (id)"),
        Why.NOT_VALID,
    ),
    "a column with a check": (add(models.PositiveIntegerField(null=True)), Why.INLINE),
    "a check": (migrations.AddConstraint("page", POSITIVE), Why.NOT_VALID),
    "a check that is validated at once": (
        sql(NOT_VALID.format("x", "number > 0"), "ALTER TABLE audit_page VALIDATE CONSTRAINT x"),
        Why.SAME_TRANSACTION,
    ),
    "a unique constraint": (alter("kind", models.CharField(max_length=20, unique=True)), Why.UNIQUE),
    "an index": (migrations.AddIndex("page", BY_KIND), Why.INDEX),
    "an index that goes": (migrations.RemoveIndex("page", "page_number"), Why.DROP_INDEX),
    "an exclusion": (
        sql("ALTER TABLE audit_page ADD CONSTRAINT x EXCLUDE USING btree (number WITH =)"),
        Why.EXCLUDE,
    ),
    "a column of another name": (migrations.RenameField("page", "old", "older"), Why.RENAME),
    "a table of another name": (migrations.AlterModelTable("page", "audit_paper"), Why.RENAME),
    "a column that goes": (migrations.RemoveField("page", "old"), Why.DROP),
    "a table that goes": (migrations.DeleteModel("Book"), Why.DROP),
    "a default that goes": (sql("ALTER TABLE audit_page ALTER word DROP DEFAULT"), Why.DROP_DEFAULT),
    "rows that are changed": (sql("UPDATE audit_page SET kind = 'a; b' WHERE kind = ''"), Why.DATA),
    "rows that are copied": (sql("INSERT INTO audit_book (id) SELECT id FROM audit_page"), Why.DATA),
    "rows that are changed behind a comment": (sql("-- fill\nDELETE FROM audit_page"), Why.DATA),
    "rows that are changed after another statement": (sql("SELECT 1; DELETE FROM audit_page"), Why.DATA),
    "Python": (run_python(lambda _apps, _editor: None), Why.PYTHON),
    "a lock": (sql("LOCK TABLE audit_page IN SHARE MODE"), Why.HEAVY),
    "a table sorted anew": (sql("CLUSTER audit_page USING audit_page_pkey"), Why.HEAVY),
    "a table emptied": (sql("TRUNCATE audit_page"), Why.HEAVY),
    "code that cannot be seen": (sql("DO $$ BEGIN NULL; END $$"), Why.OPAQUE),
}
FINE = {
    "a column that may be NULL": add(models.CharField(max_length=9, null=True)),
    "a column that the database fills": add(models.CharField(max_length=9, db_default="a")),
    "a longer column": alter("kind", models.CharField(max_length=90)),
    "a column that may be NULL from now on": alter("kind", models.CharField(max_length=20, null=True)),
    "a check that is not validated yet": sql(NOT_VALID.format("x", "number > 0")),
    "a row of its own": sql("INSERT INTO audit_book VALUES (gen_random_uuid())"),
    "a constraint of another name": sql(
        "ALTER TABLE audit_page RENAME CONSTRAINT audit_page_pkey TO page_key"
    ),
}


@undone
@pytest.mark.parametrize("case", REFUSED)
def test_what_would_stop_others_is_refused(case):
    operation, why = REFUSED[case]

    refused = found(operation)

    assert why in {refusal.why for refusal in refused}, refused
    assert all(str(refusal).startswith("audit.0098_step: ") for refusal in refused)


@undone
@pytest.mark.parametrize("case", FINE)
def test_what_stops_nobody_goes_through(case):
    assert found(FINE[case]) == []


@undone
def test_in_a_table_of_the_same_migration_everything_goes():
    made = migrations.CreateModel("Line", [("id", models.UUIDField(primary_key=True))])
    book = models.ForeignKey("audit.Book", models.CASCADE)
    count = models.PositiveIntegerField(db_index=True)

    step = [made, migrations.AddField("line", "book", book), migrations.AddField("line", "count", count)]

    assert found(*step) == []


@undone
def test_a_column_may_refuse_null_once_a_check_has_proven_it():
    proven = migration("0096_proven", sql(NOT_VALID.format("x", "old IS NOT NULL")))
    validated = migration("0097_validated", sql("ALTER TABLE audit_page VALIDATE CONSTRAINT x"))
    demand = sql("ALTER TABLE audit_page ALTER old SET NOT NULL, ALTER old SET DEFAULT ''")

    assert found(demand, after=[proven, validated]) == []


@undone
def test_a_contract_step_may_drop_what_nobody_has_to_fill():
    drop = [
        migrations.RemoveField("page", "old"),
        migrations.RemoveField("page", "word"),
        migrations.DeleteModel("Book"),
    ]

    assert found(*drop, phase="contract") == []


@undone
def test_a_contract_step_comes_too_late_for_a_column_that_had_to_be_filled():
    (refusal,) = found(migrations.RemoveField("page", "kind"), phase="contract")

    assert refusal.why is Why.STILL_NEEDED
    assert refusal.statement == "audit_page.kind"


@undone
def test_a_migration_with_a_reason_goes_through_and_is_shown_with_it():
    (refusal,) = found(migrations.RemoveField("page", "old"), safe_because="Nobody ever wrote it.")

    assert standing([refusal]) == []
    assert str(refusal).endswith("Allowed: Nobody ever wrote it.")


@undone
def test_an_empty_reason_is_none():
    refused = standing(found(migrations.RemoveField("page", "old"), safe_because=" "))

    assert {refusal.why for refusal in refused} == {Why.DROP, Why.UNREASONED}


@undone
def test_only_what_is_asked_for_is_looked_at():
    step = migration("0098_step", migrations.RemoveField("page", "old"))

    assert trial.check([BASE, step], only=[("audit", "0099_other")]) == []
    assert len(trial.check([BASE, step], only=[("audit", "0098_step")])) == 1


@undone
def test_the_first_release_is_not_looked_at_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert trial.check([BASE]) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner")
def test_an_index_beside_the_work_goes_through_and_stands_alone():
    beside = AddIndexConcurrently("page", BY_KIND)
    without = RemoveIndexConcurrently("page", "page_number")

    assert found(beside, without, atomic=False) == []
    (refusal,) = found(beside, add(models.IntegerField(null=True)), atomic=False)
    assert refusal.why is Why.HALF


@undone
def test_a_validation_of_its_own_goes_through():
    added = migration(
        "0097_added", migrations.AddConstraint("page", POSITIVE), safe_because="An empty table."
    )

    assert found(ValidateConstraint("page", "page_positive"), after=[added])[1:] == []


@undone
def test_the_command_tells_and_fails(monkeypatch):
    step = migration("0098_step", migrations.RemoveField("page", "old"))
    monkeypatch.setattr(planning, "all_migrations", lambda: [BASE, step])
    out = StringIO()

    with pytest.raises(CommandError, match="1 statements would stop others"):
        call_command("check_migrations", stdout=out)

    assert (
        'audit.0098_step: ALTER TABLE "audit_page" DROP COLUMN "old" CASCADE: the release before'
        in out.getvalue()
    )


@undone
def test_no_scratch_remains():
    found(FINE["a longer column"])

    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s)", [trial.SCRATCH])
        assert cursor.fetchone() == (None,)
