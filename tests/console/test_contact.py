"""A contact's page in the console, and what an owner or a lead does about the account."""

import pytest
from allauth.mfa.models import Authenticator

from motorblok.accounts.actions import invite_contact
from motorblok.accounts.models import ContactScope, Invitation, Person
from motorblok.audit.queries import history
from tenants.models import Client, State
from tests import cast, world
from tests.cast import MONDAY
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def at(contact, verb="", slug="acme"):
    return f"/clients/{slug}/contacts/{contact.id}/{verb}"


def carla(*lines):
    return cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", *lines)


def invited():
    details = {
        "name": "Nina New",
        "email": "nina@acme.test",
        "role": "lead",
        "service_lines": ["hr", "finance"],
    }
    return invite_contact(world.client("acme"), **details, actor=cast.OLGA, at=MONDAY).person


def lines_of(contact):
    return set(ContactScope.objects.filter(contact=contact).values_list("service_line_id", flat=True))


def kinds(contact):
    with cast.book_of(contact):
        return [entry.kind.name.removeprefix("accounts.") for entry in history(contact.subject)]


def test_the_page_tells_what_the_contact_sees():
    words = text(cast.browser(cast.rita()).get(at(carla("finance"))))

    for said in ("Carla Lead", "carla@acme.test", "Lead", "Active", "Finance", "not switched on"):
        assert said in words


@pytest.mark.parametrize("slug", ["globex", "nowhere"])
def test_a_contact_is_found_at_its_own_client_alone(slug):
    answer = cast.browser(cast.rita()).get(at(cast.ann(), slug=slug))

    assert answer.status_code == 404


def test_staff_is_no_contact():
    answer = cast.browser(cast.olga()).get(at(cast.rita()))

    assert answer.status_code == 404


def test_a_requester_becomes_a_lead_with_its_service_lines():
    bob, browser = cast.bob(), cast.browser(cast.rita())
    sent = {"role": "lead", "service_lines": ["finance", "hr"]}

    answers = [browser.post(at(bob, "role/"), sent, follow=True) for _ in range(2)]

    assert all("The role of Bob Requester is saved." in text(each) for each in answers)
    assert (Person.objects.get(pk=bob.pk).role, lines_of(bob)) == ("lead", {"finance", "hr"})
    assert kinds(bob)[-2:] == ["person.role_changed", "person.scope_changed"]


def test_a_lead_needs_a_service_line():
    bob = cast.bob()

    answer = cast.browser(cast.rita()).post(at(bob, "role/"), {"role": "lead"})

    assert answer.status_code == 422
    assert "or the lead sees nothing" in text(answer)
    assert Person.objects.get(pk=bob.pk).role == "requester"


def test_whoever_leads_no_more_keeps_no_service_line():
    lead = carla("finance")

    cast.browser(cast.rita()).post(at(lead, "role/"), {"role": "requester", "service_lines": ["finance"]})

    assert (Person.objects.get(pk=lead.pk).role, lines_of(lead)) == ("requester", set())


def test_a_closed_account_is_signed_out_of_the_portal():
    bob, browser = cast.bob(), cast.browser(cast.rita())
    his = cast.browser(bob)

    asked = browser.get(at(bob, "deactivation/"))
    answers = [browser.post(at(bob, "deactivation/"), follow=True) for _ in range(2)]

    assert "The requests of Bob Requester stay" in text(asked)
    assert all("The account of Bob Requester is closed." in text(each) for each in answers)
    assert his.get("/")["Location"].startswith("/sign-in/")
    assert kinds(bob).count("person.deactivated") == 1


def test_a_lost_second_step_is_removed():
    ann = cast.ann()
    Authenticator.objects.create(user=ann, type="totp", data={"secret": "x"})

    answer = cast.browser(cast.rita()).post(at(ann, "second-step/removal/"), follow=True)

    assert "Ann Director now signs in without a second step." in text(answer)
    assert kinds(ann)[-1] == "second_step.off"


def test_a_withdrawn_invitation_comes_back_with_the_same_service_lines():
    nina, browser = invited(), cast.browser(cast.rita())

    gone = browser.post(at(nina, "invitation/withdrawal/"), follow=True)
    back = browser.post(at(nina, "invitation/"), follow=True)

    assert "The invitation of Nina New is withdrawn." in text(gone)
    assert "Nina New gets the invitation by mail." in text(back)
    assert lines_of(nina) == {"hr", "finance"}
    assert Invitation.objects.open().get().person == nina


def test_a_closed_client_gets_no_invitations():
    nina, browser = invited(), cast.browser(cast.rita())
    first = Invitation.objects.open().get()
    Client.objects.filter(slug="acme").update(state=State.CLOSED)

    answer = browser.post(at(nina, "invitation/"), {"invitation": str(first.id)}, follow=True)

    assert "This client is closed." in text(answer)
    assert "Send it again" not in text(answer)
    assert Invitation.objects.open().get() == first


def test_the_clients_page_leads_to_its_contacts():
    ann, sam = cast.ann(), cast.sam(world.client("acme"))

    linked = {
        who.role: at(ann) in cast.browser(who).get("/clients/acme/").content.decode()
        for who in (cast.rita(), sam)
    }

    assert linked == {"lead": True, "agent": False}
