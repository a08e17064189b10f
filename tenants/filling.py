"""Runs the backfills in the public schema and in every client's; what was cut off goes on where it stood."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations import Migration

from motorblok.kernel import schema
from tenants import patience, planning, standing, turns
from tenants.backfills import Named, to_fill
from tenants.models import BackfillRun, Client

PlaceOf = tuple[str, UUID | None]

logger = logging.getLogger(__name__)


class NotFilled(RuntimeError):
    """A backfill could not be finished, so that nothing may be taken away yet."""

    def __init__(self, failed: dict[str, str]) -> None:
        super().__init__("Not filled: " + "; ".join(f"{where}: {why}" for where, why in failed.items()))


@dataclass(slots=True)
class Filling:
    """One run over the schemas: how many rows it filled, and what it could not."""

    at: datetime
    step: Callable[[int], object]
    rows: int = 0
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One backfill in one schema."""

    named: Named
    schema_name: str
    client_id: UUID | None

    def __str__(self) -> str:
        return f"{self.named.name} in {self.schema_name}"


def fill(*, at: datetime, step: Callable[[int], object]) -> Filling:
    """Fill what no earlier run has finished. `step` is told of rows. Needs the owner login. Raises AlreadyMigrating."""
    return _fill(_unfinished(_jobs()), at=at, step=step)


def fill_again(*, at: datetime, step: Callable[[int], object]) -> Filling:
    """Fill also what processes of the release before have added since. Raises NotFilled, AlreadyMigrating."""
    filling = _fill(_jobs(), at=at, step=step)
    if filling.failed:
        raise NotFilled(filling.failed)
    return filling


def fill_schemas(names: Collection[str], *, at: datetime) -> dict[str, str]:
    """Fill all there is to fill in these, before something is taken away there; what stopped it, by schema."""
    jobs = [job for job in _jobs() if job.schema_name in names]
    failed = _fill(jobs, at=at, step=lambda _rows: None).failed
    return {job.schema_name: failed[str(job)] for job in jobs if str(job) in failed}


def _fill(jobs: Sequence[Job], *, at: datetime, step: Callable[[int], object]) -> Filling:
    filling = Filling(at, step)
    with turns.alone(), patience.limited():
        for job in jobs:
            try:
                _finish(job, filling)
            except Exception as error:  # the other schemas go on
                logger.exception("Filling %s failed.", job)
                filling.failed[str(job)] = str(error)
                _note(job, at=at, error=str(error))
    return filling


def _finish(job: Job, filling: Filling) -> None:
    while count := patience.patiently(lambda: _batch(job, at=filling.at)):
        filling.rows += count
        filling.step(count)
    _note(job, at=filling.at, finished_at=filling.at)


@transaction.atomic
def _batch(job: Job, *, at: datetime) -> int:
    """What was filled and the note of it are one transaction: cut off, it is both or neither."""
    with schema.entered_alone(job.schema_name), connection.cursor() as cursor:
        count = job.named.backfill.run(cursor)
    if count:
        _note(job, at=at, rows=count)
    return count


def _note(
    job: Job, *, at: datetime, rows: int = 0, finished_at: datetime | None = None, error: str = ""
) -> None:
    with schema.entered(schema.PUBLIC):
        place = {"client_id": job.client_id, "name": job.named.name}
        run, _is_new = BackfillRun.objects.get_or_create(**place, defaults={"at": at})
        run.rows += rows
        run.at, run.finished_at, run.error = at, finished_at, error
        run.save(update_fields=["rows", "at", "finished_at", "error"])


def _jobs() -> list[Job]:
    public = [each for each in planning.all_migrations() if not planning.is_of_clients_alone(each)]
    clients = planning.plan()
    own = [each for each in clients.migrations if clients.changes_tables(each)]
    with schema.entered(schema.PUBLIC):
        ids = dict(Client.objects.built().values_list("schema_name", "id"))
        jobs = _jobs_in([(schema.PUBLIC, None)], public)
        for names in standing.alike(list(ids)):
            jobs += _jobs_in([(name, ids[name]) for name in names], own)
    return jobs


def _jobs_in(places: Sequence[PlaceOf], migrations: Sequence[Migration]) -> list[Job]:
    applied = standing.applied_in(places[0][0])
    named = to_fill(migrations, applied)
    return [Job(each, schema_name, client_id) for each in named for schema_name, client_id in places]


def _unfinished(jobs: Sequence[Job]) -> list[Job]:
    if not jobs:
        return []
    with schema.entered(schema.PUBLIC):
        done = BackfillRun.objects.exclude(finished_at=None).values_list("name", "client_id")
        finished = set(done)
    return [job for job in jobs if (job.named.name, job.client_id) not in finished]
