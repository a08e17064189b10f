"""Bank statements as banks send them (ISO 20022, CAMT.053), read entry by entry."""

from billing.documents.camt.entries import Entry, Statement, entries, statement
from billing.documents.camt.refusals import StatementCannotBeRead, StatementTooLarge

__all__ = ["Entry", "Statement", "StatementCannotBeRead", "StatementTooLarge", "entries", "statement"]
