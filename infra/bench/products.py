"""The products that are measured side by side: how each is filled, signed in to and served."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import redis

from infra.bench.databases import Database, alone, database, scratch
from infra.bench.programs import ROOT, run, run_started, say

QUEUE_OF_ITS_OWN = "/9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One of them. `modules` is its package in the bench; its data are made anew when `sources` or `release` change.

    `before` is a command of its own that is run before each start.
    """

    name: str
    modules: str
    application: str
    sources: tuple[str, ...]
    release: str
    fixed: Mapping[str, str]
    before: tuple[str, ...] = ()
    things: str = "tasks"

    @contextmanager
    def at_work(self, size: int) -> Iterator[dict[str, str]]:
        """The environment of a fresh copy of its data of that size, which are made once and kept beside."""
        with ExitStack() as copied:
            with alone():
                copy = copied.enter_context(scratch(self.name, like=self._kept(size)))
            env = self.environment(copy)
            if self.before:
                run(*self.before, env=env)
            yield env

    def _kept(self, size: int) -> Database:
        kept, note = database(f"{self.name}_{size}"), self._digest()
        if kept.note() != note:
            say(f"  making {size:,} {self.things} in {self.name}, to be kept for the next run ...")
            kept.make()
            run_started(f"{self.modules}.seed", str(size), env=self.environment(kept, login="owner"))
            kept.keep(note)
        return kept

    def environment(self, at: Database, *, login: str = "app") -> dict[str, str]:
        """What its processes find in their environment."""
        return {**self.fixed, "MOTORBLOK_LOGIN": login, "REDIS_URL": queue(), **at.urls}

    def calls(self, env: Mapping[str, str]) -> str:
        """The calls that are measured, as JSON."""
        return run_started(f"{self.modules}.calls", env=env)

    def _digest(self) -> str:
        found: Iterable[Path] = chain.from_iterable(sorted(ROOT.glob(pattern)) for pattern in self.sources)
        content = b"".join(path.read_bytes() for path in found)
        return f"{self.release} {hashlib.sha256(content).hexdigest()}"


def queue() -> str:
    """A broker of the bench's own: nobody works through what is put there."""
    return urlsplit(os.environ["REDIS_URL"])._replace(path=QUEUE_OF_ITS_OWN).geturl()


def empty_queue() -> None:
    """Forget the messages that the measured verbs have sent."""
    redis.Redis.from_url(queue()).flushdb()


OURS = Product(
    name="motorblok",
    modules="infra.bench.ours",
    application="motorblok.config.wsgi:application",
    sources=(
        "infra/bench/words.py",
        "infra/bench/ours/*.py",
        "tenants/**/*.py",
        *(f"src/motorblok/{app}/**/*.py" for app in ("audit", "accounts", "sla", "board", "work")),
    ),
    release="",
    fixed={
        "DJANGO_SETTINGS_MODULE": "motorblok.config.settings",
        "MOTORBLOK_SECRET_KEY": "for measuring only",
        "MOTORBLOK_DEVELOPMENT": "1",
        "MOTORBLOK_CONSOLE_HOST": "console.localhost",
    },
    before=("motorblok.config.cli", "collectstatic", "--noinput", "--verbosity", "0"),
)
HELPDESK = Product(
    name="helpdesk",
    modules="infra.bench.peer",
    application="infra.bench.peer.wsgi:application",
    sources=("infra/bench/words.py", "infra/bench/peer/*.py"),
    release=version("django-helpdesk"),
    fixed={"DJANGO_SETTINGS_MODULE": "infra.bench.peer.settings", "PYTHONPATH": str(ROOT)},
)
