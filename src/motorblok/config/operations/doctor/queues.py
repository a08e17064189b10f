"""Checks of what waits and of who looks after it: broker, event books, mail, alarms, the beat."""

from collections.abc import Mapping

from celery import current_app
from redis.exceptions import RedisError, ResponseError

from motorblok.config.operations import beats, gauges
from motorblok.config.operations.doctor.findings import Finding, failed, listed, ok, warning
from motorblok.config.operations.gauges import Queue

# Seconds until it is worth a word, and until it has failed; None: it never fails by age.
LATE: Mapping[str, tuple[float, float | None]] = {
    "unread_events": (60, 600),
    "outgoing_mail": (900, None),
    "gateway_calls": (900, None),
    "gateway_notices": (900, None),
    "alarms_to_tell": (60, 600),
}
LEFT_TO_PEOPLE = ("stuck_gateway_calls", "parked_gateway_notices")
ALARM_SECONDS, ALARM_FAILED_SECONDS = 10, 60
BEAT_SECONDS = 120
WORKERS = "See whether worker, provisioner and beat run, and read their logs."


def check_broker() -> Finding:
    """Whether it answers, keeps what it was given over a restart, and never throws a message away for lack of room."""
    try:
        with beats.broker() as broker:
            broker.ping()
            policy = broker.config_get("maxmemory-policy").get("maxmemory-policy", "")
            kept = broker.config_get("appendonly").get("appendonly") == "yes" or broker.config_get(
                "save"
            ).get("save")
    except ResponseError:
        return warning(
            "The broker answers, but does not tell its settings.", "See that its policy is noeviction."
        )
    except RedisError as error:
        return failed(
            f"The broker does not answer ({type(error).__name__}).", "Start it, or correct REDIS_URL."
        )
    if policy != "noeviction":
        return failed(
            f"The broker throws messages away when it is full ({policy}).", "Set maxmemory-policy noeviction."
        )
    if not kept:
        return warning("The broker forgets everything when it is started again.", "Set appendonly yes.")
    return ok("The broker answers, keeps what it is given and throws nothing away.")


def check_queues() -> Finding:
    """Whether what waits in the database is taken in time."""
    queues = {queue.name: queue for queue in gauges.database_queues()}
    late = [queue for name, (seconds, _) in LATE.items() if (queue := queues[name]).oldest_seconds > seconds]
    if any(queue.oldest_seconds > (LATE[queue.name][1] or float("inf")) for queue in late):
        return failed(_told(late), WORKERS)
    if late:
        return warning(_told(late), WORKERS)
    if left := [queues[name] for name in LEFT_TO_PEOPLE if queues[name].length]:
        return warning(_told(left), "Look at them in the console, under Finance: somebody must decide.")
    unsealed = queues["unsealed_events"]
    return ok(f"Nothing waits too long; {unsealed.length} events are not sealed yet.")


def check_alarms() -> Finding:
    """Whether alarms fire on time."""
    (due,) = [queue for queue in gauges.database_queues() if queue.name == "alarms_to_fire"]
    remedy = "See whether the sweeper runs, and read its log."
    if due.oldest_seconds > ALARM_FAILED_SECONDS:
        return failed(_told([due]), remedy)
    if due.oldest_seconds > ALARM_SECONDS:
        return warning(_told([due]), remedy)
    return ok("Alarms fire on time.")


def check_beat() -> Finding:
    """Whether the beat sends what it looks after, and a worker does it."""
    try:
        ages = beats.ages()
    except RedisError:
        return failed("The broker does not tell.", "Start it, or correct REDIS_URL.")
    if not ages or min(ages.values()) > BEAT_SECONDS:
        since = f"for {min(ages.values()):.0f} s" if ages else "so far"
        return failed(f"Nothing that the beat looks after was done {since}.", WORKERS)
    entries = current_app.conf.beat_schedule
    late = [
        name
        for name, entry in sorted(entries.items())
        if name in ages
        and isinstance(entry["schedule"], float)
        and ages[name] > 3 * entry["schedule"] + BEAT_SECONDS
    ]
    if late:
        return warning(f"The beat's work is late: {listed(late)}.", WORKERS)
    return ok(f"The beat's work was last done {min(ages.values()):.0f} s ago.")


def _told(queues: list[Queue]) -> str:
    return (
        listed(
            [
                f"{queue.length} {queue.name.replace('_', ' ')}, the oldest for {queue.oldest_seconds:.0f} s"
                for queue in queues
            ]
        )
        + "."
    )
