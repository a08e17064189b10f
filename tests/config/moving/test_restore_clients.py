"""A client comes back equal, beside others that notice nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from billing.models import NumberSeries
from motorblok.accounts.models import ApiKey, Assignment, Person, Session
from motorblok.audit import readers
from motorblok.audit.models import Event
from motorblok.audit.queries import entries
from motorblok.board.models import Alarm, Fired, Row
from motorblok.board.sweeper import sweep_all
from motorblok.config.moving import arriving, building
from motorblok.config.moving.fitting import Target
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.restoring import restore
from motorblok.kernel import schema
from motorblok.notify import sending
from motorblok.notify.models import Notice
from tenants.models import BackfillRun, Client
from tenants.shapes import shape_of
from tenants.template import template
from tests import cast
from tests.accounts import gate
from tests.config.moving import furnished
from tests.config.moving.furnished import digests

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# What a restore writes: into the books and their queues.
BOOKS = {f"audit_{name}" for name in ("event", "disclosure", "unsealed", "unread")}
# One event was not read yet when the export was made: the inbox and the usage of it come with the restore.
COUNTED = {"account_emailaddress", "mfa_authenticator"}  # their keys are counters, which do not travel
READ_SINCE = {"notify_notice", "billing_usagerecord"}


def lose_schema(client):
    with schema.entered(schema.PUBLIC):
        building.drop(client.schema_name)


def restored(path, now, **how):
    return restore(path, by="admin", at=now, **how)


def without_books(found):
    return {table: digest for table, digest in found.items() if table.partition(".")[2] not in BOOKS}


def explained(number):
    out = StringIO()
    call_command("explain", number, at=furnished.NOW, stdout=out)
    return out.getvalue()


def leaves(client):
    with schema.entered(client.schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT id, leaf FROM audit_event ORDER BY id")
        events = [(key, bytes(leaf)) for key, leaf in cursor.fetchall()]
        cursor.execute("SELECT event_id, field, salt, value FROM audit_disclosure ORDER BY 1, 2")
        return events, cursor.fetchall()


def test_a_client_whose_schema_was_dropped_is_equal_again_and_others_are_untouched(initech, tmp_path, now):
    book, disclosed = leaves(initech.client)
    export = furnished.exported(initech.client, tmp_path)
    before = digests("c_initech", "c_acme", "c_globex")
    why = explained(initech.number)
    lose_schema(initech.client)

    done = restored(export, now, replacing=True)

    differs = {
        table
        for table, digest in digests("c_initech", "c_acme", "c_globex").items()
        if before[table] != digest
    }
    assert {table.partition(".")[2] for table in differs} - BOOKS == {*READ_SINCE, "django_migrations"}
    assert not {table for table in differs if table.startswith(("c_acme", "c_globex"))}
    assert leaves(initech.client)[0][: len(book)] == book
    assert set(disclosed) <= set(leaves(initech.client)[1])
    assert explained(initech.number) == why
    assert done.client.state == "open"
    with schema.entered(schema.PUBLIC):
        assert shape_of("c_initech") == template().shape


def test_people_sign_in_and_see_their_work_after_everything_of_the_client_was_lost(initech, export, now):
    lose_everything(initech.client)

    restored(export, now)

    dora, rita = initech.dora, cast.rita()
    at_portal = cast.browser(client=initech.client)
    assert gate.sign_in(at_portal, dora.email).status_code == 302
    assert initech.number in at_portal.get(f"/tasks/{initech.number}/").content.decode()
    console = cast.browser(rita)
    page = console.get(f"/clients/initech/tasks/{initech.number}/").content.decode()
    assert "Which month, Dora?" in page
    assert "Sam Agent" in page
    assert console.get("/").content.decode().count(f">{initech.number}<") == 1


def test_public_rows_that_were_lost_come_back_as_they_were(initech, export, now):
    before = digests()
    lose_everything(initech.client)
    assert without_books(digests()) != without_books(before)

    done = restored(export, now)

    after = digests()
    differs = {table for table in after if after[table] != before[table]}
    assert {table.partition(".")[2] for table in differs} - BOOKS == {
        *READ_SINCE,
        *COUNTED,
        "billing_gatewaycall",
    }
    with schema.entered(schema.PUBLIC):
        assert second_steps() == [("ed@initech.test", {"secret": "sealed"}, "ed@initech.test")]
    assert {why for tally in done.tallies.values() for why in tally.left_out} == {
        "an order to a gateway is not given twice"
    }


def second_steps():
    found = Authenticator.objects.values_list("user__email", "data", "user__emailaddress__email")
    return list(found)


def test_nobody_is_given_access_again_that_was_taken_away(suspended, export, now):
    with schema.entered(schema.PUBLIC):
        Authenticator.objects.all().delete()
        Assignment.objects.filter(client=suspended.client).delete()
        ApiKey.objects.update(revoked_at=now)
        Person.objects.filter(pk=suspended.dora.pk).update(deactivated_at=now)

    restored(export, now, replacing=True)

    with schema.entered(schema.PUBLIC):
        assert not Authenticator.objects.exists()
        assert not Assignment.objects.filter(client=suspended.client).exists()
        assert not ApiKey.objects.filter(revoked_at=None).exists()
        assert not Person.objects.get(pk=suspended.dora.pk).is_active


def test_invoices_are_not_written_into_books_that_never_numbered_them(initech, export, now):
    lose_everything(initech.client)
    with schema.entered(schema.PUBLIC):
        NumberSeries.objects.update(last=0)

    with pytest.raises(CannotMove, match="these books are behind it"):
        restored(export, now)


def test_nothing_is_told_a_second_time(initech, export, now):
    lose_schema(initech.client)
    restored(export, now, replacing=True)
    mail.outbox.clear()

    with schema.entered(initech.client.schema_name):
        readers.drain()
    with schema.entered(schema.PUBLIC):
        swept = sweep_all(at=now)
        sending.send_due(at=now + timedelta(hours=1))

    assert (swept, mail.outbox) == (0, [])


def test_an_alarm_whose_hour_came_while_the_client_was_away_is_not_fired(initech, export, now):
    lose_schema(initech.client)
    later = now + timedelta(days=30)

    done = restored(export, later, replacing=True)

    with schema.entered(schema.PUBLIC):
        mine = {"client_id": initech.client.pk}
        assert not Alarm.objects.filter(**mine).exists()
        assert not Fired.objects.filter(**mine, told_at=None).exists()
        assert sweep_all(at=later) == 0
    assert any("were marked as fired" in words for words in done.words)


def test_work_that_came_after_the_export_is_gone_and_its_number_is_not_given_again(suspended, export, now):
    with schema.entered(schema.PUBLIC):
        Client.objects.filter(pk=suspended.client.pk).update(state="open")
    lost = furnished.received_unread(suspended.client, "After the export")
    with schema.entered(suspended.client.schema_name):
        readers.drain()
    with schema.entered(schema.PUBLIC):
        Client.objects.filter(pk=suspended.client.pk).update(state="suspended")
        BackfillRun.objects.create(client=suspended.client, name="work.0099_words", finished_at=now, at=now)
        Session.objects.create(
            session_key="s" * 40,
            session_data="",
            client=suspended.client,
            begun_at=now,
            seen_at=now,
            expire_date=now,
        )

    done = restored(export, now, replacing=True)

    with schema.entered(schema.PUBLIC):
        assert not Row.objects.filter(number=lost).exists()
        assert not Notice.objects.filter(number=lost).exists()
        assert not Session.objects.filter(client=suspended.client).exists()
        assert not BackfillRun.objects.filter(client=suspended.client).exists()
        Client.objects.filter(pk=suspended.client.pk).update(state="open")
    next_one = furnished.received_unread(suspended.client)
    assert int(next_one.rpartition("-")[2]) > int(lost.rpartition("-")[2])
    assert done.client.state == "suspended"


def test_both_books_say_from_which_export_and_by_whom(initech, export, now):
    lose_schema(initech.client)

    done = restored(export, now, replacing=True)

    for book in (initech.client.schema_name, schema.PUBLIC):
        with schema.entered(book):
            (entry,) = [each for each in newest() if each.kind.name == "tenants.client.restored"]
            assert entry.facts["export"] == done.digest
            assert entry.private["by"] == "admin"
    with schema.entered(schema.PUBLIC):
        (entry,) = [each for each in newest() if each.kind.name == "tenants.client.exported"]
        assert entry.facts["export"] == done.digest


def test_a_client_that_is_here_is_refused_until_it_is_suspended_and_to_be_replaced(initech, export, now):
    with pytest.raises(CommandError, match=r"a client here already.*--replace"):
        call_command("restore_client", str(export))
    with pytest.raises(CannotMove, match="suspend it first"):
        restored(export, now, replacing=True)


def test_who_opens_a_client_again_at_the_last_moment_keeps_its_work(initech):
    client = initech.client
    with (
        schema.entered(schema.PUBLIC),
        transaction.atomic(),
        pytest.raises(CannotMove, match="suspend it first"),
    ):
        arriving.cleared(Target(client.pk, client.slug, client.schema_name, stands=True))

    assert digests("c_initech")["c_initech.work_task"]


def test_a_failure_in_the_middle_leaves_nothing_and_a_second_restore_is_refused(
    initech, export, now, monkeypatch
):
    lose_everything(initech.client)
    before = digests("c_initech", "c_acme", "c_globex")

    def fails(_schema):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(building, "analyse", fails)
    with pytest.raises(RuntimeError):
        restored(export, now)

    assert digests("c_initech", "c_acme", "c_globex") == before
    monkeypatch.undo()
    assert restored(export, now).client.slug == "initech"
    with pytest.raises(CannotMove, match="a client here already"):
        restored(export, now)


def test_an_erased_client_does_not_come_back(initech, export, now):
    with schema.entered(schema.PUBLIC):
        Client.objects.filter(pk=initech.client.pk).update(state="erased", slug="erased-1", code="X1")

    for how in (["--replace"], ["--as", "initech-then"], []):
        with pytest.raises(CommandError, match="may not come back"):
            call_command("restore_client", str(export), *how)


def test_another_client_under_its_name_is_not_touched(initech, export, now):
    lose_everything(initech.client)
    furnished.actions.open_client(name="Initech Too", slug="initech", actor=furnished.SYSTEM, at=now)

    with pytest.raises(CannotMove, match="--as OTHERSLUG"):
        restored(export, now)


def newest():
    return entries(list(Event.objects.values_list("id", flat=True)))


def lose_everything(client):
    """The schema and all public rows of a client, as if nobody had ever heard of it."""
    furnished.forget(client)
