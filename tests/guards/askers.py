"""Whoever may knock at a door: people with a session at the right or a wrong host, machines with a key, nobody at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client as Browser

from motorblok.accounts.actions import assign_to_client, create_key
from motorblok.accounts.models import Person
from motorblok.kernel import schema
from tenants.models import Client
from tests import cast, world
from tests.cast import MONDAY, OLGA

HOSTS = {"console": "console.localhost", "portal": "acme.localhost"}
ALL_SCOPES = ("tasks:read", "tasks:receive", "tasks:work")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks: what the browser or machine carries along."""

    cookies: Mapping[str, str]
    headers: Mapping[str, str]

    def ask(self, host: str, method: str, path: str, data: Any) -> Any:
        browser = Browser(HTTP_HOST=HOSTS[host], raise_request_exception=False)
        for name, value in self.cookies.items():
            browser.cookies[name] = value
        extra = {"content_type": "application/json"} if self.headers else {}
        return getattr(browser, method.lower())(path, data or None, headers=self.headers, **extra)


def person(who: Person) -> Asker:
    session = cast.browser(who).cookies[settings.SESSION_COOKIE_NAME].value
    return Asker({settings.SESSION_COOKIE_NAME: session}, {})


def machine(client: Client, *, scopes: tuple[str, ...] = ALL_SCOPES, staff: Person | None = None) -> Asker:
    expires = datetime.now(UTC) + timedelta(days=30)
    details = {
        "name": "ERP",
        "scopes": list(scopes),
        "expires_at": expires,
        "actor": OLGA,
        "at": datetime.now(UTC),
    }
    with schema.entered(schema.PUBLIC):
        key = create_key(client, staff=staff, **details) if staff else create_key(client, **details)
    return Asker({}, {"Authorization": f"Bearer {key.text}"})


def askers() -> dict[str, Asker]:
    """Everybody in the permission matrix, by name."""
    acme, globex = world.client("acme"), world.client("globex")
    rita = cast.rita()
    makers: dict[str, Callable[[], Asker]] = {
        "anonymous": lambda: Asker({}, {}),
        "stranger": lambda: Asker({settings.SESSION_COOKIE_NAME: "made-up"}, {}),
        "olga": lambda: person(cast.olga()),
        "rita": lambda: person(rita),
        "sam": lambda: person(cast.sam(acme)),
        "lena": lambda: person(_agent("Lena Legal", acme, "legal")),
        "nils": lambda: person(_agent("Nils Elsewhere", globex, None)),
        "fay": lambda: person(cast.fay()),
        "ann": lambda: person(cast.ann()),
        "carla": lambda: person(cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")),
        "bob": lambda: person(cast.bob()),
        "cleo": lambda: person(cast.cleo()),
        "acme-key": lambda: machine(acme, scopes=ALL_SCOPES[:2]),
        "globex-key": lambda: machine(globex, scopes=ALL_SCOPES[:2]),
        "provider-key": lambda: machine(acme, staff=rita),
    }
    return {name: make() for name, make in makers.items()}


def _agent(name: str, client: Client, line: str | None) -> Person:
    agent = cast.staff(name, f"{name.split()[0].lower()}@motorblok.test", "agent")
    with schema.entered(schema.PUBLIC):
        assign_to_client(agent.id, client=client, service_line=line, actor=OLGA, at=MONDAY)
    return agent
