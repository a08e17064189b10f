"""The requests of the product that are measured, signed in through its own sessions and keys; printed as JSON."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from infra.bench import words
from infra.bench.loads import Call, Page, dumped
from infra.bench.ours.seed import LINES, PRIORITIES
from motorblok.accounts.actions import create_key
from motorblok.accounts.models import Person
from motorblok.accounts.sessions import SessionStore
from motorblok.board.models import Row
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tenants.models import Client
from tenants.queries import canonical_url

SOME = 200
NO_LIMIT = 1_000_000


def receive(clients: list[Client]) -> list[Page]:
    """A task received by API: each client's own machine at its client's host, in turns."""
    keys = [key_of(client) for client in clients]
    return [
        (_receive(number, clients[number % len(clients)], keys[number % len(keys)]),)
        for number in range(SOME)
    ]


def urgent(signed_in: dict[str, str]) -> list[Page]:
    """The workboard of the owner, over all clients."""
    return [(Call("/", host(None), headers=signed_in),)]


def search(signed_in: dict[str, str]) -> list[Page]:
    """The workboard of the owner for a word: the most urgent tasks with it, of all clients."""
    return [(Call(f"/?text={words.SEARCHED}", host(None), headers=signed_in),)]


def task(signed_in: dict[str, str], clients: list[Client]) -> list[Page]:
    """A task's page in the console, another client's each time."""
    numbers = [_numbers(client) for client in clients]
    paths = [
        f"/clients/{client.slug}/tasks/{number}/"
        for some in zip(*numbers, strict=False)
        for client, number in zip(clients, some, strict=True)
    ]
    return [(Call(path, host(None), headers=signed_in),) for path in paths]


def _receive(number: int, client: Client, key: str) -> Call:
    draft = {
        "title": words.title(number),
        "description": words.text(number),
        "service_line": LINES[number % len(LINES)],
        "priority": PRIORITIES[number % len(PRIORITIES)],
    }
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return Call("/api/v1/tasks/", host(client), "POST", headers, json.dumps(draft), 201)


def _numbers(client: Client) -> list[str]:
    rows = Row.objects.filter(client_id=client.id).order_by("task_id")
    return list(rows.values_list("number", flat=True)[: SOME // 20])


def key_of(client: Client) -> str:
    """A new key of its own."""
    now = timezone.now()
    made = create_key(
        client,
        name="Their own system",
        scopes=["tasks:read", "tasks:receive"],
        expires_at=now + timedelta(days=30),
        per_minute=NO_LIMIT,
        actor=SYSTEM,
        at=now,
    )
    return made.text


def clients() -> list[Client]:
    """All clients, in order."""
    return list(Client.objects.open().order_by("slug"))


def browser() -> dict[str, str]:
    """The headers of a browser in which the owner is signed in."""
    owner = Person.objects.staff().get(role="owner")
    session = SessionStore(client_id=None)
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(owner.pk), owner.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.begin(at=timezone.now())
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def host(client: Client | None) -> str:
    """Where a client's portal and API answer; the console for None."""
    return str(urlsplit(canonical_url(client, "/")).hostname)


if __name__ == "__main__":
    with schema.entered(schema.PUBLIC):
        signed, everyone = browser(), clients()
        found = {
            "receive": receive(everyone),
            "urgent": urgent(signed),
            "search": search(signed),
            "task": task(signed, everyone),
        }
    print(dumped(found))
