"""A colleague's page in the console, and what an owner does about the account."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator

from motorblok.accounts.actions import invite_staff
from motorblok.accounts.models import Invitation, Person, Session
from motorblok.audit.queries import history
from tests import cast, world
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def at(person, verb=""):
    return f"/people/{person.id}/{verb}"


def invited():
    details = {"name": "Nina New", "email": "nina@motorblok.test", "role": "agent"}
    return invite_staff(**details, actor=cast.OLGA, at=datetime.now(UTC)).person


def protect(person):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def kinds(person):
    return [entry.kind.name.removeprefix("accounts.") for entry in history(person.subject)]


def test_the_page_tells_what_there_is_to_know():
    sam = cast.sam(world.client("acme"))
    protect(sam)

    words = text(cast.browser(cast.rita()).get(at(sam)))

    for said in ("Sam Agent", "Agent", "Active", "sam@motorblok.test", "Acme Bakeries", "all service lines"):
        assert said in words
    assert "Second step switched on" in words
    assert "Last sign-in never" in words


def test_only_an_owner_is_offered_the_steps():
    sam = cast.sam()

    offered = {
        who.role: "Close the account" in text(cast.browser(who).get(at(sam)))
        for who in (cast.olga(), cast.rita())
    }

    assert offered == {"owner": True, "lead": False}


def test_a_contact_is_no_colleague():
    answer = cast.browser(cast.olga()).get(at(cast.ann()))

    assert answer.status_code == 404


def test_a_role_is_given_once_and_can_be_taken_back():
    sam, browser = cast.sam(), cast.browser(cast.olga())

    answers = [browser.post(at(sam, "role/"), {"role": "lead"}, follow=True) for _ in range(2)]

    assert all("The role of Sam Agent is saved." in text(each) for each in answers)
    assert 'name="role" value="agent"' in answers[0].content.decode()
    assert kinds(sam).count("person.role_changed") == 1
    assert Person.objects.get(pk=sam.pk).role == "lead"


def test_a_role_that_there_is_not_is_refused():
    answer = cast.browser(cast.olga()).post(at(cast.sam(), "role/"), {"role": "emperor"})

    assert answer.status_code == 422


def test_a_closed_account_is_signed_out_and_closed_once():
    sam, browser = cast.sam(), cast.browser(cast.olga())
    his = cast.browser(sam)

    asked = browser.get(at(sam, "deactivation/"))
    answers = [browser.post(at(sam, "deactivation/"), follow=True) for _ in range(2)]

    assert "Sam Agent is signed out everywhere at once" in text(asked)
    assert all("The account of Sam Agent is closed." in text(each) for each in answers)
    assert his.get("/")["Location"].startswith("/sign-in/")
    assert kinds(sam).count("person.deactivated") == 1


@pytest.mark.parametrize("verb", ["role/", "deactivation/", "second-step/removal/"])
def test_nobody_takes_its_own_access_away(verb):
    olga = cast.olga()
    protect(olga)

    answer = cast.browser(olga).post(at(olga, verb), {"role": "agent"})

    assert answer.status_code == 409
    assert "This is your own account" in text(answer)
    assert Person.objects.get(pk=olga.pk).role == "owner"
    assert Authenticator.objects.filter(user=olga).exists()


def test_a_lost_second_step_is_removed_and_ends_the_sessions():
    sam, browser = cast.sam(), cast.browser(cast.olga())
    protect(sam)
    cast.browser(sam)

    answers = [browser.post(at(sam, "second-step/removal/"), follow=True) for _ in range(2)]

    assert all("Sam Agent now signs in without a second step." in text(each) for each in answers)
    assert not Authenticator.objects.filter(user=sam).exists()
    assert not Session.objects.filter(person=sam).exists()
    assert kinds(sam).count("second_step.off") == 1


def test_a_form_sent_twice_mails_one_new_invitation():
    nina, browser = invited(), cast.browser(cast.olga())
    first = Invitation.objects.open().get()

    for _ in range(2):
        answer = browser.post(at(nina, "invitation/"), {"invitation": str(first.id)}, follow=True)

    assert "Nina New gets the invitation by mail." in text(answer)
    assert kinds(nina) == ["invitation.made", "invitation.made"]
    assert Invitation.objects.open().get() != first


def test_a_withdrawn_invitation_can_be_sent_again():
    nina, browser = invited(), cast.browser(cast.olga())

    gone = browser.post(at(nina, "invitation/withdrawal/"), follow=True)
    closed = not Invitation.objects.open().exists()
    back = browser.post(at(nina, "invitation/"), follow=True)

    assert closed
    assert "The invitation of Nina New is withdrawn." in text(gone)
    assert f'action="{at(nina, "invitation/")}"' in gone.content.decode()
    assert "Invited" in text(back)
    assert kinds(nina) == ["invitation.made", "invitation.revoked", "invitation.made"]


@pytest.mark.parametrize("verb", ["invitation/", "invitation/withdrawal/"])
def test_whoever_has_joined_is_not_invited(verb):
    sam = cast.sam()

    answer = cast.browser(cast.olga()).post(at(sam, verb), follow=True)

    assert "Sam Agent has an account already." in text(answer)
    assert Person.objects.get(pk=sam.pk).is_active


def test_whoever_comes_back_finds_the_same_role_and_clients():
    sam, browser = cast.sam(world.client("acme")), cast.browser(cast.olga())
    browser.post(at(sam, "deactivation/"))

    answer = browser.post(at(sam, "invitation/"), follow=True)

    assert "Sam Agent gets the invitation by mail." in text(answer)
    assert "Acme Bakeries" in text(answer)
    assert Person.objects.get(pk=sam.pk).standing == "invited"


@pytest.mark.parametrize(("who", "is_linked"), [("rita", True), ("sam", False)])
def test_the_list_leads_to_the_page_only_for_who_may_see_it(who, is_linked):
    sam = cast.sam()

    page = cast.browser({"rita": cast.rita, "sam": cast.sam}[who]()).get("/people/").content.decode()

    assert (at(sam) in page) == is_linked
