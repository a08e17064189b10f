"""Template context of every page: whose host it is, who looks at it, and in which theme."""

from typing import Any

from django.http import HttpRequest

from motorblok.accounts import enrolling
from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person, Theme


def person(request: HttpRequest) -> dict[str, Any]:
    """Give the template `client` (None at the console), `person` (None for nobody), `theme`, and from when on a member of staff
    works with a second step alone that it has not yet; asks no query."""
    known = getattr(request, "user", None)
    person = known if isinstance(known, Person) else None
    return {
        "client": client_of(request),
        "person": person,
        "theme": person.theme if person else Theme.AUTO.value,
        "second_step_from": enrolling.owed_from(request) if person and person.is_staff_member else None,
    }
