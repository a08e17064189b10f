"""Owners and finance hear by mail that a gateway needs a person: once an hour, each in its own language."""

from datetime import timedelta

import pytest
from django.core import mail

from billing.actions.inbound import work_off
from billing.actions.reconciling import reconcile
from billing.gateways.fake import world
from billing.models import InboundEvent
from motorblok.audit.readers import drain
from motorblok.kernel import schema
from tests import cast
from tests.billing import told


@pytest.fixture(autouse=True)
def gateway(acme):
    with told.pretending() as opened, schema.entered(schema.PUBLIC):
        for person in (cast.olga(), cast.fay(), cast.rita()):
            person.language = "nl" if person.role == "finance" else "en"
            person.save()
        drain()
        mail.outbox.clear()
        yield opened


def park():
    work_off(told.told("invoice", "fin_none").id, at=told.now())
    drain()


def test_owners_and_finance_are_told_in_their_language_and_others_are_not():
    park()

    assert {each.to[0]: each.subject for each in mail.outbox} == {
        "olga@motorblok.test": "A gateway needs a person",
        "fay@motorblok.test": "Een betaaldienst vraagt om een medewerker",
    }
    assert all("/billing/gateways/" in each.body and "fin_none" in each.body for each in mail.outbox)


def test_a_hundred_at_once_are_one_mail():
    for _ in range(5):
        park()

    assert len(mail.outbox) == 2
    assert InboundEvent.objects.filter(state="parked").count() == 5


def test_a_comparison_is_told_of_where_something_stays_open(acme):
    reconcile("fake", since=told.now() - timedelta(days=2), at=told.now())
    drain()
    before = len(mail.outbox)
    with world.changing() as far:
        far.add("invoice", "open", customer="fcus_nobody", body={"total": 1, "currency": "EUR"})

    reconcile("fake", since=told.now() - timedelta(days=2), at=told.now())
    drain()

    assert (before, len(mail.outbox)) == (0, 2)
