"""The rules of an agreement's lines in words: what pauses, what reopening does, what an upgrade leaves."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from motorblok.kernel.instants import worktime
from motorblok.sla.rules import Pause, Reopen
from motorblok.sla.terms import Line, Target

PARTIES = {Pause.CLIENT.value, Pause.THIRD_PARTY.value}


def rules_in_words(line: Line) -> tuple[str, ...]:
    """Each rule of a line as a sentence, of the targets that it promises."""
    kinds = [target for target in Target if target.value in line.targets]
    return (*(_pause(target, line.pauses.get(target.value, ())) for target in kinds), *_course(line))


def usual_rules(lines: Sequence[Line]) -> tuple[str, ...]:
    """What all lines say alike, else what most of them say: a line that differs tells its own."""
    told = Counter(rules_in_words(each) for each in lines)
    return common_rules(lines) or max(told, key=lambda words: told[words], default=())


def common_rules(lines: Iterable[Line]) -> tuple[str, ...] | None:
    """What all lines say alike, as sentences over all their targets; None where they differ."""
    found = list(lines)
    rules = {(repr(sorted(each.pauses.items())), each.reopen, each.upgrade_floor) for each in found}
    if len(rules) != 1:
        return None
    kinds = {kind for each in found for kind in each.targets}
    paused = [target for target in Target if target.value in kinds]
    first = found[0]
    return (*(_pause(target, first.pauses.get(target.value, ())) for target in paused), *_course(first))


def _pause(target: Target, reasons: Sequence[str]) -> str:
    words = {"target": str(target.label)}
    if set(reasons) == PARTIES:
        return _("%(target)s: the time stands still while we wait for the client or a third party.") % words
    if Pause.CLIENT.value in reasons:
        return _("%(target)s: the time stands still while we wait for the client.") % words
    if Pause.THIRD_PARTY.value in reasons:
        return _("%(target)s: the time stands still while we wait for a third party.") % words
    return _("%(target)s: the time never stands still.") % words


def _course(line: Line) -> list[str]:
    """What happens to clocks that go on."""
    reopened = str(Reopen(line.reopen).label)
    told = [_("Reopened: %(words)s.") % {"words": reopened[:1].lower() + reopened[1:]}]
    if line.upgrade_floor:
        words = _("An upgrade leaves at least %(time)s of working time.")
        told.append(words % {"time": worktime(line.upgrade_floor)})
    return told
