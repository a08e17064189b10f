"""Where a debtor stands: what is due and not paid, whether its subscription goes on, and whether we are sure of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from billing.invoice_standing import IS_OWED
from billing.lives import Situation
from billing.models import (
    Debtor,
    Gateways,
    HandPayment,
    Hold,
    Invoice,
    LegalEntity,
    StatementEntry,
    StatementFile,
    Subscription,
)
from billing.periods import day_of
from billing.queries.gateways import is_clean, reconciled_at
from billing.rating.wording import Words

COMPARED_WITHIN = timedelta(hours=1)
READ_WITHIN = timedelta(hours=26)
"""Banks send a statement a day, at about the same hour."""


def overdue(debtor: Debtor, *, at: datetime) -> QuerySet[Invoice]:
    """The invoices whose due date has passed in the debtor's zone and that are not settled, oldest first; none that is disputed.

    Whatever their currency: who is invoiced in another one by now owes the earlier ones all the same.
    """
    today = day_of(at, zone=debtor.time_zone)
    disputed = Hold.objects.filter(kind=Hold.Kind.DISPUTED, ended_at=None)
    late = debtor.invoices.filter(IS_OWED, due_on__lt=today).exclude(id__in=disputed.values("invoice"))
    return late.order_by("due_on", "number")


def situation(debtor: Debtor, *, at: datetime) -> Situation:
    """What decides how a debtor moves on."""
    today = day_of(at, zone=debtor.time_zone)
    oldest = overdue(debtor, at=at).first()
    return Situation(
        is_trial_over=not debtor.subscriptions.filter(trial_ends_on__gt=today).exists(),
        has_ended=_has_ended(debtor, at=at),
        days_late=(today - oldest.due_on).days if oldest and oldest.due_on else 0,
    )


def is_sure(debtor: Debtor, *, at: datetime) -> bool:
    """Whether all money that we were told of is understood: while it is not, nothing is held against the debtor."""
    return is_clean(debtor, at=at) and not _money_to_understand(debtor)


def doubts(debtor: Debtor, *, at: datetime) -> tuple[Words, ...]:
    """Why this debtor may not be suspended now, although it is late; nothing where we are sure of it."""
    found = []
    if not is_clean(debtor, at=at):
        found.append(
            Words(
                "Something of its gateway is set aside, stuck, or differs; look at the gateways first.",
                "Er staat iets van de betaaldienst apart, vast, of het wijkt af; kijk eerst bij de betaaldiensten.",
            )
        )
    if not _is_compared(debtor, at=at):
        found.append(_not_compared(debtor))
    if _money_to_understand(debtor):
        found.append(
            Words(
                "Money came in at the bank that is not matched yet; match it first.",
                "Er is geld binnengekomen dat nog niet is gekoppeld; koppel dat eerst.",
            )
        )
    if HandPayment.objects.filter(invoice__debtor=debtor.pk, state=HandPayment.State.PROPOSED).exists():
        found.append(
            Words(
                "A payment by hand waits for a second person; decide about it first.",
                "Een handmatige betaling wacht op een tweede persoon; besluit daar eerst over.",
            )
        )
    return tuple(found)


def _is_compared(debtor: Debtor, *, at: datetime) -> bool:
    if debtor.gateway == Gateways.BANK:
        read = StatementFile.objects.filter(legal_entity__iban__in=_account(debtor))
        return read.filter(read_at__gt=at - READ_WITHIN).exists()
    compared = reconciled_at(debtor.gateway)
    return compared is not None and compared > at - COMPARED_WITHIN


def _not_compared(debtor: Debtor) -> Words:
    if debtor.gateway == Gateways.BANK:
        return Words(
            "No bank statement was read in the last day; import the newest one first.",
            "Er is in het laatste etmaal geen bankafschrift ingelezen; lees eerst het nieuwste in.",
        )
    return Words(
        "The gateway was not compared within the last hour; compare it first.",
        "De betaaldienst is het laatste uur niet vergeleken; vergelijk die eerst.",
    )


def _money_to_understand(debtor: Debtor) -> bool:
    came = StatementEntry.objects.filter(legal_entity__iban__in=_account(debtor), currency=debtor.currency)
    return came.filter(state=StatementEntry.State.OPEN, amount__gt=0).exists()


def _account(debtor: Debtor) -> QuerySet[LegalEntity, str]:
    """Where it pays; other companies of ours may be paid there too."""
    return LegalEntity.objects.filter(pk=debtor.legal_entity_id).values_list("iban", flat=True)


def _has_ended(debtor: Debtor, *, at: datetime) -> bool:
    today = day_of(at, zone=debtor.time_zone)
    begun = debtor.subscriptions.exclude(Q(state=Subscription.State.DRAFT))
    goes_on = Q(cancels_on=None) | Q(cancels_on__gt=today)
    still = begun.exclude(state=Subscription.State.ENDED).filter(goes_on)
    return begun.exists() and not still.exists()


def grace_after() -> int:
    """How many days after an invoice was due nothing new is given and everybody is told."""
    return int(settings.MOTORBLOK_GRACE_AFTER_DAYS)


def suspend_after() -> int:
    """How many days after an invoice was due a person may suspend the client."""
    return int(settings.MOTORBLOK_SUSPEND_AFTER_DAYS)
