"""A client in a deployment that never heard of it, and in one of a later release."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from billing.models import Debtor, UsageRecord
from motorblok.accounts.models import Person
from motorblok.config.moving.choosing import NO_STAFF, OTHER_BOOKS, OTHER_PEPPER
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.restoring import restore
from motorblok.kernel import schema
from tenants import hosts, planning, queries
from tenants.host_names import own_host
from tenants.models import Client, Domain, DomainClaim
from tests import cast, world
from tests.accounts import gate
from tests.config.moving import furnished
from tests.config.moving.furnished import digests
from tests.tenants.migrations import add_column, migration, next_release

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OWN = "portal.initech.example"


@contextmanager
def another_deployment() -> Iterator[None]:
    """A second database with migrations of its own; whatever is asked inside is asked there."""
    here = connection.settings_dict["NAME"]
    there = f"{here}_elsewhere"
    _as_one("DROP DATABASE IF EXISTS {}", there)
    _as_one("CREATE DATABASE {}", there)
    _move_to(there)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _move_to(here)
        _as_one("DROP DATABASE {} WITH (FORCE)", there)


def _as_one(statement: str, name: str) -> None:
    login = {key.lower(): connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as apart:
        apart.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _move_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    hosts.table.forget()
    queries.forget_service_lines()


def given_an_address_of_its_own(client, now):
    with schema.entered(schema.PUBLIC):
        DomainClaim.objects.create(client=client, host=OWN, token="t", claimed_at=now, proven_at=now)
        Domain.objects.filter(tenant=client).update(is_primary=False)
        Domain.objects.create(tenant=client, domain=OWN, is_primary=True)


def test_a_client_moves_into_a_fresh_deployment(initech, tmp_path, now, settings, capsys):
    given_an_address_of_its_own(initech.client, now)
    export = furnished.exported(initech.client, tmp_path)
    theirs = digests("c_initech")
    with another_deployment():
        settings.MOTORBLOK_PEPPER = "another one"
        cast.staff("Samuel", initech.sam.email, "agent")

        call_command("restore_client", str(export))

        said = capsys.readouterr().out
        assert "1 of the staff named in the rows are not here" in said
        assert "Samuel has another account here than in the export." in said
        assert "The pepper here is another one" in said
        assert f"accounts_assignment: 1 left out: {NO_STAFF}" in said
        assert f"accounts_apikey: 1 left out: {OTHER_PEPPER}" in said
        assert f"billing_invoice: 1 left out: {OTHER_BOOKS}" in said
        with schema.entered(schema.PUBLIC):
            assert not Debtor.objects.exists()
            assert not UsageRecord.objects.exists()
            assert list(Domain.objects.values_list("domain", "is_primary")) == [
                (own_host(initech.client), True)
            ]
            assert list(DomainClaim.objects.values_list("host", "token", "proven_at")) == [(OWN, "t", None)]
            sam = Person.objects.get(pk=initech.sam.pk)
            assert (sam.name, sam.is_active, sam.email) == ("Sam Agent", False, f"{sam.pk}@moved.invalid")
        ours = digests("c_initech")
        for table in (
            "work_task",
            "work_timeentry",
            "work_series",
            "sla_clock",
            "sla_agreementversion",
            "sla_calendar",
        ):
            assert ours[f"c_initech.{table}"] == theirs[f"c_initech.{table}"]
        at_portal = portal_of("initech")
        assert gate.sign_in(at_portal, initech.dora.email).status_code == 302
        page = cast.browser(cast.rita()).get(f"/clients/initech/tasks/{initech.number}/").content.decode()
        assert "Sam Agent" in page
        with pytest.raises(CannotMove, match="here already"):
            restore(export, by="admin", at=now)


def portal_of(slug):
    return cast.browser(client=queries.client_by_slug(slug))


@pytest.fixture
def later_release(initech, export, monkeypatch):
    """The next release, with Initech lost before it came; Acme and Globex get their tables back afterwards."""
    furnished.forget(initech.client)
    plan = next_release(migration("0099_note", add_column()))
    monkeypatch.setattr(planning, "plan", lambda: plan)
    yield
    monkeypatch.undo()
    world.build()


def test_an_export_of_an_earlier_release_is_brought_to_this_one(later_release, export, now):
    done = restore(export, by="admin", at=now)

    with schema.entered("c_initech"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE note = ''")
        assert cursor.fetchone()[0] > 20
    with schema.entered(schema.PUBLIC):
        assert Client.objects.get(pk=done.client.pk).state == "open"


def test_an_export_of_a_later_release_is_refused(initech, tmp_path, now, monkeypatch):
    with schema.entered("c_initech"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('work', '0999_later', now())"
        )
    path = furnished.exported(initech.client, tmp_path)

    with pytest.raises(CannotMove, match=r"work\.0999_later: this release is older"):
        restore(path, by="admin", at=now, replacing=True)


def test_the_app_login_is_told_who_may(transactional_db, tmp_path, now):
    with pytest.raises(CannotMove, match="MOTORBLOK_LOGIN=owner"):
        restore(furnished.exported(world.client("acme"), tmp_path), by="admin", at=now)
