"""A copy beside the original: to be read by owners and leads, and to be touched by nothing."""

import pytest
from django.core.management import CommandError, call_command

from motorblok.accounts.models import ApiKey, Assignment, Person
from motorblok.audit.models import Event, Unread
from motorblok.board.models import Alarm, Fired, Row
from motorblok.config.erasing import remove_copies_of
from motorblok.config.moving.copies import copies_of
from motorblok.config.moving.restoring import restore_copy
from motorblok.kernel import schema
from motorblok.notify.models import Notice
from tenants.models import Client, Domain
from tenants.queries import client_by_slug
from tests import cast
from tests.config.moving.furnished import digests

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SLUG = "initech-then"


@pytest.fixture
def copy(export, now):
    restore_copy(export, slug=SLUG, by="admin", at=now)
    return client_by_slug(SLUG)


def test_a_copy_holds_the_same_work_under_another_id(initech, copy):
    mine, theirs = digests("c_initech"), digests(copy.schema_name)

    assert copy.pk != initech.client.pk
    assert (copy.schema_name, copy.code, copy.state) == ("c_initech_then", "INITECHTHEN", "closed")
    for table in ("work_task", "work_timeentry", "sla_clock", "sla_agreementversion"):
        assert mine[f"c_initech.{table}"] == theirs[f"c_initech_then.{table}"]
    with schema.entered(copy.schema_name):
        assert not Unread.objects.exclude(event_id__in=told_now()).exists()


def told_now():
    return Event.objects.filter(kind="tenants.client.copied").values_list("id", flat=True)


def test_the_original_and_all_others_notice_nothing(initech, export, now):
    before = digests("c_initech", "c_acme", "c_globex")

    restore_copy(export, slug=SLUG, by="admin", at=now)

    after = digests("c_initech", "c_acme", "c_globex")
    differs = {table.removeprefix("public.") for table in after if before[table] != after[table]}
    assert {name for name in differs if not name.startswith("audit_")} == {
        "tenants_client",
        "tenants_domain",
        "tenants_logo",
        "board_row",
    }


def test_a_copy_has_nobody_and_nothing_that_could_act(copy):
    with schema.entered(schema.PUBLIC):
        for model in (Alarm, Fired, Notice, Person, ApiKey, Assignment):
            assert not model.objects.filter(client_id=copy.pk).exists(), model
        assert not Row.objects.filter(client_id=copy.pk, closed_at=None).exists()
        assert not Row.objects.filter(client_id=copy.pk, assignee_id__isnull=False).exists()
        assert list(Domain.objects.filter(tenant=copy).values_list("domain", "is_primary")) == [
            (cast.host_of(copy), True)
        ]


def test_a_lead_reads_in_the_console_what_stood_then(initech, copy):
    browser = cast.browser(cast.rita())

    page = browser.get(f"/clients/{SLUG}/tasks/{initech.number}/")
    whole = browser.get(f"/clients/{SLUG}/")

    assert "Which month, Dora?" in page.content.decode()
    assert whole.status_code == 200
    assert f"/clients/{SLUG}/tasks/" not in browser.get("/").content.decode()


def test_nobody_at_the_client_gets_to_it(initech, copy):
    assert cast.browser(client=copy).get("/").status_code == 410


def test_recomputing_all_clocks_leaves_the_copy_and_the_alarms_of_the_original_alone(initech, copy):
    before = digests("c_initech", copy.schema_name)["public.board_alarm"]

    call_command("recompute_clocks", "--processes", "1")

    assert digests()["public.board_alarm"] == before


def test_a_copy_needs_a_short_name_that_is_free(initech, export):
    refused = {
        "initech": "another's",
        "acme": "another's",
        "No Slug": "small letters",
        "www": "small letters",
    }

    for slug, words in refused.items():
        with pytest.raises(CommandError, match=words):
            call_command("restore_client", str(export), "--as", slug)


def test_several_copies_stand_side_by_side_and_go_one_by_one(initech, copy, export, capsys):
    call_command("restore_client", str(export), "--as", "initech-2")
    assert [each.slug for each in copies_of(initech.client.pk)] == [SLUG, "initech-2"]

    call_command("remove_copy", SLUG)

    assert [each.slug for each in copies_of(initech.client.pk)] == ["initech-2"]
    assert "c_initech_then" not in {table.partition(".")[0] for table in digests("c_initech_then")}


def test_only_a_copy_is_removed_like_that(initech):
    with pytest.raises(CommandError, match="no copy"):
        call_command("remove_copy", "initech")


def test_a_copy_goes_with_its_original(initech, copy, now):
    with schema.entered(schema.PUBLIC):
        remove_copies_of(initech.client.pk, at=now)

        assert copies_of(initech.client.pk) == []
        assert Client.objects.get(pk=copy.pk).state == "erased"
        assert not Row.objects.filter(client_id=copy.pk).exists()
