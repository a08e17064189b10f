"""The people of the tests. Rita leads and Sam works at the provider, whose owner is Olga; Ann directs Acme and Bob asks
there; Cleo directs Globex and must see nothing of Acme."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client as Browser

from motorblok.accounts import actions as accounts
from motorblok.accounts.models import Invitation, Person
from motorblok.accounts.sessions import SessionStore
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from tenants.models import Client
from tenants.queries import canonical_url, client_by_slug

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

# Actors for tests below the floor of accounts: nobody there looks a person up.
OLGA = Actor("staff", "01980000-0000-7000-8000-000000000001", "Olga Owner")
RITA = Actor("staff", "01980000-0000-7000-8000-000000000002", "Rita Lead")
SAM = Actor("staff", "01980000-0000-7000-8000-000000000003", "Sam Agent")
ANN = Actor("contact", "01980000-0000-7000-8000-000000000011", "Ann Director")
BOB = Actor("contact", "01980000-0000-7000-8000-000000000012", "Bob Requester")
CLEO = Actor("contact", "01980000-0000-7000-8000-000000000021", "Cleo Director")

PASSWORD = "correct horse battery"  # of everybody who joins


def olga() -> Person:
    """Olga, the provider's owner."""
    return staff("Olga Owner", "olga@motorblok.test", "owner")


def rita() -> Person:
    """Rita, who leads the work for all clients."""
    return staff("Rita Lead", "rita@motorblok.test", "lead")


def sam(*clients: Client) -> Person:
    """Sam, an agent: assigned to all service lines of these clients."""
    person = staff("Sam Agent", "sam@motorblok.test", "agent")
    for client in clients:
        accounts.assign_to_client(person.id, client=client, actor=SYSTEM, at=MONDAY)
    return person


def fay() -> Person:
    """Fay, who is in finance: she sees what every client pays, and no work of any."""
    return staff("Fay Finance", "fay@motorblok.test", "finance")


def ann() -> Person:
    """Ann, who directs Acme."""
    return contact("acme", "Ann Director", "ann@acme.test", "director")


def bob() -> Person:
    """Bob, who asks things of the provider at Acme and sees only what he asked."""
    return contact("acme", "Bob Requester", "bob@acme.test", "requester")


def cleo() -> Person:
    """Cleo, who directs Globex and must see nothing of Acme."""
    return contact("globex", "Cleo Director", "cleo@globex.test", "director")


def staff(name: str, email: str, role: str) -> Person:
    """A member of staff, who has joined; the same person when asked again in one test."""
    with schema.entered(schema.PUBLIC):
        if known := Person.objects.staff().addressed(email).first():
            return known
        invitation = accounts.invite_staff(name=name, email=email, role=role, actor=SYSTEM, at=MONDAY)
    return join(invitation)


def contact(slug: str, name: str, email: str, role: str, *service_lines: str) -> Person:
    """A contact of a client, who has joined; the same person when asked again in one test."""
    client = client_by_slug(slug)
    with schema.entered(schema.PUBLIC):
        if known := Person.objects.circle(client).addressed(email).first():
            return known
        invitation = accounts.invite_contact(
            client, name=name, email=email, role=role, service_lines=service_lines, actor=SYSTEM, at=MONDAY
        )
    return join(invitation)


def join(invitation: Invitation) -> Person:
    """Send an invitation and accept it."""
    with schema.entered(schema.PUBLIC):
        issued = accounts.send_invitation(invitation.id, at=MONDAY)
        return accounts.accept_invitation(
            issued.token, client=issued.person.client, name=issued.person.name, password=PASSWORD, at=MONDAY
        )


def host_of(client: Client | None) -> str:
    """The host name at which a client's portal answers; the console's for None."""
    return str(urlsplit(canonical_url(client, "/")).hostname)


def browser(person: Person | None = None, *, client: Client | None = None) -> Browser:
    """Django's test browser at the host of a person, signed in; or, without a person, at a client's or the console's."""
    at_client = person.client if person else client
    asked = Browser(HTTP_HOST=host_of(at_client), raise_request_exception=True)
    if person:
        asked.cookies[settings.SESSION_COOKIE_NAME] = _session_of(person)
    return asked


def book_of(person: Person) -> AbstractContextManager[None]:
    """Be in the schema whose event book tells of a person."""
    return schema.entered(person.client.schema_name if person.client else schema.PUBLIC)


def _session_of(person: Person) -> str:
    with schema.entered(schema.PUBLIC):
        session = SessionStore(client_id=person.client_id)
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.begin(at=datetime.now(UTC))
        session.save()
        return str(session.session_key)
