"""Inviting people, and how they accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import tokens
from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import UNUSABLE, checked_role, locked_person, replace_scope
from motorblok.accounts.events import ACCEPTED, INVITATION_REVOKED, INVITATION_SENT, INVITED
from motorblok.accounts.models import Invitation, Kind, Person
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.errors import DomainError, NotFound
from tenants.models import Client, State

VALID_FOR = timedelta(hours=72)


class AlreadyHasAccess(DomainError):
    """Somebody with this e-mail address has an account here."""

    code = "already-has-access"
    words = _("Somebody with this e-mail address already has an account here.")


class ClientTakesNobody(DomainError):
    """The client is not open: it is still being built, or closed."""

    code = "client-takes-nobody"
    words = _("This client is not open, so nobody can be invited to it.")


class InvitationDoesNotWork(DomainError):
    """The link is unknown, used, withdrawn or too old; which of these is not told."""

    code = "invitation-does-not-work"
    status = 410
    words = _("This invitation does not work any more. Ask the person who invited you to send a new one.")


@dataclass(frozen=True, slots=True)
class Issued:
    """What the mail needs, and nobody else may ever have: the token in clear."""

    person: Person
    token: str
    expires_at: datetime


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

    Raises ClientTakesNobody, AlreadyHasAccess, or Invalid for an unknown role or service line.
    """
    _must_take_people(client)
    person = _prepared(Kind.CONTACT, client=client, name=name, email=email, role=role)
    replace_scope(person, service_lines)
    return _invited(person, actor=actor, at=at)


@transaction.atomic
def resend_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> Invitation:
    """Replace an open invitation by a new one: the old link stops working. Raises NotFound, ClientTakesNobody."""
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


@transaction.atomic
def send_invitation(invitation_id: UUID, *, at: datetime) -> Issued | None:
    """Make the token of an invitation that is about to be mailed; None where it was mailed before or is over.

    Call it in the transaction in which the mail is handed over: if that fails, no token was ever made.
    """
    open_ones = Invitation.objects.open().select_for_update(of=("self",)).select_related("person__client")
    invitation = open_ones.filter(pk=invitation_id, sent_at__isnull=True).first()
    if invitation is None:
        return None
    token = tokens.new_token()
    invitation.token_hash = tokens.keyed_hash(token, purpose=tokens.INVITATION)
    invitation.sent_at, invitation.expires_at = at, at + VALID_FOR
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    facts = {"invitation": str(invitation.id), "expires_at": invitation.expires_at.isoformat()}
    record_of_person(INVITATION_SENT, invitation.person, actor=SYSTEM, at=at, facts=facts)
    return Issued(invitation.person, token, invitation.expires_at)


@transaction.atomic
def accept_invitation(token: str, *, client: Client | None, name: str, password: str, at: datetime) -> Person:
    """Use an invitation, once, at the host that it is for: the person has an account from now on.

    The password is taken as it is: forms check its strength. Raises InvitationDoesNotWork.
    """
    invitation = _locked_by_token(token, client=client)
    if not invitation.can_be_accepted(at=at):
        raise InvitationDoesNotWork
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    person = invitation.person
    person.name, person.joined_at = name, at
    person.set_password(password)
    person.save(update_fields=["name", "joined_at", "password"])
    record_of_person(ACCEPTED, person, actor=person.actor, at=at, facts={"invitation": str(invitation.id)})
    return person


def _must_take_people(client: Client) -> None:
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
    if invitation := _locked(Invitation.objects.open().filter(pk=invitation_id)):
        return invitation
    raise NotFound


def _locked_by_token(token: str, *, client: Client | None) -> Invitation:
    hashed = tokens.keyed_hash(token, purpose=tokens.INVITATION)
    invitation = _locked(Invitation.objects.filter(token_hash=hashed))
    if invitation is None or not invitation.person.belongs_at(client):
        raise InvitationDoesNotWork
    return invitation


def _locked(found: QuerySet[Invitation]) -> Invitation | None:
    """The invitation with its person, locked in the order of every other verb: the person first, else two would wait for each other."""
    person_id = found.values_list("person_id", flat=True).first()
    if person_id is None:
        return None
    locked_person(person_id)
    return found.select_for_update(of=("self",)).select_related("person__client").first()
