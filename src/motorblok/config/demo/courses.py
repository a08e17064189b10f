"""The course of one task, written down before it is played: who does what to it, and when."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from motorblok.config.demo.pieces import Piece, Talk, gaps
from motorblok.kernel.actors import Actor
from motorblok.sla.business_time import Calendar
from motorblok.work.models import Task

Verb = Callable[..., Task]
USUAL = 16 * 3600


@dataclass(frozen=True, slots=True)
class People:
    """Who asks and who does the work at one client; `workers` are the agents, by service line."""

    contacts: Sequence[Actor]
    lead: Actor
    workers: dict[str, list[Actor]]


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of a task's course, with its words."""

    at: datetime
    verb: Verb
    actor: Actor
    words: dict[str, Any]


@dataclass(slots=True)
class Course:
    """A piece of work from its receipt on; `at` is where its story has come to.

    `hours` are those that its promise counts in, `worked` the seconds of them spent on it so far; `response` and
    `resolution` are its targets in seconds.
    """

    piece: Piece
    asker: Actor
    received_at: datetime
    hours: Calendar
    response: int
    resolution: int
    dice: random.Random
    talk: Talk
    language: str
    people: People
    worker: Actor
    at: datetime
    worked: int = 0
    steps: list[Step] = field(default_factory=list)

    def then(self, verb: Verb, actor: Actor, *, after: int, is_work: bool = True, **words: Any) -> None:
        """The next verb, this many counted seconds after the one before; `is_work` where it was us who used them."""
        self.at = self.hours.add(self.at, after).due_at
        self.worked += after if is_work else 0
        self.steps.append(Step(self.at, verb, actor, words))

    def at_once(self, verb: Verb, actor: Actor, *, after: int, **words: Any) -> None:
        """The same by the clock on the wall, also at night."""
        self.at += timedelta(seconds=after)
        self.steps.append(Step(self.at, verb, actor, words))

    def say(self, about: str) -> str:
        """Something that fits, from what is said about any work."""
        names = gaps(self.dice, language=self.language, at=self.at)
        return self.dice.choice(self.talk[about]).format_map({**names, "worker": self.worker.name})

    def colleague(self) -> Actor | None:
        """Somebody else who may do it."""
        others = [each for each in self.people.workers[self.piece.service_line] if each != self.worker]
        return self.dice.choice(others) if others else None

    def happens(self, chance: float) -> bool:
        """Whether something happens that happens in this share of all courses."""
        return self.dice.random() < chance

    def seconds(self, least: float, most: float) -> int:
        """Seconds, from so many to so many minutes for what is due in two days, and fewer where it is due sooner."""
        return round(self.dice.uniform(least, most) * 60 * min(1.5, self.resolution / USUAL))
