"""Whom an invitation invites."""

from datetime import datetime

from motorblok.accounts import tokens
from motorblok.accounts.models import Invitation, Person
from motorblok.accounts.tokens import INVITATION
from tenants.models import Client


def invited_person(token: str, *, client: Client | None, at: datetime) -> Person | None:
    """Whom this invitation's token invites to this client's hosts (None: the console), if it still works."""
    hashed = tokens.keyed_hash(token, purpose=INVITATION)
    invitation = Invitation.objects.open().select_related("person__client").filter(token_hash=hashed).first()
    if invitation is None or not invitation.can_be_accepted(at=at):
        return None
    return invitation.person if invitation.person.belongs_at(client) else None
