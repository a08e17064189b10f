"""The verbs of claims, and those that tell in time, each ready to run."""

from functools import partial

from billing.actions import claim_answers, claims, credits, misses, trials
from billing.models import Claim, Subscription
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import world
from tests.billing import claimed, missed
from tests.billing.billed import noon, subscription
from tests.billing.test_tell_in_time import ENDS_ON
from tests.guards.deeds import LATER, Deed, Rows, by_olga

ROWS = Rows()


def asked(**clause: object) -> Claim:
    """Ann's claim about October, in which a promise was missed."""
    of, _ = missed.agreed(world.client("acme"), clause=clause)
    with schema.entered("c_acme"):
        missed.clocks(of.debtor.client, missed=1)
    return claimed.claim(of)


def by_ann(verb: object, *given: object) -> Deed:
    return Deed(partial(verb, *given, actor=claimed.ann(), at=LATER), by=claimed.ann())


@ROWS.add("billing.claim_credit", about="claim", c_acme=["billing.claim.made"])
def claim_credit() -> Deed:
    of = asked()
    draft = claims.ClaimDraft(
        service_line="finance", period_key=of.period_key, number="ACME-1", words="Late again"
    )
    return by_ann(claims.claim_credit, of.debtor_id, draft)


@ROWS.add("billing.withdraw_claim", about="claim", c_acme=["billing.claim.withdrawn"])
def withdraw_claim() -> Deed:
    return by_ann(claims.withdraw_claim, asked().id)


@ROWS.add("billing.decline_claim", about="claim", c_acme=["billing.claim.declined"])
def decline_claim() -> Deed:
    return by_olga(claim_answers.decline_claim, asked().id, reason="It was in time")


@ROWS.add(
    "billing.take_up_by_clause",
    about="credit and claim",
    c_acme=["billing.credit.proposed", "billing.claim.taken_up"],
)
def take_up_by_clause() -> Deed:
    return by_olga(claim_answers.take_up_by_clause, asked(claim_days=60).id)


@ROWS.add(
    "billing.take_up_with_sum",
    about="credit and claim",
    c_acme=["billing.credit.proposed", "billing.claim.taken_up"],
)
def take_up_with_sum() -> Deed:
    return by_olga(claim_answers.take_up_with_sum, asked().id, amount=500)


@ROWS.add(
    "billing.reject_credit",
    case="of a claim",
    about="credit and claim",
    c_acme=["billing.credit.rejected", "billing.claim.reopened"],
)
def reject_credit_of_claim() -> Deed:
    credit = claim_answers.take_up_with_sum(asked().id, amount=500, actor=missed.fay(), at=missed.OVER)
    return by_olga(credits.reject_credit, credit.id, reason="Too much")


def on_trial() -> Subscription:
    trial = {"anchor_on": ENDS_ON, "trial_ends_on": ENDS_ON}
    return subscription(world.client("acme"), debtor={"life": "trialing"}, **trial)


def missed_in_october() -> Subscription:
    of, _ = missed.agreed(world.client("acme"), clause={"alert_missed": 1, "alert_months": 1})
    with schema.entered("c_acme"):
        missed.clocks(of.debtor.client, missed=1)
    return of


TOLD = noon(2026, 11, 27)


@ROWS.add("billing.tell_trial", about="subscription", c_acme=["billing.subscription.trial_ending"])
def tell_trial() -> Deed:
    return Deed(partial(trials.tell_trial, on_trial().pk, at=TOLD), by=SYSTEM, at=TOLD)


@ROWS.add("billing.tell_trials", about="subscription", c_acme=["billing.subscription.trial_ending"])
def tell_trials() -> Deed:
    on_trial()
    return Deed(partial(trials.tell_trials, at=TOLD), by=SYSTEM, at=TOLD)


@ROWS.add("billing.tell_misses", about="clause", c_acme=["billing.promise.missed_again"])
def tell_misses() -> Deed:
    return Deed(partial(misses.tell_misses, missed_in_october().pk, at=LATER), by=SYSTEM)


@ROWS.add("billing.tell_all_misses", about="clause", c_acme=["billing.promise.missed_again"])
def tell_all_misses() -> Deed:
    missed_in_october()
    return Deed(partial(misses.tell_all_misses, at=LATER), by=SYSTEM)
