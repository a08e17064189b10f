"""How a person wants its screens and its mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import locked_person
from motorblok.accounts.events import PREFERENCES_CHANGED
from motorblok.accounts.models import Mails, Person, Theme
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import Invalid, Words
from motorblok.kernel.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class _Choice:
    values: Sequence[str]
    otherwise: Words


CHOICES = {
    "language": _Choice(LANGUAGES, _("Choose a language from the list.")),
    "theme": _Choice(Theme.values, _("Choose a theme from the list.")),
    "mails": _Choice(Mails.values, _("Choose from the list what you want mail about.")),
}


@transaction.atomic
def set_preferences(
    person_id: UUID,
    *,
    language: str | None = None,
    theme: str | None = None,
    mails: str | None = None,
    actor: Actor,
    at: datetime,
) -> Person:
    """Choose the language of a person's screens and mails, how its screens look, and what it is mailed about.

    What is None stays as it is; where all stays, nothing is recorded. Raises NotFound, Invalid.
    """
    wanted = {"language": language, "theme": theme, "mails": mails}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    for name, value in chosen.items():
        if value not in CHOICES[name].values:
            raise Invalid(CHOICES[name].otherwise, field=name)
    person = locked_person(person_id)
    changed = [name for name, value in chosen.items() if getattr(person, name) != value]
    if changed:
        _change(person, {name: chosen[name] for name in changed}, actor=actor, at=at)
    return person


def _change(person: Person, chosen: dict[str, str], *, actor: Actor, at: datetime) -> None:
    for name, value in chosen.items():
        setattr(person, name, value)
    person.save(update_fields=list(chosen))
    facts = {name: getattr(person, name) for name in CHOICES}
    record_of_person(PREFERENCES_CHANGED, person, actor=actor, at=at, facts=facts)
