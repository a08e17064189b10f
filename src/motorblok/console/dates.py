"""Dates in forms: picked by the browser's own means, meant in the client's time zone."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class DayField(forms.DateField):
    """A date; with `not_before` the words that refuse what lies before its first day, which the form sets later."""

    first_on: date | None = None

    def __init__(self, *, not_before: str | Promise = "", **options: Any) -> None:
        self.not_before = not_before
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def clean(self, value: Any) -> date | None:
        on: date | None = super().clean(value)
        if on and self.first_on and on < self.first_on:
            raise ValidationError(str(self.not_before))
        return on


def begin_on(form: forms.Form, first_on: date) -> None:
    """Refuse as the day from which the form's version is in force any before this one."""
    field = form.fields["effective_on"]
    if isinstance(field, DayField):
        field.first_on = first_on
        field.widget.attrs["min"] = first_on.isoformat()


def date_in(time_zone: str, at: datetime) -> date:
    """The date that an instant has in a time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def beginning(on: date, *, time_zone: str, at: datetime) -> datetime:
    """When what counts from a date on begins: at once for today, else with the day in that time zone."""
    if on == date_in(time_zone, at):
        return at
    return datetime.combine(on, time.min, ZoneInfo(time_zone))
