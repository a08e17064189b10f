"""The verbs of plans: draw one up, give it prices, publish them, offer it and no longer offer it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from billing import planning, pricing
from billing.actions.standing import must_know_the_service_lines, must_know_the_vat
from billing.events import plans as events
from billing.models import Plan, PlanVersion, Price
from billing.planning import PlanDraft
from billing.pricing import CodeIsTaken, PriceDraft
from billing.rating.tiers import NoPrice
from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound


def draw_up_plan(draft: PlanDraft, *, actor: Actor, at: datetime) -> Plan:
    """Begin a plan, without prices and not on offer. The same draft again is the same plan.

    Raises WrongTerms, UnknownCurrency, and CodeIsTaken where another plan has the code.
    """
    planning.check(draft)
    fields = {name: getattr(draft, name) for name in PlanDraft.__dataclass_fields__}
    with schema.entered(schema.PUBLIC), transaction.atomic():
        made, is_new = Plan.objects.get_or_create(code=draft.code, defaults={**fields, "created_at": at})
        if is_new:
            about = {
                "currency": draft.currency,
                "months": draft.interval_months,
                "trial_days": draft.trial_days,
            }
            _record(events.DRAWN_UP, made, actor=actor, at=at, **about)
        elif any(getattr(made, name) != value for name, value in fields.items()):
            raise CodeIsTaken(
                f"There is a plan {draft.code} already; choose another code.",
                f"Er is al een tariefplan {draft.code}; kies een andere code.",
                field="code",
            )
    return made


def draw_up_version(
    plan_id: UUID, *, prices: Sequence[PriceDraft], valid_from_on: date, actor: Actor, at: datetime
) -> PlanVersion:
    """Give a plan its next prices, to be published later; one that is not published yet is written anew.

    Raises NotFound, NoPrice, TwoPrices, CodeIsTaken, WrongTerms, OtherCurrency.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        plan = _locked(plan_id)
        pricing.check(prices, currency=plan.currency)
        must_know_the_service_lines(prices)
        must_know_the_vat(prices)
        version = _unpublished(plan, valid_from_on=valid_from_on)
        version.prices.all().delete()
        Price.objects.bulk_create(
            Price(version=version, position=position, **draft.fields())
            for position, draft in enumerate(prices)
        )
        facts = {"prices": [draft.as_facts() for draft in prices], "valid_from_on": valid_from_on.isoformat()}
        _record(events.PRICED, plan, actor=actor, at=at, number=version.number, **facts)
    return version


def publish_version(plan_id: UUID, *, number: int, actor: Actor, at: datetime) -> PlanVersion:
    """Make a version final: from `valid_from_on` it is what new subscriptions get. Twice is once.

    Raises NotFound, NoPrice.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        plan = _locked(plan_id)
        version = plan.versions.filter(number=number).first()
        if version is None:
            raise NotFound
        if version.published_at is None:
            _must_have_prices(version)
            version.published_at = at
            version.save(update_fields=["published_at"])
            about = {"number": number, "valid_from_on": version.valid_from_on.isoformat()}
            _record(events.PUBLISHED, plan, actor=actor, at=at, **about)
    return version


def offer_plan(plan_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let clients be subscribed to a plan, also to one that was retired. Raises NotFound, and NoPrice before a version is published."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        plan = _locked(plan_id)
        if not plan.versions.filter(published_at__isnull=False).exists():
            raise NoPrice(
                "This plan has no published prices yet; publish a version first.",
                "Dit tariefplan heeft nog geen gepubliceerde prijzen; publiceer eerst een versie.",
            )
        _move(plan, Plan.State.OFFERED, events.OFFERED, actor=actor, at=at)


def retire_plan(plan_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let nobody be subscribed to a plan any more; who has it keeps it. Raises NotFound."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        _move(_locked(plan_id), Plan.State.RETIRED, events.RETIRED, actor=actor, at=at)


def _locked(plan_id: UUID) -> Plan:
    plan: Plan | None = Plan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    return plan


def _unpublished(plan: Plan, *, valid_from_on: date) -> PlanVersion:
    newest = plan.versions.order_by("-number").first()
    if newest and newest.published_at is None:
        newest.valid_from_on = valid_from_on
        newest.save(update_fields=["valid_from_on"])
        return newest
    number = newest.number + 1 if newest else 1
    return PlanVersion.objects.create(plan=plan, number=number, valid_from_on=valid_from_on)


def _must_have_prices(version: PlanVersion) -> None:
    if not version.prices.exists():
        raise NoPrice(
            "This version has no prices; add at least one.",
            "Deze versie heeft geen prijzen; voeg er minstens één toe.",
        )


def _move(plan: Plan, state: Plan.State, kind: Kind, *, actor: Actor, at: datetime) -> None:
    if plan.state != state:
        plan.state = state
        plan.save(update_fields=["state"])
        _record(kind, plan, actor=actor, at=at)


def _record(kind: Kind, plan: Plan, *, actor: Actor, at: datetime, **more: Any) -> None:
    facts = {"code": plan.code, "name_en": plan.name_en, "name_nl": plan.name_nl, **more}
    record(kind, subject=f"plan:{plan.id}", actor=actor, at=at, facts=facts)
