"""What the signals say of the work itself, whatever was promised for it: the life that its clocks follow."""

from collections.abc import Callable
from dataclasses import dataclass, field

from motorblok.audit.queries import Signal
from motorblok.sla import signals
from motorblok.sla.meters import Hold
from motorblok.sla.rules import Pause
from motorblok.sla.terms import Target


@dataclass(slots=True)
class Life:
    """Where the work stands: `ended` is resolved, cancelled or empty; `holds` say for whom it waits, oldest first.

    `is_answered` says whether the client ever had a response, a resolution included; `awaits_answer` whether a
    message of the client since then has none.
    """

    started: Signal | None = None
    is_answered: bool = False
    awaits_answer: bool = False
    ended: str = ""
    holds: dict[str, Hold] = field(default_factory=dict)

    def hear(self, signal: Signal) -> None:
        """Let a signal happen; before its start, work has no life."""
        if signal.name == signals.STARTED:
            self.started = self.started or signal
        elif self.started and (react := REACTIONS.get(signal.name)):
            react(self, signal)

    def acknowledge(self, _signal: Signal) -> None:
        """The client knows that somebody is at work; what it asks since then is not answered by that."""
        self.is_answered = True

    def respond(self, _signal: Signal) -> None:
        """The client has its response."""
        self.is_answered, self.awaits_answer = True, False

    def be_asked(self, _signal: Signal) -> None:
        """The client wrote: what it was asked is answered, and an answer is due where it had one before."""
        self.holds.pop(Pause.CLIENT.value, None)
        self.awaits_answer = self.awaits_answer or (self.is_answered and not self.ended)

    def wait(self, signal: Signal) -> None:
        """The work waits for somebody."""
        reason = str(signal.facts.get("reason", ""))
        if not self.ended:
            self.holds.setdefault(reason, Hold(reason, str(signal.facts.get("party") or reason)))

    def go_on(self, signal: Signal) -> None:
        """The work waits no more for this reason; without one, for nobody."""
        reason = signal.facts.get("reason")
        if reason:
            self.holds.pop(str(reason), None)
        else:
            self.holds.clear()

    def resolve(self, signal: Signal) -> None:
        """The work is done, which is a response too; a cancelled one stays cancelled."""
        if not self.ended:
            self.respond(signal)
            self.ended = signals.RESOLVED
            self.holds.clear()

    def cancel(self, _signal: Signal) -> None:
        """The work is given up."""
        if not self.ended:
            self.ended = signals.CANCELLED
            self.holds.clear()

    def reopen(self, _signal: Signal) -> None:
        """The end is taken back."""
        self.ended = ""

    def wants(self, kind: str) -> bool:
        """Whether a target of this kind is still to be reached."""
        return bool(self.started) and not self.ended and TO_REACH[kind](self)


REACTIONS: dict[str, Callable[[Life, Signal], None]] = {
    signals.ACKNOWLEDGED: Life.acknowledge,
    signals.RESPONDED: Life.respond,
    signals.CLIENT_WROTE: Life.be_asked,
    signals.PAUSED: Life.wait,
    signals.RESUMED: Life.go_on,
    signals.RESOLVED: Life.resolve,
    signals.CANCELLED: Life.cancel,
    signals.REOPENED: Life.reopen,
}
TO_REACH: dict[str, Callable[[Life], bool]] = {
    Target.FIRST_RESPONSE: lambda life: not life.is_answered,
    Target.NEXT_RESPONSE: lambda life: life.awaits_answer,
    Target.RESOLUTION: lambda _life: True,
}
