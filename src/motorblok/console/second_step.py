"""Which staff works with a second step: an owner asks it of a role, and sees who has none yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from motorblok.accounts.actions import require_second_step, waive_second_step
from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import Person, StaffRole
from motorblok.accounts.queries import second_step_rules, staff_without_second_step
from motorblok.console.dates import DayField, beginning, date_in
from motorblok.console.door import draw, now, posted
from motorblok.kernel.actors import Actor
from motorblok.kernel.toasts import toast

GRACE = timedelta(days=7)
WORDS = {
    StaffRole.OWNER: gettext_lazy("Owners"),
    StaffRole.LEAD: gettext_lazy("Leads"),
    StaffRole.AGENT: gettext_lazy("Agents"),
    StaffRole.FINANCE: pgettext_lazy("people of the staff", "Finance"),
}


class RuleForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Asked of"),
        choices=list(WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    required_on = DayField(
        label=gettext_lazy("From"),
        not_before=gettext_lazy("This day has passed. Choose today or later."),
        help_text=gettext_lazy(
            "Until then they are told at each sign-in. Roles of which it is asked already keep their day."
        ),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A role of which it is asked."""

    words: str
    required_at: datetime
    is_in_force: bool
    lacking: tuple[str, ...]


@staff_only(StaffRole.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: StaffRequest) -> HttpResponse:
    """Show the rules and who has no second step; change them."""
    at, rules = now(), second_step_rules()
    today = date_in(settings.MOTORBLOK_TIME_ZONE, at)
    form = RuleForm(posted(request), initial={"roles": list(rules), "required_on": today + GRACE})
    form.fields["required_on"].first_on = today  # type: ignore[attr-defined]  # a DayField
    if form.is_valid():
        _apply(form.cleaned_data["roles"], form.cleaned_data["required_on"], rules, request.viewer.actor, at)
        toast(request, _("Saved. It counts from the next sign-in of each."))
        return redirect("console:second-step")
    status = 422 if form.is_bound else 200
    without = staff_without_second_step()
    context: dict[str, Any] = {
        "section": "people",
        "form": form,
        "asked": _asked(rules, without, at),
        "without": without,
    }
    return draw(request, "console/people/second_step.html", status=status, **context)


@transaction.atomic
def _apply(roles: list[str], on: date, rules: Mapping[str, datetime], actor: Actor, at: datetime) -> None:
    required_at = beginning(on, time_zone=settings.MOTORBLOK_TIME_ZONE, at=at)
    for role in WORDS:
        if role not in roles:
            waive_second_step(role=role, actor=actor, at=at)
        elif role not in rules:
            require_second_step(role=role, required_at=required_at, actor=actor, at=at)


def _asked(rules: Mapping[str, datetime], without: list[Person], at: datetime) -> list[Asked]:
    return [
        Asked(
            words=str(words),
            required_at=rules[role],
            is_in_force=rules[role] <= at,
            lacking=tuple(person.name for person in without if person.role == role),
        )
        for role, words in WORDS.items()
        if role in rules
    ]
