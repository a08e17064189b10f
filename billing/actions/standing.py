"""What the verbs of billing share: what they must find, and what they must find known."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from billing.locking import hold_client
from billing.models import Debtor, Invoice, Life, Subscription, TaxRate
from billing.pricing import PriceDraft
from billing.rating.checking import WrongTerms
from billing.rating.taxes import NoRate
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from tenants.actions import must_not_be_closed
from tenants.queries import service_line_codes


class SubscriptionEnded(Refused):
    """What has ended is not changed any more."""

    code = "subscription-ended"
    status = 409


class SubscriptionIsPaused(Refused):
    """What is paused is resumed before it is changed."""

    code = "subscription-is-paused"
    status = 409


class SubscriptionIsCancelled(Refused):
    """What is to end is not changed, unless the cancellation is withdrawn."""

    code = "subscription-is-cancelled"
    status = 409


def must_know_the_service_lines(prices: Sequence[PriceDraft]) -> None:
    """Raises WrongTerms where a price is of a service line in which the provider does not work."""
    for draft in prices:
        if draft.item.service_line not in service_line_codes():
            raise WrongTerms(
                f"{draft.item.code}: choose a service line from the list.",
                f"{draft.item.code}: kies een dienst uit de lijst.",
                field=draft.item.code,
            )


def must_know_the_vat(prices: Sequence[PriceDraft]) -> None:
    """Raises NoRate where a price has a VAT category that no country has a rate for."""
    asked = {draft.item.vat_category for draft in prices}
    known = set(TaxRate.objects.filter(category__in=asked).values_list("category", flat=True))
    if missing := sorted(asked - known):
        raise NoRate(
            f"There is no VAT rate for {missing[0]}; add it to the VAT rates first.",
            f"Er is geen btw-tarief voor {missing[0]}; voeg het eerst toe aan de btw-tarieven.",
            field=next(each.item.code for each in prices if each.item.vat_category == missing[0]),
        )


@contextmanager
def in_book_of(debtor: Debtor, *, closed_too: bool = False) -> Iterator[None]:
    """Be in one transaction and in the client's schema, whose book tells of it; the client is held before all else.

    Once it is erased the public book tells. Raises ClientIsClosed, unless `closed_too`.
    """
    book = schema.PUBLIC if debtor.life == Life.ERASED else debtor.client.schema_name
    with schema.entered(book), transaction.atomic():
        hold_client(debtor.client_id)
        if not closed_too:
            must_not_be_closed(debtor.client.schema_name)
        yield


def debtor_of(client_id: UUID) -> Debtor:
    """A client as the one who pays, with its client and its seller. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        found = Debtor.objects.select_related("client", "legal_entity").filter(pk=client_id).first()
    if found is None:
        raise NotFound
    return found


def subscription_of(subscription_id: UUID) -> Subscription:
    """A subscription with who pays for it. Raises NotFound."""
    with schema.entered(schema.PUBLIC):
        asked = Subscription.objects.select_related("debtor__client", "debtor__legal_entity", "plan")
        found = asked.filter(pk=subscription_id).first()
    if found is None:
        raise NotFound
    return found


def locked(subscription: Subscription) -> Subscription:
    """The same, read anew and held until the transaction ends: invoices of it are made final under the same lock.

    In two statements: what is joined to a row that had to be waited for is what it was before the wait.
    """
    Subscription.objects.select_for_update(no_key=True).values_list("pk").get(pk=subscription.pk)
    related = Subscription.objects.select_related("debtor__client", "debtor__legal_entity", "plan")
    found: Subscription = related.get(pk=subscription.pk)
    return found


def since_billed(found: Subscription, *, at: datetime) -> datetime:
    """The instant of a verb on a subscription that is held: `at`, or just after an invoice that was final meanwhile.

    An invoice knows what was agreed before it was final. Who asked before that and is heard after it would stand on no
    invoice at all; so it is agreed after it, and stands on the next.
    """
    known = found.invoices.exclude(purpose=Invoice.Purpose.CREDIT).filter(final_at__gte=at)
    final_at: datetime | None = known.aggregate(newest=Max("final_at"))["newest"]
    return at if final_at is None else final_at + timedelta(microseconds=1)


def must_not_have_ended(found: Subscription) -> None:
    """Raises SubscriptionEnded."""
    if found.state == Subscription.State.ENDED:
        raise SubscriptionEnded(
            "This subscription has ended; draw up a new one.",
            "Dit abonnement is beëindigd; stel een nieuw op.",
        )


def must_go_on(found: Subscription) -> None:
    """Raises SubscriptionEnded, SubscriptionIsCancelled, SubscriptionIsPaused."""
    must_not_have_ended(found)
    must_not_be_paused(found)
    must_not_be_cancelled(found)


def must_not_be_cancelled(found: Subscription) -> None:
    """Raises SubscriptionIsCancelled."""
    if found.cancels_on:
        raise SubscriptionIsCancelled(
            f"This subscription ends on {found.cancels_on}; withdraw the cancellation first.",
            f"Dit abonnement eindigt op {found.cancels_on}; trek eerst de opzegging in.",
        )


def must_not_be_paused(found: Subscription) -> None:
    """Raises SubscriptionIsPaused."""
    if found.paused_on:
        raise SubscriptionIsPaused(
            f"This subscription is paused from {found.paused_on}; resume it first.",
            f"Dit abonnement is gepauzeerd vanaf {found.paused_on}; hervat het eerst.",
        )


def names_of(found: Subscription) -> dict[str, str]:
    """The plan of a subscription, for an event."""
    return {"plan": found.plan.code, "name_en": found.plan.name_en, "name_nl": found.plan.name_nl}


def tell(kind: Kind, found: Subscription, *, actor: Actor, at: datetime, facts: Mapping[str, Any]) -> None:
    """Write what happened to a subscription into the book that is in force."""
    record(kind, subject=f"subscription:{found.pk}", actor=actor, at=at, facts=facts)
