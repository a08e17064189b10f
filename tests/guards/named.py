"""Things of Acme's that addresses name by their id: written as rows, since no verb lets one choose an id."""

from datetime import timedelta

from motorblok.accounts.models import ApiKey, Person, SavedView
from motorblok.sla.models import Agreement, AgreementVersion, Calendar, CalendarVersion
from tests.billing import agreed
from tests.cast import MONDAY
from tests.sla.promised import DESK, LONG_AGO

AGREEMENT = "01980000-0000-7000-8000-0000000000a1"
CALENDAR = "01980000-0000-7000-8000-0000000000a2"
KEY = "01980000-0000-7000-8000-0000000000a3"
COLLEAGUE = "01980000-0000-7000-8000-0000000000a4"
CONTACT = "01980000-0000-7000-8000-0000000000a5"
VIEW = "01980000-0000-7000-8000-0000000000a6"
COMPANY = "01980000-0000-7000-8000-0000000000a7"
PLAN = "office"


def name_things(client):
    """An agreement, its calendar, a key, a contact and a subscription of this client, whose schema is in force.

    And a colleague with a view that all see.
    """
    calendar = Calendar.objects.create(id=CALENDAR, name="Office hours")
    CalendarVersion.objects.create(
        calendar=calendar,
        number=1,
        content={**DESK, "holidays": []},
        effective_on=MONDAY,
        confirmed_at=MONDAY,
    )
    line = {"calendar": CALENDAR, "targets": {"resolution": 3600}}
    agreement = Agreement.objects.create(id=AGREEMENT, name="Back office")
    AgreementVersion.objects.create(
        agreement=agreement, number=1, content={"lines": [line], "warn": [50]}, effective_at=LONG_AGO
    )
    times = {"made_at": MONDAY, "expires_at": MONDAY + timedelta(days=3650)}
    ApiKey.objects.create(id=KEY, client=client, side="client", name="ERP", scopes=["tasks:read"], **times)
    joined = {"joined_at": MONDAY, "password": "!"}
    Person.objects.create(
        id=COLLEAGUE, kind="staff", name="Tom Smit", email="tom@motorblok.test", role="agent", **joined
    )
    Person.objects.create(
        id=CONTACT,
        kind="contact",
        client=client,
        name="Dora Demo",
        email="dora@acme.test",
        role="requester",
        **joined,
    )
    shared = {"name": "Late", "query": "show=late", "is_shared": True, "position": 0}
    SavedView.objects.create(id=VIEW, owner_id=COLLEAGUE, **shared)
    agreed.legal_entity(id=COMPANY)
    agreed.subscription(agreed.debtor(client), agreed.plan(PLAN))
