"""What can happen in billing, as its event kinds, by subject."""

from billing.events import parties, payments, plans, subscriptions

__all__ = ["parties", "payments", "plans", "subscriptions"]
