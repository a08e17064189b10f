"""Every table of the public schema says whether and how its rows travel with a client; a client's own tables all do."""

import pytest
from django.db import connection

from motorblok.config.moving.shapes import shapes, tables_in
from motorblok.config.moving.tables import STAYS, TRAVELS
from motorblok.kernel import schema

SEQUENCES = """
SELECT class.relname FROM pg_attribute JOIN pg_class class ON class.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = %s::regnamespace AND relkind = 'r' AND attnum > 0
AND (attidentity <> '' OR pg_get_expr(adbin, adrelid) LIKE 'nextval%%')
"""
# The tables whose rows name a client, and that stay nevertheless.
STAY_THOUGH_THEY_NAME_ONE = {"accounts_session", "tenants_clientmigration", "tenants_backfillrun"}


def test_every_public_table_is_said_to_travel_or_to_stay(public):
    there = {*tables_in(schema.PUBLIC), "django_migrations"}

    assert there == TRAVELS.keys() | STAYS.keys(), "say in motorblok.config.moving.tables whose its rows are"


def test_no_table_is_said_to_do_both():
    assert not TRAVELS.keys() & STAYS.keys()


def test_a_table_that_names_a_client_travels(public):
    tables = shapes(schema.PUBLIC, list(STAYS))
    name_one = {name for name, table in tables.items() if {"client_id", "debtor_id"} & set(table.names)}

    assert name_one == STAY_THOUGH_THEY_NAME_ONE


@pytest.mark.parametrize("name", TRAVELS)
def test_a_table_comes_after_what_it_hangs_on(name):
    of, order = TRAVELS[name], list(TRAVELS)

    assert not of.under or order.index(of.under) < order.index(name)


def test_what_travels_is_told_apart_by_a_key_that_means_the_same_elsewhere(public):
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES, ["public"])
        counted = {table for (table,) in cursor.fetchall()}

    assert {name for name, of in TRAVELS.items() if of.key} == counted & TRAVELS.keys()


def test_no_table_of_a_client_counts_by_a_sequence(acme):
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES, [acme.schema_name])

        assert {table for (table,) in cursor.fetchall()} == {"django_migrations"}


def test_every_table_of_a_client_has_a_key(acme):
    tables = shapes(acme.schema_name, tables_in(acme.schema_name))

    assert [name for name, table in tables.items() if not table.key] == []
