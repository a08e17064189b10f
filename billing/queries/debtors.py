"""Who invoices, who pays, and at which VAT: the provider's companies, a client as a debtor, and the rates of a country."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from billing.addresses import Address, DebtorDetails
from billing.bank_accounts import Account
from billing.models import Debtor, LegalEntity, TaxRate
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company of the provider's; `debtors` are the clients that it invoices."""

    id: UUID
    prefix: str
    address: Address
    account: Account
    debtors: int


@dataclass(frozen=True, slots=True)
class DebtorRow:
    """A client as the one who pays, who invoices it, and where it is in its life."""

    client_id: UUID
    details: DebtorDetails
    company_id: UUID
    company: str
    life: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """The VAT of a category from a day on; `is_in_force` on the day that was asked for."""

    category: str
    percent: Decimal
    from_on: date
    is_in_force: bool


def companies() -> list[CompanyRow]:
    """The provider's companies, the default one first: two statements."""
    with schema.entered(schema.PUBLIC):
        found = LegalEntity.objects.prefetch_related("debtors").order_by("-is_default", "prefix")
        return [_company(each) for each in found]


def company(company_id: UUID) -> CompanyRow:
    """One of them. Raises NotFound."""
    found = next((each for each in companies() if each.id == company_id), None)
    if found is None:
        raise NotFound
    return found


def debtor(client_id: UUID) -> DebtorRow | None:
    """A client as the one who pays, if that was written down."""
    with schema.entered(schema.PUBLIC):
        found = Debtor.objects.select_related("legal_entity").filter(pk=client_id).first()
    if found is None:
        return None
    return DebtorRow(
        client_id=client_id,
        details=_shaped(DebtorDetails, found),
        company_id=found.legal_entity_id,
        company=found.legal_entity.legal_name,
        life=found.life,
    )


def vat_countries() -> list[str]:
    """The countries whose VAT is known, by their codes."""
    with schema.entered(schema.PUBLIC):
        return list(TaxRate.objects.order_by("country").values_list("country", flat=True).distinct())


def vat_rates(country: str, *, on: date) -> list[RateRow]:
    """The rates of a country, by category, the newest first; of each the one that holds on a day is marked."""
    with schema.entered(schema.PUBLIC):
        found = list(TaxRate.objects.filter(country=country).order_by("category", "-from_on"))
    holding: dict[str, date] = {}
    for each in found:
        if each.from_on <= on:
            holding.setdefault(each.category, each.from_on)
    return [
        RateRow(each.category, each.percent, each.from_on, holding.get(each.category) == each.from_on)
        for each in found
    ]


def _company(found: LegalEntity) -> CompanyRow:
    many = len(found.debtors.all())
    return CompanyRow(found.pk, found.prefix, _shaped(Address, found), _shaped(Account, found), many)


def _shaped(shape: type[Shape], found: Any) -> Shape:
    return shape(**{field.name: getattr(found, field.name) for field in fields(shape)})  # type: ignore[arg-type]
