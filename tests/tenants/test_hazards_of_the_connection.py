"""The ways in which one client's connection could serve another (hazards g, h, i, l, m, p, q, t of infra/docs/tenancy.md)."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from motorblok.audit.models import Event
from motorblok.audit.tasks import read_book
from motorblok.kernel import schema
from tenants.backend.base import BehindPooler, SchemaIsMissing
from tenants.backend.cursors import SchemaHasChanged
from tenants.models import Client
from tests.tenants.books import write


def read_and_fail():
    assert not Event.objects.exists()
    raise ZeroDivisionError


def test_without_a_schema_nothing_is_read(db):
    with pytest.raises(schema.NoSchemaChosen):
        Event.objects.exists()


def test_after_a_schema_is_left_nothing_is_read(db):
    with schema.entered("c_acme"):
        assert not Event.objects.exists()

    with pytest.raises(schema.NoSchemaChosen):
        Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_g_a_path_that_could_not_be_set_closes_the_connection(acme_committed, monkeypatch):
    assert not Event.objects.exists()
    connected = connection.connection
    monkeypatch.setattr("tenants.backend.paths.statement", lambda _names: "SELECT no_such_function()")

    with (
        pytest.raises(ProgrammingError, match="no_such_function"),
        schema.entered("c_globex"),
    ):
        Event.objects.exists()

    assert connected.closed


def test_h_a_rollback_brings_the_schema_back(acme, globex_schema):
    write("acme's")

    with pytest.raises(ZeroDivisionError), transaction.atomic(), schema.entered(globex_schema):
        read_and_fail()

    assert Event.objects.get().subject == "acme's"


def test_h_a_rollback_inside_another_schema_does_too(acme, globex_schema):
    write("acme's")

    with schema.entered(globex_schema):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            read_and_fail()
        assert not Event.objects.exists()

    assert Event.objects.get().subject == "acme's"


def test_i_a_thread_has_no_schema(acme):
    found = []

    def look():
        try:
            Event.objects.exists()
        except schema.NoSchemaChosen:
            found.append("refused")
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert found == ["refused"]


@pytest.mark.django_db(transaction=True)
def test_lm_a_pooler_that_nobody_vouched_for_is_refused(acme_committed, monkeypatch):
    connection.close()
    monkeypatch.setattr("psycopg.ConnectionInfo.backend_pid", property(lambda _info: -1))

    with pytest.raises(BehindPooler):
        Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_lm_a_pooler_in_session_mode_is_borne(acme_committed, monkeypatch, settings):
    connection.close()
    settings.MOTORBLOK_POOLER = "session"
    monkeypatch.setattr("psycopg.ConnectionInfo.backend_pid", property(lambda _info: -1))

    assert not Event.objects.exists()


def test_p_a_kept_cursor_is_refused_in_the_next_schema(acme, globex_schema):
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM audit_event")

    with schema.entered(globex_schema), pytest.raises(SchemaHasChanged):
        cursor.execute("SELECT count(*) FROM audit_event")


def test_q_a_missing_schema_is_not_read_from_public(public):
    write("the provider's")

    with pytest.raises(SchemaIsMissing), schema.entered("c_gone"):
        Event.objects.exists()


def test_q_nothing_is_written_into_public_for_a_missing_schema(public, django_capture_on_commit_callbacks):
    with pytest.raises(SchemaIsMissing), schema.entered("c_gone"):
        write("a ghost's")

    assert not Event.objects.exists()


def test_t_a_task_without_a_schema_does_not_run_in_public(public):
    with pytest.raises(TypeError):
        read_book()


def test_to_enter_the_schema_one_is_in_costs_nothing(acme, django_assert_num_queries):
    Event.objects.exists()

    with django_assert_num_queries(1), schema.entered(acme.schema_name):
        Event.objects.exists()


def test_public_out_of_sight_is_another_place(acme):
    Client.objects.exists()

    with schema.entered_alone(acme.schema_name), pytest.raises(ProgrammingError), transaction.atomic():
        Client.objects.exists()
    assert Client.objects.exists()
