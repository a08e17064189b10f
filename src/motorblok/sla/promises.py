"""Which targets the agreements in force promise for a piece of work, and why those."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from motorblok.audit.queries import Signal
from motorblok.kernel.errors import Words
from motorblok.sla import candidates, signals
from motorblok.sla.candidates import Candidate, most_specific
from motorblok.sla.rules import UPGRADE_FLOOR, Reopen
from motorblok.sla.terms import KINDS, USUAL_PAUSES

KEPT_AT_MOST = 4096
NAMED: dict[str, Words] = {
    "service_line": _("service line"),
    "level": _("service level"),
    "priority": _("priority"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One target with the terms that it is pinned to: what a STARTED event carries.

    `line` counts from 1 within the agreement version `terms_version`; `names` are the fields by which it was chosen.
    Versions are ids as text. `warn` are percentages of the target, `pauses` the reasons that stop it (see rules.Pause);
    `reopen` is a rules.Reopen, and `upgrade_floor` what an upgrade leaves at least, in business seconds (0: no floor).
    """

    kind: str
    target_seconds: int
    calendar_version: str
    terms_version: str
    line: int
    names: tuple[str, ...]
    warn: tuple[int, ...]
    pauses: tuple[str, ...] = ()
    reopen: str = Reopen.RESUME.value
    upgrade_floor: int = UPGRADE_FLOOR

    def as_fact(self) -> dict[str, Any]:
        """The promise as JSON, for the facts of an event."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_fact(cls, fact: Mapping[str, Any]) -> Self:
        """The promise that `as_fact` wrote; one of before there were pauses has the usual ones."""
        pauses = fact.get("pauses", USUAL_PAUSES.get(fact["kind"], ()))
        lists = {"names": tuple(fact["names"]), "warn": tuple(fact["warn"]), "pauses": tuple(pauses)}
        return cls(**{**fact, **lists})

    @property
    def why(self) -> Words:
        """Why this line of the agreement and no other."""
        if not self.names:
            return format_lazy(
                _("Line {line} of the agreement applies: no other is more specific."), line=self.line
            )
        named = format_lazy(", ".join(f"{{{name}}}" for name in self.names), **NAMED)
        words = _("Line {line} of the agreement applies: it fits by {named}, and no other is more specific.")
        return format_lazy(words, line=self.line, named=named)


def choose(*, service_line: str, level: str, priority: str, at: datetime) -> list[Promise]:
    """What is promised for work that begins at an instant: per kind of target the most specific line.

    A line that names more of service line, level and priority is more specific; of two that name as many the later
    one counts. Nothing is promised where no agreement is in force. Two statements.
    """
    work = {"service_line": service_line, "level": level, "priority": priority}
    return _promises(most_specific(candidates.in_force(at), work=work), at=at)


def rechoose(history: Iterable[Signal], *, service_line: str, level: str, priority: str) -> list[Promise]:
    """What is promised for work that goes on with another level or priority: choose again, under the same agreements.

    The lines are those of the agreement versions that the work is pinned to, or, where nothing was promised for it
    so far, those in force at its start; a calendar keeps the pinned version, one that is new to the work has the one
    of its start. Empty for work that never began. Two statements.
    """
    heard = list(history)
    began = signals.start(heard)
    if began is None:
        return []
    work = {"service_line": service_line, "level": level, "priority": priority}
    known = pinned(heard)
    versions = {each.terms_version for each in known}
    lines = candidates.pinned(versions) if versions else candidates.in_force(began.at)
    calendars = [each.calendar_version for each in known]
    return _promises(most_specific(lines, work=work), at=began.at, calendars=calendars)


def pinned(history: Iterable[Signal]) -> list[Promise]:
    """The promises that hold, one a kind: the last that was made for it. A kind no longer promised keeps its old one."""
    found: dict[str, Promise] = {}
    for signal in signals.standing(history):
        found |= {each.kind: each for each in promised_by(signal)}
    return [found[kind] for kind in KINDS if kind in found]


def promised_by(signal: Signal) -> list[Promise]:
    """The promises that an event carries: that of a start, of a change of priority, of an amendment.

    They are a list of facts, or a tuple where they were read already (see histories).
    """
    if signal.name not in (signals.STARTED, signals.PRIORITISED, signals.AMENDED):
        return []
    facts = signal.facts.get("promises", ())
    return list(facts) if isinstance(facts, tuple) else _read(facts)


@lru_cache(maxsize=KEPT_AT_MOST)
def read(text: str) -> tuple[Promise, ...]:
    """The promises of a JSON list of facts: thousands of tasks share a handful, so each text is read but once."""
    return tuple(_read(json.loads(text)))


def _read(facts: Iterable[Mapping[str, Any]]) -> list[Promise]:
    return [Promise.from_fact(fact) for fact in facts if fact["kind"] in KINDS]


def _promises(
    chosen: Mapping[str, Candidate], *, at: datetime, calendars: Sequence[str] = ()
) -> list[Promise]:
    named = {each.line.calendar for each in chosen.values()}
    versions = candidates.calendars_in_force(named, at=at, pinned=calendars)
    return [_promise(kind, each, versions) for kind, each in chosen.items()]


def _promise(kind: str, chosen: Candidate, calendars: Mapping[UUID, UUID]) -> Promise:
    return Promise(
        kind=kind,
        target_seconds=chosen.line.targets[kind],
        calendar_version=str(calendars[chosen.line.calendar]),
        terms_version=str(chosen.version),
        line=chosen.number,
        names=chosen.line.names,
        warn=chosen.warn,
        pauses=chosen.line.pauses.get(kind, ()),
        reopen=chosen.line.reopen,
        upgrade_floor=chosen.line.upgrade_floor,
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
