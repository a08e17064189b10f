"""Folds all clocks of all clients again: once where nearly all are wrong, and once more where all are right."""

import time

from django.utils import timezone

from infra.bench.figures import Figure, digits, dumped
from infra.bench.ours.calls import clients
from motorblok.kernel import schema
from motorblok.sla.clocks import recompute
from motorblok.work.models import Task
from tenants.models import Client

MOST = 5.0


def figures() -> list[Figure]:
    """Both times. The data are copies moved in time without regard to office hours, so that their clocks are wrong."""
    with schema.entered(schema.PUBLIC):
        everyone = clients()
    return [_figure("nearly all wrong", everyone), _figure("all right", everyone)]


def _figure(words: str, everyone: list[Client]) -> Figure:
    seconds, cpu, tasks, written = 0.0, 0.0, 0, 0
    for client in everyone:
        with schema.entered(client.schema_name):
            start, used = time.perf_counter(), time.process_time()
            written += recompute(client_id=client.id, at=timezone.now())
            seconds += time.perf_counter() - start
            cpu += time.process_time() - used
            tasks += Task.objects.count()
    return Figure(
        name=f"Recompute the clocks of {tasks:,}, {words}",
        ours=f"{digits(seconds)} s (cpu {digits(cpu)}), {written:,} written",
        value=seconds,
        unit="s",
        ceiling=MOST,
    )


if __name__ == "__main__":
    print(dumped(figures()))
