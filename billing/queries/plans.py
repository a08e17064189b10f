"""What is on offer: the plans with how many have them, and one plan with its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from billing.models import Plan, PlanVersion, Price
from billing.pricing import PriceDraft
from billing.speaking import chosen, price_words
from billing.subscribed import item_of
from motorblok.kernel import schema
from motorblok.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price of a version, and what it costs in words."""

    draft: PriceDraft
    currency: str

    @property
    def code(self) -> str:
        """Its code."""
        return self.draft.item.code

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return chosen(self.draft.item.name_en, self.draft.item.name_nl)

    @property
    def words(self) -> list[str]:
        """What it costs, in short lines."""
        return price_words(self.draft.item, self.currency)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a plan; `is_final` once it is published."""

    id: UUID
    number: int
    valid_from_on: date
    is_final: bool
    prices: tuple[PriceRow, ...]

    def price(self, code: str) -> PriceRow | None:
        """Its price of that code."""
        return next((row for row in self.prices if row.code == code), None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan; `versions` are the newest first, none of them where only the list is asked for."""

    id: UUID
    code: str
    name_en: str
    name_nl: str
    currency: str
    months: int
    trial_days: int
    state: str
    subscribers: int
    published: int
    is_being_priced: bool
    versions: tuple[VersionRow, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return chosen(self.name_en, self.name_nl)

    @property
    def codes(self) -> list[str]:
        """The codes of all its prices, each once, in the order of the newest version."""
        return list(dict.fromkeys(row.code for version in self.versions for row in version.prices))

    def version(self, number: int) -> VersionRow | None:
        """Its version of that number."""
        return next((each for each in self.versions if each.number == number), None)

    def valid_on(self, day: date) -> VersionRow | None:
        """The version that a new subscription gets on a day: the newest that is published and has begun."""
        begun = [each for each in self.versions if each.is_final and each.valid_from_on <= day]
        return max(begun, key=lambda each: (each.valid_from_on, each.number), default=None)


def plans() -> list[PlanRow]:
    """All plans, those on offer first: one statement."""
    with schema.entered(schema.PUBLIC):
        found = [_row(plan) for plan in _counted()]
    order = {Plan.State.OFFERED: 0, Plan.State.DRAFT: 1, Plan.State.RETIRED: 2}
    return sorted(found, key=lambda row: (order[Plan.State(row.state)], row.code))


def plan(code: str) -> PlanRow:
    """A plan with all its versions and their prices. Raises NotFound."""
    return _one(code=code)


def plan_of_version(version_id: UUID) -> PlanRow:
    """The plan that a version is of. Raises NotFound."""
    return _one(versions=version_id)


def offered(*, currency: str, months: int | None = None) -> list[PlanRow]:
    """The plans on offer in a currency (and with these periods), each with its versions."""
    with schema.entered(schema.PUBLIC):
        found = _with_versions().filter(state=Plan.State.OFFERED, currency=currency)
        if months:
            found = found.filter(interval_months=months)
        return [_row(each, with_versions=True) for each in found.order_by("code")]


def _one(**which: object) -> PlanRow:
    with schema.entered(schema.PUBLIC):
        found = _with_versions().filter(**which).first()
        if found is None:
            raise NotFound
        return _row(found, with_versions=True)


def _counted() -> QuerySet[Plan]:
    return Plan.objects.annotate(
        having=Count("subscriptions", filter=~Q(subscriptions__state="ended"), distinct=True),
        final=Count("versions", filter=Q(versions__published_at__isnull=False), distinct=True),
        drawn=Count("versions", filter=Q(versions__published_at__isnull=True), distinct=True),
    )


def _with_versions() -> QuerySet[Plan]:
    prices = Prefetch("prices", Price.objects.order_by("position"))
    versions = PlanVersion.objects.order_by("-number").prefetch_related(prices)
    return _counted().prefetch_related(Prefetch("versions", versions))


def _row(plan: Plan, *, with_versions: bool = False) -> PlanRow:
    counted: Mapping[str, int] = plan.__dict__
    return PlanRow(
        id=plan.pk,
        code=plan.code,
        name_en=plan.name_en,
        name_nl=plan.name_nl,
        currency=plan.currency,
        months=plan.interval_months,
        trial_days=plan.trial_days,
        state=plan.state,
        subscribers=counted["having"],
        published=counted["final"],
        is_being_priced=bool(counted["drawn"]),
        versions=tuple(_version(each, plan) for each in plan.versions.all()) if with_versions else (),
    )


def _version(version: PlanVersion, plan: Plan) -> VersionRow:
    return VersionRow(
        id=version.pk,
        number=version.number,
        valid_from_on=version.valid_from_on,
        is_final=version.published_at is not None,
        prices=tuple(PriceRow(_draft(price), plan.currency) for price in version.prices.all()),
    )


def _draft(price: Price) -> PriceDraft:
    return PriceDraft(item=item_of(price, currency=""), seat_rule=price.seat_rule)  # type: ignore[arg-type]
