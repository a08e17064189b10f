"""The seller's logo as the layout takes it: its bytes, and what kind of picture it is."""

from typing import Any

from billing.documents.paper import Paper
from billing.documents.words import word
from billing.refusing import Refused


class LogoCannotBeRead(Refused):
    """The logo is no picture that can stand on a paper."""

    code = "logo-cannot-be-read"


def logo(paper: Paper) -> dict[str, Any] | None:
    """The logo with its format and its words; None where there is none. Raises LogoCannotBeRead."""
    content = paper.look.logo
    if not content:
        return None
    return {
        "content": list(content),
        "format": _format(content),
        "alt": word("logo_of", paper.language).format(name=paper.seller.legal_name),
    }


def _format(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if b"<svg" in content[:1000]:
        return "svg"
    raise LogoCannotBeRead(
        "The logo for invoices is not a PNG, JPEG or SVG; choose another file (MOTORBLOK_INVOICE_LOGO).",
        "Het logo voor facturen is geen PNG, JPEG of SVG; kies een ander bestand (MOTORBLOK_INVOICE_LOGO).",
        field="logo",
    )
