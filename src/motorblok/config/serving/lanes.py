"""Threads that work, and how much may wait for them: what comes beyond that is told at once."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

Result = TypeVar("Result")


class Full(Exception):
    """A piece of work was not begun, and will not be: too much waits already, or it has waited for too long."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The lane is {reason}.")
        self.reason = reason


class Places:
    """So many at once, and nobody waits for one: who finds all of them taken gets Full."""

    def __init__(self, number: int) -> None:
        self._free = BoundedSemaphore(number)

    def __enter__(self) -> None:
        if not self._free.acquire(blocking=False):
            raise Full("full")

    def __exit__(self, *_error: object) -> None:
        self._free.release()


class Lane:
    """Some threads of its own, so that connections to the database are as few as they; `patience` is in seconds."""

    def __init__(self, name: str, *, at_work: int, waiting: int, patience: float) -> None:
        self._patience = patience
        self._places = Places(at_work + waiting)
        self._threads = ThreadPoolExecutor(at_work, thread_name_prefix=name)

    def do(self, act: Callable[[], Result]) -> Result:
        """Have it done by one of the threads; what it returns or raises. Raises Full where it was not begun."""
        with self._places:
            return self._awaited(self._threads.submit(act))

    def _awaited(self, work: "Future[Result]") -> Result:
        try:
            return work.result(self._patience)
        except TimeoutError:
            # Either it is taken back before it was begun, or it is waited for to its end: never half of it.
            if work.cancel():
                raise Full("slow") from None
            return work.result()
