"""Links in mail about the work: to the host of the person who gets it, from the table of hosts alone."""

from django.conf import settings
from django.urls import reverse

from motorblok.accounts.models import Person
from motorblok.notify.topics import About
from tenants.queries import canonical_url


def link_to(person: Person, about: About) -> str:
    """Where this person reads about a task or another matter."""
    return canonical_url(person.client, about.path(to_staff=person.client is None))


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
