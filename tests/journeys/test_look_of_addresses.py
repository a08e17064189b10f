"""A client's addresses in every standing, light and dark, wide and narrow, in both languages; and one claimed by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.accounts.models import Person
from tenants import actions
from tenants.models import Domain, DomainClaim
from tests import cast, world
from tests.cast import OLGA
from tests.journeys.chromium import grave_faults, overflow
from tests.tenants import claimed

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/clients/acme/addresses/"
NOW = datetime.now(UTC)


def in_every_standing():
    """Acme with an address in each of the ways in which one can stand."""
    acme = world.client("acme")
    actions.add_domain(acme, domain="desk.acme.localhost", actor=OLGA, at=NOW)
    claimed.proven(acme, "portal.acme.example", at=NOW)
    claimed.answered(claimed.proven(acme, "failing.acme.example", at=NOW), "missing", at=NOW)
    Domain.objects.create(domain="old.acme.example", tenant=acme, is_primary=False)
    actions.adopt_domain(Domain.objects.get(domain="old.acme.example"), actor=OLGA, at=NOW)
    claimed.claim(acme, "new.acme.example", at=NOW)
    other = claimed.claim(acme, "other.a-rather-long-name-of-a-client.acme-bakeries-and-sons.example", at=NOW)
    claimed.answered(other, "other", seen=f"v=spf1 include:{'x' * 120} -all", at=NOW)
    claimed.claim(acme, "given-up.acme.example", at=NOW - timedelta(days=20))
    claimed.proven(acme, "lapsed.acme.example", at=NOW)
    lapsed = DomainClaim.objects.get(host="lapsed.acme.example")
    DomainClaim.objects.filter(pk=lapsed.pk).update(failing_since=NOW - timedelta(days=4), refusals=9)
    claimed.answered(lapsed, "missing", at=NOW)


@pytest.mark.parametrize(
    ("width", "theme", "language"), [(1280, "light", "en"), (820, "dark", "nl"), (390, "light", "nl")]
)
def test_the_page_has_no_grave_faults_and_room_for_all(visit, public_committed, width, theme, language):
    in_every_standing()
    olga = cast.olga()
    Person.objects.filter(pk=olga.pk).update(language=language)

    page = visit(olga, PAGE, width=width, theme=theme, bypass_csp=True)

    assert page.locator("li.address").count() == 9
    assert grave_faults(page) == []
    assert overflow(page) == 0


def test_a_host_is_claimed_shown_and_given_up_again(visit, public_committed):
    page = visit(cast.olga(), PAGE)

    page.get_by_label("A further address").fill("portal.acme.example")
    page.get_by_role("button", name="Add the address").click()
    name = page.locator(".record .secret").first
    name.wait_for()
    shown = name.inner_text()
    page.get_by_role("button", name="Remove portal.acme.example").click()
    name.wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    name.wait_for()

    assert shown == "_motorblok.portal.acme.example"
    assert DomainClaim.objects.get().withdrawn_at is None
    assert page.said == []
