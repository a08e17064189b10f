"""Inviting people, again where need be, and withdrawing an invitation."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import (
    UNUSABLE,
    checked_role,
    locked_person,
    locked_with_person,
    replace_scope,
    seats_taken,
)
from motorblok.accounts.events import INVITATION_REVOKED, INVITED
from motorblok.accounts.models import Invitation, Kind, Person
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants.actions import must_have_seat, must_not_be_closed
from tenants.models import Client, State


class AlreadyHasAccess(DomainError):
    """Somebody with this e-mail address has an account here."""

    code = "already-has-access"
    words = _("Somebody with this e-mail address already has an account here.")


class ClientTakesNobody(DomainError):
    """The client is still being built."""

    code = "client-takes-nobody"
    words = _("This client is not open, so nobody can be invited to it.")


@transaction.atomic
def invite_staff(*, name: str, email: str, role: str, actor: Actor, at: datetime) -> Invitation:
    """Invite somebody to work for the provider. Raises AlreadyHasAccess, or Invalid for an unknown role."""
    person = _prepared(Kind.STAFF, client=None, name=name, email=email, role=role)
    return _invited(person, actor=actor, at=at)


@transaction.atomic
def invite_contact(
    client: Client,
    *,
    name: str,
    email: str,
    role: str,
    service_lines: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Invitation:
    """Invite a contact of a client; `service_lines` (codes) are what a contact with the role lead looks after.

    Raises ClientIsClosed, ClientTakesNobody, AlreadyHasAccess, NoSeatLeft and NothingNewNow where the subscription has
    no room, or Invalid for an unknown role or service line.
    """
    _must_take_people(client)
    person = _prepared(Kind.CONTACT, client=client, name=name, email=email, role=role)
    must_have_seat(client.pk, taken=partial(seats_taken, client))
    replace_scope(person, service_lines)
    return _invited(person, actor=actor, at=at)


@transaction.atomic
def invite_again(person_id: UUID, *, actor: Actor, at: datetime) -> Invitation:
    """Invite somebody who is known and has no open invitation: it was withdrawn, never sent, or the account was closed.

    Of two who do so at once the second gets the invitation of the first, and one mail goes out. Raises NotFound,
    ClientIsClosed, ClientTakesNobody, AlreadyHasAccess, NoSeatLeft, NothingNewNow.
    """
    person = locked_person(person_id)
    if person.client:
        _must_take_people(person.client)
    if person.is_active:
        raise AlreadyHasAccess
    if made := Invitation.objects.open().filter(person=person).first():
        return made
    _begin_again(person, name=person.name, role=person.role)
    if person.client:
        must_have_seat(person.client.pk, taken=partial(seats_taken, person.client))
    return _invited(person, actor=actor, at=at)


@transaction.atomic
def resend_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> Invitation:
    """Replace an open invitation by a new one: the old link stops working. Raises NotFound, ClientIsClosed."""
    person = _locked_open(invitation_id).person
    if person.client:
        _must_take_people(person.client)
    return _invited(person, actor=actor, at=at)


@transaction.atomic
def revoke_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Withdraw an open invitation; whoever was invited gets no account. Raises NotFound."""
    invitation = _locked_open(invitation_id)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    person = invitation.person
    person.deactivated_at = at
    person.save(update_fields=["deactivated_at"])
    record_of_person(
        INVITATION_REVOKED,
        person,
        actor=actor,
        at=at,
        facts={"invitation": str(invitation.id)},
        private={"name": person.name},
    )


def _must_take_people(client: Client) -> None:
    must_not_be_closed(client.schema_name)
    if client.state not in {State.OPEN, State.SUSPENDED}:
        raise ClientTakesNobody


def _prepared(kind: Kind, *, client: Client | None, name: str, email: str, role: str) -> Person:
    values = {"name": name, "role": checked_role(kind, role)}
    found, is_new = Person.objects.get_or_create(
        kind=kind, client=client, email=email.strip().lower(), defaults={**values, "password": UNUSABLE}
    )
    person = Person.objects.select_for_update().get(pk=found.pk)
    if person.is_active:
        raise AlreadyHasAccess(field="email")
    if not is_new:
        _begin_again(person, **values)
    person.client = client
    return person


def _begin_again(person: Person, *, name: str, role: str) -> None:
    # Whoever comes back after being deactivated brings neither the old password nor the old second step.
    Authenticator.objects.filter(user=person).delete()
    person.name, person.role = name, role
    person.joined_at = person.deactivated_at = None
    person.set_unusable_password()
    person.save()


def _invited(person: Person, *, actor: Actor, at: datetime) -> Invitation:
    Invitation.objects.open().filter(person=person).update(revoked_at=at)
    invitation = Invitation.objects.create(person=person, made_at=at)
    record_of_person(
        INVITED,
        person,
        actor=actor,
        at=at,
        facts={"invitation": str(invitation.id), "role": person.role},
        private={"name": person.name, "email": person.email},
    )
    return invitation


def _locked_open(invitation_id: UUID) -> Invitation:
    if invitation := locked_with_person(Invitation.objects.open().filter(pk=invitation_id)):
        return invitation
    raise NotFound
