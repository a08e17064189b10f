"""What can happen in billing, as its event kinds, by subject."""

from billing.events import credits, invoices, parties, payments, plans, subscriptions, usage

__all__ = ["credits", "invoices", "parties", "payments", "plans", "subscriptions", "usage"]
