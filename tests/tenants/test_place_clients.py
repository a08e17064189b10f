"""A client's schema goes to a worker where the settings speak of a cluster; the cluster here is pretended."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from motorblok.config.sharding import BY_CLIENT, REFERENCE
from motorblok.kernel import schema
from tenants import sharding, telling
from tenants.actions import open_client, provision
from tenants.models import Client, State
from tests.cast import MONDAY, RITA

PRETENDED = (
    "CREATE TABLE pg_dist_partition (logicalrelid oid PRIMARY KEY, partmethod text, repmodel text)",
    "CREATE TABLE moved (name text, tables int)",
    """CREATE FUNCTION citus_schema_distribute(regnamespace) RETURNS void LANGUAGE sql AS
    'INSERT INTO moved SELECT $1::text, count(*) FROM pg_class WHERE relnamespace = $1::oid AND relkind = ''r'' '""",
    "CREATE TABLE citus_schemas (schema_name regnamespace)",
    """CREATE FUNCTION create_reference_table(regclass) RETURNS void LANGUAGE sql AS
    'INSERT INTO pg_dist_partition VALUES ($1, ''n'', ''t'')'""",
    """CREATE FUNCTION create_distributed_table(regclass, text, colocate_with text) RETURNS void LANGUAGE sql AS
    'INSERT INTO pg_dist_partition VALUES ($1, ''h'', $2)'""",
    """CREATE FUNCTION citus_add_local_table_to_metadata(regclass, cascade_via_foreign_keys bool) RETURNS void
    LANGUAGE sql AS 'INSERT INTO pg_dist_partition VALUES ($1, ''n'', ''s'')'""",
)
APP_MAY_ENTER = "SELECT has_schema_privilege('{role}', 'c_initech', 'USAGE')"


def ask(statement):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def cluster(owner_undone, settings, monkeypatch):
    settings.MOTORBLOK_SHARDING = "citus"
    for module in (sharding, telling):
        monkeypatch.setattr(module, "must_be_a_cluster", lambda: None)
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        for statement in PRETENDED:
            cursor.execute(statement)


@pytest.mark.usefixtures("cluster")
def test_a_client_is_handed_to_a_worker_when_its_tables_stand():
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)

    provision(client.id, at=MONDAY)

    tables = ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'c_initech'")[0][0]
    assert ask("SELECT name, tables FROM moved") == [("c_initech", tables)]
    assert tables > 10


@pytest.mark.usefixtures("cluster")
def test_the_app_login_is_let_into_a_schema_in_so_many_words(settings):
    role = settings.MOTORBLOK_APP_ROLE
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(f'ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM "{role}"')

    provision(client.id, at=MONDAY)

    assert ask(APP_MAY_ENTER.format(role=role)) == [(True,)]


@pytest.mark.usefixtures("cluster")
def test_every_public_table_is_told_of_once():
    told = telling.tell_public_tables()

    known = ask("SELECT count(*) FROM pg_dist_partition")[0][0]
    assert known == len(told) > len(REFERENCE) + len(BY_CLIENT)
    assert telling.tell_public_tables() == []


@pytest.mark.usefixtures("cluster")
def test_the_app_cannot_change_the_event_book_though_citus_makes_its_table_anew(settings):
    role = settings.MOTORBLOK_APP_ROLE
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION citus_add_local_table_to_metadata(regclass, cascade_via_foreign_keys bool) "
            f'RETURNS void LANGUAGE plpgsql AS \'BEGIN GRANT UPDATE ON audit_event TO "{role}"; '
            f'REVOKE SELECT ON audit_event FROM "{role}"; END\''
        )
    before = ask(telling.RIGHTS)

    telling.tell_public_tables()

    assert {*ask(telling.RIGHTS)} == {*before}


@pytest.mark.usefixtures("cluster")
def test_numbers_go_on_where_they_were_though_citus_begins_them_anew():
    last = ask("SELECT max(id) FROM django_migrations")[0][0]
    ask("SELECT setval('django_migrations_id_seq', 1, false)")

    telling.tell_public_tables()

    assert ask("SELECT nextval('django_migrations_id_seq')") == [(last + 1,)]


@pytest.mark.usefixtures("cluster")
def test_a_table_that_everyone_may_join_is_copied_to_all_nodes():
    telling.tell_public_tables()

    assert {
        name
        for (name,) in ask(
            f"SELECT relname FROM ({telling.KNOWN}) k (relname, kind) WHERE kind = 'reference'"
        )
    } == REFERENCE


@pytest.mark.usefixtures("cluster")
def test_a_table_by_client_leaves_the_coordinator_when_it_is_named():
    telling.tell_public_tables(spread=frozenset({"board_row"}))

    assert ask("SELECT repmodel FROM pg_dist_partition WHERE partmethod = 'h'") == [(BY_CLIENT["board_row"],)]


@pytest.mark.usefixtures("cluster")
def test_clients_that_are_still_on_the_coordinator_are_handed_over(capsys):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("INSERT INTO citus_schemas VALUES ('c_acme')")

    call_command("citus_tables", "--clients")

    assert ask("SELECT name FROM moved") == [("c_globex",)]
    assert capsys.readouterr().out.endswith("tables told.\nc_globex handed over.\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner")
def test_a_database_without_the_extension_is_refused_in_one_sentence_and_nothing_stays(settings):
    settings.MOTORBLOK_SHARDING = "citus"
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)

    with pytest.raises(sharding.CitusIsMissing, match="CREATE EXTENSION citus on every node"):
        provision(client.id, at=MONDAY)

    with schema.entered(schema.PUBLIC):
        kept = Client.objects.get(pk=client.id)
    assert (kept.state, kept.failure.partition(":")[0]) == (State.OPENING, "CitusIsMissing")
    assert ask("SELECT to_regnamespace('c_initech')") == [(None,)]


@pytest.mark.usefixtures("public")
def test_the_command_refuses_it_too(settings):
    with pytest.raises(CommandError, match="Set MOTORBLOK_SHARDING=citus"):
        call_command("citus_tables")
    settings.MOTORBLOK_SHARDING = "citus"
    with pytest.raises(CommandError, match="CREATE EXTENSION citus"):
        call_command("citus_tables")


@pytest.mark.usefixtures("owner_undone")
def test_without_the_setting_nothing_is_asked():
    client = open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)

    assert provision(client.id, at=MONDAY).state == State.OPEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("owner")
def test_migrate_refuses_in_a_sentence_as_well(settings):
    settings.MOTORBLOK_SHARDING = "citus"

    with pytest.raises(CommandError, match="CREATE EXTENSION citus"):
        call_command("migrate", verbosity=0)
