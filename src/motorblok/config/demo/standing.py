"""Where the demo's clients stand: one suspended, one being taken on, two with colours and a logo of their own."""

from datetime import datetime, timedelta

from motorblok.config.demo.cast import Company
from motorblok.config.demo.companies import ONBOARDING, SUSPENDED
from motorblok.config.demo.logos import drawn
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants.actions import begin_onboarding, set_accent, set_logo, suspend_client
from tenants.models import Client, Onboarding

STANDSTILL = timedelta(days=3)
REASON = {
    "nl": "Drie facturen staan open. In overleg met de directie ligt het werk stil.",
    "en": "Three invoices are open. Work rests, as agreed with the director.",
}


def anchor_of(company: Company, anchor: datetime) -> datetime:
    """Until when a company's work goes on: that of the suspended one has stood still for three days."""
    return anchor - STANDSTILL if company.slug == SUSPENDED else anchor


def stand(client: Client, company: Company, *, actor: Actor, at: datetime) -> None:
    """Put a client where it stands; one that stands there stays."""
    if company.accent:
        set_accent(client, accent=company.accent, actor=actor, at=at)
        set_logo(client, content=drawn(company.name, colour=company.accent), actor=actor, at=at)
    if company.slug == SUSPENDED:
        suspend_client(client, reason=REASON[company.language], actor=actor, at=anchor_of(company, at))
    if company.slug == ONBOARDING and not _was_begun(client):
        begin_onboarding(client, actor=actor, at=at - timedelta(days=1))


def _was_begun(client: Client) -> bool:
    with schema.entered(schema.PUBLIC):
        return Onboarding.objects.filter(client=client).exists()
