"""Links in mail about the work: to the host of the person who gets it, from the table of hosts alone."""

from django.conf import settings
from django.urls import reverse

from motorblok.accounts.models import Person
from tenants.queries import canonical_url


def task_link(person: Person, *, slug: str, number: str) -> str:
    """Where this person reads a task of the client with this short name."""
    return _link(person, "task", *([] if person.client else [slug]), number)


def inbox_link(person: Person) -> str:
    """Where this person reads all that it has heard of."""
    return _link(person, "inbox")


def settings_link(person: Person) -> str:
    """Where this person says what it wants mail about."""
    return _link(person, "settings")


def _link(person: Person, name: str, *arguments: str) -> str:
    door, urlconf = (
        ("portal", settings.ROOT_URLCONF) if person.client else ("console", settings.PUBLIC_SCHEMA_URLCONF)
    )
    return canonical_url(person.client, reverse(f"{door}:{name}", urlconf, args=arguments))
