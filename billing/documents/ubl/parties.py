"""Buyer and seller in UBL: their electronic address, their VAT number, and their number in the trade register."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from stdnum.be import vat as belgian

from billing.documents.parts import Party
from billing.documents.references import bare
from billing.documents.ubl.elements import leaf, node

REGISTERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "NL": ("0106", re.compile("[0-9]{8}").fullmatch),
    "BE": ("0208", belgian.is_valid),
}
"""The trade registers that electronic invoices are addressed by (ISO 6523), and what tells whether a number is theirs."""

VAT_PREFIXES = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})  # fmt: skip
"""What the VAT numbers of Europe begin with: the country, but EL for Greece and XI for Northern Ireland."""


def party(side: str, who: Party) -> Element | None:
    """A party as `AccountingSupplierParty` or `AccountingCustomerParty`."""
    return node(
        side,
        node(
            "Party",
            _endpoint(who),
            node("PartyName", leaf("Name", who.legal_name)),
            node(
                "PostalAddress",
                leaf("StreetName", who.street),
                leaf("CityName", who.city),
                leaf("PostalZone", who.postcode),
                node("Country", leaf("IdentificationCode", who.country)),
            ),
            node("PartyTaxScheme", leaf("CompanyID", vat_number(who)), scheme()) if vat_number(who) else None,
            node("PartyLegalEntity", leaf("RegistrationName", who.legal_name), _registration(who)),
            node("Contact", leaf("ElectronicMail", who.email)),
        ),
    )


def scheme() -> Element | None:
    """That the tax is VAT."""
    return node("TaxScheme", leaf("ID", "VAT"))


def vat_number(who: Party) -> str:
    """The VAT number without its dots; "" for a number that names no country of the VAT area, such as a US tax id."""
    number = bare(who.vat_number)
    return number if number[:2] in VAT_PREFIXES | {who.country} else ""


def _endpoint(who: Party) -> Element | None:
    code, number = _registered(who)
    if code:
        return leaf("EndpointID", number, schemeID=code)
    return leaf("EndpointID", who.email, schemeID="EM")


def _registration(who: Party) -> Element | None:
    code, number = _registered(who)
    return leaf("CompanyID", number or who.registration, schemeID=code)


def _registered(who: Party) -> tuple[str, str]:
    code, is_theirs = REGISTERS.get(who.country, ("", bool))
    number = bare(who.registration).removeprefix(who.country)
    return (code, number) if code and is_theirs(number) else ("", "")
