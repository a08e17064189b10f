"""Machines that call the API in the tests: each at one host with one key."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser

from motorblok.accounts.actions import assign_to_client, create_key
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tenants.models import Client
from tests import cast
from tests.cast import MONDAY, OLGA

READ, RECEIVE, WORK = "tasks:read", "tasks:receive", "tasks:work"
ALL = (READ, RECEIVE, WORK)
TASKS = "/api/v1/tasks/"
CONSOLE = "console.localhost"
DRAFT = {"title": "Invoice 2026-114 is booked twice", "service_line": "finance"}


@dataclass(frozen=True)
class Caller:
    """One machine: the host it calls and the key it sends."""

    host: str
    key: str

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Read."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Act; `body` becomes JSON."""
        return self.ask("POST", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Take back; `body` becomes JSON."""
        return self.ask("DELETE", path, body, **headers)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Do either; `body` becomes JSON."""
        return self._ask(method, path, b"" if body is None else json.dumps(body).encode(), headers)

    def send(self, method: str, path: str, content: bytes, **headers: str) -> HttpResponse:
        """Send exactly these bytes."""
        return self._ask(method, path, content, headers)

    def _ask(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json")
        everything = {
            "Host": self.host,
            **({"Authorization": f"Bearer {self.key}"} if self.key else {}),
            **named,
        }
        return Browser(raise_request_exception=False).generic(
            method, path, content, content_type=kind, headers=everything
        )


def at_the_client(client: Client, *, scopes: Sequence[str] = (READ, RECEIVE), **details: Any) -> Caller:
    """A machine of the client's own."""
    return Caller(f"{client.slug}.localhost", key_text(client, scopes=scopes, **details))


def at_the_provider(client: Client, staff: Person, *, scopes: Sequence[str] = ALL, **details: Any) -> Caller:
    """A machine of the provider that acts for this member of staff at this client."""
    return Caller(CONSOLE, key_text(client, scopes=scopes, staff=staff, **details))


def key_text(client: Client, **details: Any) -> str:
    """A key made a while ago, valid for a month from now."""
    asked = {"name": "ERP", "expires_at": datetime.now(UTC) + timedelta(days=30), **details}
    with schema.entered(schema.PUBLIC):
        return create_key(client, actor=OLGA, at=datetime.now(UTC), **asked).text


def staff(name: str, role: str = "lead") -> Person:
    """A member of staff who has joined."""
    return cast.staff(name, f"{name.split()[0].lower()}@motorblok.test", role)


def agent(name: str, client: Client, *lines: str) -> Person:
    """An agent assigned to these service lines of a client."""
    person = staff(name, "agent")
    with schema.entered(schema.PUBLIC):
        for line in lines:
            assign_to_client(person.id, client=client, service_line=line, actor=OLGA, at=MONDAY)
    return person
