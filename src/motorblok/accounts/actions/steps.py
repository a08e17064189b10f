"""The second step of signing in: an app's code, or a recovery code."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.accounts.actions.records import record_of_person
from motorblok.accounts.actions.standing import locked_changeable
from motorblok.accounts.events import CODES_RENEWED, SECOND_STEP_OFF, SECOND_STEP_ON
from motorblok.accounts.models import Person, Session
from motorblok.accounts.queries import must_keep_second_step
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError, NotFound


class SecondStepIsRequired(DomainError):
    """An owner asks staff of this role for it."""

    code = "second-step-is-required"
    words = _(
        "Your role works with a second step, so it stays on. For another telephone, ask an owner to remove it, then switch it on anew."
    )


@transaction.atomic
def switch_second_step_on(person: Person, *, keep_session: str | None, at: datetime) -> None:
    """Note that a person protects its account, and end its other sessions: they began without the second step."""
    Session.objects.filter(person=person).exclude(session_key=keep_session or "").delete()
    record_of_person(SECOND_STEP_ON, person, actor=person.actor, at=at)


@transaction.atomic
def switch_second_step_off(person: Person, *, keep_session: str | None, at: datetime) -> None:
    """Note that a person does without, and end its other sessions. Raises SecondStepIsRequired."""
    if must_keep_second_step(person):
        raise SecondStepIsRequired
    Session.objects.filter(person=person).exclude(session_key=keep_session or "").delete()
    record_of_person(SECOND_STEP_OFF, person, actor=person.actor, at=at, private={"name": person.name})


@transaction.atomic
def renew_codes(person: Person, *, at: datetime) -> None:
    """Note that a person made new recovery codes."""
    record_of_person(CODES_RENEWED, person, actor=person.actor, at=at)


@transaction.atomic
def remove_second_step(person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take the second step from somebody who lost the app and the codes; ends all its sessions. Raises NotFound."""
    person = locked_changeable(person_id)
    deleted, _rows = Authenticator.objects.filter(user=person).delete()
    if not deleted:
        raise NotFound
    Session.objects.filter(person=person).delete()
    record_of_person(SECOND_STEP_OFF, person, actor=actor, at=at, private={"name": person.name})
