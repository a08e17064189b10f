"""Template context of every page: whose host it is, who looks at it, and in which theme."""

from typing import Any

from django.http import HttpRequest

from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person, Theme


def person(request: HttpRequest) -> dict[str, Any]:
    """Give the template `client` (None at the console), `person` (None for nobody) and `theme`; asks no query."""
    known = getattr(request, "user", None)
    person = known if isinstance(known, Person) else None
    return {
        "client": client_of(request),
        "person": person,
        "theme": person.theme if person else Theme.AUTO.value,
    }
