"""How an invitation reaches a person, and how the person accepts it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts import tokens
from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import locked_with_person, seats_in_use
from motorblok.accounts.events import ACCEPTED, INVITATION_SENT
from motorblok.accounts.models import Invitation, Person
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError
from tenants.actions import must_keep_seat, must_not_be_closed
from tenants.models import Client, State

VALID_FOR = timedelta(hours=72)


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
def send_invitation(invitation_id: UUID, *, at: datetime) -> Issued | None:
    """Make the token of an invitation that is about to be mailed; None where it was mailed before or is over, and at a closed client.

    Call it in the transaction in which the mail is handed over: if that fails, no token was ever made.
    """
    open_ones = Invitation.objects.open().select_for_update(of=("self",)).select_related("person__client")
    invitation = open_ones.filter(pk=invitation_id, sent_at__isnull=True).first()
    if invitation is None or _is_of_closed(invitation.person):
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

    The password is taken as it is: forms check its strength. Raises InvitationDoesNotWork, ClientIsClosed, and
    NoSeatLeft where the subscription has fewer seats than when it was made.
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
    if client:
        must_keep_seat(client.pk, taken=partial(seats_in_use, client))
    record_of_person(ACCEPTED, person, actor=person.actor, at=at, facts={"invitation": str(invitation.id)})
    return person


def _is_of_closed(person: Person) -> bool:
    return person.client is not None and person.client.state == State.CLOSED


def _locked_by_token(token: str, *, client: Client | None) -> Invitation:
    hashed = tokens.keyed_hash(token, purpose=tokens.INVITATION)
    invitation = locked_with_person(Invitation.objects.filter(token_hash=hashed))
    if invitation is None or not invitation.person.belongs_at(client):
        raise InvitationDoesNotWork
    if client:
        must_not_be_closed(client.schema_name)
    return invitation
