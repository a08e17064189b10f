"""What can be done to tasks from the workboard: for each verb its form, the act itself, its words and what takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from motorblok.accounts.queries import person_row
from motorblok.audit.queries import history
from motorblok.console.door import now
from motorblok.console.picking import Pick
from motorblok.exchange.sending import OnceForm
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from motorblok.work import actions
from motorblok.work.models import Party, Priority, Task
from tenants.models import Client

Act = Callable[[Task, Client, Pick, Actor], Task]
LONG = forms.Textarea(attrs={"rows": 4, "autofocus": True})


class AssignmentForm(OnceForm):
    assignee = forms.UUIDField(error_messages={"required": gettext_lazy("Choose a colleague.")})

    def clean_assignee(self) -> Actor:
        """The colleague, as who will be named in the event."""
        return colleague(self.cleaned_data["assignee"])


class PriorityForm(OnceForm):
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        choices=[*reversed(Priority.choices)],
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=500)


class ResolutionForm(OnceForm):
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        error_messages={"required": actions.AnswerIsMissing.words},
        help_text=gettext_lazy("The client of each task reads it, unless the task is internal."),
        widget=LONG,
    )


class WaitingForm(OnceForm):
    whom = forms.ChoiceField(
        label=gettext_lazy("Who has to act"),
        choices=Party.choices,
        initial=Party.CLIENT,
        widget=forms.RadioSelect,
    )
    question = forms.CharField(
        label=gettext_lazy("What we wait for"),
        help_text=gettext_lazy("A question to the client is sent to it; its answer resumes the task."),
        widget=LONG,
    )


class CancellationForm(OnceForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it need not be done"),
        help_text=gettext_lazy("The client of each task reads it, unless the task is internal."),
        widget=LONG,
    )


def colleague(person_id: UUID) -> Actor:
    """A member of staff as an actor. Raises ValidationError where there is none."""
    try:
        found = person_row(person_id, client_id=None)
    except NotFound:
        raise ValidationError(str(actions.CannotBeAssigned.words)) from None
    return Actor("staff", str(found.id), found.name)


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


def _given(task: Task, client: Client, pick: Pick, actor: Actor) -> dict[str, Any]:
    return {"client_id": client.id, "actor": actor, "at": now(), "seen": pick.seen}


def _assign(filled: Mapping[str, Any]) -> Act:
    return lambda task, *given: actions.assign_task(
        task.id, assignee=filled["assignee"], **_given(task, *given)
    )


def _prioritise(filled: Mapping[str, Any]) -> Act:
    wanted = {"priority": filled["priority"], "reason": filled["reason"]}
    return lambda task, *given: actions.prioritise_task(task.id, **wanted, **_given(task, *given))


def _resolve(filled: Mapping[str, Any]) -> Act:
    return lambda task, *given: actions.resolve_task(task.id, answer=filled["answer"], **_given(task, *given))


def _cancel(filled: Mapping[str, Any]) -> Act:
    return lambda task, *given: actions.cancel_task(task.id, reason=filled["reason"], **_given(task, *given))


def _wait(filled: Mapping[str, Any]) -> Act:
    return lambda task, *given: _wait_for(filled["whom"], filled["question"], **_given(task, *given))(task.id)


def _take(_filled: Mapping[str, Any]) -> Act:
    return lambda task, *given: actions.take_task(task.id, **_given(task, *given))


def _resume(_filled: Mapping[str, Any]) -> Act:
    return _resumed


def _wait_for(whom: str, text: str, **given: Any) -> Callable[[UUID], Task]:
    if whom == Party.CLIENT:
        return lambda task_id: actions.wait_for_client(task_id, question=text, **given)
    return lambda task_id: actions.wait_for_third_party(task_id, whom=text, **given)


def _resumed(task: Task, *given: Any) -> Task:
    return actions.resume_task(task.id, **_given(task, *given))


def _assigned_back(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    if pick.was == NOBODY:
        return actions.release_task(task.id, **_given(task, client, pick, actor))
    before = colleague(UUID(pick.was))
    return actions.assign_task(task.id, assignee=before, **_given(task, client, pick, actor))


def _prioritised_back(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    return actions.prioritise_task(task.id, priority=pick.was, **_given(task, client, pick, actor))


def _reopened(task: Task, *given: Any) -> Task:
    return actions.reopen_task(task.id, reason=_("It was ended by mistake."), **_given(task, *given))


def _waiting_again(task: Task, client: Client, pick: Pick, actor: Actor) -> Task:
    asked = [entry.private for entry in history(task.subject) if entry.kind.name == WAITED]
    whom = (asked or [{}])[-1].get("whom", "…")
    return actions.wait_for_third_party(task.id, whom=whom, **_given(task, client, pick, actor))


WAITED = "work.task.waited_for_third_party"
NOBODY = "nobody"


def _assignee(task: Task) -> str:
    return str(task.assignee_id or NOBODY)


def _third_party(task: Task) -> str:
    # To wait for the client again would ask it a second time.
    return "" if task.waiting_for == Party.CLIENT else task.waiting_for


def _open(_task: Task) -> str:
    return "open"


def _not_waiting(task: Task) -> str:
    # A further question to who is waited for already: to go on would not take it back.
    return "" if task.waiting_for else "open"


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            name="taking",
            heading=gettext_lazy("Take"),
            icon="hand",
            form=OnceForm,
            acts=_take,
            was=_assignee,
            one=gettext_lazy("%(number)s is yours; the first response is given."),
            many=ngettext_lazy("%(count)d task is yours.", "%(count)d tasks are yours.", "count"),
            back=_assigned_back,
        ),
        Verb(
            name="assignment",
            heading=gettext_lazy("Assign"),
            icon="user-plus",
            form=AssignmentForm,
            acts=_assign,
            was=_assignee,
            one=gettext_lazy("%(number)s is assigned to %(to)s."),
            many=ngettext_lazy(
                "%(count)d task is assigned to %(to)s.", "%(count)d tasks are assigned to %(to)s.", "count"
            ),
            back=_assigned_back,
        ),
        Verb(
            name="priority",
            heading=gettext_lazy("Prioritise"),
            icon="signal",
            form=PriorityForm,
            acts=_prioritise,
            was=lambda task: task.priority,
            one=gettext_lazy("%(number)s has another priority."),
            many=ngettext_lazy(
                "%(count)d task has another priority.", "%(count)d tasks have another priority.", "count"
            ),
            back=_prioritised_back,
        ),
        Verb(
            name="resolution",
            heading=gettext_lazy("Resolve"),
            icon="check",
            form=ResolutionForm,
            acts=_resolve,
            was=_open,
            one=gettext_lazy("%(number)s is resolved."),
            many=ngettext_lazy("%(count)d task is resolved.", "%(count)d tasks are resolved.", "count"),
            back=_reopened,
        ),
        Verb(
            name="waiting",
            heading=gettext_lazy("Wait"),
            icon="pause",
            form=WaitingForm,
            acts=_wait,
            was=_not_waiting,
            one=gettext_lazy("%(number)s waits."),
            many=ngettext_lazy("%(count)d task waits.", "%(count)d tasks wait.", "count"),
            back=_resumed,
        ),
        Verb(
            name="resumption",
            heading=gettext_lazy("Resume"),
            icon="play",
            form=OnceForm,
            acts=_resume,
            was=_third_party,
            one=gettext_lazy("%(number)s goes on."),
            many=ngettext_lazy("%(count)d task goes on.", "%(count)d tasks go on.", "count"),
            back=_waiting_again,
        ),
        Verb(
            name="cancellation",
            heading=gettext_lazy("Cancel the task"),
            icon="ban",
            form=CancellationForm,
            acts=_cancel,
            was=_open,
            one=gettext_lazy("%(number)s is cancelled."),
            many=ngettext_lazy("%(count)d task is cancelled.", "%(count)d tasks are cancelled.", "count"),
            back=_reopened,
        ),
    )
}
