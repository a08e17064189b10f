"""Which line of an agreement would apply to some work, and why: asked of what is in force, or of what is being written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.console.names import line_names
from motorblok.kernel.forms import offer
from motorblok.sla import candidates
from motorblok.sla.candidates import Candidate, most_specific
from motorblok.sla.promises import Promise
from motorblok.sla.terms import NAME_LENGTH, Target, Terms
from motorblok.work.models import Priority

UNWRITTEN = UUID(int=0)


class TrialForm(forms.Form):
    """Some work; level is free text, as in an agreement."""

    service_line = forms.ChoiceField(label=gettext_lazy("Service line"), required=False)
    level = forms.CharField(label=gettext_lazy("Service level"), required=False, max_length=NAME_LENGTH)
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), required=False, choices=Priority.choices, initial=Priority.NORMAL
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data if data is not None and "try" in data else None, prefix="trial")
        offer(self, "service_line", list(line_names().items()))
        first = next(iter(line_names()), "")
        self.fields["service_line"].initial = first

    @property
    def work(self) -> Mapping[str, str]:
        """The work, as lines are compared with it."""
        return {name: self.cleaned_data[name].strip() for name in ("service_line", "level", "priority")}


@dataclass(frozen=True, slots=True)
class Applies:
    """What would be promised: the target, its seconds, on which calendar, by which line, and why that one."""

    target: str
    seconds: int
    calendar: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The question and, once it was asked, the answer; None before."""

    form: TrialForm
    answer: tuple[Applies, ...] | None = None


def tried_in_force(data: QueryDict, names: Mapping[UUID, str], *, at: datetime) -> Trial:
    """Ask the agreements in force. One statement, and only when something is asked."""
    form = TrialForm(data)
    return Trial(form, _answer(candidates.in_force(at), form, names) if form.is_valid() else None)


def tried(data: QueryDict | None, written: Terms | None, names: Mapping[UUID, str]) -> Trial:
    """Ask an agreement that is being written; None where it cannot be read yet."""
    form = TrialForm(data)
    if written is None or not form.is_valid():
        return Trial(form)
    lines = [Candidate(UNWRITTEN, n, line, written.warn) for n, line in enumerate(written.lines, start=1)]
    return Trial(form, _answer(lines, form, names))


def _answer(lines: Iterable[Candidate], form: TrialForm, names: Mapping[UUID, str]) -> tuple[Applies, ...]:
    chosen = most_specific(lines, work=form.work)
    return tuple(_applies(kind, each, names) for kind, each in chosen.items())


def _applies(kind: str, each: Candidate, names: Mapping[UUID, str]) -> Applies:
    seconds, line = each.line.targets[kind], each.line
    promise = Promise(kind, seconds, "", str(each.version), each.number, line.names, each.warn)
    calendar = names.get(line.calendar, _("a calendar that is gone"))
    return Applies(str(Target(kind).label), seconds, calendar, each.number, str(promise.why))
