"""The servers of a state folder: its own PostgreSQL and Redis, or those that the environment names."""

import enum
import json
from collections.abc import Callable, Mapping

from motorblok.config import environment
from motorblok.config.launch import postgres, redis
from motorblok.config.launch.archiving import archive_folder
from motorblok.config.launch.children import Service
from motorblok.config.launch.given import check_given_database, check_given_redis
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import State, write_private
from motorblok.config.launch.supervisor import Supervisor

STARTS_IN_VAIN = 3
NOTE = "servers.json"


class Purpose(enum.Enum):
    """What the servers are for. Only a test may do without the disk; tests and benches make databases of their own."""

    WORK = enum.auto()
    TEST = enum.auto()
    BENCH = enum.auto()


def start_servers(state: State, supervisor: Supervisor, *, purpose: Purpose = Purpose.WORK) -> dict[str, str]:
    """Start what the environment does not name; the variables that lead to all of it."""
    variables = {**_database(state, supervisor, purpose=purpose), **_broker(state, supervisor)}
    write_private(state.home / NOTE, json.dumps(variables))
    return variables


def running_servers(state: State) -> Mapping[str, str]:
    """The variables of the Motorblok that runs from this folder; empty when none does."""
    note = state.home / NOTE
    if not (note.exists() and state.is_running()):
        return {}
    variables: dict[str, str] = json.loads(note.read_text())
    return variables


def _database(state: State, supervisor: Supervisor, *, purpose: Purpose) -> dict[str, str]:
    if environment.is_given("DATABASE_URL"):
        return check_given_database()
    cluster = postgres.prepare(state)
    archive = archive_folder() if purpose is Purpose.WORK else None
    service = cluster.service(durable=purpose is not Purpose.TEST, archive=archive)
    _start(supervisor, service, is_ready=cluster.is_ready)
    return cluster.provide_database(makes_databases=purpose is not Purpose.WORK)


def _broker(state: State, supervisor: Supervisor) -> dict[str, str]:
    if environment.is_given("REDIS_URL"):
        return check_given_redis()
    broker = redis.prepare(state)
    _start(supervisor, broker.service, is_ready=broker.is_ready)
    return {"REDIS_URL": broker.url}


def _start(supervisor: Supervisor, service: Service, *, is_ready: Callable[[], bool]) -> None:
    supervisor.start(service)

    def answers() -> bool:
        if supervisor.failures(service.name) >= STARTS_IN_VAIN:
            raise CannotStart(
                f"{service.name} does not start: {service.last_words()} (all of it: {service.log})"
            )
        return is_ready()

    supervisor.watch(until=answers)
