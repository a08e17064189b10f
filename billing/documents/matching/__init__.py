"""Which invoices a transfer pays: certain by reference, a suggestion by name; pure, so that it can be shown before it is done."""

from billing.documents.matching.deciding import match
from billing.documents.matching.shapes import Match, OpenInvoice, Outcome, Part

__all__ = ["Match", "OpenInvoice", "Outcome", "Part", "match"]
