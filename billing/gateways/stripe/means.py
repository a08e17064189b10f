"""What a page may show of a means of payment: its kind, its last digits, and until when it is good."""

from typing import Any

import stripe


def means_of_payment(method: str | stripe.PaymentMethod | None) -> dict[str, str]:
    """Plain words of an expanded payment method; empty where there is none. Numbers are never more than the last four."""
    if not isinstance(method, stripe.PaymentMethod):
        return {}
    if method.card:
        expires = f"{method.card.exp_year}-{method.card.exp_month:02}"
        return _told("card", name=method.card.brand, last4=method.card.last4, expires=expires)
    if method.sepa_debit:
        return _told("sepa_debit", last4=method.sepa_debit.last4)
    return _told(method.type)


def _told(kind: str, **known: Any) -> dict[str, str]:
    return {"type": kind, **{name: str(value) for name, value in known.items() if value}}
