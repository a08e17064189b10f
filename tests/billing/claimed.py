"""Claims for the tests: what Ann, who directs Acme, says was missed in October, and who of finance answers."""

from billing.actions.claims import ClaimDraft, claim_credit
from billing.models import Claim, Subscription
from motorblok.accounts.models import Person
from motorblok.kernel.actors import Actor
from tests import cast
from tests.billing.billed import OCTOBER
from tests.billing.missed import OVER


def contact(person: Person) -> Actor:
    """A contact as one who acts."""
    return Actor("contact", str(person.id), person.name)


def ann() -> Actor:
    """Ann, a director of Acme."""
    return contact(cast.ann())


def claim(of: Subscription, *, by: Actor | None = None, at=OVER, **said: str) -> Claim:
    """That finance missed a promise in October."""
    usual = {"service_line": "finance", "period_key": OCTOBER.key, "words": "You paid our supplier late."}
    return claim_credit(of.debtor_id, ClaimDraft(**(usual | said)), actor=by or ann(), at=at)
