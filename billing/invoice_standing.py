"""Where an invoice stands, as people ask for it: one word made of its state, its kind, what is owed and the day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice


class Standing(models.TextChoices):
    """Not final yet, to be paid, late, paid, a credit note, or given up as there was nothing to charge."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("to be paid")
    OVERDUE = "overdue", _("overdue")
    PAID = "paid", _("paid")
    CREDIT = "credit", _("credit note")
    DROPPED = "dropped", _("nothing to charge")


IS_INVOICE = Q(state=Invoice.State.FINAL, kind=Invoice.Kind.INVOICE)
IS_OWED = IS_INVOICE & Q(total__gt=F("settled"))


def standing_of(invoice: Invoice, *, today: date) -> Standing:
    """Where an invoice stands on a day."""
    if invoice.state != Invoice.State.FINAL:
        return Standing.DRAFT if invoice.state == Invoice.State.DRAFT else Standing.DROPPED
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return Standing.CREDIT
    if invoice.owed <= 0:
        return Standing.PAID
    return Standing.OVERDUE if invoice.due_on and invoice.due_on < today else Standing.OPEN


def standing_in(standing: str, *, today: date) -> Q:
    """The invoices that stand there on a day; all for a word that says nothing."""
    if standing not in Standing.values:
        return Q()
    return {
        Standing.DRAFT: Q(state=Invoice.State.DRAFT),
        Standing.DROPPED: Q(state=Invoice.State.DROPPED),
        Standing.CREDIT: Q(state=Invoice.State.FINAL, kind=Invoice.Kind.CREDIT_NOTE),
        Standing.PAID: IS_INVOICE & Q(total__lte=F("settled")),
        Standing.OVERDUE: IS_OWED & Q(due_on__lt=today),
        Standing.OPEN: IS_OWED & (Q(due_on__gte=today) | Q(due_on=None)),
    }[Standing(standing)]
