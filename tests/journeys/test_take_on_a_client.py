"""A lead takes a client on in a real browser: left after two steps, taken up again, finished with its invitations."""

import pytest
from playwright.sync_api import expect

from motorblok.accounts.models import Invitation
from motorblok.kernel import schema
from motorblok.sla.models import AgreementVersion
from motorblok.work.models import Task
from tenants.actions import begin_onboarding
from tenants.models import Onboarding
from tests import cast, world
from tests.cast import MONDAY, OLGA
from tests.journeys.chromium import grave_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def must_be_sound(page):
    assert grave_faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.usefixtures("public_committed")
def test_a_client_is_taken_on_step_by_step(visit):
    acme, sam = world.client("acme"), cast.sam()
    begin_onboarding(acme, actor=OLGA, at=MONDAY)

    page = visit(cast.rita(), "/clients/acme/onboarding/", bypass_csp=True)
    page.fill("[name=contacts-0-name]", "Eva Prins")
    page.fill("[name=contacts-0-email]", "eva@acme.test")
    page.select_option("[name=contacts-0-role]", "lead")
    page.check("[name=contacts-0-service_lines][value=hr]")
    must_be_sound(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Nothing is made yet.")).to_be_visible()
    must_be_sound(page)
    page.get_by_role("button", name="Draw it up and go on").click()

    later = visit(cast.rita(), "/clients/", width=390, bypass_csp=True)
    must_be_sound(later)
    later.get_by_role("link", name="Acme Bakeries").first.click()
    later.check(f"[value='{sam.id}:hr']")
    must_be_sound(later)
    later.get_by_role("button", name="Save and go on").click()
    later.check("[value='hr:0']")
    later.get_by_role("button", name="Receive them and go on").click()
    must_be_sound(later)
    later.get_by_role("button", name="Send 1 invitation").click()
    later.get_by_role("button", name="Finish").click()
    expect(later.get_by_text("Acme Bakeries is taken on.")).to_be_visible()

    with schema.entered("c_acme"):
        assert (AgreementVersion.objects.count(), Task.objects.count()) == (1, 1)
    with schema.entered(schema.PUBLIC):
        assert Invitation.objects.open().filter(person__email="eva@acme.test").exists()
        assert Onboarding.objects.get().finished_at is not None
    assert [said for said in page.said + later.said if "Content Security" in said] == []
