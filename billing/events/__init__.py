"""What can happen in billing, as its event kinds, by subject."""

from billing.events import parties, plans, subscriptions

__all__ = ["parties", "plans", "subscriptions"]
