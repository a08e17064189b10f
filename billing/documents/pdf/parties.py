"""The two parties on a printed paper: where the buyer lives, and what the law wants to see of the seller."""

from billing.documents.countries import country
from billing.documents.paper import Paper
from billing.documents.parts import Party
from billing.documents.references import grouped
from billing.documents.words import register, word

CITY_FIRST = frozenset({"CA", "GB", "IE", "US"})
"""Where the postcode stands behind the city."""


def address(paper: Paper) -> list[str]:
    """The lines below the buyer's name; the country where it is not the seller's."""
    abroad = paper.buyer.country != paper.seller.country
    named = country(paper.buyer.country, paper.language) if abroad else ""
    return [line for line in (paper.buyer.street, _city(paper.buyer), named) if line.strip()]


def legal_facts(paper: Paper) -> list[list[str]]:
    """The foot of the page, in two lines: who the seller is, and by which numbers it is known and reached."""
    seller, language = paper.seller, paper.language
    place = (seller.street, _city(seller), country(seller.country, language))
    numbers = [f"{word('vat_number', language)} {seller.vat_number}", seller.email]
    if seller.registration:
        numbers.insert(0, f"{register(seller.country, language)} {seller.registration}")
    if paper.transfer:
        numbers.insert(-1, f"IBAN {grouped(paper.transfer.iban)}")
    return [[seller.legal_name, ", ".join(filter(None, place))], [fact for fact in numbers if fact]]


def _city(party: Party) -> str:
    parts = (party.city, party.postcode) if party.country in CITY_FIRST else (party.postcode, party.city)
    return " ".join(parts).strip()
