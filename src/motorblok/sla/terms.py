"""What an agreement's content may say: reading the plain dict into checked lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motorblok.sla import rules
from motorblok.sla.hours import refuse
from motorblok.sla.rules import RULES, Pause, Reopen

NAMES = ("service_line", "level", "priority")
# The rules may be said for all lines, and by a line for itself.
PARTS = ("lines", "warn", *RULES)
LINE_PARTS = (*NAMES, "calendar", "targets", *RULES)
LONGEST_TARGET = 5 * 366 * 86_400
NAME_LENGTH = 30


class Target(TextChoices):
    """What can be promised, in the order in which it falls due."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")
    RESOLUTION = "resolution", _("Resolution")


KINDS = tuple(str(kind) for kind in Target.values)
"""The names of all targets; the enumeration makes its own list anew each time it is asked."""


# A response waits for nobody: only the resolution stands still, and only while the client is asked something.
USUAL_PAUSES: Mapping[str, tuple[str, ...]] = {Target.RESOLUTION.value: (Pause.CLIENT.value,)}
USUAL: Mapping[str, Any] = {
    "pauses": USUAL_PAUSES,
    "reopen": Reopen.RESUME.value,
    "upgrade_floor": rules.UPGRADE_FLOOR,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an agreement: targets in business seconds for the work that it names; empty names mean any work.

    `pauses` are the reasons that stop a target, by target; `upgrade_floor` is the business seconds that an upgrade
    leaves at least, 0 for none.
    """

    service_line: str
    level: str
    priority: str
    calendar: UUID
    targets: Mapping[str, int]
    pauses: Mapping[str, tuple[str, ...]]
    reopen: str
    upgrade_floor: int

    @property
    def names(self) -> tuple[str, ...]:
        """The fields by which the line narrows the work down; the more, the more specific it is."""
        return tuple(name for name in NAMES if getattr(self, name))

    def applies_to(self, work: Mapping[str, str]) -> bool:
        """Whether the work has every value that the line names."""
        return all(getattr(self, name) == work[name] for name in self.names)


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement's content: its lines in order, and the percentages of a target at which a warning is due."""

    lines: tuple[Line, ...]
    warn: tuple[int, ...]


def read(content: Mapping[str, Any]) -> Terms:
    """Check an agreement's content; Invalid names the field and says what to write instead.

    `lines`: objects of `calendar` (id), `targets` (first_response, next_response, resolution: business seconds) and,
    where they narrow the line down, `service_line`, `level`, `priority`. `warn`: whole percentages, 50, 75 and 90 if
    absent. For all lines, or in a line for itself: `pauses` (by target the reasons that stop it, client and
    third_party; a target not named keeps the usual: a resolution pauses for the client, a response for nobody),
    `reopen` (resume, the usual, or new_cycle) and `upgrade_floor` (business seconds, 1,800 if absent, 0 for none).
    """
    if not isinstance(content, Mapping) or not set(content) <= set(PARTS):
        raise refuse("agreement", _("write {parts}, and nothing else"), parts=", ".join(PARTS))
    lines = content.get("lines")
    if not isinstance(lines, list | tuple) or not lines:
        raise refuse("lines", _("write at least one line; without one nothing is promised"))
    usual = rules.read(content, "", usual=USUAL, kinds=Target.values)
    return Terms(
        lines=tuple(_line(line, f"lines[{n}]", usual) for n, line in enumerate(lines)),
        warn=_warnings(content.get("warn", [50, 75, 90])),
    )


def _line(line: object, field: str, usual: Mapping[str, Any]) -> Line:
    if not isinstance(line, Mapping):
        raise refuse(field, _("write an object with calendar and targets"))
    for part in line:
        if part not in LINE_PARTS:
            raise refuse(
                f"{field}.{part}", _("a line has no such part; write {parts}"), parts=", ".join(LINE_PARTS)
            )
    named: dict[str, Any] = {name: _name(line.get(name), f"{field}.{name}") for name in NAMES}
    return Line(
        **named,
        calendar=_calendar(line.get("calendar"), f"{field}.calendar"),
        targets=_targets(line.get("targets"), f"{field}.targets"),
        **rules.read(line, f"{field}.", usual=usual, kinds=Target.values),
    )


def _name(value: object, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not 0 < len(value) <= NAME_LENGTH:
        raise refuse(field, _("write a name of at most {most} letters, or leave it out"), most=NAME_LENGTH)
    return value


def _calendar(value: object, field: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise refuse(field, _("write the id of a calendar")) from error


def _targets(targets: object, field: str) -> dict[str, int]:
    if not isinstance(targets, Mapping) or not targets:
        raise refuse(field, _("write at least one target with its seconds"))
    for kind, seconds in targets.items():
        if kind not in Target.values:
            raise refuse(
                f"{field}.{kind}", _("there is no such target; write {kinds}"), kinds=", ".join(Target.values)
            )
        if not _is_whole(seconds) or not 0 < seconds <= LONGEST_TARGET:
            raise refuse(f"{field}.{kind}", _("write whole seconds, from 1 to {most}"), most=LONGEST_TARGET)
    return dict(targets)


def _warnings(warn: object) -> tuple[int, ...]:
    if not isinstance(warn, list | tuple) or not all(_is_whole(each) and 0 < each < 100 for each in warn):
        raise refuse("warn", _("write whole percentages from 1 to 99, such as 50, 75 and 90"))
    return tuple(sorted(set(warn)))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
