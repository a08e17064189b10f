"""Who may sign in where: the check of a password within one host's own circle of people."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from motorblok.accounts.hosts import client_of
from motorblok.accounts.models import Person


class HostBackend(BaseBackend):
    """Knows only the people of the host that the request came to; anybody else gets the answer of a wrong password."""

    def authenticate(  # type: ignore[override]  # Django passes the credentials as keywords
        self, request: HttpRequest | None, *, email: str = "", password: str = ""
    ) -> Person | None:
        """The person, or None where the address, the password, the host or the standing is wrong."""
        if request is None or not email or not password:
            return None
        person = Person.objects.circle(client_of(request)).addressed(email).active().first()
        if person is None:
            make_password(
                password
            )  # takes as long as a check would: the time must not tell who has an account
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: UUID) -> Person | None:
        """The person of a session, as long as it may sign in."""
        person = Person.objects.select_related("client").filter(pk=user_id).first()
        return person if person and person.is_active else None
