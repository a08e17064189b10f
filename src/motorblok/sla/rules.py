"""What an agreement may say about the course of a clock: what pauses it, how it is reopened, what an upgrade leaves."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motorblok.sla.hours import refuse

RULES = ("pauses", "reopen", "upgrade_floor")
UPGRADE_FLOOR = 1800
LONGEST_FLOOR = 7 * 86_400


class Pause(TextChoices):
    """For whom the work can wait: what a target may pause for."""

    CLIENT = "client", _("Waiting for the client")
    THIRD_PARTY = "third_party", _("Waiting for a third party")


class Reopen(TextChoices):
    """How the clock of a resolution goes on when the work is taken up again."""

    RESUME = "resume", _("The clock goes on; the time since the resolution does not count")
    NEW_CYCLE = "new_cycle", _("A new clock starts; the verdict on the first one stands")


def read(
    content: Mapping[str, Any], place: str, *, usual: Mapping[str, Any], kinds: Collection[str]
) -> dict[str, Any]:
    """The rules of a content, each as it says or else as `usual`; `place` is the name in front of a field's.

    Invalid names the field and says what to write instead.
    """
    given = {name: content.get(name, usual[name]) for name in RULES}
    return {
        "pauses": {**usual["pauses"], **_pauses(given["pauses"], f"{place}pauses", kinds)},
        "reopen": _reopen(given["reopen"], f"{place}reopen"),
        "upgrade_floor": _floor(given["upgrade_floor"], f"{place}upgrade_floor"),
    }


def _pauses(value: object, field: str, kinds: Collection[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise refuse(field, _("write an object with the reasons for each target"))
    for kind in value:
        if kind not in kinds:
            raise refuse(
                f"{field}.{kind}", _("there is no such target; write {kinds}"), kinds=", ".join(kinds)
            )
    return {kind: _reasons(reasons, f"{field}.{kind}") for kind, reasons in value.items()}


def _reasons(value: object, field: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(reason in Pause.values for reason in value):
        raise refuse(
            field,
            _("write a list of reasons, empty for none; the reasons are {reasons}"),
            reasons=", ".join(Pause.values),
        )
    return tuple(reason for reason in Pause.values if reason in value)


def _reopen(value: object, field: str) -> str:
    if value not in Reopen.values:
        raise refuse(field, _("write resume or new_cycle"))
    return str(value)


def _floor(value: object, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_FLOOR:
        raise refuse(field, _("write whole seconds, from 0 (none) to {most}"), most=LONGEST_FLOOR)
    return value
