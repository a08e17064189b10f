"""What must be true before the first page: tables as the code expects them, translations and static files in place."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from motorblok.config.launch.demo import DUE, note_for
from motorblok.config.launch.fingerprints import files, fingerprint, is_done, keep_done
from motorblok.config.launch.given import given
from motorblok.config.launch.messages import are_compiled, compile_messages
from motorblok.config.launch.programs import command
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State
from motorblok.config.launch.steps import step
from motorblok.config.launch.supervisor import Supervisor

TABLES_COME_FROM = ("migrations/*.py", "template.py", "replay.py", "taking.py", "filling.py")
MARKER = "select to_regclass('public.django_migrations') is not null"
APPLIED = "select count(*), max(id) from public.django_migrations"


@dataclass(frozen=True)
class Preparation:
    """The steps; each is left out when it succeeded before for the same fingerprint."""

    state: State
    supervisor: Supervisor
    env: Mapping[str, str]

    def all(self) -> None:
        """Every step, in the order in which they need each other."""
        self.tables()
        self.translations()
        self.static_files()

    def tables(self) -> None:
        """Bring the tables of all schemas up to date; a database without any is noted as fresh."""
        applied = self._applied()
        if applied is None:
            note_for(self.state, self.env["DATABASE_URL"]).keep(DUE)
        if applied is None or not is_done(self.state, "tables", self._tables_digest(applied)):
            with step("Building the tables" if applied is None else "Updating the tables"):
                self._run("migrate", "--verbosity", "0", *self._contract(), login="owner")
            keep_done(self.state, "tables", self._tables_digest(self._applied() or ""))

    def _contract(self) -> list[str]:
        """On servers of our own nothing of the release before runs any more; on others it may, on another machine."""
        return [] if given("DATABASE_URL") else ["--contract"]

    def translations(self) -> None:
        """Compile the translations."""
        digest = fingerprint(files("*.po"))
        if not (is_done(self.state, "translations", digest) and are_compiled(self.state)):
            with step("Compiling the translations"):
                compile_messages(self.state)
            keep_done(self.state, "translations", digest)

    def static_files(self) -> None:
        """Gather style sheets, scripts and pictures under names that change with their content."""
        digest = fingerprint(files("static/**/*"))
        if not (is_done(self.state, "static", digest) and (self.state.home / "static").exists()):
            with step("Gathering the static files"):
                self._run("collectstatic", "--noinput", "--clear", "--verbosity", "0", login="app")
            keep_done(self.state, "static", digest)

    def _run(self, *words: str, login: str) -> None:
        service = command(self.state, list(words), {**self.env, "MOTORBLOK_LOGIN": login})
        if self.supervisor.run(service):
            raise CannotStart(f"{words[0]} failed: {service.last_words()} (all of it: {service.log})")

    def _applied(self) -> str | None:
        """Which migrations the database says it has had: restoring an older copy of it changes the answer."""
        with psycopg.connect(self.env["DATABASE_OWNER_URL"]) as connection:
            known = connection.execute(MARKER).fetchone()
            return str(connection.execute(APPLIED).fetchone()) if known and known[0] else None

    def _tables_digest(self, applied: str) -> str:
        url = hashlib.sha256(self.env["DATABASE_OWNER_URL"].encode()).hexdigest()
        return fingerprint(files(*TABLES_COME_FROM), url, applied)
