"""Roles, service lines, preferences and closed accounts."""

import pytest

from motorblok.accounts import actions
from motorblok.accounts.actions.people import LastOwner
from motorblok.accounts.models import Invitation, Person, Standing
from motorblok.audit.queries import history
from motorblok.kernel.errors import Invalid, NotFound
from tests import cast
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("public")
BY = {"actor": cast.OLGA, "at": MONDAY}


def last_of(person):
    with cast.book_of(person):
        return history(person.subject)[-1]


def test_a_role_changes_and_the_book_tells_from_what():
    rita = cast.rita()

    actions.change_role(rita.id, role="agent", **BY)

    assert Person.objects.get(pk=rita.id).role == "agent"
    assert last_of(rita).facts == {"before": "lead", "after": "agent"}
    assert last_of(rita).sentence == "Olga Owner changed the role of Rita Lead from lead to agent"


@pytest.mark.parametrize("role", ["director", "requester", "emperor", ""])
def test_staff_has_a_role_of_staff(role):
    rita = cast.rita()

    with pytest.raises(Invalid):
        actions.change_role(rita.id, role=role, **BY)


def test_the_last_owner_stays_one():
    olga = cast.olga()

    with pytest.raises(LastOwner):
        actions.change_role(olga.id, role="agent", **BY)
    with pytest.raises(LastOwner):
        actions.deactivate(olga.id, **BY)


def test_with_two_owners_one_may_go():
    olga, other = cast.olga(), cast.staff("Otto Owner", "otto@motorblok.test", "owner")

    actions.deactivate(other.id, **BY)

    assert Person.objects.get(pk=olga.id).is_active


def test_an_owner_who_has_not_joined_yet_does_not_count():
    olga = cast.olga()
    actions.invite_staff(name="Otto", email="otto@motorblok.test", role="owner", **BY)

    with pytest.raises(LastOwner):
        actions.deactivate(olga.id, **BY)


def test_a_closed_account_is_noted_and_closes_open_invitations():
    invitation = actions.invite_staff(name="Nina", email="nina@motorblok.test", role="agent", **BY)

    person = actions.deactivate(invitation.person_id, **BY)

    assert person.standing == Standing.INACTIVE
    assert not Invitation.objects.open().exists()
    assert last_of(person).kind.name == "accounts.person.deactivated"


def test_an_account_is_closed_once():
    rita = cast.rita()
    actions.deactivate(rita.id, **BY)

    with pytest.raises(NotFound):
        actions.deactivate(rita.id, **BY)


def test_the_service_lines_of_a_contact_are_replaced():
    lena = cast.contact("acme", "Lena Lead", "lena@acme.test", "lead", "finance", "hr")

    actions.change_scope(lena.id, service_lines=["legal", "hr"], **BY)

    assert sorted(lena.scopes.values_list("service_line_id", flat=True)) == ["hr", "legal"]
    assert last_of(lena).facts == {"service_lines": ["hr", "legal"]}


def test_staff_has_no_scope():
    with pytest.raises(NotFound):
        actions.change_scope(cast.rita().id, service_lines=["hr"], **BY)


def test_preferences_are_kept():
    ann = cast.ann()

    actions.set_preferences(ann.id, language="nl", theme="dark", actor=ann.actor, at=MONDAY)
    actions.set_preferences(ann.id, mails="mine", actor=ann.actor, at=MONDAY)

    kept = Person.objects.get(pk=ann.id)
    assert (kept.language, kept.theme, kept.mails) == ("nl", "dark", "mine")
    assert last_of(ann).facts == {"language": "nl", "theme": "dark", "mails": "mine"}


def test_preferences_that_change_together_are_one_event_and_those_that_stay_are_none():
    ann = cast.ann()
    chosen = {"language": "nl", "theme": "dark", "mails": "mine"}

    for _ in range(2):
        actions.set_preferences(ann.id, **chosen, actor=ann.actor, at=MONDAY)

    with cast.book_of(ann):
        changes = [each for each in history(ann.subject) if each.kind.name.endswith("preferences_changed")]
    assert [each.facts for each in changes] == [chosen]


@pytest.mark.parametrize("value", [{"language": "xx"}, {"theme": "pink"}, {"mails": "some"}, {"theme": ""}])
def test_preferences_are_from_the_list(value):
    with pytest.raises(Invalid) as refused:
        actions.set_preferences(cast.ann().id, **{"mails": "none", **value}, **BY)

    assert refused.value.field in value
    assert Person.objects.get(pk=cast.ann().id).mails != "none"


def test_a_former_colleague_can_never_sign_in():
    person = actions.add_former_staff(name="Old Hand", email="Old@motorblok.test", **BY)

    again = actions.add_former_staff(name="Other", email="old@motorblok.test", **BY)

    assert again == person
    assert person.standing == Standing.INACTIVE
    assert [entry.kind.name for entry in history(person.subject)] == ["accounts.person.former_added"]
