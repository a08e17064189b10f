"""All checks, in the order in which they need each other; one that breaks down is a finding too."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import ProgrammingError

from motorblok.config.operations.doctor import backups, cluster, database, domains, machine, outside, queues
from motorblok.config.operations.doctor.database import MIGRATE
from motorblok.config.operations.doctor.findings import Finding, Verdict, failed, skipped

Check = Callable[[], Finding]
DATABASE = "database"


def examine(*, date_from: str = "") -> Iterator[tuple[str, Finding]]:
    """Each check's name and what it found, one after the other."""
    yield from ((name, made(check)) for name, check in OF_THE_MACHINE.items())
    yield "world clock", made(partial(machine.check_world_clock, date_from))
    answer = made(database.check_database)
    yield DATABASE, answer
    for name, check in OF_THE_DATABASE.items():
        is_there = answer.verdict is not Verdict.FAILED
        yield name, made(check) if is_there else skipped("Not looked at, without the database.")


def made(check: Check) -> Finding:
    """What a check finds; where it breaks down itself, that."""
    try:
        return check()
    except ProgrammingError:
        return failed("The tables are not those of this release.", MIGRATE)
    except Exception as error:  # the others are still to be made
        return failed(
            f"It cannot be told ({type(error).__name__}).", "Read what is said of the others first."
        )


OF_THE_MACHINE: dict[str, Check] = {
    "settings": machine.check_settings,
    "disk": machine.check_disk,
    "broker": queues.check_broker,
    "beat": queues.check_beat,
    "mail": outside.check_mail,
    "sentry": outside.check_sentry,
    "stripe": outside.check_stripe,
}
OF_THE_DATABASE: dict[str, Check] = {
    "clock": machine.check_clock,
    "login": database.check_login,
    "migrations": database.check_migrations,
    "clients": database.check_clients,
    "drift": database.check_drift,
    "cluster": cluster.check_cluster,
    "backup": backups.check_backup,
    "queues": queues.check_queues,
    "alarms": queues.check_alarms,
    "domains": domains.check_domains,
    "certificates": outside.check_certificates,
}
