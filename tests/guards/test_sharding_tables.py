"""Every public table has a place in a cluster, and its keys and foreign keys allow it to be there."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection, models

from motorblok.config.sharding import BY_CLIENT, LOCAL, REFERENCE

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
KEYS = """
SELECT conrelid::regclass::text, conname, (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1])
FROM pg_constraint WHERE contype IN ('p', 'u') AND connamespace = 'public'::regnamespace
UNION ALL
SELECT indrelid::regclass::text, indexrelid::regclass::text,
    (SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = indkey[0])
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisunique AND relnamespace = 'public'::regnamespace
"""
POINTERS = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
MOST_TABLES, MOST_INDEXES = 60, 150


@dataclass(frozen=True, slots=True)
class Places:
    """The three lists, or some that are wrong."""

    reference: frozenset[str]
    by_client: dict[str, str]
    local: frozenset[str]

    def kind(self, table):
        kinds = {"reference": self.reference, "by client": self.by_client, "local": self.local}
        return [name for name, tables in kinds.items() if table in tables]


PLACES = Places(REFERENCE, dict(BY_CLIENT), frozenset(LOCAL))


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def unplaced(tables, places):
    """Tables in none of the lists, or in several."""
    return {table for table in tables if len(places.kind(table)) != 1}


def not_by_client(keys, places):
    """Keys of tables by client that do not begin with the client."""
    return {
        name for table, name, first in keys if table in places.by_client and places.by_client[table] != first
    }


def forbidden(pointers, places):
    """Foreign keys that a cluster refuses."""
    wrong = {
        ("by client", "local"),
        ("reference", "by client"),
        ("reference", "local"),
        ("local", "by client"),
    }
    return {
        (a, b)
        for a, b in pointers
        for one in places.kind(a)
        for other in places.kind(b)
        if (one, other) in wrong
    }


@pytest.mark.usefixtures("public")
def test_every_public_table_is_placed_once():
    assert unplaced({name for (name,) in asked(TABLES)}, PLACES) == set()


def test_a_table_without_a_place_would_be_found():
    assert unplaced({"board_row", "new_table"}, PLACES) == {"new_table"}


def test_the_lists_name_no_table_that_is_gone():
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {
        "django_migrations"
    }

    assert {*REFERENCE, *BY_CLIENT, *LOCAL} <= ours


@pytest.mark.usefixtures("public")
def test_every_key_of_a_table_by_client_begins_with_the_client():
    assert not_by_client(asked(KEYS), PLACES) == set()


@pytest.mark.usefixtures("public")
def test_a_key_without_the_client_would_be_found():
    wrong = Places(REFERENCE, {"board_alarm": "client_id"}, frozenset())

    assert not_by_client(asked(KEYS), wrong) == {"board_alarm_pkey"}


@pytest.mark.usefixtures("public")
def test_foreign_keys_lead_where_a_cluster_allows_them():
    assert forbidden(asked(POINTERS), PLACES) == set()


@pytest.mark.usefixtures("public")
def test_a_foreign_key_that_a_cluster_refuses_would_be_found():
    wrong = Places(
        frozenset({"tenants_domain"}), {"tenants_logo": "client_id"}, frozenset({"tenants_client"})
    )

    assert ("tenants_logo", "tenants_client") in forbidden(asked(POINTERS), wrong)
    assert ("tenants_domain", "tenants_client") in forbidden(asked(POINTERS), wrong)


def test_each_table_that_stays_in_one_place_has_a_reason():
    assert all(reason for reason in LOCAL.values())


@pytest.mark.parametrize("table", sorted(BY_CLIENT))
def test_a_table_by_client_has_a_column_that_every_row_fills(table):
    (model,) = [model for model in apps.get_models() if model._meta.db_table == table]

    field = next(field for field in model._meta.local_fields if field.column == BY_CLIENT[table])
    assert isinstance(field, models.UUIDField)
    assert not field.null


def test_a_clients_schema_stays_small(acme):
    tables = asked(f"SELECT count(*) FROM pg_tables WHERE schemaname = '{acme.schema_name}'")[0][0]
    indexes = asked(f"SELECT count(*) FROM pg_indexes WHERE schemaname = '{acme.schema_name}'")[0][0]

    assert 0 < tables <= MOST_TABLES
    assert 0 < indexes <= MOST_INDEXES
