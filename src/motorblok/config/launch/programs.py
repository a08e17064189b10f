"""The processes of a running Motorblok, and the environment they live in."""

import os
import sys
from collections.abc import Mapping

from motorblok.config.launch.children import Service
from motorblok.config.launch.state import State

CONSOLE_HOST = "console.localhost"
PORT = 8000
CELERY = ("-m", "celery", "-A", "motorblok.config")
OURS = ("-m", "motorblok.config.cli")


def environment(state: State, servers: Mapping[str, str], *, port: int) -> dict[str, str]:
    """The variables that every process of ours is given; `servers` leads to the database and the broker.

    What the environment says itself about keys, host and development goes first.
    """
    ours = {
        "MOTORBLOK_SECRET_KEY": state.secret("secret_key"),
        "MOTORBLOK_PEPPER": state.secret("pepper"),
        "MOTORBLOK_CONSOLE_HOST": CONSOLE_HOST,
        "MOTORBLOK_DEVELOPMENT": "1",
    }
    return {
        **servers,
        **{name: os.environ.get(name) or value for name, value in ours.items()},
        "DJANGO_SETTINGS_MODULE": "motorblok.config.settings",
        "MOTORBLOK_HOME": str(state.home),
        "MOTORBLOK_PORT": str(port),
    }


def web(state: State, env: Mapping[str, str], *, port: int) -> Service:
    """The pages and the API."""
    where = f"--host 127.0.0.1 --port {port}"
    # A worker that is told to stop while it starts does not hear it: it is killed after a while.
    workers = "--workers 2 --blocking-threads 1 --respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout 5"
    words = [
        "-m",
        "granian",
        "--interface",
        "wsgi",
        *where.split(),
        *workers.split(),
        "motorblok.config.wsgi:application",
    ]
    return program(state, "web", words, env)


def background(state: State, env: Mapping[str, str]) -> list[Service]:
    """What works behind the pages: the queues, the clock that looks after them, the alarms."""
    owner = {**env, "MOTORBLOK_LOGIN": "owner"}
    worker = [*CELERY, "worker", "--loglevel", "warning", "--hostname"]
    schedule = str(state.folder("beat") / "schedule")
    beat = [*CELERY, "beat", "--loglevel", "warning", "--pidfile=", "--schedule", schedule]
    return [
        program(state, "worker", [*worker, "worker@%h", "-Q", "default", "-c", "2"], env),
        program(state, "provisioner", [*worker, "provisioner@%h", "-Q", "provisioner", "-P", "solo"], owner),
        program(state, "beat", beat, env),
        program(state, "sweeper", [*OURS, "sweep_alarms"], env),
    ]


def command(state: State, words: list[str], env: Mapping[str, str]) -> Service:
    """One of our own management commands, run once."""
    return program(state, words[0], [*OURS, *words], env)


def program(state: State, name: str, words: list[str], env: Mapping[str, str]) -> Service:
    """A Python program; -P keeps the folder it is started in from lending it modules."""
    return Service(name=name, command=[sys.executable, "-P", *words], log=state.log(name), env=env)
