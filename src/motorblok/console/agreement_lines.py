"""The lines of an agreement as rows of a form: for which work, on which calendar, and the targets in hours and minutes."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.console.amounts import AmountField, amounts_of, seconds_of
from motorblok.console.names import line_names
from motorblok.kernel.errors import DomainError
from motorblok.kernel.forms import offer
from motorblok.sla.terms import NAME_LENGTH, NAMES, Line, Target
from motorblok.work.models import Priority

EMPTY_ROWS = 3
ABOUT = re.compile(r"lines\[([0-9]+)\].*")
Choices = Sequence[tuple[str, str]]


class LineForm(forms.Form):
    """One row; one in which nothing but a calendar was chosen is none."""

    service_line = forms.ChoiceField(label=gettext_lazy("Service line"), required=False)
    level = forms.CharField(label=gettext_lazy("Service level"), required=False, max_length=NAME_LENGTH)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"), required=False)
    left_out = forms.BooleanField(label=gettext_lazy("Leave this line out"), required=False)
    as_all = forms.BooleanField(label=gettext_lazy("Use the rules for all lines"), required=False)

    def __init__(self, *args: Any, calendars: Choices, usual: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.own: dict[str, Any] = self.initial.get("own", {})
        for target in Target:
            words = {"target": target.label}
            self.fields[f"{target.value}_hours"] = AmountField(name=_("%(target)s, hours") % words)
            self.fields[f"{target.value}_minutes"] = AmountField(name=_("%(target)s, minutes") % words)
        self._offer("service_line", [("", _("Any")), *line_names().items()])
        self._offer("priority", [("", _("Any")), *((each.value, str(each.label)) for each in Priority)])
        offer(self, "calendar", calendars)
        self.fields["calendar"].initial = usual

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.is_written and not self.targets():
            self.add_error(
                f"{Target.FIRST_RESPONSE.value}_hours", _("Give a time for one of the targets at least.")
            )
        return self.cleaned_data

    @property
    def is_written(self) -> bool:
        """Whether the row is a line: it was one before, or says more than a calendar."""
        is_one = bool(self.initial) or bool(set(self.changed_data) - {"calendar"})
        return is_one and not self.cleaned_data.get("left_out")

    def targets(self) -> dict[str, int]:
        """The targets that are given, in seconds."""
        found = {target.value: seconds_of(target, self.cleaned_data) for target in Target}
        return {kind: seconds for kind, seconds in found.items() if seconds}

    def content(self) -> dict[str, Any]:
        """The line as an agreement's content has it."""
        named = {name: self.cleaned_data[name].strip() for name in NAMES}
        return {
            **{name: value for name, value in named.items() if value},
            "calendar": self.cleaned_data["calendar"],
            "targets": self.targets(),
            **({} if self.cleaned_data.get("as_all") else self.own),
        }

    @property
    def named(self) -> list[BoundField]:
        """The fields that say for which work the line is, and on which calendar."""
        return [self[name] for name in (*NAMES, "calendar")]

    @property
    def amounts(self) -> list[tuple[str, BoundField, BoundField]]:
        """For each target its name and the fields of hours and minutes."""
        return [
            (str(target.label), self[f"{target.value}_hours"], self[f"{target.value}_minutes"])
            for target in Target
        ]

    def _offer(self, name: str, choices: Choices) -> None:
        # A name that is no choice any more stays one here: it must not turn into "any" unseen.
        known = self.initial.get(name) or ""
        offer(self, name, choices if known in dict(choices) else [*choices, (known, known)])


class BaseLines(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows together."""

    def written(self) -> list[LineForm]:
        """The rows that are lines, in order."""
        return [form for form in self.forms if form.is_written]

    def content(self) -> list[dict[str, Any]]:
        """All lines as an agreement's content has them."""
        return [form.content() for form in self.written()]

    def clean(self) -> None:
        """Refuse what the verb would refuse without a row to point at, and a promise made twice for the same work."""
        if not self.written():
            raise ValidationError(_("Write at least one line: without one nothing is promised."))
        seen: dict[tuple[str, ...], set[str]] = {}
        for form in self.written():
            if form.errors:
                continue
            named = tuple(form.cleaned_data[name].strip() for name in NAMES)
            if twice := seen.setdefault(named, set()) & set(form.targets()):
                kind = next(target for target in Target if target in twice)
                form.add_error(
                    f"{kind.value}_hours", _("A line above promises this for the same work already.")
                )
            seen[named] |= set(form.targets())

    def tell(self, refusal: DomainError) -> None:
        """Put a refusal beside the row that it is about, if it is about one."""
        if about := ABOUT.fullmatch(refusal.field):
            self.written()[int(about[1])].add_error(None, str(refusal))


def lines_form(
    data: QueryDict | None,
    *,
    calendars: Choices,
    lines: Sequence[Line] = (),
    own: Sequence[dict[str, Any]] = (),
) -> BaseLines:
    """The rows for some lines, and a few empty ones; `calendars` are ids and names to choose from, at least one.

    `own` are the rules that each of the lines has for itself.
    """
    made = forms.formset_factory(LineForm, formset=BaseLines, extra=EMPTY_ROWS)
    rules = own or [{} for _line in lines]
    initial = [{**_initial(line), "own": each} for line, each in zip(lines, rules, strict=True)]
    # Ids rise with time: the calendar that was drawn up first.
    usual = initial[0]["calendar"] if initial else min(calendars)[0]
    options = {"calendars": calendars, "usual": usual}
    rows = made(data, initial=initial, prefix="lines", form_kwargs=options)
    return cast(BaseLines, rows)


def _initial(line: Line) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in NAMES},
        "calendar": str(line.calendar),
        **amounts_of(line.targets),
    }
