"""One run of an import, as everything below it needs to know it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motorblok.exchange.logs.mapping import LogMap
from motorblok.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """By which map, started by whom, when."""

    plan: LogMap
    actor: Actor
    at: datetime


class Bar(Protocol):
    """A progress bar that moves by steps."""

    def update(self, steps: int) -> object:
        """Move on."""


Bars = Callable[[str, int], AbstractContextManager[Bar]]
"""Makes a bar from its name and the number of steps to its end."""
