"""`run`: becomes one process of a deployment, as a container or a unit of systemd holds it."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from django.conf import settings

from motorblok.config import environment
from motorblok.config.launch import programs
from motorblok.config.launch.given import check_database, check_given_redis, check_settings, given
from motorblok.config.launch.programs import PROCESSES, Room, login_of, words_of
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State, default_home


def run(arguments: Sequence[str]) -> NoReturn:
    """Become the process that is named. CannotStart tells what is missing, or which server does not let it in."""
    name = _options(arguments).process
    os.environ.update({**login_of(name), "DJANGO_SETTINGS_MODULE": "motorblok.config.settings"})
    room = _room()
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
        port=_positive("MOTORBLOK_LISTEN", port),
        web_workers=_positive("MOTORBLOK_WEB_WORKERS", environment.text("MOTORBLOK_WEB_WORKERS", "2")),
        workers=_positive("MOTORBLOK_WORKERS", environment.text("MOTORBLOK_WORKERS", "2")),
        schedule=str(State(default_home()).folder("beat") / "schedule"),
    )
    if not found.host:
        raise CannotStart("MOTORBLOK_LISTEN must look like 0.0.0.0:8000.")
    return found


def _positive(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise CannotStart(f"{name} must hold a whole number above 0, not {text!r}.")
    return int(text)


def _check_servers(name: str) -> None:
    login = login_of(name).get("MOTORBLOK_LOGIN", settings.MOTORBLOK_LOGIN)
    database = settings.DATABASE_VARIABLES[login]
    check_database(given(database), name=database)
    check_given_redis()
