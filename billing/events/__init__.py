"""What can happen in billing, as its event kinds, by subject."""

from billing.events import (
    bank,
    by_hand,
    claims,
    credits,
    dunning,
    exchange,
    gateways,
    invoices,
    leaving,
    life,
    parties,
    payments,
    plans,
    subscriptions,
    usage,
)

__all__ = [
    "bank",
    "by_hand",
    "claims",
    "credits",
    "dunning",
    "exchange",
    "gateways",
    "invoices",
    "leaving",
    "life",
    "parties",
    "payments",
    "plans",
    "subscriptions",
    "usage",
]
