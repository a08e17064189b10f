"""What erasing a client means for its people: accounts, invitations, sessions and keys go, and the staff's assignments to it."""

from motorblok.accounts.models import ApiKey, Assignment, Person, Session
from tenants.models import Client


def forget(client: Client) -> None:
    """Delete all that belongs to a client's people, in the caller's transaction."""
    for model in (Session, ApiKey, Assignment, Person):
        model.objects.filter(client=client).delete()
