"""A paper as the PDF that people get, with its data inside (PDF/A-3b)."""

from billing.documents.pdf.drawing import pdf, pictures

__all__ = ["pdf", "pictures"]
