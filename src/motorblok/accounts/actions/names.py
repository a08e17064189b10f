"""What a person is called."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import locked_changeable
from motorblok.accounts.events import RENAMED
from motorblok.accounts.models import Person
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid

LONGEST = 120


@transaction.atomic
def set_name(person_id: UUID, *, name: str, actor: Actor, at: datetime) -> Person:
    """Call a person by another name from now on; what was done before stays under the old one.

    The same name again changes nothing. Raises NotFound, and Invalid for a name that is empty, long or cannot be read.
    """
    name = " ".join(name.split())
    if not name.isprintable() or not 0 < len(name) <= LONGEST:
        raise Invalid(_("Give a name of 1 to 120 characters."), field="name")
    person = locked_changeable(person_id)
    if person.name == name:
        return person
    was, person.name = person.name, name
    person.save(update_fields=["name"])
    record_of_person(RENAMED, person, actor=actor, at=at, private={"was": was, "name": name})
    return person
