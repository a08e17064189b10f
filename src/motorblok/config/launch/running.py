"""`run`: becomes one process of a deployment, as a container or a unit of systemd holds it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from motorblok.config import addresses, environment
from motorblok.config.launch import preflight, programs
from motorblok.config.launch.given import check_database, check_given_redis, check_settings, given
from motorblok.config.launch.programs import PROCESSES, Room, login_of, words_of
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.resting import check_works
from motorblok.config.launch.state import State, default_home


def run(arguments: Sequence[str]) -> NoReturn:
    """Become the process that is named. CannotStart tells what is missing, or which server does not let it in."""
    name = _options(arguments).process
    os.environ.update({**login_of(name), "DJANGO_SETTINGS_MODULE": "motorblok.config.settings"})
    room = _room()  # what is wrong with it is told with the rest
    # Servers of workers would start a worker that cannot read them again and again.
    check_settings()
    _check_servers(name)
    os.execv(sys.executable, [sys.executable, "-P", *words_of(name, room)])  # noqa: S606 (no shell is wanted)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motorblok run", description="Be one process of a deployment.")
    parser.add_argument("process", choices=PROCESSES)
    return parser.parse_args(arguments)


def _room() -> Room:
    host, _colon, port = environment.text("MOTORBLOK_LISTEN", f"0.0.0.0:{programs.PORT}").rpartition(":")
    found = Room(
        host=host.strip("[]"),
        port=_positive("MOTORBLOK_LISTEN", port, most=65_535),
        web_workers=_positive("MOTORBLOK_WEB_WORKERS", environment.text("MOTORBLOK_WEB_WORKERS", "2")),
        web_threads=environment.integer("MOTORBLOK_WEB_THREADS", 1, least=1, most=32),
        web_waiting=environment.integer("MOTORBLOK_WEB_WAITING", 16, least=1, most=256),
        workers=_positive("MOTORBLOK_WORKERS", environment.text("MOTORBLOK_WORKERS", "2")),
        schedule=str(_folder("beat") / "schedule"),
    )
    if not addresses.is_place(found.host):
        environment.problems.append("MOTORBLOK_LISTEN must look like 0.0.0.0:8000.")
    return found


def _folder(name: str) -> Path:
    try:
        return State(default_home()).folder(name)
    except OSError as error:
        raise CannotStart(preflight.refusal_of(error, str(default_home()))) from None


def _positive(name: str, text: str, *, most: int = 64) -> int:
    if not (environment.NUMBER.fullmatch(text) and 1 <= int(text) <= most):
        environment.problems.append(f"{name} must hold a whole number from 1 to {most}, not {text[:40]!r}.")
        return 1
    return int(text)


def _check_servers(name: str) -> None:
    login = login_of(name).get("MOTORBLOK_LOGIN", settings.MOTORBLOK_LOGIN)
    database = settings.DATABASE_VARIABLES[login]
    check_database(given(database), name=database)
    check_works(given(database))
    check_given_redis()
