"""Which client answers at a host name: a table in each process, bounded, short-lived, and cleared when a client changes."""

import re
import time
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction

from motorblok.kernel import schema
from motorblok.kernel.ids import new_id
from tenants.models import Client, Domain

KNOWN_SECONDS = 30.0
UNKNOWN_SECONDS = 5.0
CHECK_SECONDS = 1.0
MOST = 4096  # so that invented host names cannot fill the memory
VERSION = "host:version"  # kernel.caching keeps keys with this beginning out of the schemas
HOST_NAME = re.compile(r"[a-z0-9.-]{1,253}\Z")


@dataclass(slots=True)
class HostTable:
    """Host names with the client that answers there, or None for a name that is nobody's."""

    entries: dict[str, tuple[float, Client | None]] = field(default_factory=dict)
    version: object = None
    checked_at: float = 0.0

    def find(self, host: str) -> Client | None:
        """A copy of the client at this host. Reads the public schema at most once per name and half minute."""
        if not HOST_NAME.match(host):
            return None
        now = time.monotonic()
        self._heed_others(now)
        expires_at, client = self.entries.get(host, (0.0, None))
        if expires_at <= now:
            client = _read(host)
            self._keep(host, client, now)
        return client and _twin(client)

    def forget(self) -> None:
        """Read every name anew."""
        self.entries.clear()

    def _heed_others(self, now: float) -> None:
        """Once a second, ask whether any process has changed a client."""
        if now - self.checked_at < CHECK_SECONDS:
            return
        self.checked_at = now
        version = cache.get(VERSION)
        if version != self.version:
            self.version = version
            self.forget()

    def _keep(self, host: str, client: Client | None, now: float) -> None:
        while len(self.entries) >= MOST:
            self.entries.pop(next(iter(self.entries)), None)
        self.entries.pop(host, None)
        self.entries[host] = (now + (KNOWN_SECONDS if client else UNKNOWN_SECONDS), client)


table = HostTable()


def forget_after_commit() -> None:
    """Have this process read every host anew, and all others within a second of the commit.

    Without Redis they follow when their entries expire; work is refused at once in any case (must_accept_work).
    """
    table.forget()
    transaction.on_commit(_tell_others, robust=True)


def _twin(client: Client) -> Client:
    # copy.copy takes ten times as long, and each request takes one. A client keeps nothing but plain values.
    twin = Client.__new__(Client)
    twin.__dict__.update(client.__dict__)
    return twin


def _tell_others() -> None:
    table.forget()
    cache.set(VERSION, str(new_id()), timeout=None)


def _read(host: str) -> Client | None:
    with schema.entered(schema.PUBLIC):
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    return domain.tenant if domain else None
