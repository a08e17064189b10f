"""The verb of the provider's own companies: write down who invoices."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from billing.addresses import Address
from billing.bank_accounts import Account
from billing.documents.references import bare
from billing.events import parties as events
from billing.models import LegalEntity
from billing.rating.checking import WrongTerms
from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor

PREFIX = re.compile(r"[A-Z0-9-]{0,10}")


def set_legal_entity(
    prefix: str, *, address: Address, account: Account, actor: Actor, at: datetime
) -> LegalEntity:
    """Write down the company whose invoice numbers begin with `prefix`, or change it; the same again changes nothing.

    The first is the default one. Final invoices keep what they were made with. Raises WrongTerms, also where another
    company's invoices would have the same payment references, NoVatNumber, WrongIban.
    """
    _check(prefix)
    fields = {**asdict(address.checked()), **asdict(account.checked())}
    with schema.entered(schema.PUBLIC), transaction.atomic():
        companies = {each.prefix: each for each in LegalEntity.objects.select_for_update().order_by("id")}
        _must_be_told_apart(prefix, companies)
        found = companies.get(prefix) or LegalEntity(prefix=prefix)
        fields["is_default"] |= found.is_default or not companies
        if found._state.adding or any(getattr(found, name) != value for name, value in fields.items()):
            _write(found, fields, actor=actor, at=at)
    return found


def _write(found: LegalEntity, fields: dict[str, object], *, actor: Actor, at: datetime) -> None:
    if fields["is_default"]:
        LegalEntity.objects.exclude(pk=found.pk).filter(is_default=True).update(is_default=False)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    facts = {name: getattr(found, name) for name in events.LEGAL_ENTITY_SET.facts}
    record(events.LEGAL_ENTITY_SET, subject=f"legal_entity:{found.pk}", actor=actor, at=at, facts=facts)


def _must_be_told_apart(prefix: str, known: Iterable[str]) -> None:
    """A payment reference carries letters and digits alone (ISO 11649): A-2026-000001 and A2026-000001 are one there."""
    for other in known:
        if other != prefix and bare(other) == bare(prefix):
            raise WrongTerms(
                f"Payments for it could not be told from those for {other}; choose other letters.",
                f"Betalingen ervoor zijn niet te onderscheiden van die voor {other}; kies andere letters.",
                field="prefix",
            )


def _check(prefix: str) -> None:
    if not PREFIX.fullmatch(prefix):
        raise WrongTerms(
            "An invoice number begins with at most 10 capitals, digits and hyphens.",
            "Een factuurnummer begint met hoogstens 10 hoofdletters, cijfers en streepjes.",
            field="prefix",
        )
