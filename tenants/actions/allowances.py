"""What a client may have more of: written when its subscription changes, held while a seat is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from tenants import events
from tenants.models import Allowance, Client


class NoSeatLeft(DomainError):
    """As many contacts have an account, or are invited, as the subscription has seats for."""

    code = "no-seat-left"
    words = _("All seats of the subscription are taken. Remove somebody, or have more seats added.")


class NothingNewNow(DomainError):
    """While an invoice is overdue the client keeps what it has, and gets nothing more."""

    code = "nothing-new-now"
    words = _(
        "An invoice of this client is overdue. Until it is paid there are no new seats and service lines."
    )


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is allowed: None stands for any number of seats, and for all service lines (codes)."""

    seats: int | None = None
    service_lines: Sequence[str] | None = None
    features: Sequence[str] = ()
    may_grow: bool = True


def set_allowance(client: Client, allowed: Allowed, *, actor: Actor, at: datetime) -> None:
    """Say what a client may have; the same again changes nothing. Who has more already keeps it: nothing is taken away."""
    lines = None if allowed.service_lines is None else sorted(allowed.service_lines)
    wanted = {
        "seats": allowed.seats,
        "service_lines": lines,
        "features": sorted(allowed.features),
        "may_grow": allowed.may_grow,
    }
    with schema.entered(client.schema_name), transaction.atomic():
        if allowed == Allowed() and not Allowance.objects.filter(client_id=client.pk).exists():
            return
        found, is_new = Allowance.objects.select_for_update(no_key=True).get_or_create(
            client_id=client.pk, defaults={**wanted, "at": at}
        )
        if not is_new and all(getattr(found, name) == value for name, value in wanted.items()):
            return
        Allowance.objects.filter(client_id=client.pk).update(**wanted, at=at)
        record(events.ALLOWANCE_SET, subject=f"client:{client.pk}", actor=actor, at=at, facts=wanted)


def must_have_seat(client_id: UUID, *, taken: Callable[[], int]) -> None:
    """Let somebody new have a seat until the caller's transaction ends, where one is free.

    `taken` counts those who have a seat, with the new one among them: it is asked under the lock, so that of 50 who come
    at once for 3 seats 3 get in. Raises NoSeatLeft, NothingNewNow, and TransactionManagementError outside a transaction.
    """
    allowance = _held(client_id)
    if allowance and not allowance.may_grow:
        raise NothingNewNow
    _must_fit(allowance, taken)


def must_keep_seat(client_id: UUID, *, taken: Callable[[], int]) -> None:
    """The same for somebody who was promised a seat before: also while there is nothing new. Raises NoSeatLeft."""
    _must_fit(_held(client_id), taken)


def _held(client_id: UUID) -> Allowance | None:
    found: Allowance | None = (
        Allowance.objects.select_for_update(no_key=True).filter(client_id=client_id).first()
    )
    return found


def _must_fit(allowance: Allowance | None, taken: Callable[[], int]) -> None:
    if allowance and allowance.seats is not None and taken() > allowance.seats:
        raise NoSeatLeft
