"""The folder tells the schema, and a client schema stays small."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ALLOWED_IN_BOTH = {"motorblok.audit"}


def test_only_the_event_book_is_in_both_schemas():
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == ALLOWED_IN_BOTH


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model.__name__)
def test_no_foreign_key_leaves_the_client_schema(model):
    of_client = {name.rpartition(".")[2] for name in settings.TENANT_APPS}
    if model._meta.app_label not in of_client:
        return

    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if target and getattr(field, "many_to_one", False) and target._meta.app_label not in of_client:
            assert field.db_constraint is False, field


def test_a_client_schema_has_few_tables_and_indexes(acme):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [acme.schema_name])
        (tables,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = %s", [acme.schema_name])
        (indexes,) = cursor.fetchone()

    assert tables <= 60
    assert indexes <= 150


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model.__name__)
def test_our_keys_are_uuids_or_natural(model):
    if not model.__module__.startswith(("motorblok", "tenants")):
        return

    assert model._meta.pk.get_internal_type() not in {"AutoField", "BigAutoField", "SmallAutoField"}
