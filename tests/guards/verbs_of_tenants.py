"""The verbs on client companies, each ready to run."""

from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from django.db import ProgrammingError
from PIL import Image

from motorblok.kernel.actors import SYSTEM
from tenants import actions
from tenants.actions import moving
from tenants.models import Answer, Client, Domain, DomainClaim
from tenants.resolving import Found
from tests import world
from tests.cast import MONDAY, RITA
from tests.guards.deeds import LATER, Deed, Rows, by_rita
from tests.tenants import claimed

ROWS = Rows()
SECOND = "desk.acme.localhost"
OWN = "portal.acme.example"


def initech() -> Client:
    return actions.open_client(name="Initech Software", slug="initech", actor=RITA, at=MONDAY)


def with_a_second_address() -> Client:
    acme = world.client("acme")
    actions.add_domain(acme, domain=SECOND, actor=RITA, at=MONDAY)
    return acme


@ROWS.add("tenants.open_client", about="client", public=["tenants.client.opened"])
def open_client() -> Deed:
    return by_rita(
        actions.open_client, name="Initech Software", slug="initech", domain="portal.initech.example"
    )


@ROWS.add("tenants.provision", about="client", login="owner", c_initech=["tenants.client.provisioned"])
def provision() -> Deed:
    return Deed(partial(actions.provision, initech().id, at=LATER), by=SYSTEM)


@ROWS.add("tenants.provision", case="in vain", about="client", public=["tenants.client.build_failed"])
def provision_without_the_right_to() -> Deed:
    client = initech()

    def refused() -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            actions.provision(client.id, at=LATER)

    return Deed(refused, by=SYSTEM)


@ROWS.add("tenants.retry_provisioning", about="client", public=["tenants.client.build_retried"])
def retry_provisioning() -> Deed:
    return by_rita(actions.retry_provisioning, initech().id)


@ROWS.add("tenants.erase_client", about="client", login="owner", public=["tenants.client.erased"])
def erase_client() -> Deed:
    client = actions.provision(initech().id, at=MONDAY)
    return Deed(partial(actions.erase_client, client, actor=SYSTEM, at=LATER), by=SYSTEM)


@ROWS.add("tenants.begin_onboarding", about="client", c_acme=["tenants.onboarding.begun"])
def begin_onboarding() -> Deed:
    return by_rita(actions.begin_onboarding, world.client("acme"))


@ROWS.add("tenants.finish_onboarding", about="client", c_acme=["tenants.onboarding.finished"])
def finish_onboarding() -> Deed:
    acme = world.client("acme")
    actions.begin_onboarding(acme, actor=RITA, at=MONDAY)
    return by_rita(actions.finish_onboarding, acme)


@ROWS.add("tenants.set_allowance", about="client", c_acme=["tenants.allowance.set"])
def set_allowance() -> Deed:
    return by_rita(actions.set_allowance, world.client("acme"), actions.Allowed(seats=3))


@ROWS.add("tenants.suspend_client", about="client", c_acme=["tenants.client.suspended"])
def suspend_client() -> Deed:
    return by_rita(actions.suspend_client, world.client("acme"), reason="Three invoices are unpaid")


@ROWS.add("tenants.reopen_client", about="client", c_acme=["tenants.client.reopened"])
def reopen_client() -> Deed:
    acme = world.client("acme")
    actions.suspend_client(acme, reason="Three invoices are unpaid", actor=RITA, at=MONDAY)
    return by_rita(actions.reopen_client, acme)


@ROWS.add("tenants.close_client", about="client", c_acme=["tenants.client.closed"])
def close_client() -> Deed:
    return by_rita(actions.close_client, world.client("acme"), reason="Moved to another provider")


@ROWS.add("tenants.add_domain", about="client", c_acme=["tenants.domain.added"])
def add_domain() -> Deed:
    return by_rita(actions.add_domain, world.client("acme"), domain=SECOND)


@ROWS.add("tenants.remove_domain", about="client", c_acme=["tenants.domain.removed"])
def remove_domain() -> Deed:
    return by_rita(actions.remove_domain, with_a_second_address(), domain=SECOND)


@ROWS.add("tenants.set_primary_domain", about="client", c_acme=["tenants.domain.made_primary"])
def set_primary_domain() -> Deed:
    return by_rita(actions.set_primary_domain, with_a_second_address(), domain=SECOND)


@ROWS.add("tenants.claim_domain", about="client", c_acme=["tenants.domain.claimed"])
def claim_domain() -> Deed:
    return by_rita(actions.claim_domain, world.client("acme"), domain=OWN)


@ROWS.add("tenants.withdraw_claim", about="client", c_acme=["tenants.domain.withdrawn"])
def withdraw_claim() -> Deed:
    acme = world.client("acme")
    claimed.claim(acme, OWN)
    return by_rita(actions.withdraw_claim, acme, domain=OWN)


@ROWS.add("tenants.adopt_domain", about="client", c_acme=["tenants.domain.adopted"])
def adopt_domain() -> Deed:
    served = Domain.objects.create(domain=OWN, tenant=world.client("acme"), is_primary=False)
    return by_rita(actions.adopt_domain, served)


def answer(made: DomainClaim, words: Answer, **earlier: object) -> Deed:
    DomainClaim.objects.filter(pk=made.pk).update(**earlier)
    return by_rita(actions.note_answer, made.id, found=Found(words), asked_at=LATER)


@ROWS.add(
    "tenants.note_answer",
    case="that proves",
    about="client",
    c_acme=["tenants.domain.proven", "tenants.domain.added"],
)
def note_a_proof() -> Deed:
    return answer(claimed.claim(world.client("acme"), OWN), Answer.FOUND)


@ROWS.add(
    "tenants.note_answer",
    case="that no longer proves",
    about="client",
    c_acme=["tenants.domain.failing"],
)
def note_a_proof_that_is_gone() -> Deed:
    return answer(claimed.proven(world.client("acme"), OWN), Answer.MISSING)


@ROWS.add(
    "tenants.note_answer",
    case="that proves again",
    about="client",
    c_acme=["tenants.domain.recovered"],
)
def note_a_proof_that_is_back() -> Deed:
    return answer(claimed.proven(world.client("acme"), OWN), Answer.FOUND, failing_since=MONDAY)


@ROWS.add(
    "tenants.note_answer",
    case="that ends it",
    about="client",
    c_acme=["tenants.domain.lapsed", "tenants.domain.removed", "tenants.domain.made_primary"],
)
def note_that_it_lapses() -> Deed:
    acme = world.client("acme")
    made = claimed.proven(acme, OWN)
    actions.set_primary_domain(acme, domain=OWN, actor=RITA, at=MONDAY)
    return answer(made, Answer.OTHER, failing_since=MONDAY - timedelta(days=3), refusals=71)


@ROWS.add("tenants.add_service_line", about="service_line", public=["tenants.service_line.added"])
def add_service_line() -> Deed:
    return by_rita(actions.add_service_line, name_en="Fleet", name_nl="Wagenpark")


def branded() -> Client:
    acme = world.client("acme")
    actions.set_accent(acme, accent="#0b6b8a", actor=RITA, at=MONDAY)
    actions.set_logo(acme, content=a_picture(), actor=RITA, at=MONDAY)
    return acme


def a_picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (120, 40), "#0b6b8a").save(kept, "PNG")
    return kept.getvalue()


@ROWS.add("tenants.set_accent", about="client", c_acme=["tenants.accent.set"])
def set_accent() -> Deed:
    return by_rita(actions.set_accent, world.client("acme"), accent="#0b6b8a")


@ROWS.add("tenants.remove_accent", about="client", c_acme=["tenants.accent.removed"])
def remove_accent() -> Deed:
    return by_rita(actions.remove_accent, branded())


@ROWS.add("tenants.set_logo", about="client", c_acme=["tenants.logo.set"])
def set_logo() -> Deed:
    return by_rita(actions.set_logo, world.client("acme"), content=a_picture())


@ROWS.add("tenants.remove_logo", about="client", c_acme=["tenants.logo.removed"])
def remove_logo() -> Deed:
    return by_rita(actions.remove_logo, branded())


NAMED_BY = {"digest": "5e" * 32, "by": "admin"}


@ROWS.add(
    "tenants.record_export",
    about="client",
    c_acme=["tenants.client.exported"],
    public=["tenants.client.exported"],
)
def record_export() -> Deed:
    acme = world.client("acme")
    return Deed(partial(moving.record_export, acme, rows=1042, at=LATER, **NAMED_BY), by=SYSTEM)


@ROWS.add(
    "tenants.record_restore",
    about="client",
    c_acme=["tenants.client.restored"],
    public=["tenants.client.restored"],
)
def record_restore() -> Deed:
    acme = world.client("acme")
    return Deed(partial(moving.record_restore, acme, exported_at=MONDAY, at=LATER, **NAMED_BY), by=SYSTEM)


@ROWS.add(
    "tenants.record_copy",
    about="client",
    c_acme=["tenants.client.copied"],
    public=["tenants.client.copied"],
)
def record_copy() -> Deed:
    acme, globex = world.client("acme"), world.client("globex")
    done = partial(moving.record_copy, acme, of=globex.pk, exported_at=MONDAY, at=LATER, **NAMED_BY)
    return Deed(done, by=SYSTEM)
