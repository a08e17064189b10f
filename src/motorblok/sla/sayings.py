"""What moves a clock, as sentences: said in the active language when they are read, for page, API and command alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from motorblok.kernel.errors import Words
from motorblok.sla import signals
from motorblok.sla.promises import Promise
from motorblok.sla.rules import Pause
from motorblok.sla.terms import Target

STOPPED: dict[tuple[str, str], Words] = {
    (Target.FIRST_RESPONSE, signals.ACKNOWLEDGED): gettext_lazy("The first response was given."),
    (Target.FIRST_RESPONSE, signals.RESPONDED): gettext_lazy("The first response was given."),
    (Target.NEXT_RESPONSE, signals.RESPONDED): gettext_lazy("The client's message was answered."),
}
RESOLVED: Words = gettext_lazy("The task was resolved.")
CANCELLED: Words = gettext_lazy("The task was cancelled; the clock stopped without a verdict.")
CANCELLED_LATE: Words = gettext_lazy("The task was cancelled; the breach stays.")
REOPENED: Words = gettext_lazy(
    "The task was reopened: the clock goes on, the time in between does not count."
)
BEGUN: dict[str, Words] = {
    signals.CLIENT_WROTE: gettext_lazy(
        "The client wrote: an answer is due. Further messages change nothing."
    ),
    signals.REOPENED: gettext_lazy(
        "The task was reopened: a new clock starts, the verdict on the one before stands."
    ),
}
MISSED: Words = gettext_lazy("The target was used up: from here on it is late.")
RESUMED: Words = gettext_lazy("The clock goes on.")
AMENDED: Words = gettext_lazy("Other working hours count from here on.")
VOIDED: Words = gettext_lazy("The start was taken back.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which line of the agreement made the promise."""

    promise: Promise

    def __str__(self) -> str:
        return str(self.promise.why)


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock stands still, and for whom."""

    reason: str

    def __str__(self) -> str:
        return _("Paused: %(waiting)s.") % {"waiting": waiting(self.reason)}


@dataclass(frozen=True, slots=True)
class NotPaused:
    """The work waits for somebody for whom this clock does not."""

    reason: str

    def __str__(self) -> str:
        words = _("Not paused: under the agreement %(waiting)s does not stop this clock.")
        return words % {"waiting": waiting(self.reason)}


@dataclass(frozen=True, slots=True)
class Retargeted:
    """Another target holds, in business seconds; `asked` is the agreement's own, less than `target` by the floor."""

    consumed: int
    was: int
    asked: int
    target: int
    is_late: bool

    def __str__(self) -> str:
        words = _(
            "The target is %(target)s from here on instead of %(was)s; %(consumed)s used so far is kept."
        )
        said = words % {
            "target": exactly(self.target),
            "was": exactly(self.was),
            "consumed": exactly(self.consumed),
        }
        return " ".join([said, *self._besides()])

    def _besides(self) -> list[str]:
        if self.is_late:
            return [_("It was late already and stays so.")]
        if self.target > self.asked:
            return [_("The agreement says %(asked)s, and leaves some time.") % {"asked": exactly(self.asked)}]
        if self.target < self.asked:
            return [
                _("The agreement says %(asked)s, but no later than before.") % {"asked": exactly(self.asked)}
            ]
        return []


def waiting(reason: str) -> str:
    """For whom the work waits, in the middle of a sentence."""
    known = {
        Pause.CLIENT.value: pgettext("in a sentence", "waiting for the client"),
        Pause.THIRD_PARTY.value: pgettext("in a sentence", "waiting for a third party"),
    }
    return known.get(reason, reason)


def party(name: str) -> str:
    """Who has the task, in the middle of a sentence."""
    known = {
        "provider": pgettext("in a sentence", "the provider"),
        "client": pgettext("in a sentence", "the client"),
        "third_party": pgettext("in a sentence", "a third party"),
    }
    return known.get(name, name)


def exactly(seconds: int) -> str:
    """Hours, minutes and seconds, as in 27:05:00."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
