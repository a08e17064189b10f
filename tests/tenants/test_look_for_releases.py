"""Contract steps are refused while a process of another release is connected, which says its release at the database."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from motorblok.config.operations.releases import session_name
from motorblok.kernel import schema
from tenants import connected

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("owner")]


def connect(name):
    given = connection.settings_dict
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        dbname=given["NAME"],
        user=given["USER"],
        password=given["PASSWORD"],
        application_name=name,
    )


def test_we_are_not_another_release():
    own = connection.settings_dict["OPTIONS"]["application_name"]
    release = own.rpartition(" ")[2]

    with connect(f"motorblok web {release}"), connect("psql"):
        found = connected.of_other_releases()

    assert release
    assert found == []


@pytest.mark.parametrize("name", ["motorblok web 0.0.9+abc", "motorblok"])
def test_a_process_of_another_release_is_named(name):
    with connect(name), connect(name):
        (other,) = connected.of_other_releases()

    assert str(other) == f"{name} (2 connections)"


def test_a_contract_is_refused_while_it_is_connected_and_nothing_has_run():
    with (
        connect("motorblok worker 0.0.9"),
        pytest.raises(CommandError, match=r"worker 0\.0\.9 \(1 connection\)"),
    ):
        call_command("migrate", "--contract", verbosity=0, stdout=StringIO())

    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


def test_a_contract_without_any_such_process_goes_through():
    call_command("migrate", "--contract", verbosity=0, stdout=StringIO())

    assert connected.of_other_releases() == []


def test_a_name_at_the_database_is_short_enough_to_be_kept_whole():
    name = session_name("provisioner", "motorblok@" + "1" * 60)

    assert len(name) <= 63
    assert session_name("web", "motorblok@1.2.3+abc") == "motorblok web 1.2.3+abc"
