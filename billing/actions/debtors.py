"""The verbs of debtors: write down how a client is invoiced, and change it."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from billing.actions.standing import debtor_of, in_book_of
from billing.addresses import DebtorDetails, check_treatment
from billing.events import parties as events
from billing.gateways.fake.opening import may_pretend
from billing.models import Debtor, Gateways, LegalEntity, Subscription
from billing.money import OtherCurrency
from billing.rating.checking import WrongTerms
from billing.refusing import Refused
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from tenants.models import Client


class DebtorExists(Refused):
    """The client has an invoice address already, and another one was given."""

    code = "debtor-exists"
    status = 409


class NoLegalEntity(Refused):
    """Nobody is there to send an invoice."""

    code = "no-legal-entity"
    status = 409


def register_debtor(
    client: Client, *, details: DebtorDetails, legal_entity_id: UUID | None = None, actor: Actor, at: datetime
) -> Debtor:
    """Write down how a client is invoiced, by this company or the default one; the same again is the same debtor.

    Raises WrongTerms, NoVatNumber, WrongTreatment, UnknownCurrency, NoLegalEntity, DebtorExists, ClientIsClosed.
    """
    tidy, seller = _checked(details, legal_entity_id)
    _must_be_real(tidy)
    made = Debtor(client=client, legal_entity=seller, life_since_at=at, **asdict(tidy))
    with in_book_of(made):
        found = Debtor.objects.select_for_update().filter(pk=client.pk).first()
        if found is None:
            made.save(force_insert=True)
            _record(events.DEBTOR_REGISTERED, made, actor=actor, at=at)
        elif _differences(found, tidy, seller):
            raise DebtorExists(
                "This client has an invoice address already; change that one.",
                "Deze klant heeft al een factuuradres; wijzig dat.",
            )
    return found or made


def change_debtor(
    client_id: UUID,
    *,
    details: DebtorDetails,
    legal_entity_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Debtor:
    """Change how a client is invoiced from the next invoice on; also a closed one, for its last invoice is to arrive.

    Raises NotFound, and what register_debtor raises; OtherCurrency while a subscription is in another one.
    """
    before = debtor_of(client_id)
    tidy, seller = _checked(details, legal_entity_id or before.legal_entity_id)
    if tidy.gateway != before.gateway:
        _must_be_real(tidy)
    with in_book_of(before, closed_too=True):
        found = Debtor.objects.select_for_update(no_key=True).get(pk=client_id)
        _must_keep_the_currency(found, tidy)
        if changed := _differences(found, tidy, seller):
            for name, value in asdict(tidy).items():
                setattr(found, name, value)
            found.legal_entity = seller
            found.save(update_fields=changed)
            _record(events.DEBTOR_CHANGED, found, actor=actor, at=at, changed=changed)
    return found


def _checked(details: DebtorDetails, legal_entity_id: UUID | None) -> tuple[DebtorDetails, LegalEntity]:
    tidy = details.checked()
    with schema.entered(schema.PUBLIC):
        chosen = {"pk": legal_entity_id} if legal_entity_id else {"is_default": True}
        seller = LegalEntity.objects.filter(**chosen).first()
    if seller is None and legal_entity_id:
        raise NotFound
    if seller is None:
        raise NoLegalEntity(
            "There is no company of ours that invoices yet; the owner writes it down first.",
            "Er is nog geen bedrijf van ons dat factureert; de eigenaar legt dat eerst vast.",
        )
    check_treatment(tidy, seller_country=seller.country, seller_vat=seller.vat_number)
    return tidy, seller


def _must_be_real(tidy: DebtorDetails) -> None:
    """Raises WrongTerms for pretended money where money is real: what is invoiced so, nobody would ever be asked for."""
    if tidy.gateway == Gateways.FAKE and not may_pretend():
        raise WrongTerms(
            "Pretended money is accepted in development and in demos alone; choose another way to pay.",
            "Gespeeld geld geldt alleen bij ontwikkeling en in demo's; kies een andere manier van betalen.",
            field="gateway",
        )


def _differences(found: Debtor, tidy: DebtorDetails, seller: LegalEntity) -> list[str]:
    changed = [name for name, value in asdict(tidy).items() if getattr(found, name) != value]
    return changed + (["legal_entity"] if found.legal_entity_id != seller.pk else [])


def _must_keep_the_currency(found: Debtor, tidy: DebtorDetails) -> None:
    open_ones = found.subscriptions.exclude(state=Subscription.State.ENDED)
    if tidy.currency != found.currency and open_ones.exists():
        raise OtherCurrency(
            f"The subscription is in {found.currency}; end it before invoicing in {tidy.currency}.",
            f"Het abonnement is in {found.currency}; beëindig het voordat er in {tidy.currency} wordt gefactureerd.",
            field="currency",
        )


def _record(kind: Kind, debtor: Debtor, *, actor: Actor, at: datetime, **more: Any) -> None:
    facts = {name: getattr(debtor, name) for name in events.TERMS if name != "seller"}
    details = {name: getattr(debtor, name) for name in events.PERSONAL}
    private = {"legal_name": debtor.legal_name, "details": json.dumps(details, ensure_ascii=False)}
    record(
        kind,
        subject=f"debtor:{debtor.pk}",
        actor=actor,
        at=at,
        facts={**facts, "seller": debtor.legal_entity.prefix, **more},
        private=private,
    )
