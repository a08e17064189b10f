"""Plans are drawn up, priced, published and offered; what cannot be meant is refused before it is kept."""

from datetime import date
from decimal import Decimal

import pytest

from billing.actions.plans import draw_up_plan, draw_up_version, offer_plan, publish_version, retire_plan
from billing.models import Plan, PlanVersion
from billing.money import UnknownCurrency
from billing.planning import PlanDraft
from billing.pricing import CodeIsTaken
from billing.rating.checking import WrongTerms
from billing.rating.shapes import Tier
from billing.rating.taxes import NoRate
from billing.rating.tiers import NoPrice
from billing.rating.usage import TwoPrices
from billing.subscribed import item_of
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from tests.billing import deals

OFFICE = PlanDraft(code="office", name_en="Office", name_nl="Kantoor", currency="EUR")
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("public")


def priced(plan: Plan, *prices, valid_from_on=NOVEMBER) -> PlanVersion:
    return draw_up_version(plan.pk, prices=prices or [deals.price()], valid_from_on=valid_from_on, **deals.BY)


def test_a_plan_that_is_drawn_up_twice_is_one_plan(book):
    first, second = draw_up_plan(OFFICE, **deals.BY), draw_up_plan(OFFICE, **deals.BY)

    assert first.pk == second.pk
    assert book.kinds() == ["billing.plan.drawn_up"]


def test_another_plan_does_not_get_its_code():
    draw_up_plan(OFFICE, **deals.BY)

    with pytest.raises(CodeIsTaken):
        draw_up_plan(
            PlanDraft(code="office", name_en="Office", name_nl="Kantoor", currency="GBP"), **deals.BY
        )


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"code": "Office Plan"}, WrongTerms),
        ({"code": "a" * 41}, WrongTerms),
        ({"name_nl": " "}, WrongTerms),
        ({"currency": "JPY"}, UnknownCurrency),
        ({"interval_months": 3}, WrongTerms),
        ({"trial_days": 367}, WrongTerms),
        ({"trial_days": -1}, WrongTerms),
    ],
)
def test_a_plan_that_cannot_be_meant_is_not_drawn_up(said, error):
    usual = {"code": "office", "name_en": "Office", "name_nl": "Kantoor", "currency": "EUR"}

    with pytest.raises(error) as refused:
        draw_up_plan(PlanDraft(**(usual | said)), **deals.BY)

    assert refused.value.field
    assert not Plan.objects.exists()


def test_a_price_comes_back_as_it_was_written_down():
    tiers = (
        Tier(up_to=Decimal(10), unit_price=Decimal("2.500001"), flat=Decimal(1)),
        Tier(up_to=None, unit_price=Decimal(2)),
    )
    seats = deals.price("seats", model="seat", meter="seats", seat_rule="snapshot", included=Decimal(3))
    drafts = [deals.pieces(unit_price=None, tiers=tiers, tier_mode="volume", vat_category="reduced"), seats]

    kept = priced(draw_up_plan(OFFICE, **deals.BY), *drafts).prices.order_by("position")

    assert [item_of(price, currency="") for price in kept] == [draft.item for draft in drafts]
    assert [price.seat_rule for price in kept] == ["peak", "snapshot"]


def test_prices_are_written_anew_until_they_are_published_and_then_are_the_next_version():
    plan = draw_up_plan(OFFICE, **deals.BY)
    first, again = priced(plan), priced(plan, deals.price("leave"), valid_from_on=DECEMBER)
    publish_version(plan.pk, number=1, **deals.BY)
    second = priced(plan)

    assert (first.pk, first.number, second.number) == (again.pk, 1, 2)
    assert [price.code for price in PlanVersion.objects.get(pk=first.pk).prices.all()] == ["leave"]


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        ([], NoPrice),
        ([deals.price(unit_price=None)], NoPrice),
        ([deals.price(), deals.price()], CodeIsTaken),
        ([deals.pieces(), deals.pieces("more", meter="invoices")], TwoPrices),
        ([deals.pieces(), deals.price("by-hour", model="hours", meter="invoices", service_line="finance")], TwoPrices),
        ([deals.price(unit_price=Decimal(-1))], WrongTerms),
        ([deals.price(unit_price=Decimal("0.0000001"))], WrongTerms),
        ([deals.price(unit_price=Decimal(10) ** 12)], WrongTerms),
        ([deals.price(unit_price=Decimal("NaN"))], WrongTerms),
        ([deals.price(included=Decimal(-1))], WrongTerms),
        ([deals.price(model="piece")], WrongTerms),
        ([deals.price(model="one_off")], WrongTerms),
        ([deals.price(interval="once")], WrongTerms),
        ([deals.price(service_line="alchemy")], WrongTerms),
        ([deals.price(vat_category="luxury")], NoRate),
        ([deals.price(tiers=(Tier(up_to=None, unit_price=Decimal(1)), Tier(up_to=Decimal(5), unit_price=Decimal(1))))], WrongTerms),
        ([deals.price("Pay Roll")], WrongTerms),
        ([deals.price(name_nl="")], WrongTerms),
    ],
)  # fmt: skip
def test_prices_that_cannot_be_billed_are_not_kept(prices, error, book):
    plan = draw_up_plan(OFFICE, **deals.BY)

    with pytest.raises(error) as refused:
        draw_up_version(plan.pk, prices=prices, valid_from_on=NOVEMBER, **deals.BY)

    assert refused.value.field
    assert not plan.versions.exists()
    assert book.kinds() == ["billing.plan.drawn_up"]


def test_a_meter_may_count_for_two_service_lines():
    plan = draw_up_plan(OFFICE, **deals.BY)

    made = priced(plan, deals.pieces(), deals.pieces("invoices-hr", meter="invoices", service_line="hr"))

    assert made.prices.count() == 2


def test_a_plan_is_offered_once_its_prices_are_published(book):
    plan = draw_up_plan(OFFICE, **deals.BY)
    priced(plan)

    with pytest.raises(NoPrice):
        offer_plan(plan.pk, **deals.BY)
    publish_version(plan.pk, number=1, **deals.BY)
    publish_version(plan.pk, number=1, **deals.BY)
    offer_plan(plan.pk, **deals.BY)
    offer_plan(plan.pk, **deals.BY)

    assert book.kinds()[2:] == ["billing.plan.published", "billing.plan.offered"]


def test_a_version_without_prices_is_not_published():
    plan = draw_up_plan(OFFICE, **deals.BY)
    PlanVersion.objects.create(plan=plan, number=1, valid_from_on=NOVEMBER)

    with pytest.raises(NoPrice):
        publish_version(plan.pk, number=1, **deals.BY)


def test_a_retired_plan_can_be_offered_again(book):
    plan = deals.plan()

    retire_plan(plan.pk, **deals.BY)
    retire_plan(plan.pk, **deals.BY)
    offer_plan(plan.pk, **deals.BY)

    assert book.kinds()[-2:] == ["billing.plan.retired", "billing.plan.offered"]
    assert Plan.objects.get().state == "offered"


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        publish_version(new_id(), number=1, **deals.BY)
    with pytest.raises(NotFound):
        publish_version(draw_up_plan(OFFICE, **deals.BY).pk, number=1, **deals.BY)
