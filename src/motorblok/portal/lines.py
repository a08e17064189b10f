"""What each service line does for a client, in its own words, for who does not know which one to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.errors import Words
from motorblok.portal.words import line_names

# The seven usual lines; one of the provider's own has its name alone.
DOES: Mapping[str, tuple[str, Words]] = {
    "finance": ("landmark", _("Invoices, bookkeeping, VAT, payments and reports")),
    "hr": ("users-round", _("Payroll, contracts, leave, new and leaving colleagues")),
    "it-support": ("laptop", _("Accounts, laptops, access and everything that does not work")),
    "procurement": ("shopping-cart", _("Quotes, orders, suppliers and deliveries")),
    "logistics": ("package", _("Stock, counts, returns and transport")),
    "quality": ("badge-check", _("Inspections, complaints and improvements")),
    "legal": ("scale", _("Contracts, terms, disputes and advice")),
}
OTHER = "briefcase"


@dataclass(frozen=True, slots=True)
class Card:
    """One service line to choose."""

    code: str
    name: str
    icon: str
    does: str


def cards(viewer: ContactViewer) -> list[Card]:
    """The service lines that the viewer may ask, in the provider's order."""
    return [_card(code, name) for code, name in line_names().items() if viewer.may_see_line(code)]


def _card(code: str, name: str) -> Card:
    icon, does = DOES.get(code, (OTHER, ""))
    return Card(code, name, icon, str(does))
