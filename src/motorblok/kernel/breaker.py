"""Keeps a process from asking again, for a while, what has just failed to answer."""

import time


class Breaker:
    """Open for some seconds after each failure; while it is open, do not ask."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self.closed_again_at = 0.0

    def is_open(self) -> bool:
        """Whether to leave the thing alone now."""
        return time.monotonic() < self.closed_again_at

    def trip(self) -> None:
        """It failed: leave it alone for a while."""
        self.closed_again_at = time.monotonic() + self.seconds
