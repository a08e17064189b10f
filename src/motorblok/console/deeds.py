"""What can be done to tasks from the workboard: for each verb its form, the act itself, its words and what takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from motorblok.console import deed_acts, deed_backs, deed_forms
from motorblok.console.deed_acts import Act
from motorblok.exchange.sending import OnceForm
from motorblok.work.models import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb. `acts` makes of what was filled in what is to be done to each task; `was` is empty where nothing takes it back."""

    name: str
    heading: str | Promise
    icon: str
    form: type[OnceForm]
    acts: Callable[[Mapping[str, Any]], Act]
    was: Callable[[Task], str]
    one: str | Promise
    many: Any
    back: Act

    def words(self, numbers: list[str], filled: Mapping[str, Any]) -> str:
        """What was done, in a sentence."""
        said = {"to": getattr(filled.get("assignee"), "name", ""), "count": len(numbers)}
        return str(self.one) % {**said, "number": numbers[0]} if len(numbers) == 1 else self.many % said


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            name="taking",
            heading=gettext_lazy("Take"),
            icon="hand",
            form=OnceForm,
            acts=deed_acts.take,
            was=deed_backs.was_assigned,
            one=gettext_lazy("%(number)s is yours; the first response is given."),
            many=ngettext_lazy("%(count)d task is yours.", "%(count)d tasks are yours.", "count"),
            back=deed_backs.assign_back,
        ),
        Verb(
            name="assignment",
            heading=gettext_lazy("Assign"),
            icon="user-plus",
            form=deed_forms.AssignmentForm,
            acts=deed_acts.assign,
            was=deed_backs.was_assigned,
            one=gettext_lazy("%(number)s is assigned to %(to)s."),
            many=ngettext_lazy(
                "%(count)d task is assigned to %(to)s.", "%(count)d tasks are assigned to %(to)s.", "count"
            ),
            back=deed_backs.assign_back,
        ),
        Verb(
            name="priority",
            heading=gettext_lazy("Prioritise"),
            icon="signal",
            form=deed_forms.PriorityForm,
            acts=deed_acts.prioritise,
            was=deed_backs.had_priority,
            one=gettext_lazy("%(number)s has another priority."),
            many=ngettext_lazy(
                "%(count)d task has another priority.", "%(count)d tasks have another priority.", "count"
            ),
            back=deed_backs.prioritise_back,
        ),
        Verb(
            name="resolution",
            heading=gettext_lazy("Resolve"),
            icon="check",
            form=deed_forms.ResolutionForm,
            acts=deed_acts.resolve,
            was=deed_backs.was_open,
            one=gettext_lazy("%(number)s is resolved."),
            many=ngettext_lazy("%(count)d task is resolved.", "%(count)d tasks are resolved.", "count"),
            back=deed_backs.reopen,
        ),
        Verb(
            name="waiting",
            heading=gettext_lazy("Wait"),
            icon="pause",
            form=deed_forms.WaitingForm,
            acts=deed_acts.wait,
            was=deed_backs.did_not_wait,
            one=gettext_lazy("%(number)s waits."),
            many=ngettext_lazy("%(count)d task waits.", "%(count)d tasks wait.", "count"),
            back=deed_backs.go_on,
        ),
        Verb(
            name="resumption",
            heading=gettext_lazy("Resume"),
            icon="play",
            form=OnceForm,
            acts=deed_acts.resume,
            was=deed_backs.waited,
            one=gettext_lazy("%(number)s goes on."),
            many=ngettext_lazy("%(count)d task goes on.", "%(count)d tasks go on.", "count"),
            back=deed_backs.wait_again,
        ),
        Verb(
            name="cancellation",
            heading=gettext_lazy("Cancel the task"),
            icon="ban",
            form=deed_forms.CancellationForm,
            acts=deed_acts.cancel,
            was=deed_backs.was_open,
            one=gettext_lazy("%(number)s is cancelled."),
            many=ngettext_lazy("%(count)d task is cancelled.", "%(count)d tasks are cancelled.", "count"),
            back=deed_backs.reopen,
        ),
    )
}
