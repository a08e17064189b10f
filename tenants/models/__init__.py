"""The client companies of the provider, their addresses, and the service lines the provider works in (public schema)."""

from tenants.models.belongings import Allowance, Logo, Onboarding
from tenants.models.clients import CODE, SCHEMALESS, SLUG, Client, ClientQuerySet, State
from tenants.models.domains import Answer, Domain, DomainClaim, DomainClaimQuerySet
from tenants.models.service_lines import ServiceLine
from tenants.models.upgrades import BackfillRun, ClientMigration, SchemaTemplate

__all__ = [
    "CODE",
    "SCHEMALESS",
    "SLUG",
    "Allowance",
    "Answer",
    "BackfillRun",
    "Client",
    "ClientMigration",
    "ClientQuerySet",
    "Domain",
    "DomainClaim",
    "DomainClaimQuerySet",
    "Logo",
    "Onboarding",
    "SchemaTemplate",
    "ServiceLine",
    "State",
]
