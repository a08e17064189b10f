"""The app login may work in whatever the owner creates, and change no table."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from motorblok.kernel import schema
from tenants import logins

RIGHTS = "SELECT has_table_privilege(%s, %s, %s)"


def may(role, right, table):
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [role, table, right])
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("owner_undone")
@pytest.mark.parametrize(("right", "allowed"), [("SELECT", True), ("UPDATE", True), ("TRUNCATE", False)])
def test_the_app_login_works_in_a_table_made_after_the_grants(right, allowed):
    with schema.entered_alone("c_acme"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")

        assert may(settings.MOTORBLOK_APP_ROLE, right, "c_acme.later") is allowed


@pytest.mark.usefixtures("owner_undone")
def test_granting_twice_changes_nothing():
    logins.grant_defaults()
    logins.grant_defaults()


@pytest.mark.usefixtures("owner_undone")
def test_the_sealer_reads_the_book_and_empties_its_queue_alone():
    with schema.entered("c_acme"):
        rights = [
            may(settings.MOTORBLOK_SEALER_ROLE, right, table)
            for table, right in [
                ("audit_event", "SELECT"),
                ("audit_unsealed", "DELETE"),
                ("audit_event", "INSERT"),
                ("audit_disclosure", "SELECT"),
                ("work_task", "SELECT"),
            ]
        ]

    assert rights == [True, True, False, False, False]


@pytest.mark.parametrize(
    "statement", ["CREATE SCHEMA c_mine", "CREATE TABLE mine (id int)", "DROP TABLE work_task"]
)
def test_the_app_login_changes_no_table(acme, statement):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(statement)


def test_the_app_login_cannot_migrate(db):
    with pytest.raises(CommandError, match="MOTORBLOK_LOGIN=owner"):
        call_command("migrate", verbosity=0)
