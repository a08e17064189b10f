"""What an owner asks of all staff: that a role signs in with a second step, and that it need not any more."""

from datetime import datetime

from django.db import transaction

from motorblok.accounts.actions.records import record_in
from motorblok.accounts.actions.standing import checked_role
from motorblok.accounts.events import SECOND_STEP_REQUIRED, SECOND_STEP_WAIVED
from motorblok.accounts.models import Kind, SecondStepRule
from motorblok.audit.leaves import instant
from motorblok.kernel.actors import Actor


@transaction.atomic
def require_second_step(*, role: str, required_at: datetime, actor: Actor, at: datetime) -> None:
    """Ask staff of a role for a second step; until `required_at` who has none is told of it, from then on it stops there.

    The same rule again changes nothing. Raises Invalid for an unknown role.
    """
    known = SecondStepRule.objects.select_for_update().filter(role=checked_role(Kind.STAFF, role)).first()
    if known and known.required_at == required_at:
        return
    rule, _is_new = SecondStepRule.objects.update_or_create(role=role, defaults={"required_at": required_at})
    facts = {"role": role, "required_at": instant(required_at)}
    record_in(None, SECOND_STEP_REQUIRED, subject=rule.subject, actor=actor, at=at, facts=facts)


@transaction.atomic
def waive_second_step(*, role: str, actor: Actor, at: datetime) -> None:
    """Let staff of a role choose again; where it may already nothing changes. Raises Invalid for an unknown role."""
    rule = SecondStepRule.objects.select_for_update().filter(role=checked_role(Kind.STAFF, role)).first()
    if rule:
        subject = rule.subject
        rule.delete()
        record_in(None, SECOND_STEP_WAIVED, subject=subject, actor=actor, at=at, facts={"role": role})
