"""What every log line and report of an error can say of the request or task that it came from, without a personal word."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest

from motorblok.accounts import viewers
from motorblok.accounts.viewers import KeyViewer, Viewer
from motorblok.kernel import schema
from tenants.actions.opening import SCHEMA_PREFIX

# Hexadecimal digits and hyphens, as proxies make them: no word can be smuggled into a log by it.
REQUEST_ID = re.compile(r"[0-9a-fA-F-]{16,64}")
MACHINES = ("/api/", "/hooks/")


@dataclass(frozen=True, slots=True)
class Situation:
    """Where something happened: `door` is console, portal, api or worker, `client` a slug, `person` and `key` are ids,
    `view` is the name of a route or of a task."""

    request: str
    door: str
    client: str = ""
    person: str = ""
    key: str = ""
    view: str = ""

    def facts(self) -> Mapping[str, str]:
        """What is known of it, by name."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(slots=True)
class Work:
    """A request that is being answered or, without one, a task that is being done; `view` names the route or the task."""

    id: str
    view: str = ""
    request: HttpRequest | None = None
    began: float = field(default_factory=perf_counter)

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return perf_counter() - self.began

    @property
    def door(self) -> str:
        """Where it came in; empty at a host that is nobody's."""
        return door_of(self.request) if self.request else "worker"


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def begun(work: Work) -> Iterator[Work]:
    """Do a piece of work: whatever is logged inside tells of it."""
    token = begin(work)
    try:
        yield work
    finally:
        end(token)


def begin(work: Work) -> Work | None:
    """Say what is being done from now on; what was done before comes back, to `end` with."""
    before = _work.get()
    _work.set(work)
    schema.forget_visit()
    return before


def end(before: Work | None) -> None:
    """Say that it is done, and what goes on."""
    _work.set(before)
    schema.forget_visit()


def work_in_hand() -> Work | None:
    """What is being done, or None between two pieces of work."""
    return _work.get()


def current() -> Situation | None:
    """The situation now, or None where neither a request nor a task is being worked on. Asks the database nothing."""
    work = _work.get()
    if work is None:
        return None
    person, key = _who(work.request) if work.request else ("", "")
    return Situation(work.id, work.door, _client(), person, key, work.view)


def request_id(given: str | None) -> str:
    """The id that a proxy gave to a request, if it looks like one; else a new one."""
    return given if given and REQUEST_ID.fullmatch(given) else str(uuid4())


def door_of(request: HttpRequest) -> str:
    """Which door a request came to: a host's client is known once its name was looked up."""
    if request.path.startswith(MACHINES):
        return "api"
    if not hasattr(request, "client"):
        return ""
    return "portal" if request.client else "console"


def _client() -> str:
    name = schema.visited()
    return name.removeprefix(SCHEMA_PREFIX).replace("_", "-") if name else ""


def _who(request: HttpRequest) -> tuple[str, str]:
    """The person and the key behind a request, as far as anybody has asked who it is."""
    key: KeyViewer | None = request.__dict__.get(viewers.KNOWN_KEY)
    viewer: Viewer | None = key.sees_as if key else request.__dict__.get(viewers.KNOWN)
    person_id = str(viewer.person_id) if viewer else ""
    key_id = str(key.key_id) if key else ""
    return "" if person_id == key_id else person_id, key_id
