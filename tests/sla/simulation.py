"""Clocks by brute force: every five minutes a look at whether they count. Shares no code with the product."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from motorblok.audit.queries import Signal

STEP = timedelta(minutes=5)
SECONDS = 300
ORDER = (
    "started", "resumed reopened", "client_wrote", "prioritised amended", "acknowledged responded", "resolved cancelled", "paused",
)  # fmt: skip
FAR = timedelta(days=60)


def is_open(hours: str, at: datetime) -> bool:
    """The hours of the tests' calendars, an hour ahead of UTC: desk, late shift with Saturdays, and always."""
    local = at + timedelta(hours=1)
    return {
        "always": True,
        "desk": local.weekday() < 5 and 9 <= local.hour < 17,
        "late": local.weekday() < 6 and 12 <= local.hour < 20,
    }[hours]


@dataclass
class Counted:
    """One cycle."""

    opened_at: datetime
    terms: Mapping[str, Any]
    target: int
    hours: Callable[[datetime], str]
    used: int = 0
    due_at: datetime | None = None
    breach_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""

    def tick(self, at: datetime) -> None:
        if not is_open(self.hours(at), at):
            return
        if self.used == self.target and not self.breach_at:
            self.breach_at = at
        self.used += SECONDS
        if self.used == self.target and not self.breach_at:
            self.due_at = at + STEP

    def ahead(self, at: datetime) -> "Counted":
        """The same cycle if nothing happened any more."""
        future = Counted(
            self.opened_at, self.terms, self.target, self.hours, self.used, self.due_at, self.breach_at
        )
        while not future.breach_at and at < self.opened_at + FAR:
            future.tick(at)
            at += STEP
        return future

    def retarget(self, terms: Mapping[str, Any], hours: Callable[[datetime], str], at: datetime) -> None:
        asked, was_terms, was_due = terms["target_seconds"], self.terms, self.ahead(at).due_at
        was_hours, self.terms, self.hours = self.hours, terms, hours
        if asked == was_terms["target_seconds"]:
            return
        target = asked
        if asked < self.target and not self.breach_at:
            if terms["upgrade_floor"]:
                target = min(self.target, max(asked, self.used + terms["upgrade_floor"]))
            if self.is_counting and was_due and was_hours is not hours:
                target = min(target, self.used + opened(hours, at, was_due))
        if target != self.target and not self.breach_at:
            self.due_at = at if self.used == target else None
            if self.used > target:
                self.due_at = self.breach_at = at
        self.target = target

    is_counting: bool = True


def opened(hours: Callable[[datetime], str], at: datetime, until: datetime) -> int:
    seconds = 0
    while at < until:
        seconds += SECONDS * is_open(hours(at), at)
        at += STEP
    return seconds


@dataclass
class Simulation:
    """All cycles of all kinds, stepped from the first signal to `now`."""

    history: Sequence[Signal]
    now: datetime
    cycles: dict[str, list[Counted]] = field(default_factory=dict)
    terms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    hours: dict[str, Callable[[datetime], str]] = field(default_factory=dict)
    is_started = is_answered = awaits = False
    ended: str = ""
    waits: dict[str, None] = field(default_factory=dict)

    def run(self) -> "Simulation":
        at = min(signal.at for signal in self.history)
        while at <= self.now:
            for name in ORDER:
                for signal in sorted(self.history, key=lambda each: each.event_id):
                    if signal.at == at and signal.name in name.split():
                        self.hear(signal)
            for kind in self.cycles:
                for cycle in self.cycles[kind][-1:]:
                    if not cycle.ended_at and cycle.is_counting and at < self.now:
                        cycle.tick(at)
            at += STEP
        return self

    def hear(self, signal: Signal) -> None:
        if not self.is_started and signal.name != "started":
            return
        self.promise(signal)
        getattr(self, f"on_{signal.name}")(signal)
        for kind in self.cycles:
            self.settle(kind, signal)

    def promise(self, signal: Signal) -> None:
        for terms in signal.facts.get("promises", ()):
            kind, version = terms["kind"], terms["calendar_version"]
            self.cycles.setdefault(kind, [])
            if kind not in self.terms or version != self.terms[kind]["calendar_version"]:
                self.hours[kind] = self.hours_from(kind, version, signal)
            self.terms[kind] = terms
            for cycle in self.cycles[kind][-1:]:
                if not cycle.ended_at:
                    cycle.retarget(terms, self.hours[kind], signal.at)

    def hours_from(self, kind: str, version: str, signal: Signal) -> Callable[[datetime], str]:
        before = self.hours.get(kind)
        begin = max(
            signal.at, datetime.fromisoformat(signal.facts.get("effective_at") or signal.at.isoformat())
        )
        if before is None or begin == signal.at:
            return lambda _at: version
        return lambda at: version if at >= begin else before(at)

    def on_started(self, _signal: Signal) -> None:
        self.is_started = True

    def on_responded(self, _signal: Signal) -> None:
        self.is_answered, self.awaits = True, False

    def on_acknowledged(self, _signal: Signal) -> None:
        self.is_answered = True

    def on_client_wrote(self, _signal: Signal) -> None:
        self.waits.pop("client", None)
        self.awaits = self.awaits or (self.is_answered and not self.ended)

    def on_paused(self, signal: Signal) -> None:
        if not self.ended:
            self.waits.setdefault(signal.facts["reason"])

    def on_resumed(self, signal: Signal) -> None:
        self.waits.pop(signal.facts["reason"], None)

    def on_prioritised(self, _signal: Signal) -> None: ...

    def on_amended(self, _signal: Signal) -> None: ...

    def on_resolved(self, signal: Signal) -> None:
        if not self.ended:
            self.on_responded(signal)
            self.ended = "resolved"
            self.waits.clear()

    def on_cancelled(self, _signal: Signal) -> None:
        if not self.ended:
            self.ended = "cancelled"
            self.waits.clear()

    def on_reopened(self, _signal: Signal) -> None:
        self.ended = ""

    def settle(self, kind: str, signal: Signal) -> None:
        wanted = (
            not self.ended
            and {
                "first_response": not self.is_answered,
                "next_response": self.awaits,
                "resolution": True,
            }[kind]
        )
        last = self.cycles[kind][-1] if self.cycles[kind] else None
        if wanted and (last is None or last.ended_at):
            last = self.open(kind, last, signal.at)
        elif last and not wanted and not last.ended_at:
            last.ended_at, last.ended_by = signal.at, self.ended or "responded"
        if last and not last.ended_at:
            last.is_counting = not set(self.waits) & set(last.terms["pauses"])

    def open(self, kind: str, last: Counted | None, at: datetime) -> Counted:
        terms, hours = self.terms[kind], self.hours[kind]
        goes_on = kind == "resolution" and terms["reopen"] == "resume"
        if last and (last.ended_by == "cancelled" or goes_on):
            last.ended_at, last.ended_by, last.is_counting = None, "", False
            last.retarget(terms, hours, at)
            return last
        self.cycles[kind].append(Counted(at, terms, terms["target_seconds"], hours))
        return self.cycles[kind][-1]
