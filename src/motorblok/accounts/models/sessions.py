"""Where people are signed in."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from motorblok.accounts.models.people import Person
from tenants.models import Client


class SessionQuerySet(models.QuerySet["Session"]):
    def ended(self, *, at: datetime) -> "SessionQuerySet":
        """Sessions that nobody can use any more: too old, or not seen for too long."""
        idle_since = at - settings.MOTORBLOK_SESSION_IDLE
        return self.filter(Q(expire_date__lte=at) | Q(seen_at__lte=idle_since))


class Session(AbstractBaseSession):
    """What a browser is known by at one client's hosts (no client: at the console); worth nothing at any other."""

    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()  # type: ignore[assignment,misc]  # the base has a manager of its own

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Not to be reached through the row: a store must be told its host."""
        raise TypeError("A session store is made by the session middleware, for one host.")
