"""The page of drift: what came too late, what cannot be counted, what no gateway took, each with its way on."""

import pytest
from django.urls import reverse

from billing.models import GatewayCall, InboundEvent, LateUsageDecision, ParkedUsage, Reconciliation
from motorblok.kernel.ids import new_id
from tests import cast, world
from tests.billing import billed
from tests.billing.billed import NOVEMBER, OCTOBER, noon
from tests.billing.paid import AT
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def at(name, *place):
    return reverse(f"console:{name}", args=place, urlconf="motorblok.config.urls_console")


@pytest.fixture
def fay():
    return cast.browser(cast.fay())


@pytest.fixture
def late():
    """Acme's subscription, with usage of October that came when its invoice was long final."""
    of = billed.subscription(world.client("acme"))
    billed.final(of, OCTOBER)
    billed.final(of, NOVEMBER)
    billed.used(of, noon(2026, 10, 1), 4, recorded_at=noon(2026, 11, 20))
    return of


@pytest.fixture
def fact():
    said = {"fact": {}, "fault": "It counts nothing that we know.", "parked_at": AT}
    return ParkedUsage.objects.create(book="c_acme", event_id=new_id(), **said)


def test_where_all_meets_the_page_says_so(fay):
    assert "Everything meets" in text(fay.get(at("drift")))


def test_late_usage_is_charged_for_a_reason(fay, late):
    page = text(fay.get(at("drift")))
    sent = {"period": "2026-10", "reason": "Agreed by phone"}

    fay.post(at("late-usage-charging", late.pk), sent)

    assert "Acme Bakeries · October 2026" in page
    assert [(each.is_charged, each.reason) for each in LateUsageDecision.objects.all()] == [
        (True, sent["reason"])
    ]
    assert "Usage that came too late" not in text(fay.get(at("drift")))


def test_late_usage_is_written_off_for_a_reason(fay, late):
    without = text(fay.post(at("late-usage-letting-go", late.pk), {"period": "2026-10"}, follow=True))
    fay.post(at("late-usage-letting-go", late.pk), {"period": "2026-10", "reason": "Our own fault"})

    assert "Say why; nothing was changed." in without
    assert [each.is_charged for each in LateUsageDecision.objects.all()] == [False]


def test_a_period_that_is_none_is_refused_in_words(fay, late):
    answer = fay.post(
        at("late-usage-charging", late.pk), {"period": "soon", "reason": "Why not"}, follow=True
    )

    assert answer.status_code == 200
    assert not LateUsageDecision.objects.exists()


def test_a_fact_that_still_makes_no_sense_says_so(fay, fact):
    page = text(fay.post(at("parked-usage-retry", fact.pk), follow=True))

    assert "It was read again and still cannot be counted" in page
    assert "It counts nothing that we know." in page


def test_a_fact_is_put_away_for_a_reason(fay, fact):
    fay.post(at("parked-usage-letting-go", fact.pk), {"reason": "A trial run of the source"})

    assert "Everything meets" in text(fay.get(at("drift")))


def test_what_a_gateway_told_and_refused_is_decided_here_too(fay):
    told = {"kind": "invoice.paid", "about": "invoice", "body": b"{}", "next_at": AT, "received_at": AT}
    notice = InboundEvent.objects.create(
        gateway="fake", external_id="e1", object_id="in_7", state="parked", **told
    )

    page = text(fay.get(at("drift")))
    answer = fay.post(at("notice-dismissal", notice.pk), {"reason": "Theirs", "back": "drift"})

    assert "in_7" in page
    assert answer.url == at("drift")


def test_what_the_last_comparison_left_open_is_shown(fay):
    found = {"object": "in_1", "field": "total", "ours": "12100 EUR", "theirs": "none", "is_mended": False}
    Reconciliation.objects.create(
        gateway="fake", begun_at=AT, ended_at=AT, looked_at=3, differences=[found], open_differences=1
    )

    page = text(fay.get(at("drift")))

    assert "1 difference open" in page
    assert "€121.00 none" in page


def test_the_first_page_counts_what_waits(fay, late, fact):
    GatewayCall.objects.create(
        gateway="fake", operation="issue", key="k", debtor=late.debtor, state="stuck", next_at=AT, made_at=AT
    )

    page = text(fay.get(at("billing-home")))

    for words in ("Usage that came too late 1", "Facts that cannot be counted 1", "could not take 1"):
        assert words in page


def test_only_owners_and_finance_see_it():
    assert cast.browser(cast.rita()).get(at("drift")).status_code == 404
