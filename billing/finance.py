"""Who may decide about money: staff whose role is owner or finance, and two of them where one is not enough."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from motorblok.accounts.models import ContactRole, Kind, Person
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotAllowed

ROLES = ("owner", "finance")


class SecondPerson(DomainError):
    """Who proposed it may not decide about it."""

    code = "second-person"
    words = _("Somebody else must decide about what you proposed yourself.")


def must_be_finance(actor: Actor) -> None:
    """Raises NotAllowed unless the actor is staff in force whose role is owner or finance."""
    with schema.entered(schema.PUBLIC):
        allowed = actor.kind == "staff" and (
            Person.objects.staff().active().filter(id=actor.uuid, role__in=ROLES).exists()
        )
    if not allowed:
        raise NotAllowed


def must_be_director(actor: Actor, client_id: UUID) -> None:
    """Raises NotAllowed unless the actor is a contact in force of the client who sees its money."""
    with schema.entered(schema.PUBLIC):
        people = Person.objects.active().filter(kind=Kind.CONTACT, client_id=client_id)
        allowed = actor.kind == "contact" and people.filter(id=actor.uuid, role=ContactRole.DIRECTOR).exists()
    if not allowed:
        raise NotAllowed


def must_be_another(actor: Actor, than: str) -> None:
    """Raises SecondPerson where the actor is the one who proposed it (an actor as text)."""
    if str(actor) == than:
        raise SecondPerson
