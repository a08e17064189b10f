"""A party as it is written down: its address and numbers, and what cannot be meant by them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from billing.models import Debtor, Gateways
from billing.money import OFFERED, UnknownCurrency
from billing.rating.checking import WrongTerms
from billing.rating.taxes import NoVatNumber
from billing.refusing import Refused
from billing.vat_numbers import UNION, vat_number

LONGEST = {
    "legal_name": 200, "street": 200, "postcode": 20, "city": 100, "registration": 30, "po_number": 60,
}  # fmt: skip
OPTIONAL = frozenset({"registration", "po_number"})
LANGUAGES = ("en", "nl")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Signs that control a line or the direction of writing: with them a name looks on paper like another."""

LONGEST_PAYMENT = 120


class WrongTreatment(Refused):
    """VAT cannot be treated so between these two countries."""

    code = "wrong-vat-treatment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a party is and how the authorities know it; `country` is ISO 3166-1, `registration` its trade register's."""

    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    email: str
    vat_number: str = ""
    registration: str = ""

    def checked(self) -> Self:
        """The same without needless spaces. Raises WrongTerms, NoVatNumber."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        tidy = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
        _check_texts(tidy)
        tidy["country"] = tidy["country"].upper()
        if len(tidy["country"]) != 2 or not tidy["country"].isalpha():
            raise _wrong(
                "country",
                "Give the country as two letters, as in NL.",
                "Geef het land in twee letters, zoals NL.",
            )
        tidy["vat_number"] = vat_number(tidy["vat_number"], country=tidy["country"])
        return replace(self, **tidy)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorDetails(Address):
    """How a client is invoiced: its address, its VAT, and through which gateway it pays in how many days."""

    treatment: str = Debtor.Treatment.DOMESTIC
    currency: str = "EUR"
    time_zone: str = "Europe/Amsterdam"
    language: str = "nl"
    gateway: str = Gateways.BANK
    po_number: str = ""
    payment_days: int = 14

    def checked(self) -> Self:
        """The same without needless spaces. Raises WrongTerms, NoVatNumber, UnknownCurrency."""
        # Not super(): a dataclass with slots is another class than the one its methods were written in.
        tidy: Self = Address.checked(self)
        if tidy.currency not in OFFERED:
            raise UnknownCurrency(
                f"We invoice in {', '.join(OFFERED)}.",
                f"Wij factureren in {', '.join(OFFERED)}.",
                field="currency",
            )
        check_zone(tidy.time_zone)
        if tidy.language not in LANGUAGES:
            raise _wrong("language", "Choose English or Dutch.", "Kies Engels of Nederlands.")
        if tidy.gateway not in Gateways.values or not 0 <= tidy.payment_days <= LONGEST_PAYMENT:
            raise _wrong(
                "payment_days",
                "An invoice is due in at most 120 days.",
                "Een factuur vervalt binnen 120 dagen.",
            )
        return tidy


def check_treatment(details: DebtorDetails, *, seller_country: str, seller_vat: str) -> None:
    """Raises NoVatNumber where VAT is reversed without both numbers, WrongTreatment where the countries do not fit."""
    treatment = details.treatment
    if treatment not in Debtor.Treatment.values:
        raise _wrong("treatment", "Choose how VAT is charged.", "Kies hoe btw wordt berekend.")
    if treatment == Debtor.Treatment.REVERSE_CHARGE:
        _check_reversed(details, seller_country, seller_vat)
    if treatment == Debtor.Treatment.OUTSIDE_EU and details.country in UNION:
        raise WrongTreatment(
            f"{details.country} is in the Union: charge VAT, or reverse it to a client with a VAT number.",
            f"{details.country} ligt in de EU: bereken btw, of verleg die naar een klant met een btw-nummer.",
            field="treatment",
        )


def check_zone(name: str) -> None:
    """Raises WrongTerms for a time zone that does not exist."""
    if name not in available_timezones():
        raise _wrong(
            "time_zone",
            "Give a time zone such as Europe/Amsterdam.",
            "Geef een tijdzone zoals Europe/Amsterdam.",
        )


def _check_reversed(details: DebtorDetails, seller_country: str, seller_vat: str) -> None:
    if not {details.country, seller_country} <= UNION or details.country == seller_country:
        raise WrongTreatment(
            "VAT is reversed between two countries of the Union; "
            f"this is from {seller_country} to {details.country}.",
            f"Btw wordt verlegd tussen twee EU-landen; dit gaat van {seller_country} naar {details.country}.",
            field="treatment",
        )
    if not (details.vat_number and seller_vat):
        raise NoVatNumber(
            "VAT cannot be reversed without the VAT numbers of both: fill in the client's, and our own at our company.",
            "Btw kan niet worden verlegd zonder beide btw-nummers: vul dat van de klant in, en het onze bij ons bedrijf.",
            field="vat_number",
        )


def _check_texts(said: Mapping[str, Any]) -> None:
    for name, longest in LONGEST.items():
        value = said.get(name, "")
        if len(value) > longest or not (value or name in OPTIONAL):
            raise _wrong(
                name,
                f"Fill this in, with at most {longest} letters.",
                f"Vul dit in, met hoogstens {longest} letters.",
            )
        if HIDDEN.search(value):
            raise _wrong(
                name,
                "This holds signs that cannot be seen; write it again by hand.",
                "Hierin staan tekens die niet te zien zijn; typ het opnieuw over.",
            )
    try:
        validate_email(said["email"])
    except ValidationError:
        raise _wrong(
            "email", "Give the e-mail address for invoices.", "Geef het e-mailadres voor facturen."
        ) from None


def _wrong(field: str, en: str, nl: str) -> WrongTerms:
    return WrongTerms(en, nl, field=field)
