"""What changes about a person: role, service lines, and that the account is closed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.keys import revoke_key
from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import (
    UNUSABLE,
    checked_role,
    locked_changeable,
    locked_person,
    replace_scope,
)
from motorblok.accounts.events import DEACTIVATED, FORMER_ADDED, ROLE_CHANGED, SCOPE_CHANGED
from motorblok.accounts.models import ApiKey, Invitation, Kind, Person, Session, StaffRole
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound


class LastOwner(DomainError):
    """Nobody would be left who can do everything."""

    code = "last-owner"
    words = _("This is the last owner. Make somebody else an owner first.")


@transaction.atomic
def add_former_staff(*, name: str, email: str, actor: Actor, at: datetime) -> Person:
    """Note somebody who worked here before, so that old work has its names; such a person can never sign in.

    Somebody with this e-mail address who is known already is left as it is.
    """
    person, is_new = Person.objects.get_or_create(
        kind=Kind.STAFF,
        email=email.strip().lower(),
        defaults={"name": name, "role": StaffRole.AGENT, "deactivated_at": at, "password": UNUSABLE},
    )
    if is_new:
        private = {"name": person.name, "email": person.email}
        record_of_person(FORMER_ADDED, person, actor=actor, at=at, private=private)
    return person


@transaction.atomic
def change_role(person_id: UUID, *, role: str, actor: Actor, at: datetime) -> Person:
    """Give a person another role of its kind. Raises NotFound, ClientIsClosed, LastOwner, or Invalid."""
    person = locked_changeable(person_id)
    before, person.role = person.role, checked_role(Kind(person.kind), role)
    if before == StaffRole.OWNER != person.role:
        _must_leave_an_owner(person)
    person.save(update_fields=["role"])
    record_of_person(
        ROLE_CHANGED,
        person,
        actor=actor,
        at=at,
        facts={"before": before, "after": person.role},
        private={"name": person.name},
    )
    return person


@transaction.atomic
def change_scope(person_id: UUID, *, service_lines: Sequence[str], actor: Actor, at: datetime) -> Person:
    """Set which service lines (codes) a contact with the role lead looks after. Raises NotFound, ClientIsClosed, Invalid."""
    person = locked_changeable(person_id)
    if person.is_staff_member:
        raise NotFound
    replace_scope(person, service_lines)
    record_of_person(
        SCOPE_CHANGED,
        person,
        actor=actor,
        at=at,
        facts={"service_lines": sorted(service_lines)},
        private={"name": person.name},
    )
    return person


@transaction.atomic
def deactivate(person_id: UUID, *, actor: Actor, at: datetime) -> Person:
    """Close an account: it is signed out everywhere at once, its invitations stop working, and so do its keys, for good.

    Raises NotFound (also where it is closed already), LastOwner.
    """
    person = locked_person(person_id)
    if person.deactivated_at:
        raise NotFound
    if person.role == StaffRole.OWNER and person.is_active:
        _must_leave_an_owner(person)
    person.deactivated_at = at
    person.save(update_fields=["deactivated_at"])
    Invitation.objects.open().filter(person=person).update(revoked_at=at)
    Session.objects.filter(person=person).delete()
    # Else they would work again for whoever is invited back.
    for key in ApiKey.objects.filter(staff=person, revoked_at=None).select_related("client").order_by("id"):
        revoke_key(key.id, client=key.client, actor=actor, at=at)
    record_of_person(DEACTIVATED, person, actor=actor, at=at, private={"name": person.name})
    return person


def _must_leave_an_owner(person: Person) -> None:
    # All owners are locked, in one order, so that the last two cannot remove each other at the same moment.
    owners = Person.objects.staff().active().filter(role=StaffRole.OWNER).order_by("id").select_for_update()
    if not [owner for owner in owners if owner.pk != person.pk]:
        raise LastOwner
