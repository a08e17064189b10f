"""What is made in one client's schema and read in another's (hazards a to f and n of infra/docs/tenancy.md)."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction

from motorblok.audit.models import Event
from motorblok.kernel import schema
from tests.guards import source
from tests.tenants.books import write

ENTER = {"entered", "entered_alone"}
CLIENT_SCHEMA = ("work", "sla", "visibility")

IN_PUBLIC = "rows of a public table, which its callers narrow and read at once, whatever client is entered"
# Functions that hand out something lazy, with the reason.
MAY_BE_LAZY = {
    "billing/gateways/fake/world.py:every": IN_PUBLIC,
    "billing/queries/credited.py:waiting": IN_PUBLIC,
    "billing/queries/dunning.py:due_invoices": IN_PUBLIC,
    "billing/queries/invoice_list.py:matching": IN_PUBLIC,
    "billing/queries/life.py:overdue": IN_PUBLIC,
    "billing/settling.py:open_invoices": IN_PUBLIC,
    "billing/settling.py:unused_notes": IN_PUBLIC,
    "src/motorblok/accounts/queries/rows.py:shown_people": IN_PUBLIC,
    "src/motorblok/board/client_order.py:client_by_client": IN_PUBLIC,
    "src/motorblok/visibility/scopes.py:tasks_of": "the scope that visibility's own modules narrow and read at once",
    "src/motorblok/notify/scopes.py:notices_of": "the scope that notify's own modules narrow and read at once, in public",
}
# Tables whose key is no UUID, with the reason.
MAY_HAVE_ANOTHER_KEY = {
    "work.Series": "two rows a schema, only ever changed by one UPDATE in work.numbers",
    "audit.Disclosure": "event and field; the event's id is a UUID",
}


def enters_a_schema(node):
    calls = (each.context_expr for each in node.items)
    names = (call.func for call in calls if isinstance(call, ast.Call))
    return any((getattr(name, "attr", None) or getattr(name, "id", None)) in ENTER for name in names)


def yields_inside_a_schema(function):
    blocks = (node for node in ast.walk(function) if isinstance(node, ast.With) and enters_a_schema(node))
    return any(isinstance(inner, ast.Yield | ast.YieldFrom) for block in blocks for inner in ast.walk(block))


def is_context_manager(function):
    return any("contextmanager" in ast.unparse(decorator) for decorator in function.decorator_list)


def lazy_functions(tree):
    answers = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )
    return [node.name for node in answers if node.returns and "QuerySet" in ast.unparse(node.returns)]


def test_a_what_is_lazy_is_not_read_after_its_schema_was_left(db):
    with schema.entered("c_acme"):
        subjects = Event.objects.values_list("subject")

    with pytest.raises(schema.NoSchemaChosen):
        list(subjects)


def test_a_no_function_hands_out_a_queryset():
    found = {
        f"{source.name(path)}:{function}"
        for path in source.files()
        if "models" not in source.name(path)
        for function in lazy_functions(source.tree(path))
    }

    assert found == set(MAY_BE_LAZY)


def test_bce_no_generator_holds_a_schema():
    found = [
        f"{source.name(path)}:{node.name}"
        for path in source.files()
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef) and not is_context_manager(node) and yields_inside_a_schema(node)
    ]

    assert found == []


@pytest.mark.parametrize("block", ["schema.entered(x)", "entered(x), atomic()", "schema.entered_alone(x)"])
def test_bce_the_guard_sees_such_a_generator(block):
    (function,) = ast.parse(f"def rows():\n  with {block}:\n    for row in all(): yield row").body

    assert yields_inside_a_schema(function)


def test_e_nothing_reads_in_portions():
    found = [source.name(path) for path in source.files() if ".iterator(" in path.read_text(encoding="utf-8")]

    assert found == []


def test_d_streams_of_two_clients_read_in_turns_do_not_mix(db, client, settings):
    settings.MIDDLEWARE = ["tenants.middleware.HostMiddleware"]
    settings.ROOT_URLCONF = "tests.tenants.pages"
    for name in ("acme", "globex"):
        with schema.entered(f"c_{name}"):
            write(name)

    acme, globex = (
        iter(client.get("/stream/", headers={"host": f"{name}.localhost"})) for name in ("acme", "globex")
    )

    chunks = [next(source, None) for source in (acme, globex) * 3]

    assert chunks == [
        b"acme;",
        b"globex;",
        b"acme;",
        b"globex;",
        None,
        None,
    ]  # a stream left open ends at any moment
    assert schema.chosen() is None


def test_f_every_key_in_a_client_schema_is_unique_over_all_of_them():
    found = {
        model._meta.label
        for config in apps.get_app_configs()
        if config.name in settings.TENANT_APPS
        for model in config.get_models()
        if not isinstance(model._meta.pk, models.UUIDField)
    }

    assert found - set(MAY_HAVE_ANOTHER_KEY) == set()


def test_f_every_save_in_a_client_schema_names_its_fields():
    found = [
        f"{source.name(path)}:{call.lineno}"
        for path in source.files()
        if any(f"motorblok/{app}/" in source.name(path) for app in CLIENT_SCHEMA)
        for call in ast.walk(source.tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "save"
        if not {"update_fields", "force_insert"} & {keyword.arg for keyword in call.keywords}
    ]

    assert found == []


def test_f_such_a_save_is_refused_in_the_next_schema(acme, globex_schema):
    write("acme's")
    row = Event.objects.get()

    with schema.entered(globex_schema):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=["subject"])

        assert not Event.objects.exists()


def test_n_readers_are_woken_for_the_schema_of_the_event(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic(), schema.entered("c_acme"):
        write("acme's")

    assert [callback.schema for callback in callbacks] == ["c_acme"]
