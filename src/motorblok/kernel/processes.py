"""The same work for many things in several processes at once, each with a connection of its own to the database."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.util import Finalize
from typing import Generic, TypeVar

from django.db import connections

Thing = TypeVar("Thing")
Value = TypeVar("Value")
FIRST = 100
SELDOM = 50_000  # objects; Python's own is 700


@dataclass(frozen=True, slots=True)
class Done(Generic[Thing, Value]):
    """What became of one thing: a value, or the error that ended its work."""

    thing: Thing
    value: Value | None = None
    error: BaseException | None = None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def spread(
    work: Callable[[Thing], Value], things: Sequence[Thing], *, processes: int
) -> Iterator[Done[Thing, Value]]:
    """Do the work for every thing, whatever goes wrong with another; tells of each as it is done.

    `work` is a function of a module, things and values go by pickle. One process means this one. Not within a
    transaction: the connections of this process are closed first, for the others must not share them.
    """
    wanted = min(processes, len(things))
    return _among(wanted, work, things) if wanted > 1 else (_here(work, thing) for thing in things)


def _here(work: Callable[[Thing], Value], thing: Thing) -> Done[Thing, Value]:
    try:
        return Done(thing, work(thing))
    except Exception as error:
        return Done(thing, error=error)


def _among(
    processes: int, work: Callable[[Thing], Value], things: Sequence[Thing]
) -> Iterator[Done[Thing, Value]]:
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=forked, initializer=_begin) as pool:
        futures: dict[Future[Value], Thing] = {pool.submit(work, thing): thing for thing in things}
        for future in as_completed(futures):
            error = future.exception()
            yield Done(futures[future], None if error else future.result(), error)


def _begin() -> None:
    # Bulk work makes little garbage that runs in circles: look for it seldom, and never in what was there before.
    gc.freeze()
    gc.set_threshold(SELDOM)
    Finalize(None, connections.close_all, exitpriority=FIRST)
