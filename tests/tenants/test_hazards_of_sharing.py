"""What stands beside the schemas and is common to all clients (hazards o, r, s and v of infra/docs/tenancy.md)."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import FileField

from motorblok.kernel import schema
from tenants.planning import plan


def test_o_a_cached_value_is_found_in_its_own_schema_only(db):
    with schema.entered("c_acme"):
        cache.set("greeting", "acme's")

    with schema.entered("c_globex"):
        assert cache.get("greeting") is None
    with schema.entered("c_acme"):
        assert cache.get("greeting") == "acme's"


def test_o_without_a_schema_nothing_is_cached():
    with pytest.raises(schema.NoSchemaChosen):
        cache.set("greeting", "anybody's")


def test_r_no_model_keeps_files_in_a_common_folder():
    found = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]

    assert found == []


def test_s_a_client_schema_has_no_content_types():
    labels = {app for app, _ in plan().keys}

    assert plan().labels == {"audit", "sla", "work"} | (plan().labels & {"visibility"})
    assert "contenttypes" not in labels


def test_v_there_is_no_admin_site():
    assert not [name for name in settings.INSTALLED_APPS if "admin" in name]
