"""Of whom a second step is asked, and who has none."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from motorblok.accounts.models import Person, SecondStepRule


def second_step_rules() -> Mapping[str, datetime]:
    """From when on each role works with a second step alone; roles that may choose are absent. One statement."""
    return dict(SecondStepRule.objects.values_list("role", "required_at"))


def second_step_owed_from(person: Person) -> datetime | None:
    """From when on this person cannot work without the second step that it has not; None where it owes none."""
    if not person.is_staff_member or (required_at := _required_at(person.role)) is None:
        return None
    has_one = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    return None if has_one else required_at


def must_keep_second_step(person: Person) -> bool:
    """Whether this person may not switch it off."""
    return person.is_staff_member and _required_at(person.role) is not None


def staff_without_second_step() -> list[Person]:
    """The active staff that has none, by name. One statement."""
    theirs = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return list(Person.objects.staff().active().filter(~Exists(theirs)).order_by("name", "id"))


def _required_at(role: str) -> datetime | None:
    return SecondStepRule.objects.filter(role=role).values_list("required_at", flat=True).first()
