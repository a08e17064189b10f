"""A paper as UBL 2.1 by the European norm EN 16931: what bookkeeping software reads."""

from billing.documents.ubl.document import ubl

__all__ = ["ubl"]
