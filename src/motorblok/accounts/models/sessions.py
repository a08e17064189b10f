"""Where people are signed in."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from motorblok.accounts.models.people import Person
from tenants.models import Client


class Session(AbstractBaseSession):
    """What a browser is known by at one client's hosts (no client: at the console); worth nothing at any other."""

    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Not to be reached through the row: a store must be told its host."""
        raise TypeError("A session store is made by the session middleware, for one host.")
