"""The processes of a running Motorblok, and the environment they live in."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from motorblok.config.launch.children import Service
from motorblok.config.launch.crowds import threads_for
from motorblok.config.launch.given import given
from motorblok.config.launch.state import State

CONSOLE_HOST = "console.localhost"
PORT = 8000
CELERY = ("-m", "celery", "-A", "motorblok.config", "--quiet")  # its banner is no line of a log
WORKER = (*CELERY, "worker", "--loglevel", "warning", "--hostname")
BACKLOG, CONNECTIONS = 2048, 1024
TO_FINISH = 20  # seconds for what the web has begun when it is told to stop
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
        **{name: given(name) or value for name, value in ours.items()},
        "DJANGO_SETTINGS_MODULE": "motorblok.config.settings",
        "MOTORBLOK_HOME": str(state.home),
        "MOTORBLOK_PORT": str(port),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a machine gives the processes: where the web listens, how many work, and where the beat notes its turns."""

    host: str = "127.0.0.1"
    port: int = PORT
    web_workers: int = 2
    web_threads: int = 1
    web_waiting: int = 16
    workers: int = 2
    schedule: str


def web(state: State, env: Mapping[str, str], *, port: int) -> Service:
    """The pages and the API."""
    service = _process(state, "web", env, _room(state, port=port))
    return replace(service, patience=TO_FINISH + 5)


def background(state: State, env: Mapping[str, str]) -> list[Service]:
    """What works behind the pages: the queues, the clock that looks after them, the alarms."""
    return [_process(state, name, env, _room(state)) for name in PROCESSES if name != "web"]


def words_of(name: str, room: Room) -> list[str]:
    """What Python is to run for one of PROCESSES."""
    return PROCESSES[name](room)


def login_of(name: str) -> dict[str, str]:
    """What a process calls itself at the database, and its login there: the provisioner alone makes tables."""
    return {"MOTORBLOK_PROCESS": name, **({"MOTORBLOK_LOGIN": "owner"} if name == "provisioner" else {})}


def command(state: State, words: list[str], env: Mapping[str, str]) -> Service:
    """One of our own management commands, run once."""
    return program(state, words[0], [*OURS, *words], env)


def program(state: State, name: str, words: list[str], env: Mapping[str, str]) -> Service:
    """A Python program; -P keeps the folder it is started in from lending it modules."""
    return Service(name=name, command=[sys.executable, "-P", *words], log=state.log(name), env=env)


def _process(state: State, name: str, env: Mapping[str, str], room: Room) -> Service:
    return program(state, name, words_of(name, room), {**env, **login_of(name)})


def _room(state: State, *, port: int = PORT) -> Room:
    return Room(port=port, schedule=str(state.folder("beat") / "schedule"))


def _web(room: Room) -> list[str]:
    threads = threads_for(at_work=room.web_threads, waiting=room.web_waiting)
    where = f"--host {room.host} --port {room.port} --workers {room.web_workers} --blocking-threads {threads}"
    # It warns of every start with more than a few threads; of ours nearly all only wait, or refuse.
    queues = f"--backlog {BACKLOG} --backpressure {CONNECTIONS} --log-level error"
    # A worker that is told to stop while it starts does not hear it: it is killed after a while, in which others finish.
    respawn = f"--respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout {TO_FINISH}"
    return [
        *["-m", "granian", "--interface", "wsgi"],
        *where.split(),
        *queues.split(),
        *respawn.split(),
        "motorblok.config.wsgi:application",
    ]


def _worker(room: Room) -> list[str]:
    return [*WORKER, "worker@%h", "-Q", "default", "-c", str(room.workers)]


def _provisioner(room: Room) -> list[str]:
    return [*WORKER, "provisioner@%h", "-Q", "provisioner", "-P", "solo"]


def _beat(room: Room) -> list[str]:
    return [*CELERY, "beat", "--loglevel", "warning", "--pidfile=", "--schedule", room.schedule]


def _sweeper(room: Room) -> list[str]:
    return [*OURS, "sweep_alarms"]


PROCESSES: Mapping[str, Callable[[Room], list[str]]] = {
    "web": _web,
    "worker": _worker,
    "provisioner": _provisioner,
    "beat": _beat,
    "sweeper": _sweeper,
}
