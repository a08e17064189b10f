"""Who works at once is really at once: each thread has a session of its own in the database before any begins."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(do: Callable[[Any], Any], shares: Sequence[Any]) -> list[Any]:
    """Let as many threads do it as there are shares, from one moment on; returns what each got."""
    gate, sessions = Barrier(len(shares)), set()

    def one(share: Any) -> Any:
        try:
            sessions.add(_session(gate))
            gate.wait(timeout=60)
            return do(share)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(shares)) as pool:
        got = list(pool.map(one, shares))
    assert len(sessions) == len(shares)
    return got


def _session(gate: Barrier) -> int:
    """The number of this thread's session; where there is none to be had, nobody waits for it."""
    try:
        connection.ensure_connection()
    except Exception:
        gate.abort()
        raise
    return int(connection.connection.info.backend_pid)
