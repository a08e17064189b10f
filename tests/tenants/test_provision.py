import pytest
from django.db import connection

from motorblok.audit.queries import entries
from motorblok.kernel import schema
from tenants import shapes, template
from tenants.actions import open_client, provision, retry_provisioning
from tenants.models import Client, State
from tenants.readers import build_opened_clients
from tests.cast import MONDAY, RITA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("owner")]


@pytest.fixture
def initech():
    return open_client(name="Initech", slug="initech", actor=RITA, at=MONDAY)


def broken(client):
    raise ZeroDivisionError(client.name)


def exists(name):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [name])
        return cursor.fetchone()[0]


def reread(client):
    with schema.entered(schema.PUBLIC):
        return Client.objects.get(pk=client.pk)


def test_the_schema_is_built_as_the_migrations_would(initech):
    provision(initech.id, at=MONDAY)

    with schema.entered(schema.PUBLIC):
        assert shapes.shape_of("c_initech") == template.template().shape == shapes.shape_of("c_acme")


def test_the_client_is_open_and_its_book_begins(initech, book):
    client = provision(initech.id, at=MONDAY)

    assert (client.state, client.provisioned_at) == (State.OPEN, MONDAY)
    with schema.entered("c_initech"):
        assert book.kinds() == ["tenants.client.provisioned"]


def test_every_provision_step_runs_in_the_new_schema(initech, settings, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "tests.tenants.steps.note", lambda client: seen.append((client.slug, schema.current()))
    )
    settings.MOTORBLOK_PROVISION_STEPS = "tests.tenants.steps.STEPS"

    provision(initech.id, at=MONDAY)

    assert seen == [("initech", "c_initech")]


def test_a_message_that_comes_twice_builds_once(initech):
    first = provision(initech.id, at=MONDAY)

    assert provision(initech.id, at=MONDAY).provisioned_at == first.provisioned_at


def test_a_failure_leaves_no_schema_and_can_be_read(initech, book, settings, monkeypatch):
    monkeypatch.setattr("tests.tenants.steps.note", broken)
    settings.MOTORBLOK_PROVISION_STEPS = "tests.tenants.steps.STEPS"

    with pytest.raises(ZeroDivisionError):
        provision(initech.id, at=MONDAY)

    assert not exists("c_initech")
    assert reread(initech).failure == "ZeroDivisionError: Initech"
    with schema.entered(schema.PUBLIC):
        assert book.kinds()[-1] == "tenants.client.build_failed"


def test_a_retry_forgets_the_failure_and_asks_the_provisioner_again(initech, book, monkeypatch):
    sent = []
    with schema.entered(schema.PUBLIC):
        Client.objects.filter(pk=initech.pk).update(failure="x")

    retry_provisioning(initech.id, actor=RITA, at=MONDAY)

    monkeypatch.setattr(
        "tenants.readers.current_app.send_task", lambda name, **how: sent.append((name, how["kwargs"]))
    )
    with schema.entered(schema.PUBLIC):
        build_opened_clients(entries([book.events()[-1].id]))
    assert reread(initech).failure == ""
    assert sent == [("tenants.tasks.provision", {"client": str(initech.id)})]


def test_another_ones_schema_of_that_name_is_not_taken_over(initech):
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA c_initech")

    with pytest.raises(Exception, match="already exists"):
        provision(initech.id, at=MONDAY)

    assert reread(initech).state == State.OPENING
