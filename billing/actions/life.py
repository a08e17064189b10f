"""The verbs of a debtor's life: moved on as time passes, suspended by a person, and let go on again."""

import logging
from datetime import datetime
from uuid import UUID

from billing.allowing import allow
from billing.finance import must_be_finance
from billing.lives import Cause
from billing.living import move, review
from billing.models import Debtor, Life
from billing.queries.life import doubts, situation, suspend_after
from billing.refusing import Refused
from billing.settling import money_of
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor

logger = logging.getLogger(__name__)


class NotSure(Refused):
    """A client is not suspended while the fault may be ours."""

    code = "not-sure"
    status = 409


class NotLateEnough(Refused):
    """A client is not suspended before its time is up."""

    code = "not-late-enough"
    status = 409


def review_client(client_id: UUID, *, actor: Actor = SYSTEM, at: datetime) -> Debtor:
    """Bring one debtor to where it belongs now, with what it may have. Raises NotFound."""
    with money_of(client_id, and_client=True) as debtor:
        review(debtor, actor=actor, at=at)
        if debtor.life not in (Life.DRAFT, Life.ERASED):
            allow(debtor, actor=actor, at=at)
    return debtor


def review_all(*, at: datetime) -> int:
    """Bring every debtor to where it belongs now; returns how many moved. One that fails keeps no other waiting."""
    with schema.entered(schema.PUBLIC):
        living = Debtor.objects.exclude(life__in=[Life.DRAFT, Life.ERASED])
        known = dict(living.values_list("pk", "life"))
    return sum(_reviewed(client_id, life, at) for client_id, life in known.items())


def confirm_suspension(client_id: UUID, *, actor: Actor, at: datetime) -> Debtor:
    """Suspend a client that has not paid: it can read, export, pay and write to us, and nothing else.

    A person decides, and only once the time is up and nothing of the fault may be ours. Raises NotAllowed, NotFound,
    NotLateEnough, NotSure, NoSuchMove.
    """
    must_be_finance(actor)
    with money_of(client_id, and_client=True) as debtor:
        if debtor.life == Life.SUSPENDED:
            return debtor
        review(debtor, at=at)
        if found := doubts(debtor, at=at):
            raise NotSure(" ".join(each.en for each in found), " ".join(each.nl for each in found))
        _must_be_late(debtor, at=at)
        move(debtor, Cause.CONFIRMED, actor=actor, at=at)
    return debtor


def lift_suspension(client_id: UUID, *, actor: Actor, at: datetime) -> Debtor:
    """Let a suspended client go on although it has not paid, back to its last reminder. Twice is once.

    Raises NotAllowed, NotFound, NoSuchMove.
    """
    must_be_finance(actor)
    with money_of(client_id, and_client=True) as debtor:
        if debtor.life != Life.GRACE:
            move(debtor, Cause.LIFTED, actor=actor, at=at)
    return debtor


def _reviewed(client_id: UUID, life: str, at: datetime) -> bool:
    try:
        return review_client(client_id, at=at).life != life
    except Exception:
        logger.exception("A debtor could not be reviewed", extra={"client": str(client_id)})
        return False


def _must_be_late(debtor: Debtor, *, at: datetime) -> None:
    days, least = situation(debtor, at=at).days_late, suspend_after()
    if days < least:
        raise NotLateEnough(
            f"The oldest invoice is {days} days late; a client is suspended after {least} days at the earliest.",
            f"De oudste factuur is {days} dagen te laat; een klant wordt op zijn vroegst na {least} dagen opgeschort.",
        )
