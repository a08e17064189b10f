"""The tables of billing: what is offered, who pays, what was subscribed, used, invoiced and paid (public schema)."""

from billing.models.catalogue import Plan, PlanVersion, Price, TaxRate
from billing.models.claims import Claim
from billing.models.clauses import SlaClause
from billing.models.credits import Credit
from billing.models.decisions import CostRate, LateUsageDecision
from billing.models.dunning import Farewell, HandPayment, Hold, StatementFile, VolumeAlert
from billing.models.exchange import ExchangeRate
from billing.models.fake import FakeClock, FakeNotice, FakeObject
from billing.models.gateways import GatewayCall, GatewayLink, GatewayWatch, InboundEvent, Reconciliation
from billing.models.invoices import Document, Invoice, InvoiceLine, NumberSeries
from billing.models.parties import Debtor, Gateways, LegalEntity, Life
from billing.models.payments import Allocation, Payment, Reminder, StatementEntry
from billing.models.refunds import Refund
from billing.models.subscriptions import Conditions, SubscribedPrice, Subscription
from billing.models.usage import BilledUsage, ParkedUsage, UsageRecord

__all__ = [
    "Allocation",
    "BilledUsage",
    "Claim",
    "Conditions",
    "CostRate",
    "Credit",
    "Debtor",
    "Document",
    "ExchangeRate",
    "FakeClock",
    "FakeNotice",
    "FakeObject",
    "Farewell",
    "GatewayCall",
    "GatewayLink",
    "GatewayWatch",
    "Gateways",
    "HandPayment",
    "Hold",
    "InboundEvent",
    "Invoice",
    "InvoiceLine",
    "LateUsageDecision",
    "LegalEntity",
    "Life",
    "NumberSeries",
    "ParkedUsage",
    "Payment",
    "Plan",
    "PlanVersion",
    "Price",
    "Reconciliation",
    "Refund",
    "Reminder",
    "SlaClause",
    "StatementEntry",
    "StatementFile",
    "SubscribedPrice",
    "Subscription",
    "TaxRate",
    "UsageRecord",
    "VolumeAlert",
]
