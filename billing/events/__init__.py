"""What can happen in billing, as its event kinds, by subject."""

from billing.events import credits, invoices, life, parties, payments, plans, subscriptions, usage

__all__ = ["credits", "invoices", "life", "parties", "payments", "plans", "subscriptions", "usage"]
