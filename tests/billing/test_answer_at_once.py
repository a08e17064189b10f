"""Two of finance who answer one claim in the same moment, and two who claim the same: one is heard, the other is told."""

import pytest

from billing.actions.claim_answers import decline_claim, take_up_by_clause, take_up_with_sum
from billing.actions.claims import ClaimKnown
from billing.answering import ClaimDecided
from billing.models import Claim, Credit
from tests import cast
from tests.billing import claimed, missed
from tests.billing.missed import OVER, actor, agreed, clocks
from tests.billing.test_credit_at_once import at_once


def tried(call):
    """What a call came to: "done", or the class of its refusal."""
    try:
        call()
    except (ClaimDecided, ClaimKnown) as refused:
        return type(refused)
    return "done"


@pytest.mark.parametrize("_again", range(3))
def test_a_claim_is_answered_once(acme_committed, _again):
    of, _ = agreed(acme_committed)
    clocks(acme_committed, met=98, missed=2)
    made, olga, fay = claimed.claim(of), actor(cast.olga()), missed.fay()

    came_to = at_once(
        lambda: tried(lambda: take_up_by_clause(made.id, actor=olga, at=OVER)),
        lambda: tried(lambda: take_up_with_sum(made.id, amount=900, actor=fay, at=OVER)),
        lambda: tried(lambda: decline_claim(made.id, reason="No", actor=fay, at=OVER)),
    )

    assert sorted(map(str, came_to)) == sorted(["done", str(ClaimDecided), str(ClaimDecided)])
    assert Credit.objects.count() == (Claim.objects.get().state == "taken_up")


def test_the_same_is_claimed_once(acme_committed):
    of, _ = agreed(acme_committed)
    ann = claimed.ann()

    came_to = at_once(*[lambda: tried(lambda: claimed.claim(of, by=ann))] * 4)

    assert came_to.count("done") == 1
    assert Claim.objects.count() == 1
