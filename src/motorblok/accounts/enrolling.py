"""Whoever signs in without the second step that an owner asks for: it is told, and from a day on it stops there."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from motorblok.accounts.models import Person
from motorblok.accounts.queries import second_step_owed_from

# In the session, so that no page asks the database for it: the rule counts from the next sign-in on.
OWED = "second_step_from"


def note(request: HttpRequest, person: Person) -> None:
    """Keep in the session whether this person, who has just signed in, still owes the step."""
    if owed_from := second_step_owed_from(person):
        request.session[OWED] = owed_from.isoformat()
    else:
        settle(request)


def settle(request: HttpRequest) -> None:
    """The step is there."""
    request.session.pop(OWED, None)


def owed_from(request: HttpRequest) -> datetime | None:
    """From when on the person of this session cannot go on without; None where it owes nothing."""
    kept = request.session.get(OWED) if hasattr(request, "session") else None
    return datetime.fromisoformat(kept) if kept else None


def stops(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person must switch it on before it goes on."""
    since = owed_from(request)
    return since is not None and since <= at


def to_enrolment(request: HttpRequest) -> HttpResponse:
    """The way to the page where it is switched on."""
    url = reverse("mfa_activate_totp")
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else HttpResponseRedirect(url)
