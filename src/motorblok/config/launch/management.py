"""Every other command: Django's management, on the servers that run, or on servers started for it alone."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from motorblok.config import environment
from motorblok.config.launch import preflight, processes, programs
from motorblok.config.launch.children import inherited, spawn_in_front
from motorblok.config.launch.given import check_settings
from motorblok.config.launch.preparation import Preparation
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.servers import running_servers, start_servers
from motorblok.config.launch.state import ROOT, State, default_home
from motorblok.config.launch.steps import say
from motorblok.config.launch.supervisor import AskedToStop, Supervisor

AS_OWNER = {
    "migrate",
    "migrate_schemas",
    "check_migrations",
    "import_log",
    "restore_client",
    "remove_copy",
    "after_restore",
}
ON_TABLES_AS_THEY_ARE = {
    *("migrate", "migrate_schemas", "after_restore"),
    *("makemigrations", "check", "help", "version"),
}
INTERRUPTED = 130


def manage(arguments: Sequence[str]) -> int:
    """Run one of Django's commands; its exit code. Dashes in its name are as good as underscores."""
    name = arguments[0] if arguments[0].startswith("-") else arguments[0].replace("-", "_")
    words = [name, *arguments[1:]]
    state = State(default_home())
    if _names_both_servers():
        _fill_environment(state, name)
        check_settings()
        return _done(words)
    if running := running_servers(state):
        # A new process: what is already imported here has read the environment.
        known = {**programs.environment(state, running, port=programs.PORT), **_login(name)}
        ours = {key: os.environ.get(key, value) for key, value in known.items()}
        os.execve(sys.executable, _command(words), inherited(ours))  # noqa: S606 (no shell is wanted)
    return _with_own_servers(state, words)


def _done(words: Sequence[str]) -> int:
    """Do it; a database that is away, or has no tables yet, is no fault of ours to be shown the way to."""
    try:
        execute_from_command_line(["motorblok", *words])
    except OperationalError as error:
        raise CannotStart(f"The database does not answer {words[0]}: {_last_line(error)}.") from error
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        raise CannotStart(
            "The database has no tables, or not those of this release: run `motorblok migrate` first."
        ) from error
    return 0


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].rpartition("FATAL:")[2].strip().rstrip(".")


def _names_both_servers() -> bool:
    return environment.is_given("DATABASE_URL") and environment.is_given("REDIS_URL")


def _command(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-P", *programs.OURS, *words]


def _fill_environment(state: State, name: str) -> None:
    """What the environment says itself goes first. A deployment must name its own key: none is made up for it."""
    known = {**_login(name), "DJANGO_SETTINGS_MODULE": "motorblok.config.settings"}
    if (ROOT / "pyproject.toml").exists():
        known |= programs.environment(state, {}, port=programs.PORT)
    for key, value in known.items():
        if not environment.is_given(key):
            os.environ[key] = value


def _with_own_servers(state: State, words: Sequence[str]) -> int:
    preflight.check_folder(state)
    with state.locked():
        processes.end_left_behind(str(state.home))
        with Supervisor(mark=str(state.home), say=say) as supervisor:
            try:
                return _accompanied(state, supervisor, words)
            except AskedToStop:
                return INTERRUPTED


def _accompanied(state: State, supervisor: Supervisor, words: Sequence[str]) -> int:
    env = programs.environment(state, start_servers(state, supervisor), port=programs.PORT)
    if words[0] not in ON_TABLES_AS_THEY_ARE and not environment.is_given("DATABASE_URL"):
        preparation = Preparation(state, supervisor, env)
        preparation.tables()
        preparation.translations()
    command = [sys.executable, "-P", *programs.OURS, *words]
    return supervisor.accompany(spawn_in_front(command, env={**env, **_login(words[0])}, folder=Path.cwd()))


def _login(name: str) -> dict[str, str]:
    return {"MOTORBLOK_LOGIN": "owner"} if name in AS_OWNER else {}
